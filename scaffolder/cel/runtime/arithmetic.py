"""``+ - * / %`` and negation: of one type within 64 bits, or an error (cel-go's overflow.go).

Functions named after a type take operands that the checker knows to be of that type; ``add``, ``subtract`` …
find out at run time, for operands of type dyn.
"""

from __future__ import annotations

from scaffolder.apimachinery.times import Timestamp
from scaffolder.cel.runtime.errors import CelError, no_such_overload
from scaffolder.cel.runtime.values import (
    MAX_INT,
    MAX_TIMESTAMP,
    MAX_UINT,
    MIN_INT,
    MIN_TIMESTAMP,
    NANOSECONDS,
    Duration,
    Uint,
)
from scaffolder.cel.runtime.views import LISTS, is_merging, merge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def to_int(result: int) -> int:
    """The result of a calculation with ints, if it is one."""
    if MIN_INT <= result <= MAX_INT:
        return result
    raise CelError("integer overflow")


def to_uint(result: int) -> Uint:
    if 0 <= result <= MAX_UINT:
        return Uint(result)
    raise CelError("unsigned integer overflow")


def divide_int(left: int, right: int) -> int:
    """Truncates toward zero."""
    if right == 0:
        raise CelError("division by zero")
    quotient = abs(left) // abs(right)
    return to_int(quotient if (left < 0) is (right < 0) else -quotient)


def modulo_int(left: int, right: int) -> int:
    """Takes the sign of the left operand."""
    if right == 0:
        raise CelError("modulus by zero")
    if left == MIN_INT and right == -1:
        raise CelError("integer overflow")
    remainder = abs(left) % abs(right)
    return -remainder if left < 0 else remainder


def divide_uint(left: int, right: int) -> Uint:
    if right == 0:
        raise CelError("division by zero")
    return Uint(left // right)


def modulo_uint(left: int, right: int) -> Uint:
    if right == 0:
        raise CelError("modulus by zero")
    return Uint(left % right)


def divide_double(left: float, right: float) -> float:
    if right == 0:
        if left == 0 or left != left:
            return float("nan")
        negative = (str(left)[0] == "-") is not (str(right)[0] == "-")
        return float("-inf" if negative else "inf")
    return left / right


def add_lists(left: Any, right: Any) -> Any:
    if is_merging(left):
        return merge(left, right)
    return [*left, *right]


def add_durations(left: Duration, right: Duration) -> Duration:
    return Duration(to_int(left.nanoseconds + right.nanoseconds))


def subtract_durations(left: Duration, right: Duration) -> Duration:
    return Duration(to_int(left.nanoseconds - right.nanoseconds))


def add_to_timestamp(timestamp: Timestamp, duration: Duration) -> Timestamp:
    return _timestamp(timestamp.nanoseconds + duration.nanoseconds, timestamp.offset)


def subtract_from_timestamp(timestamp: Timestamp, duration: Duration) -> Timestamp:
    to_int(-duration.nanoseconds)
    return _timestamp(timestamp.nanoseconds - duration.nanoseconds, timestamp.offset)


def subtract_timestamps(left: Timestamp, right: Timestamp) -> Duration:
    return Duration(to_int(left.nanoseconds - right.nanoseconds))


def _timestamp(nanoseconds: int, offset: int) -> Timestamp:
    if not MIN_TIMESTAMP <= nanoseconds // NANOSECONDS <= MAX_TIMESTAMP:
        raise CelError("timestamp overflow")
    return Timestamp(nanoseconds, offset)


def add(left: Any, right: Any) -> Any:
    kind, other = type(left), type(right)
    if kind is other:
        if kind is int:
            return to_int(left + right)
        if kind is Uint:
            return to_uint(left + right)
        if kind in (str, bytes, float):
            return left + right
        if kind is Duration:
            return add_durations(left, right)
    if kind in LISTS and other in LISTS:
        return add_lists(left, right)
    if kind is Timestamp and other is Duration:
        return add_to_timestamp(left, right)
    if kind is Duration and other is Timestamp:
        return add_to_timestamp(right, left)
    raise _mismatch(kind, _ADDABLE, "_+_")


def subtract(left: Any, right: Any) -> Any:
    kind, other = type(left), type(right)
    if kind is other:
        if kind is int:
            return to_int(left - right)
        if kind is Uint:
            return to_uint(left - right)
        if kind is float:
            return left - right
        if kind is Duration:
            return subtract_durations(left, right)
        if kind is Timestamp:
            return subtract_timestamps(left, right)
    if kind is Timestamp and other is Duration:
        return subtract_from_timestamp(left, right)
    raise _mismatch(kind, _SUBTRACTABLE, "_-_")


def multiply(left: Any, right: Any) -> Any:
    kind = type(left)
    if kind is type(right):
        if kind is int:
            return to_int(left * right)
        if kind is Uint:
            return to_uint(left * right)
        if kind is float:
            return left * right
    raise _mismatch(kind, _NUMBERS, "_*_")


def divide(left: Any, right: Any) -> Any:
    kind = type(left)
    if kind is type(right):
        if kind is int:
            return divide_int(left, right)
        if kind is Uint:
            return divide_uint(left, right)
        if kind is float:
            return divide_double(left, right)
    raise _mismatch(kind, _NUMBERS, "_/_")


def modulo(left: Any, right: Any) -> Any:
    kind = type(left)
    if kind is type(right):
        if kind is int:
            return modulo_int(left, right)
        if kind is Uint:
            return modulo_uint(left, right)
    raise _mismatch(kind, (int, Uint), "_%_")


def negate(value: Any) -> Any:
    kind = type(value)
    if kind is int:
        return to_int(-value)
    if kind is float:
        return -value
    if kind is Duration:
        return Duration(to_int(-value.nanoseconds))
    raise _mismatch(kind, (bool,), "-_")


def logical_not(value: Any) -> bool:
    if type(value) is bool:
        return not value
    raise no_such_overload()


def _mismatch(kind: type, capable: tuple[type, ...], operator: str) -> CelError:
    """cel-go names the operator only if the left operand's type has neither such an operation nor methods."""
    named = kind not in capable and kind not in _RECEIVERS
    return CelError(f"no such overload: {operator}") if named else no_such_overload()


_NUMBERS = (int, Uint, float)
_SUBTRACTABLE = (int, Uint, float, Duration, Timestamp)
_ADDABLE = (*_SUBTRACTABLE, str, bytes, *LISTS)
# traits.ReceiverType
_RECEIVERS = (str, Duration, Timestamp)
