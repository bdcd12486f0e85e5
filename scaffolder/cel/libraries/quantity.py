"""Quantities: https://github.com/kubernetes/apiserver/blob/master/pkg/cel/library/quantity.go"""

from __future__ import annotations

from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime.errors import CelError, no_such_overload
from scaffolder.cel.runtime.values import Opaque
from scaffolder.cel.types import BOOL, DOUBLE, INT, STRING, undeclared_message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.apimachinery.quantity import Quantity

QUANTITY = undeclared_message("kubernetes.Quantity")


def declare() -> Library:
    two = (QUANTITY, QUANTITY)
    return Library(
        Function("quantity", Overload("string_to_quantity", (STRING,), QUANTITY, parse)),
        Function("isQuantity", Overload("is_quantity_string", (STRING,), BOOL, is_quantity)),
        Function("sign", Overload("quantity_sign", (QUANTITY,), INT, sign)),
        Function(
            "isGreaterThan", Overload("quantity_is_greater_than", two, BOOL, is_greater_than, member=True)
        ),
        Function("isLessThan", Overload("quantity_is_less_than", two, BOOL, is_less_than, member=True)),
        Function("compareTo", Overload("quantity_compare_to", two, INT, compare_to, member=True)),
        Function(
            "asApproximateFloat",
            Overload("quantity_get_float", (QUANTITY,), DOUBLE, as_approximate_float, member=True),
        ),
        Function("asInteger", Overload("quantity_get_int", (QUANTITY,), INT, as_integer, member=True)),
        Function("isInteger", Overload("quantity_is_integer", (QUANTITY,), BOOL, is_integer, member=True)),
        Function(
            "add",
            Overload("quantity_add", two, QUANTITY, add, member=True),
            Overload("quantity_add_int", (QUANTITY, INT), QUANTITY, add_int, member=True),
        ),
        Function(
            "sub",
            Overload("quantity_sub", two, QUANTITY, sub, member=True),
            Overload("quantity_sub_int", (QUANTITY, INT), QUANTITY, sub_int, member=True),
        ),
        since=(1, 28),
    )


class QuantityValue(Opaque):
    __slots__ = ("quantity",)
    type_name = "kubernetes.Quantity"
    go_type = "cel.Quantity"

    def __init__(self, quantity: Quantity) -> None:
        self.quantity = quantity

    def equals(self, other: object) -> bool:
        if type(other) is not QuantityValue:
            raise no_such_overload()
        return self.quantity.compare(other.quantity) == 0


class ComputedQuantity(QuantityValue):
    """What ``add`` and ``sub`` give: a pointer in Go, with which no quantity can be compared.

    ``a.add(b) == c`` works, ``c == a.add(b)`` does not.
    """

    __slots__ = ()
    go_type = "*cel.Quantity"


def parse(text: str) -> QuantityValue:
    from scaffolder.apimachinery.quantity import QuantityError, parse_quantity

    try:
        return QuantityValue(parse_quantity(text))
    except QuantityError as error:
        raise CelError(str(error)) from error


def is_quantity(text: str) -> bool:
    from scaffolder.apimachinery import quantity

    return quantity.is_quantity(text)


def sign(value: QuantityValue) -> int:
    return value.quantity.sign()


def is_greater_than(left: QuantityValue, right: QuantityValue) -> bool:
    return left.quantity.compare(right.quantity) > 0


def is_less_than(left: QuantityValue, right: QuantityValue) -> bool:
    return left.quantity.compare(right.quantity) < 0


def compare_to(left: QuantityValue, right: QuantityValue) -> int:
    return left.quantity.compare(right.quantity)


def as_approximate_float(value: QuantityValue) -> float:
    return value.quantity.as_approximate_float()


def as_integer(value: QuantityValue) -> int:
    whole = value.quantity.as_int64()
    if whole is None:
        raise CelError("cannot convert value to integer")
    return whole


def is_integer(value: QuantityValue) -> bool:
    return value.quantity.as_int64() is not None


def add(left: QuantityValue, right: QuantityValue) -> QuantityValue:
    return ComputedQuantity(left.quantity.add(right.quantity))


def add_int(left: QuantityValue, right: int) -> QuantityValue:
    return add(left, _from_int(right))


def sub(left: QuantityValue, right: QuantityValue) -> QuantityValue:
    return ComputedQuantity(left.quantity.sub(right.quantity))


def sub_int(left: QuantityValue, right: int) -> QuantityValue:
    return sub(left, _from_int(right))


def _from_int(number: int) -> QuantityValue:
    from scaffolder.apimachinery.quantity import Quantity

    return QuantityValue(Quantity.from_int(number))
