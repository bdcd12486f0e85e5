"""``sets.contains``, ``sets.equivalent``, ``sets.intersects`` on lists.

https://github.com/google/cel-go/blob/master/ext/sets.go
"""

from __future__ import annotations

from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime.access import contains as has_item
from scaffolder.cel.runtime.errors import CelError, CostLimitError
from scaffolder.cel.types import BOOL, T, list_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def declare() -> Library:
    lists = (list_of(T), list_of(T))
    return Library(
        Function("sets.contains", Overload("list_sets_contains_list", lists, BOOL, contains)),
        Function("sets.equivalent", Overload("list_sets_equivalent_list", lists, BOOL, equivalent)),
        Function("sets.intersects", Overload("list_sets_intersects_list", lists, BOOL, intersects)),
        since=(1, 29),
    )


# Each comparison costs 1, which is far beyond any limit.
_MAX_COMPARISONS = 20_000_000


def _check_size(left: Any, right: Any) -> None:
    """Costs are counted when the work has been done; that would be too late."""
    comparisons = len(left) * len(right)
    if comparisons > _MAX_COMPARISONS:
        raise CostLimitError(comparisons)


def contains(items: Any, wanted: Any) -> bool:
    _check_size(items, wanted)
    return all(has_item(items, item) for item in wanted)


def equivalent(left: Any, right: Any) -> bool:
    return contains(left, right) and contains(right, left)


def intersects(left: Any, right: Any) -> bool:
    _check_size(left, right)
    return any(_is_in(right, item) for item in left)


def _is_in(items: Any, item: Any) -> bool:
    try:
        return has_item(items, item)
    except CelError:
        return False
