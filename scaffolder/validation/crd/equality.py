"""Whether two versions say the same, so that the server keeps it once.

Source: ``Semantic.DeepEqual`` in ``k8s.io/apimachinery/pkg/api/equality``: an empty list or map is none.
"""

from __future__ import annotations

from scaffolder.validation.crd.go_types import (
    NAMED,
    SCHEMA,
    SCHEMA_OR_ARRAY,
    SCHEMA_OR_BOOL,
    SCHEMA_OR_STRINGS,
    STRUCTS,
)
from scaffolder.validation.equality import deep_equal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_EITHER = {SCHEMA_OR_ARRAY: f"[]{SCHEMA}", SCHEMA_OR_BOOL: "bool", SCHEMA_OR_STRINGS: "[]string"}


def semantically_equal(left: Any, right: Any, kind: str) -> bool:
    """Whether two decoded values of a Go type are equal; None is none. Iterative: schemas may be deep."""
    pairs = [(left, right, kind)]
    while pairs:
        left, right, kind = pairs.pop()
        base = kind.removeprefix("*")
        base = NAMED.get(base, base)
        if base.startswith(("[]", "map ")):
            left, right = left or None, right or None
        elif base == SCHEMA_OR_ARRAY:
            left, right = left or (None if left is None else []), right or (None if right is None else [])
        if left is None or right is None or type(left) is not type(right):
            if left is not right:
                return False
        elif base in _EITHER:
            pairs.append((left, right, SCHEMA if isinstance(left, dict) else _EITHER[base]))
        elif base in STRUCTS:
            fields = STRUCTS[base]
            pairs += [(left.get(name), right.get(name), fields[name]) for name in left | right]
        elif base.startswith("[]") and base != "[]v1.JSON":
            if len(left) != len(right):
                return False
            pairs += [(a, b, base[2:]) for a, b in zip(left, right, strict=True)]
        elif base.startswith("map "):
            if left.keys() != right.keys():
                return False
            pairs += [(left[name], right[name], base[4:]) for name in left]
        elif not deep_equal(left, right):
            return False
    return True
