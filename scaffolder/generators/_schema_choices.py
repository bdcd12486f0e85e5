"""One plain schema out of one with ``allOf``, ``anyOf``, ``oneOf`` and ``not``, by choosing a branch of each.

The result is a schema as in a CRD without these four, and what they leave behind:

- ``patterns``: every pattern that applies;
- ``forbidden``: properties that must be absent;
- ``excluded``: values that are not allowed.

It describes fewer objects than the original, and maybe none: an object built from it has yet to be validated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]
#: Given a keyword and its branches, the index of the one to follow.
Choose = Callable[[str, list[Schema]], int]

_JUNCTORS = ("allOf", "anyOf", "oneOf", "not")
#: Of two of these the greater, or the lesser, holds.
_LOWER_BOUNDS = frozenset({"minimum", "minItems", "minLength", "minProperties"})
_UPPER_BOUNDS = frozenset({"maximum", "maxItems", "maxLength", "maxProperties"})


def merged(schema: Schema, choose: Choose) -> Schema:
    """``schema`` and the branches that ``choose`` picks in one.

    Calls itself for each level of nested junctors; who calls it has bounded the depth of the schema.
    """
    result: Schema = {}
    _add(result, {keyword: value for keyword, value in schema.items() if keyword not in _JUNCTORS})
    for branch in _branches(schema, "allOf"):
        _add(result, merged(branch, choose))
    for keyword in ("anyOf", "oneOf"):
        branches = _branches(schema, keyword)
        # anyOf: [{type: integer}, {type: string}] beside x-kubernetes-int-or-string says nothing more.
        if not branches or (
            schema.get("x-kubernetes-int-or-string") is True and all("type" in b for b in branches)
        ):
            continue
        chosen = branches[choose(keyword, branches) % len(branches)]
        _add(result, merged(chosen, choose))
        if keyword == "oneOf":
            for other in branches:
                if other is not chosen:
                    _forbid(result, other)
    if isinstance(schema.get("not"), dict):
        _forbid(result, schema["not"])
    return result


def required_by(branch: Schema) -> list[str]:
    """The properties that a branch asks for, by itself or through what it is made of."""
    names = [name for name in branch.get("required", ()) if isinstance(name, str)]
    for inner in _branches(branch, "allOf"):
        names += required_by(inner)
    return names


def _branches(schema: Schema, keyword: str) -> list[Schema]:
    value = schema.get(keyword)
    return [branch for branch in value if isinstance(branch, dict)] if isinstance(value, list) else []


def _add(result: Schema, other: Schema) -> None:
    """Narrows ``result`` to what ``other`` allows as well. What it shares is not changed."""
    for keyword, value in other.items():
        if keyword == "pattern":
            result["patterns"] = [*result.get("patterns", ()), value]
        elif keyword == "properties" and isinstance(value, dict):
            mine = dict(result.get("properties", {}))
            for name, child in value.items():
                mine[name] = (
                    {**mine[name], "allOf": [*_branches(mine[name], "allOf"), child]}
                    if name in mine
                    else child
                )
            result["properties"] = mine
        elif keyword in ("items", "additionalProperties") and isinstance(value, dict) and result.get(keyword):
            mine = result[keyword]
            if isinstance(mine, dict):
                result[keyword] = {**mine, "allOf": [*_branches(mine, "allOf"), value]}
        elif keyword in ("patterns", "required", "forbidden", "excluded") and isinstance(value, list):
            mine = result.get(keyword, [])
            result[keyword] = [*mine, *(item for item in value if item not in mine)]
        elif keyword == "enum" and isinstance(value, list) and isinstance(result.get("enum"), list):
            result["enum"] = [item for item in result["enum"] if item in value]
        elif keyword in _LOWER_BOUNDS and isinstance(result.get(keyword), int | float):
            result[keyword] = max(result[keyword], value)
        elif keyword in _UPPER_BOUNDS and isinstance(result.get(keyword), int | float):
            result[keyword] = min(result[keyword], value)
        else:
            result[keyword] = value


def _forbid(result: Schema, other: Schema) -> None:
    """Narrows ``result`` to objects that ``other`` most likely does not allow."""
    needed = set(result.get("required", ()))
    for branch in [other, *_branches(other, "anyOf"), *_branches(other, "oneOf")]:
        # Without one of the properties that it asks for, the branch does not hold.
        unneeded = [name for name in required_by(branch) if name not in needed]
        forbidden = [*result.get("forbidden", ()), *unneeded[-1:]]
        if forbidden:
            result["forbidden"] = forbidden
        if isinstance(branch.get("enum"), list):
            result["excluded"] = [*result.get("excluded", ()), *branch["enum"]]
        if unneeded or required_by(branch):
            continue
        for name, child in (branch.get("properties") or {}).items():
            if isinstance(child, dict) and isinstance(child.get("enum"), list):
                _add(result, {"properties": {name: {"not": {"enum": child["enum"]}}}})
