"""What makes a schema structural, node by node.

Source: ``validateStructuralInvariants`` in
``k8s.io/apiextensions-apiserver/pkg/apiserver/schema/validation.go``.
"""

from __future__ import annotations

from scaffolder.validation.crd.nodes import Role
from scaffolder.validation.field_errors import forbidden, invalid, required

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.crd.nodes import Node

_EMBEDDED = "x-kubernetes-embedded-resource"
_INT_OR_STRING = "x-kubernetes-int-or-string"
_PRESERVE = "x-kubernetes-preserve-unknown-fields"
_UNTYPED = {
    Role.ROOT: "must not be empty at the root",
    Role.ITEMS: "must not be empty for specified array items",
    Role.FIELD: "must not be empty for specified object fields",
}
# Of metadata's keywords those that say nothing there, because they are not looked at, or not yet if empty.
_IDLE_METADATA = ("type", "default", "definitions", "dependencies", "patternProperties", "$ref")
_IDLE_IF_EMPTY = ("enum", "allOf", "anyOf", "oneOf", "properties")


def check_structure(node: Node) -> Iterator[Diagnostic]:
    schema = node.schema
    if schema.get("type") == "array" and not isinstance(schema.get("items"), dict):
        yield required(f"{node.field}.items", "must be specified", node.path)
    if schema.get(_INT_OR_STRING):
        for keyword in (_PRESERVE, _EMBEDDED):
            if schema.get(keyword):
                detail = f"must be false if {_INT_OR_STRING} is true"
                yield invalid(f"{node.field}.{keyword}", True, detail, (*node.path, keyword))
    yield from _check_type(node)
    if "additionalProperties" in schema:
        field, path = f"{node.field}.additionalProperties", (*node.path, "additionalProperties")
        if node.role == Role.ROOT:
            yield forbidden(field, "must not be used at the root", path)
        if schema.get(_EMBEDDED):
            yield forbidden(field, f"must not be used if {_EMBEDDED} is set", path)
    yield from _check_resource(node, schema.get("properties", {}))


def _check_type(node: Node) -> Iterator[Diagnostic]:
    schema = node.schema
    type_ = schema.get("type")
    if schema.get(_EMBEDDED) and type_ != "object":
        yield _wrong_type(node, f"must be object if {_EMBEDDED} is true")
    elif not type_ and not schema.get(_INT_OR_STRING) and not schema.get(_PRESERVE):
        yield _wrong_type(node, _UNTYPED[node.role])
    if node.role == Role.ROOT and type_ and type_ != "object":
        yield _wrong_type(node, "must be object at the root")


def _wrong_type(node: Node, detail: str) -> Diagnostic:
    field, type_ = f"{node.field}.type", node.schema.get("type")
    if not type_:
        return required(field, detail, node.path)
    return invalid(field, type_, detail, (*node.path, "type"))


def _check_resource(node: Node, properties: dict[str, Any]) -> Iterator[Diagnostic]:
    """apiVersion, kind and metadata of a whole object have the meaning that they have everywhere."""
    embedded = node.schema.get(_EMBEDDED)
    if embedded and not node.schema.get(_PRESERVE) and not properties:
        detail = f"must not be empty if {_EMBEDDED} is true without {_PRESERVE}"
        yield required(f"{node.field}.properties", detail, node.path)
    if not embedded and node.role != Role.ROOT:
        return
    for name, wanted in (("kind", "string"), ("apiVersion", "string"), ("metadata", "object")):
        type_ = properties[name].get("type", "") if name in properties else wanted
        if type_ != wanted:
            field, path = f"{node.field}.properties[{name}].type", (*node.path, "properties", name, "type")
            yield invalid(field, type_, f"must be {wanted}", path)
    if node.role == Role.ROOT and "metadata" in properties and _says_too_much(properties["metadata"]):
        detail = (
            "must not specify anything other than name and generateName, but metadata is implicitly specified"
        )
        yield forbidden(f"{node.field}.properties[metadata]", detail, (*node.path, "properties", "metadata"))


def _says_too_much(metadata: dict[str, Any]) -> bool:
    for keyword, value in metadata.items():
        if keyword in _IDLE_METADATA or (not value and keyword in _IDLE_IF_EMPTY):
            continue
        if keyword == "properties" and value.keys() <= {"name", "generateName"}:
            continue
        if keyword == "items" and not isinstance(value, dict):
            continue
        return True
    return False
