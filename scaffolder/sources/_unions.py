"""Several structural schemas of which one holds, as one structural schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaffolder.sources._errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffolder.diagnostics import Path

_PRESERVE = "x-kubernetes-preserve-unknown-fields"
_INT_OR_STRING = "x-kubernetes-int-or-string"
# What a branch of a junctor must not say: validateNestedValueValidation in
# k8s.io/apiextensions-apiserver/pkg/apiserver/schema/validation.go
_NOT_IN_BRANCHES = frozenset({"type", "title", "description", "default", "nullable", "additionalProperties"})


def union_of(options: Sequence[dict[str, Any]], path: Path) -> dict[str, Any]:
    """A schema that whatever matches one of the options matches; it has no defaults, for they belong to one.

    Always ``anyOf``, not ``oneOf``: what tells the options apart may be something that a CRD does not say.
    Raises ``SourceError`` for types that do not go together.
    """
    whole = options[0]
    for option in options[1:]:
        whole = _wider(whole, option, path)
    whole = _without_defaults(whole)
    if "anyOf" in whole or "type" not in whole:
        return whole  # an integer or text, or anything: branches could not speak of what it is made of
    branches = []
    for option in options:
        branch = _less(value_constraints(option), whole)
        if not branch:
            return whole  # this one is all that is common, so that the union says no more
        if branch not in branches:
            branches.append(branch)
    if "enum" in whole and all(branch.keys() == {"enum"} for branch in branches):
        return whole  # whose enum is all of theirs
    return {**whole, "anyOf": branches}


def value_constraints(schema: dict[str, Any]) -> dict[str, Any]:
    """What a schema says of values, without what it says of their structure: all that a branch may hold."""
    result: dict[str, Any] = {}
    for key, value in schema.items():
        if key in _NOT_IN_BRANCHES or key.startswith("x-"):
            continue
        if key == "properties":
            below = {name: value_constraints(child) for name, child in value.items()}
            below = {name: child for name, child in below.items() if child}
            if below:
                result[key] = below
        elif key == "items":
            if value_constraints(value):
                result[key] = value_constraints(value)
        elif key in ("allOf", "anyOf", "oneOf"):
            parts = [value_constraints(part) for part in value]
            if all(parts):
                result[key] = parts
        else:
            result[key] = value
    return result


def _wider(left: dict[str, Any], right: dict[str, Any], path: Path) -> dict[str, Any]:
    """The structure of both; of constraints only those that both have."""
    if left == right:
        return left
    common = {key: value for key, value in left.items() if key in right and right[key] == value}
    notes = {key: value for key, value in left.items() if key in ("title", "description")}
    if left.get("nullable") or right.get("nullable"):
        common["nullable"] = True
    kinds = {"intOrString" if side.get(_INT_OR_STRING) else side.get("type") for side in (left, right)}
    if None in kinds:
        return {**notes, _PRESERVE: True}
    if kinds <= {"integer", "string", "intOrString"} and len(kinds) > 1:
        bounds: dict[str, Any] = {}
        if "intOrString" not in kinds:  # each of the two bounds what it allows itself
            sides = (*left.items(), *right.items())
            bounds = {key: value for key, value in sides if key in ("pattern", "minimum", "maximum")}
        return {**notes, **bounds, "anyOf": [{"type": "integer"}, {"type": "string"}], _INT_OR_STRING: True}
    if kinds == {"integer", "number"}:
        return {**common, **notes, "type": "number"}
    if len(kinds) > 1:
        raise SourceError(
            f"a CRD cannot say that a field is either {' or '.join(sorted(str(kind) for kind in kinds))}",
            hint=f"choose one type, or put {_PRESERVE}: true instead",
            path=path,
        )
    result = {**common, **notes}
    if "enum" in left and "enum" in right:
        result["enum"] = [*left["enum"], *(value for value in right["enum"] if value not in left["enum"])]
    if "properties" in left or "properties" in right:
        result["properties"] = _wider_properties(
            left.get("properties", {}), right.get("properties", {}), path
        )
        result.pop("additionalProperties", None)
        if "additionalProperties" in left or "additionalProperties" in right:
            result[_PRESERVE] = True
    elif "additionalProperties" in left and "additionalProperties" in right:
        result["additionalProperties"] = _wider(
            left["additionalProperties"], right["additionalProperties"], path
        )
    if left.get(_PRESERVE) or right.get(_PRESERVE):
        result[_PRESERVE] = True
        result.pop("additionalProperties", None)
    if "items" in left and "items" in right:
        result["items"] = _wider(left["items"], right["items"], path)
    return result


def _wider_properties(left: dict[str, Any], right: dict[str, Any], path: Path) -> dict[str, Any]:
    result = dict(left)
    for name, child in right.items():
        result[name] = _wider(left[name], child, (*path, name)) if name in left else child
    return result


def _without_defaults(schema: dict[str, Any]) -> dict[str, Any]:
    result = {}
    for key, value in schema.items():
        if key == "default":
            continue
        if key == "properties":
            result[key] = {name: _without_defaults(child) for name, child in value.items()}
        elif key in ("items", "additionalProperties") and isinstance(value, dict):
            result[key] = _without_defaults(value)
        else:
            result[key] = value
    return result


def _less(branch: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """The branch without what the whole says anyway."""
    result = {}
    for key, value in branch.items():
        if key == "properties":
            below = {
                name: _less(child, whole.get("properties", {}).get(name, {})) for name, child in value.items()
            }
            below = {name: child for name, child in below.items() if child}
            if below:
                result[key] = below
        elif whole.get(key) != value:
            result[key] = value
    return result
