"""``slice``, ``flatten``, ``sort``, ``sortBy``, ``range``, ``reverse``, ``distinct``.

https://github.com/google/cel-go/blob/master/ext/lists.go
"""

from __future__ import annotations

from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime.equality import equal
from scaffolder.cel.runtime.errors import CelError, CostLimitError
from scaffolder.cel.runtime.ordering import compare, is_comparable
from scaffolder.cel.runtime.views import LISTS
from scaffolder.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    STRING,
    TIMESTAMP,
    UINT,
    T,
    list_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Where the server would run out of memory or time: costs are counted when the work has been done.
_MAX_ITEMS = 2_000_000
_MAX_COMPARED = 5_000


def declare() -> Library:
    list_t = list_of(T)
    comparable = (INT, UINT, DOUBLE, BOOL, DURATION, TIMESTAMP, STRING, BYTES)
    return Library(
        Function("slice", Overload("list_slice", (list_t, INT, INT), list_t, slice_, member=True)),
        Function(
            "flatten",
            Overload("list_flatten", (list_of(list_t),), list_t, flatten, member=True),
            Overload("list_flatten_int", (list_of(DYN), INT), list_of(DYN), flatten, member=True),
        ),
        Function(
            "sort",
            *(
                Overload(f"list_{item.name}_sort", (list_of(item),), list_of(item), sort, member=True)
                for item in comparable
            ),
        ),
        Function(
            "@sortByAssociatedKeys",
            *(
                Overload(
                    f"list_{item.name}_sortByAssociatedKeys",
                    (list_t, list_of(item)),
                    list_t,
                    sort_by_keys,
                    member=True,
                )
                for item in comparable
            ),
        ),
        Function("lists.range", Overload("lists_range", (INT,), list_of(INT), range_)),
        Function("reverse", Overload("list_reverse", (list_t,), list_t, reverse, member=True)),
        Function("distinct", Overload("list_distinct", (list_t,), list_t, distinct, member=True)),
        macros=("lists",),
        since=(1, 34),
    )


def slice_(items: Any, start: int, end: int) -> list[Any]:
    if start < 0 or end < 0:
        raise CelError(f"cannot slice({start}, {end}), negative indexes not supported")
    if start > end:
        raise CelError(f"cannot slice({start}, {end}), start index must be less than or equal to end index")
    if len(items) < end:
        raise CelError(f"cannot slice({start}, {end}), list is length {len(items)}")
    return [items[position] for position in range(start, end)]


def flatten(items: Any, depth: int = 1) -> list[Any]:
    if depth < 0:
        raise CelError("level must be non-negative")
    # Of each list that is being flattened, what is left of it and how much deeper to go.
    pending = [(iter(items), depth)]
    flat = []
    while pending:
        rest, levels = pending[-1]
        for item in rest:
            if levels and type(item) in LISTS:
                pending.append((iter(item), levels - 1))
                break
            flat.append(item)
        else:
            pending.pop()
        if len(flat) > _MAX_ITEMS:
            raise CelError("flattened list is too large")
    return flat


def sort(items: Any) -> Any:
    return sort_by_keys(items, items)


def sort_by_keys(items: Any, keys: Any) -> Any:
    """``items`` in the order of ``keys``; equal ones stay in theirs (Go's sort does so up to 12 items)."""
    from functools import cmp_to_key

    if len(items) != len(keys):
        raise CelError(
            "@sortByAssociatedKeys() expected a list of the same size as the associated keys list, "
            f"but got {len(items)} and {len(keys)} elements respectively"
        )
    if not len(items):
        # of sortBy, which goes through a fold, cel-go makes a list of its own
        return items if keys is items else []
    keys = list(keys)
    if not is_comparable(keys[0]):
        raise CelError("list elements must be comparable")
    if len(keys) > 1 and any(type(key) is not type(keys[0]) for key in keys):
        raise CelError("list elements must have the same type")
    order = sorted(range(len(keys)), key=cmp_to_key(lambda one, other: _order(keys[one], keys[other])))
    return [items[position] for position in order]


def _order(left: Any, right: Any) -> int:
    try:
        return compare(left, right)
    except CelError:
        return 0


def range_(count: int) -> list[int]:
    if count > _MAX_ITEMS:
        # Each costs 1, which is far beyond any limit.
        raise CostLimitError(count)
    return list(range(count))


def reverse(items: Any) -> list[Any]:
    return [items[position] for position in range(len(items) - 1, -1, -1)]


def distinct(items: Any) -> Any:
    """The first of each group of equal items."""
    if not len(items):
        return items
    if all(type(item) is str for item in items):
        return list(dict.fromkeys(items))
    if len(items) > _MAX_COMPARED:
        # Comparing each with each costs 2, which is far beyond any limit.
        raise CostLimitError(2 * len(items) ** 2)
    kept: list[Any] = []
    for item in items:
        if not any(_same(item, other) for other in kept):
            kept.append(item)
    return kept


def _same(left: Any, right: Any) -> bool:
    try:
        return equal(left, right)
    except CelError:
        return False
