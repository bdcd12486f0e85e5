"""Two JSON Schemas that both hold, as one: what ``allOf`` and a ``$ref`` with company mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaffolder.sources._errors import SourceError, shown

if TYPE_CHECKING:
    from scaffolder.diagnostics import Path

_LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
ANNOTATIONS = (
    "title",
    "description",
    "default",
    "examples",
    "example",
    "deprecated",
    "readOnly",
    "writeOnly",
)


def both(left: dict[str, Any], right: dict[str, Any], path: Path) -> dict[str, Any]:
    """One mapping that says what both say."""
    result = dict(left)
    for key, value in right.items():
        before = result.get(key)
        if before is None or before == value or key in ANNOTATIONS:
            result[key] = value
        elif key in ("properties", "patternProperties", "$defs", "definitions"):
            if isinstance(before, dict) and isinstance(value, dict):
                result[key] = before | {
                    name: {"allOf": [before[name], child]}
                    if name in before and before[name] != child
                    else child
                    for name, child in value.items()
                }
        elif key == "required" and isinstance(before, list) and isinstance(value, list):
            result[key] = [*before, *(name for name in value if name not in before)]
        elif (
            key in ("items", "additionalProperties") and isinstance(before, dict) and isinstance(value, dict)
        ):
            result[key] = {"allOf": [before, value]}
        elif key == "enum" and isinstance(before, list) and isinstance(value, list):
            result[key] = [item for item in before if item in value]
        elif key == "type" and {str(before), str(value)} == {"integer", "number"}:
            result[key] = "integer"
        elif key == "nullable":
            result[key] = False
        elif key in _LOWER_BOUNDS + _UPPER_BOUNDS and _are_numbers(before, value):
            result[key] = max(before, value) if key in _LOWER_BOUNDS else min(before, value)
        elif key == "additionalProperties" and before is False:
            pass
        elif key in ("additionalProperties", "uniqueItems", "format") or key.startswith(("x-", "$")):
            result[key] = value
        else:
            raise SourceError(f"the parts of allOf contradict each other about {shown(key)}", path=path)
    return result


def _are_numbers(*values: Any) -> bool:
    return all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
