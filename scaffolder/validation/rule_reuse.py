"""Rules that were compiled before, for a schema that says the same.

The versions of a resource repeat each other, and so do resources of one project: of the rules of a cluster a
third need not be compiled.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from scaffolder.cel.program import Program

    # The text of a rule or of its message, and whatever else its meaning depends on.
    Key = tuple[str, bool, bool, bool]
    # The program, whether its expression uses oldSelf, and its code (see ``ruled_schema.KnownRules``).
    Reusable = tuple[Program, bool, dict[str, bytes]]

_MOST_KNOWN = 1000
# Schemas that the same rule was compiled for: the latest are compared.
_MOST_COMPARED = 4
# What may be compared to find out that two schemas say the same, in characters; other values count as some.
_MOST_CHARACTERS = 100_000
_VALUE_COUNTS = 10

_known: dict[Key, list[tuple[Mapping[str, Any], Reusable]]] = {}


def find(key: Key, schema: Mapping[str, Any]) -> Reusable | None:
    """What was kept for this key and a schema that says the same."""
    for other, compiled in _known.get(key, ()):
        if _same(schema, other):
            return compiled
    return None


def keep(key: Key, schema: Mapping[str, Any], compiled: Reusable) -> None:
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    known = _known.setdefault(key, [])
    known.insert(0, (schema, compiled))
    del known[_MOST_COMPARED:]


def _same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same, in types and in the order of keys as well.

    False if they are too large to find out. Iterative: schemas may be deep.
    """
    allowance = _MOST_CHARACTERS
    pending = [(one, other)]
    while pending and allowance >= 0:
        one, other = pending.pop()
        if one is other:
            continue
        kind = one.__class__
        if kind is not other.__class__:
            return False
        if kind is str:
            allowance -= len(one)
            if one != other:
                return False
        elif kind is dict:
            allowance -= _VALUE_COUNTS * len(one)
            if allowance < 0 or list(one) != list(other):
                return False
            pending += zip(one.values(), other.values(), strict=True)
        elif kind is list:
            allowance -= _VALUE_COUNTS * len(one)
            if allowance < 0 or len(one) != len(other):
                return False
            pending += zip(one, other, strict=True)
        elif one != other:
            return False
    return allowance >= 0
