"""A CRD's schema, prepared for datamodel-code-generator.

A structural schema says more than a type can hold, and leaves out what a generator of classes needs: names.
So each object with properties becomes a named definition here, every attribute gets its name here, and of the
keywords only those stay that pydantic checks as the server does. The rest stays the server's task: CEL rules,
``anyOf``, ``oneOf``, ``allOf`` and ``not``, list types, property counts, formats.

``format`` is dropped on purpose: a ``date-time`` or ``byte`` read into a Python type would come out in other
words than it went in, and an object that an operator reads and writes back must keep its text. Text beside
integers (``x-kubernetes-int-or-string``) keeps no pattern either: that of a quantity is 150 characters long.
"""

from __future__ import annotations

import json
import keyword
import math
import textwrap
from collections.abc import Collection
from dataclasses import dataclass, field
from types import UnionType
from typing import Any

from scaffolder.apimachinery.patterns import PatternError, rust_pattern
from scaffolder.generators._identifiers import attribute_names, class_name, singular
from scaffolder.model.structural_schema import StructuralSchema

#: What lies deeper is typed ``Any``. Real schemas are at most some 20 levels deep.
MAX_DEPTH = 64
#: Lengths beyond this limit nothing, and greater numbers are not exact for the server.
_MOST = 2**31
#: Width of descriptions; with the deepest indentation they stay within 110 columns.
_TEXT_WIDTH = 100

_PYTHON_TYPES: dict[str, type | UnionType] = {
    "array": list,
    "integer": int,
    "number": int | float,
    "object": dict,
    "string": str,
}


@dataclass(slots=True)
class ModelSchema:
    """What the code generator is given, by class name.

    ``definitions`` are JSON Schemas, each after those that it refers to; ``attributes`` tell the attribute of
    each property; ``defaults`` are Python expressions for defaults that hold instances of other classes.
    """

    definitions: dict[str, dict[str, Any]] = field(default_factory=dict)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(slots=True)
class _Class:
    """An object with properties. ``children`` are the classes that its properties lead to."""

    base: str
    schema: StructuralSchema
    children: dict[str, _Class] = field(default_factory=dict)
    name: str = ""


#: What a generated module says besides its classes; a kind of that name has to be called otherwise.
RESERVED_CLASS_NAMES = frozenset(
    {
        *("Annotated", "Any", "BaseModel", "ClassVar", "ConfigDict", "Field", "Literal"),
        *("False", "None", "True"),
        *("KubernetesModel", "ObjectMeta"),
    }
)

_OF_EVERY_OBJECT = ("apiVersion", "kind", "metadata")
_REF_OBJECT_META = {"$ref": "#/$defs/ObjectMeta"}
_OBJECT_META = {
    "type": "object",
    "description": "What Kubernetes keeps about every object; fields beyond these are kept as they are.",
    "properties": {
        "name": {"type": "string"},
        "generateName": {"type": "string"},
        "namespace": {"type": "string"},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
        "finalizers": {"type": "array", "items": {"type": "string"}},
        "ownerReferences": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
        "uid": {"type": "string"},
        "resourceVersion": {"type": "string"},
        "generation": {"type": "integer"},
        "creationTimestamp": {"type": ["string", "null"], "description": "RFC 3339."},
        "deletionTimestamp": {"type": ["string", "null"], "description": "RFC 3339."},
    },
    "additionalProperties": True,
}


class Preparation:
    """Builds the ``ModelSchema`` of one version of a kind.

    ``reserved`` are the attributes that every class has anyway.
    """

    def __init__(self, kind: str, api_version: str, reserved: frozenset[str]) -> None:
        self.kind = kind
        self.api_version = api_version
        self.root_name = kind if _is_free(kind, RESERVED_CLASS_NAMES) else f"{kind}Resource"
        self._reserved = reserved
        self._classes: dict[str, _Class] = {}
        self._result = ModelSchema()

    def run(self, schema: StructuralSchema) -> ModelSchema:
        """Names everything, then writes the definitions, each after those that it refers to."""
        root = _Class(self.root_name, schema, name=self.root_name)
        for name, child in schema.properties.items():
            if name not in _OF_EVERY_OBJECT:
                self._collect_child(root, name, child, f"{self.root_name}{class_name(name)}", 1)
        self._name_classes(root)

        self._define("ObjectMeta", _OBJECT_META)
        for found in self._classes.values():
            self._define(found.name, self._definition(found))
        self._define(self.root_name, self._root_definition(root))
        return self._result

    def _collect_child(
        self, parent: _Class, name: str, schema: StructuralSchema, base: str, depth: int
    ) -> None:
        inner, depth = _innermost(schema, depth)
        if not _is_class(inner, depth):
            return
        own = {
            keyword: inner.raw[keyword] for keyword in inner.raw if keyword not in ("description", "default")
        }
        key = json.dumps([base, own], sort_keys=True, default=str)
        if key not in self._classes:
            found = _Class(base, inner)
            for below, child in inner.properties.items():
                if inner.embedded_resource and below in _OF_EVERY_OBJECT:
                    continue
                one = below if _inner(child) is None else singular(below)
                self._collect_child(found, below, child, class_name(one), depth + 1)
            self._classes[key] = found
        parent.children[name] = self._classes[key]

    def _name_classes(self, root: _Class) -> None:
        """The nearer to the root, the shorter: a name that is taken gets the parent's name in front."""
        taken = set(RESERVED_CLASS_NAMES) | {root.name}
        level = [root]
        while level:
            below = []
            for parent in level:
                for child in parent.children.values():
                    if child.name:
                        continue
                    child.name = child.base if _is_free(child.base, taken) else parent.name + child.base
                    number = 2
                    while not _is_free(child.name, taken):
                        child.name, number = f"{parent.name}{child.base}{number}", number + 1
                    taken.add(child.name)
                    below.append(child)
            level = below

    def _define(self, name: str, definition: dict[str, Any]) -> None:
        self._result.definitions[name] = definition
        self._result.attributes[name] = attribute_names(definition["properties"], self._reserved)

    def _definition(self, found: _Class) -> dict[str, Any]:
        schema = found.schema
        properties, required = {}, []
        for name, child in schema.properties.items():
            reached = found.children.get(name)
            properties[name] = self._property(child, reached)
            if reached is not None and _has_usable_default(child):
                self._result.defaults[found.name, name] = _default_expression(child, reached, child.default)
            elif name not in schema.required or "default" in properties[name]:
                continue
            required.append(name)
        definition: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
        if text := _text(schema, own_rules=True):
            definition["description"] = text
        if schema.embedded_resource and found.name != self.root_name:
            own = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": _REF_OBJECT_META}
            definition["properties"] = own | {n: p for n, p in properties.items() if n not in own}
            definition["required"] = ["apiVersion", "kind", *(name for name in required if name not in own)]
        if schema.preserve_unknown_fields or schema.embedded_resource:
            definition["additionalProperties"] = True
        return definition

    def _root_definition(self, root: _Class) -> dict[str, Any]:
        definition = self._definition(root)
        definition["properties"] = {
            "apiVersion": {"type": "string", "enum": [self.api_version], "default": self.api_version},
            "kind": {"type": "string", "enum": [self.kind], "default": self.kind},
            "metadata": _REF_OBJECT_META,
        } | {name: child for name, child in definition["properties"].items() if name not in _OF_EVERY_OBJECT}
        required = [name for name in definition["required"] if name not in _OF_EVERY_OBJECT]
        definition["required"] = ["metadata", *required]
        return definition

    def _property(self, schema: StructuralSchema, reached: _Class | None) -> dict[str, Any]:
        fragment = self._fragment(schema, reached, 1)
        if reached is None and _has_usable_default(schema):
            fragment["default"] = schema.default
        pattern_is_lost = schema.pattern and "pattern" not in fragment and not schema.int_or_string
        text = _text(schema, own_rules=reached is None or _inner(schema) is not None)
        if pattern_is_lost:
            text = "\n\n".join(filter(None, (text, f"The API server checks the pattern {schema.pattern!r}.")))
        if text:
            fragment["description"] = text
        return fragment

    def _fragment(self, schema: StructuralSchema, reached: _Class | None, depth: int) -> dict[str, Any]:
        """The JSON Schema of one value, its description and default aside."""
        if depth > MAX_DEPTH:
            return {}
        fragment = self._bare_fragment(schema, reached, depth)
        if schema.nullable and fragment:
            if isinstance(fragment.get("type"), str) and "enum" not in fragment:
                fragment["type"] = [fragment["type"], "null"]
            else:
                fragment = {"anyOf": [*fragment.get("anyOf", [fragment]), {"type": "null"}]}
        return fragment

    def _bare_fragment(self, schema: StructuralSchema, reached: _Class | None, depth: int) -> dict[str, Any]:
        if schema.int_or_string:
            return {"anyOf": [{"type": "integer"}, {"type": "string"}]}
        if reached is not None and _inner(schema) is None:
            return {"$ref": f"#/$defs/{reached.name}"}
        match schema.type:
            case "array":
                items = self._fragment(schema.items, reached, depth + 1) if schema.items is not None else {}
                return {"type": "array", "items": items} | _bounds(schema, "minItems", "maxItems")
            case "object":
                values: dict[str, Any] | bool = True
                if isinstance(schema.additional_properties, StructuralSchema):
                    values = self._fragment(schema.additional_properties, reached, depth + 1)
                return {"type": "object", "additionalProperties": values or True}
            case "string":
                fragment = _bounds(schema, "minLength", "maxLength")
                pattern = _pydantic_pattern(schema.pattern)
                if pattern:
                    fragment["pattern"] = pattern
                return {"type": "string"} | fragment | _choices(schema)
            case "integer" | "number":
                return {"type": schema.type} | _number_bounds(schema) | _choices(schema)
            case "boolean":
                return {"type": "boolean"}
            case _:
                return {}


def _is_free(name: str, taken: Collection[str]) -> bool:
    # Attributes are in lower case, so a class name that is not cannot be hidden by one.
    return name.isidentifier() and name != name.lower() and not keyword.iskeyword(name) and name not in taken


def _is_class(schema: StructuralSchema, depth: int) -> bool:
    return schema.type == "object" and bool(schema.properties) and depth <= MAX_DEPTH


def _inner(schema: StructuralSchema) -> StructuralSchema | None:
    """The schema of the items of a list or the values of a map."""
    if schema.type == "array":
        return schema.items
    inner = schema.additional_properties
    return inner if schema.type == "object" and isinstance(inner, StructuralSchema) else None


def _innermost(schema: StructuralSchema, depth: int) -> tuple[StructuralSchema, int]:
    """What is left when all lists and maps around it are taken away."""
    while depth <= MAX_DEPTH and (inner := _inner(schema)) is not None:
        schema, depth = inner, depth + 1
    return schema, depth


def _bounds(schema: StructuralSchema, *keywords: str) -> dict[str, Any]:
    found = {keyword: schema.raw.get(keyword) for keyword in keywords}
    return {keyword: value for keyword, value in found.items() if type(value) is int and 0 <= value <= _MOST}


def _pydantic_pattern(pattern: str) -> str | None:
    """The pattern in the words of pydantic's engine, if it has any for it."""
    try:
        return rust_pattern(pattern) if pattern else None
    except PatternError:
        return None


def _number_bounds(schema: StructuralSchema) -> dict[str, Any]:
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


def _choices(schema: StructuralSchema) -> dict[str, Any]:
    """``enum``, where it is of the kind that ``Literal`` knows and of the schema's own type."""
    choices = [choice for choice in schema.enum or () if choice is not None]
    if choices and schema.type in ("integer", "string") and all(_fits(schema, choice) for choice in choices):
        return {"enum": choices}
    return {}


def _fits(schema: StructuralSchema, value: Any) -> bool:
    if isinstance(value, bool) or schema.type == "boolean":
        return isinstance(value, bool) and schema.type in ("boolean", "")
    return isinstance(value, _PYTHON_TYPES.get(schema.type, object))


def _has_usable_default(schema: StructuralSchema) -> bool:
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
    inner = _inner(schema)
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


def _default_expression(schema: StructuralSchema, reached: _Class, value: Any) -> str:
    inner = _inner(schema)
    if inner is None and isinstance(value, dict):
        return f"{reached.name}.model_validate({value!r})"
    if inner is not None and isinstance(value, list):
        return f"[{', '.join(_default_expression(inner, reached, item) for item in value)}]"
    if inner is not None and isinstance(value, dict):
        items = (f"{key!r}: {_default_expression(inner, reached, item)}" for key, item in value.items())
        return f"{{{', '.join(items)}}}"
    return repr(value)


def _text(schema: StructuralSchema, *, own_rules: bool) -> str:
    """The description in lines of a readable width, with the CEL rules below it."""
    paragraphs = [
        "\n".join(textwrap.wrap(line, _TEXT_WIDTH, break_long_words=False, break_on_hyphens=False))
        for line in _printable(schema.description).strip().splitlines()
    ]
    text = "\n".join(paragraphs)
    rules = [rule for rule in schema.validations if isinstance(rule.get("rule"), str)] if own_rules else []
    if rules:
        lines = [f"- {_one_line(rule['rule'])}" for rule in rules]
        text = "\n\n".join(filter(None, (text, "Rules that the API server checks:\n" + "\n".join(lines))))
    return text


def _printable(text: str) -> str:
    """Without the control characters that a Python source file cannot hold or an editor would act upon."""
    return "".join(c if c == "\n" or c.isprintable() else " " for c in text.replace("\r\n", "\n"))


def _one_line(text: str) -> str:
    return " ".join(_printable(text).split())
