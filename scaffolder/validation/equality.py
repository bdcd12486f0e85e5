"""Equality of JSON values as Go's ``reflect.DeepEqual`` has it: true is not 1, and 1 is not 1.0."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def deep_equal(left: Any, right: Any) -> bool:
    """Iterative, because values may be nested deeper than Python's stack."""
    pairs = [(left, right)]
    while pairs:
        left, right = pairs.pop()
        if left is right:
            continue
        if type(left) is not type(right):
            return False
        if isinstance(left, dict):
            if len(left) != len(right):
                return False
            for key, value in left.items():
                if key not in right:
                    return False
                pairs.append((value, right[key]))
        elif isinstance(left, list):
            if len(left) != len(right):
                return False
            pairs.extend(zip(left, right, strict=True))
        elif left != right:
            return False
    return True
