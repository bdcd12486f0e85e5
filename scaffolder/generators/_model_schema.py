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
import textwrap
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from scaffolder.generators._identifiers import attribute_names, class_name, singular
from scaffolder.generators._model_values import (
    MAX_DEPTH,
    bounds,
    choices,
    default_expression,
    has_usable_default,
    inner_schema,
    number_bounds,
    pydantic_pattern,
)
from scaffolder.model.structural_schema import StructuralSchema

#: Width of descriptions; with the deepest indentation they stay within 110 columns.
_TEXT_WIDTH = 100


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
                one = below if inner_schema(child) is None else singular(below)
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
            if reached is not None and has_usable_default(child):
                self._result.defaults[found.name, name] = default_expression(
                    child, reached.name, child.default
                )
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
        if reached is None and has_usable_default(schema):
            fragment["default"] = schema.default
        pattern_is_lost = schema.pattern and "pattern" not in fragment and not schema.int_or_string
        text = _text(schema, own_rules=reached is None or inner_schema(schema) is not None)
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
        if reached is not None and inner_schema(schema) is None:
            return {"$ref": f"#/$defs/{reached.name}"}
        match schema.type:
            case "array":
                items = self._fragment(schema.items, reached, depth + 1) if schema.items is not None else {}
                return {"type": "array", "items": items} | bounds(schema, "minItems", "maxItems")
            case "object":
                values: dict[str, Any] | bool = True
                if isinstance(schema.additional_properties, StructuralSchema):
                    values = self._fragment(schema.additional_properties, reached, depth + 1)
                return {"type": "object", "additionalProperties": values or True}
            case "string":
                fragment = bounds(schema, "minLength", "maxLength")
                pattern = pydantic_pattern(schema.pattern)
                if pattern:
                    fragment["pattern"] = pattern
                return {"type": "string"} | fragment | choices(schema)
            case "integer" | "number":
                return {"type": schema.type} | number_bounds(schema) | choices(schema)
            case "boolean":
                return {"type": "boolean"}
            case _:
                return {}


def _is_free(name: str, taken: Collection[str]) -> bool:
    # Attributes are in lower case, so a class name that is not cannot be hidden by one.
    return name.isidentifier() and name != name.lower() and not keyword.iskeyword(name) and name not in taken


def _is_class(schema: StructuralSchema, depth: int) -> bool:
    return schema.type == "object" and bool(schema.properties) and depth <= MAX_DEPTH


def _innermost(schema: StructuralSchema, depth: int) -> tuple[StructuralSchema, int]:
    """What is left when all lists and maps around it are taken away."""
    while depth <= MAX_DEPTH and (inner := inner_schema(schema)) is not None:
        schema, depth = inner, depth + 1
    return schema, depth


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
