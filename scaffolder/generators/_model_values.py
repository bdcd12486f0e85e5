"""What pydantic can check of a value as the server does: its type, its bounds, its default."""

from __future__ import annotations

import math
from types import UnionType
from typing import Any

from scaffolder.apimachinery.patterns import PatternError, rust_pattern
from scaffolder.model.structural_schema import StructuralSchema

#: What lies deeper is typed ``Any``. Real schemas are at most some 20 levels deep.
MAX_DEPTH = 64
#: Lengths beyond this limit nothing, and greater numbers are not exact for the server.
_MOST = 2**31
_PYTHON_TYPES: dict[str, type | UnionType] = {
    "array": list,
    "integer": int,
    "number": int | float,
    "object": dict,
    "string": str,
}


def inner_schema(schema: StructuralSchema) -> StructuralSchema | None:
    """The schema of the items of a list or the values of a map."""
    if schema.type == "array":
        return schema.items
    inner = schema.additional_properties
    return inner if schema.type == "object" and isinstance(inner, StructuralSchema) else None


def bounds(schema: StructuralSchema, *keywords: str) -> dict[str, Any]:
    found = {keyword: schema.raw.get(keyword) for keyword in keywords}
    return {keyword: value for keyword, value in found.items() if type(value) is int and 0 <= value <= _MOST}


def pydantic_pattern(pattern: str) -> str | None:
    """The pattern in the words of pydantic's engine, if it has any for it."""
    try:
        return rust_pattern(pattern) if pattern else None
    except PatternError:
        return None


def number_bounds(schema: StructuralSchema) -> dict[str, Any]:
    """OpenAPI v3's boolean ``exclusiveMinimum`` as the number that JSON Schema has there today."""
    found: dict[str, Any] = {}
    for limit, exclusive, towards in (
        ("minimum", "exclusiveMinimum", math.ceil),
        ("maximum", "exclusiveMaximum", math.floor),
    ):
        value = schema.raw.get(limit)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            continue
        if schema.raw.get(exclusive) is True:
            found[exclusive] = value
        else:
            found[limit] = towards(value) if schema.type == "integer" else value
    # A fraction like 0.1 has no exact remainder in pydantic.
    multiple = schema.raw.get("multipleOf")
    if schema.type == "integer" and type(multiple) is int and 0 < multiple <= _MOST:
        found["multipleOf"] = multiple
    return found


def choices(schema: StructuralSchema) -> dict[str, Any]:
    """``enum``, where it is of the kind that ``Literal`` knows and of the schema's own type."""
    found = [choice for choice in schema.enum or () if choice is not None]
    if found and schema.type in ("integer", "string") and all(_fits(schema, choice) for choice in found):
        return {"enum": found}
    return {}


def _fits(schema: StructuralSchema, value: Any) -> bool:
    if isinstance(value, bool) or schema.type == "boolean":
        return isinstance(value, bool) and schema.type in ("boolean", "")
    return isinstance(value, _PYTHON_TYPES.get(schema.type, object))


def has_usable_default(schema: StructuralSchema) -> bool:
    """The server refuses a CRD with a default of the wrong type; here it is just not used."""
    return schema.has_default and _depth(schema.default) <= MAX_DEPTH and _admits(schema, schema.default)


def _admits(schema: StructuralSchema, value: Any) -> bool:
    """Whether the types of ``value`` and of all in it are right, and nothing required is missing."""
    if value is None:
        return schema.nullable
    if schema.int_or_string:
        return isinstance(value, int | str) and not isinstance(value, bool)
    if not _fits(schema, value):
        return False
    inner = inner_schema(schema)
    if inner is not None and isinstance(value, dict | list):
        return all(_admits(inner, part) for part in (value.values() if isinstance(value, dict) else value))
    if not isinstance(value, dict):
        return True
    properties = schema.properties
    missing = (properties.get(name) for name in schema.required if name not in value)
    return all(child is not None and child.has_default for child in missing) and all(
        _admits(properties[name], part) for name, part in value.items() if name in properties
    )


def _depth(value: Any) -> int:
    level, depth = [value], 0
    while level and depth <= MAX_DEPTH:
        level = [
            part
            for item in level
            if isinstance(item, dict | list)
            for part in (item.values() if isinstance(item, dict) else item)
        ]
        depth += 1
    return depth


def default_expression(schema: StructuralSchema, class_name: str, value: Any) -> str:
    """Python for a default that holds instances of the class that all lists and maps in it lead to."""
    inner = inner_schema(schema)
    if inner is None and isinstance(value, dict):
        return f"{class_name}.model_validate({value!r})"
    if inner is not None and isinstance(value, list):
        return f"[{', '.join(default_expression(inner, class_name, item) for item in value)}]"
    if inner is not None and isinstance(value, dict):
        items = (f"{key!r}: {default_expression(inner, class_name, item)}" for key, item in value.items())
        return f"{{{', '.join(items)}}}"
    return repr(value)
