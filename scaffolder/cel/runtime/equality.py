"""``==``: numbers across types, lists and maps in depth, sets and map lists without order.

cel-go's ``types.Equal`` and the ``Equal`` methods of its types; Kubernetes' lists and objects decide by the
left side.
"""

from __future__ import annotations

from scaffolder.cel.runtime.errors import CelError, no_such_overload
from scaffolder.cel.runtime.shapes import SET
from scaffolder.cel.runtime.values import NONE, Opaque, Optional, Uint
from scaffolder.cel.runtime.views import (
    LISTS,
    MISSING,
    ListView,
    MapView,
    MergedList,
    Preserved,
    element_key,
    entry_key,
    is_map,
    is_merging,
    raw_entry,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_TWO_TO_63 = 9.223372036854775807e18
_TWO_TO_64 = 1.8446744073709551615e19
_NUMBERS = (int, float, Uint)


def equal(left: Any, right: Any) -> bool:
    """``left == right``; raises ``CelError`` where the left side cannot be compared with the right at all."""
    kind = type(left)
    if kind is str or kind is bool or kind is bytes or left is None:
        return type(right) is kind and bool(left == right)
    if kind in _NUMBERS:
        return type(right) in _NUMBERS and compare_numbers(left, right) == 0
    if right is None:
        return False
    if kind in LISTS:
        return _equal_lists(left, right)
    if kind is dict:
        return _equal_maps(left, right)
    if kind is MapView:
        return _equal_objects(left, right)
    if kind is Optional:
        if type(right) is not Optional:
            return False
        if left is NONE or right is NONE:
            return left is right
        return equal(left.value, right.value)
    if isinstance(left, Opaque):
        return left.equals(right)
    if kind is Preserved:
        return same_data(left.raw, right.raw if type(right) is Preserved else right)
    return bool(left == right)


def not_equal(left: Any, right: Any) -> bool:
    """``left != right``: values that cannot be compared are different (``evalNe``)."""
    try:
        return not equal(left, right)
    except CelError:
        return True


def compare_numbers(left: Any, right: Any) -> int:
    """-1, 0, 1; 2 if one is NaN. Integers meet doubles as doubles, as in cel-go's compare.go."""
    if type(left) is float:
        if type(right) is not float:
            return _compare_double(left, right)
    elif type(right) is float:
        flipped = _compare_double(right, left)
        return flipped if flipped == 2 else -flipped
    if left == right:
        return 0
    if left < right:
        return -1
    return 1 if left > right else 2


def _compare_double(double: float, whole: int) -> int:
    if double != double:
        return 2
    if type(whole) is Uint:
        if double < 0:
            return -1
        if double > _TWO_TO_64:
            return 1
    else:
        if double < -_TWO_TO_63:
            return -1
        if double > _TWO_TO_63:
            return 1
    other = float(whole)
    return -1 if double < other else 1 if double > other else 0


def _equal_lists(left: Any, right: Any) -> bool:
    if type(right) not in LISTS:
        if type(left) is list:
            return False
        raise no_such_overload()
    if len(left) != len(right):
        return False
    if is_merging(left):
        return _equal_sets(left, right) if left.kind == SET else _equal_map_lists(left, right)
    if type(left) is list:
        return all(_not_different(item, right.__getitem__, index) for index, item in enumerate(left))
    try:
        return all(map(_equal_inside, left, right))
    except CelError:
        return all(_equal_to_part(item, right.__getitem__, index) for index, item in enumerate(left))


def _not_different(left: Any, find: Callable[[Any], Any], key: Any) -> bool:
    """cel-go's own lists and maps stop at items that differ, not at those that cannot be compared
    (``baseList.Equal``, ``baseMap.Equal``).
    """
    try:
        right = find(key)
    except CelError:
        return isinstance(left, MapView | ListView | MergedList)
    try:
        return right is not MISSING and equal(left, right)
    except CelError:
        return True


def _equal_to_part(left: Any, find: Callable[[Any], Any], key: Any) -> bool:
    """``left == find(key)``. Where that is an error, most values differ from it; only objects and lists of a
    schema pass it on (``MaybeNoSuchOverloadErr``).
    """
    try:
        right = find(key)
    except CelError:
        if isinstance(left, MapView | ListView | MergedList):
            raise
        return False
    return right is not MISSING and _equal_inside(left, right)


def _equal_inside(left: Any, right: Any) -> bool:
    """``left.Equal(right)``, which is what objects and lists of a schema ask of their parts: not as in
    ``left == right`` is null compared with anything.
    """
    if right is None and type(left) in _CONTAINERS:
        raise no_such_overload()
    return equal(left, right)


_CONTAINERS = (dict, MapView, *LISTS)


def _equal_sets(left: Any, right: Any) -> bool:
    known = {element_key(item) for item in left.raw}
    try:
        return all(element_key(item) in known for item in right)
    except CelError:
        return False  # an error is no element of it


def _equal_map_lists(left: ListView, right: Any) -> bool:
    known = {entry_key(item, left.keys): item for item in left.raw}
    view = left.shape.element.view
    for index in range(len(right)):
        try:
            item = right[index]
        except CelError:
            return False
        own = known.get(entry_key(raw_entry(item), left.keys), MISSING)
        if own is MISSING or not equal(view(own), item):
            return False
    return True


def _equal_maps(left: dict[Any, Any], right: Any) -> bool:
    if not is_map(right) or len(left) != len(right):
        return False
    find = _finder(right) if type(right) is dict else right.find
    return all(_not_different(value, find, key) for key, value in left.items())


def _finder(native: dict[Any, Any]) -> Callable[[Any], Any]:
    return lambda key: native.get(key, MISSING)


def _equal_objects(left: MapView, right: Any) -> bool:
    """As ``unstructuredMap.Equal``: only what the left side has is looked at, so an undeclared field that
    stands on one side alone goes unnoticed if the sizes agree."""
    if not is_map(right):
        raise no_such_overload()
    if len(left) != len(right):
        return False
    is_object = type(right) is MapView
    find = right.find_raw_key if is_object else _finder(right)
    for key, raw in left.raw.items():
        if left.declares(key):
            value = left.find_raw_key(key)
            if value is not MISSING:
                if not _equal_to_part(value, find, key):
                    return False
            elif right.raw.get(key) is not None if is_object else key in right:
                return False
        elif not is_object:
            raise no_such_overload()
        elif key in right.raw and not same_data(raw, right.raw[key]):
            return False
    return True


def same_data(left: Any, right: Any) -> bool:
    """``equality.Semantic.DeepEqual`` on raw data: types count, and nothing equals an empty list or map but
    null.

    Iterative, since preserved data may be nested as deeply as its author likes.
    """
    pending = [(left, right)]
    while pending:
        one, other = pending.pop()
        if type(one) is not type(other):
            return False
        if type(one) is dict:
            if one.keys() != other.keys():
                return False
            pending.extend((value, other[key]) for key, value in one.items())
        elif type(one) is list:
            if len(one) != len(other):
                return False
            pending.extend(zip(one, other, strict=True))
        elif one != other:
            return False
    return True
