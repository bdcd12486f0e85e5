"""``sets.contains``, ``sets.equivalent``, ``sets.intersects`` on lists.

https://github.com/google/cel-go/blob/master/ext/sets.go
"""

from __future__ import annotations

from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime.access import contains as has_item
from scaffolder.cel.runtime.errors import CelError
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


def contains(items: Any, wanted: Any) -> bool:
    return all(has_item(items, item) for item in wanted)


def equivalent(left: Any, right: Any) -> bool:
    return contains(left, right) and contains(right, left)


def intersects(left: Any, right: Any) -> bool:
    return any(_is_in(right, item) for item in left)


def _is_in(items: Any, item: Any) -> bool:
    try:
        return has_item(items, item)
    except CelError:
        return False
