"""``< <= > >=``: numbers across types, everything else only within its own (the ``Compare`` methods of
cel-go's types).
"""

from __future__ import annotations

from scaffolder.apimachinery.times import Timestamp
from scaffolder.cel.runtime.equality import compare_numbers
from scaffolder.cel.runtime.errors import CelError, no_such_overload
from scaffolder.cel.runtime.values import Duration, Uint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NUMBERS = (int, Uint, float)
_COMPARABLE = (str, bytes, bool, Duration, Timestamp)


def compare(left: Any, right: Any, operator: str = "") -> int:
    """-1, 0 or 1; raises ``CelError`` for values without an order. ``operator`` is named in that error."""
    kind = type(left)
    if kind in _NUMBERS:
        if left != left:
            raise CelError("NaN values cannot be ordered")
        if type(right) not in _NUMBERS:
            raise no_such_overload()
        order = compare_numbers(left, right)
        if order == 2:
            raise CelError("NaN values cannot be ordered")
        return order
    if kind in _COMPARABLE:
        if type(right) is not kind:
            raise no_such_overload()
        return 0 if left == right else -1 if left < right else 1
    raise CelError(f"no such overload: {operator}") if operator else no_such_overload()


def less(left: Any, right: Any) -> bool:
    return compare(left, right, "_<_") < 0


def less_equal(left: Any, right: Any) -> bool:
    return compare(left, right, "_<=_") <= 0


def greater(left: Any, right: Any) -> bool:
    return compare(left, right, "_>_") > 0


def greater_equal(left: Any, right: Any) -> bool:
    return compare(left, right, "_>=_") >= 0


def is_comparable(value: Any) -> bool:
    return type(value) in _NUMBERS or type(value) in _COMPARABLE
