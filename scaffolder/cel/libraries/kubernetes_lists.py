"""``isSorted``, ``sum``, ``min``, ``max``, ``indexOf``, ``lastIndexOf`` of lists.

https://github.com/kubernetes/apiserver/blob/master/pkg/cel/library/lists.go
"""

from __future__ import annotations

from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime import arithmetic
from scaffolder.cel.runtime.equality import equal
from scaffolder.cel.runtime.errors import CelError, no_such_overload
from scaffolder.cel.runtime.ordering import compare, is_comparable
from scaffolder.cel.runtime.values import Duration, Uint
from scaffolder.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    INT,
    STRING,
    TIMESTAMP,
    UINT,
    Type,
    list_of,
    parameter,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def declare() -> Library:
    a = parameter("A")
    summable = (
        ("int", INT, sum_of_ints),
        ("uint", UINT, sum_of_uints),
        ("double", DOUBLE, sum_of_doubles),
        ("duration", DURATION, sum_of_durations),
    )
    comparable: tuple[tuple[str, Type], ...] = (
        ("int", INT),
        ("uint", UINT),
        ("double", DOUBLE),
        ("bool", BOOL),
        ("duration", DURATION),
        ("timestamp", TIMESTAMP),
        ("string", STRING),
        ("bytes", BYTES),
    )
    return Library(
        Function(
            "isSorted",
            *(
                Overload(f"list_{name}_is_sorted_bool", (list_of(item),), BOOL, is_sorted, member=True)
                for name, item in comparable
            ),
        ),
        Function(
            "sum",
            *(
                Overload(f"list_{name}_sum_{name}", (list_of(item),), item, summed, member=True)
                for name, item, summed in summable
            ),
        ),
        Function(
            "max",
            *(
                Overload(f"list_{name}_max_{name}", (list_of(item),), item, maximum, member=True)
                for name, item in comparable
            ),
        ),
        Function(
            "min",
            *(
                Overload(f"list_{name}_min_{name}", (list_of(item),), item, minimum, member=True)
                for name, item in comparable
            ),
        ),
        Function("indexOf", Overload("list_a_index_of_int", (list_of(a), a), INT, index_of, member=True)),
        Function(
            "lastIndexOf",
            Overload("list_a_last_index_of_int", (list_of(a), a), INT, last_index_of, member=True),
        ),
    )


def is_sorted(items: Any) -> bool:
    """Raises ``CelError`` at the first item without an order: null, in a list of nullable items."""
    previous = None
    for position, item in enumerate(items):
        if not is_comparable(item):
            raise no_such_overload()
        if position and _order(previous, item) > 0:
            return False
        previous = item
    return True


def sum_of_ints(items: Any) -> Any:
    return _sum(0, items)


def sum_of_uints(items: Any) -> Any:
    return _sum(Uint(0), items)


def sum_of_doubles(items: Any) -> Any:
    return _sum(0.0, items)


def sum_of_durations(items: Any) -> Any:
    return _sum(Duration(0), items)


def _sum(zero: Any, items: Any) -> Any:
    total = zero
    for item in items:
        total = arithmetic.add(total, item)
    return total


def minimum(items: Any) -> Any:
    return _extreme(items, "min", 1)


def maximum(items: Any) -> Any:
    return _extreme(items, "max", -1)


def _extreme(items: Any, name: str, replace_if: int) -> Any:
    if not len(items):
        raise CelError(f"{name} called on empty list")
    result = None
    for position, item in enumerate(items):
        if not is_comparable(item):
            raise no_such_overload()
        if position == 0 or _order(result, item) == replace_if:
            result = item
    return result


def _order(left: Any, right: Any) -> int:
    """As ``compare``, but 0 for what cannot be compared (NaN): the library ignores such errors."""
    try:
        return compare(left, right)
    except CelError:
        return 0


def index_of(items: Any, wanted: Any) -> int:
    for position, item in enumerate(items):
        if _same(item, wanted):
            return position
    return -1


def last_index_of(items: Any, wanted: Any) -> int:
    for position in range(len(items) - 1, -1, -1):
        if _same(items[position], wanted):
            return position
    return -1


def _same(left: Any, right: Any) -> bool:
    try:
        return equal(left, right)
    except CelError:
        return False
