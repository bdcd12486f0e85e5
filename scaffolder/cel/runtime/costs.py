"""What a call really costs, given its arguments and result.

cel-go's interpreter/runtimecost.go, apiserver/pkg/cel/library/cost.go (``CallCost``) and the trackers of
cel-go's ext libraries. A unit is about one comparison of two scalars.
"""

from __future__ import annotations

from math import ceil

from scaffolder.cel.runtime.access import lookup
from scaffolder.cel.runtime.values import NONE, Opaque, Optional, type_name, value_of_key
from scaffolder.cel.runtime.views import LISTS, MapView, is_map

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LIST_CREATION = 10
MAP_CREATION = 30
MESSAGE_CREATION = 40
TRAVERSAL_FACTOR = 0.1
PATTERN_FACTOR = 0.25

_SIZED = (str, bytes, dict, MapView, *LISTS)


def size_of(value: Any) -> int:
    """``actualSize``: 1 for whatever has no size."""
    if type(value) in _SIZED:
        return len(value)
    if isinstance(value, Opaque):
        return value.size()
    if type(value) is Optional and value is not NONE:
        return size_of(value.value)
    return 1


def traversal(value: Any, times: int = 1) -> int:
    """Going once (or ``times``) through a string."""
    return ceil(size_of(value) * times * TRAVERSAL_FACTOR)


def double_traversal(value: Any) -> int:
    return traversal(value, 2)


def equality(left: Any, right: Any) -> int:
    if isinstance(left, Opaque):
        return 1
    return shorter(left, right)


def shorter(left: Any, right: Any) -> int:
    """Going through both as far as the shorter goes: ``!=``, ``<`` …"""
    return ceil(min(size_of(left), size_of(right)) * TRAVERSAL_FACTOR)


def both(left: Any, right: Any) -> int:
    """Copying both: ``+`` of strings."""
    return ceil((size_of(left) + size_of(right)) * TRAVERSAL_FACTOR)


def matching(text: Any, pattern: Any) -> int:
    return ceil((1.0 + size_of(text)) * TRAVERSAL_FACTOR) * ceil(size_of(pattern) * PATTERN_FACTOR)


def containing(text: Any, part: Any) -> int:
    return traversal(text) * traversal(part)


def deep_traversal(value: Any) -> int:
    """Going through a list with all that is in it (``traversalCost``)."""
    if type(value) is str:
        return int(len(value.encode("utf-8", "surrogatepass")) * TRAVERSAL_FACTOR)
    if type(value) is bytes:
        return int(len(value) * TRAVERSAL_FACTOR)
    if type(value) in LISTS:
        return sum(map(deep_traversal, value))
    if is_map(value):
        keys = [value_of_key(key) for key in value]
        return sum(deep_traversal(key) + deep_traversal(lookup(value, key)) for key in keys)
    return 1


def _new_list(size: float) -> int:
    """``trackAllocatingListCall``."""
    return int(size) + 1 + LIST_CREATION


def size_of_result(result: Any) -> int:
    return _new_list(size_of(result))


def flattened(items: Any, depth: int = 1) -> int:
    return _new_list(float(depth) * size_of(items))


def product(left: Any, right: Any) -> int:
    """Looking for each item of one list in the other."""
    return 1 + size_of(left) * size_of(right)


def double_product(left: Any, right: Any) -> int:
    return 1 + 2 * size_of(left) * size_of(right)


def self_comparison(items: Any) -> int:
    """Sorting a list, or comparing each item with each."""
    size = size_of(items)
    factor = 2.0
    if size and type_name(items[0]) in ("string", "bytes"):
        factor += TRAVERSAL_FACTOR
    return _new_list(size * size * factor)


def contains_ip(cidr: Any, other: Any) -> int:
    cost = ceil(2 * size_of(cidr) * TRAVERSAL_FACTOR)
    return cost + traversal(other) if type(other) is str else cost


def contains_cidr(cidr: Any, other: Any) -> int:
    return contains_ip(cidr, other) + traversal(cidr) + 1


def format_validation(named_format: Any, text: Any) -> int:
    size: int = named_format.pattern_size
    return ceil((1.0 + size_of(text)) * TRAVERSAL_FACTOR) * ceil(size * PATTERN_FACTOR)
