"""Keywords that no CustomResourceDefinition may use, and types that there are not.

Sources: ``specStandardValidatorV3.validate`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``, and
``validateUnsupportedFields`` in ``pkg/apiserver/schema/convert.go``.
"""

from __future__ import annotations

from scaffolder.validation.crd.definition import Part
from scaffolder.validation.crd.nodes import nodes
from scaffolder.validation.field_errors import forbidden, invalid, not_supported

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.crd.nodes import Node

_TYPES = ("array", "boolean", "integer", "number", "object", "string")
# Forbidden even where they are empty, and forbidden unless they are.
_NEVER = ("id", "additionalItems", "dependencies", "$ref")
_ONLY_EMPTY = ("patternProperties", "definitions")
# What makes the structure unreadable, and how that is told.
_UNSUPPORTED = {
    "id": "id",
    "$schema": "schema",
    "$ref": "$ref",
    "patternProperties": "patternProperties",
    "dependencies": "dependencies",
}


def check_keywords(node: Node) -> Iterator[Diagnostic]:
    schema = node.schema
    type_ = schema.get("type")
    if type_ and type_ not in _TYPES:
        yield not_supported(f"{node.field}.type", type_, _TYPES, (*node.path, "type"))
    if type_ == "null":
        detail = "type cannot be set to null, use nullable as an alternative"
        yield _forbidden(node, "type", detail)
    for keyword in _NEVER:
        if keyword in schema:
            yield _forbidden(node, keyword, f"{keyword} is not supported")
    for keyword in _ONLY_EMPTY:
        if schema.get(keyword):
            yield _forbidden(node, keyword, f"{keyword} is not supported")
    items = schema.get("items")
    if isinstance(items, list) and items:
        yield _forbidden(node, "items", "items must be a schema object and not an array")
    if node.no_default is not None and "default" in schema:
        yield _forbidden(node, "default", f"must not be set {node.no_default}")
    if node.in_meta and schema.get("x-kubernetes-embedded-resource"):
        detail = "must not be used inside of resource meta"
        yield _forbidden(node, "x-kubernetes-embedded-resource", detail)
    if schema.get("uniqueItems"):
        detail = "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"
        yield _forbidden(node, "uniqueItems", detail)
    if schema.get("properties") and schema.get("additionalProperties", True) is not True:
        detail = "additionalProperties and properties are mutual exclusive"
        yield _forbidden(node, "additionalProperties", detail)
    if schema.get("x-kubernetes-preserve-unknown-fields") is False:
        keyword = "x-kubernetes-preserve-unknown-fields"
        yield invalid(f"{node.field}.{keyword}", False, "must be true or undefined", (*node.path, keyword))


def _forbidden(node: Node, keyword: str, detail: str) -> Diagnostic:
    return forbidden(f"{node.field}.{keyword}", detail, (*node.path, keyword))


def unsupported_below(schema: Mapping[str, Any]) -> str | None:
    """Why a schema cannot be made structural: a keyword that has no place there, on it or on a node below."""
    return first_unsupported(nodes(Part(schema, "", ())))


def first_unsupported(every: Iterable[Node]) -> str | None:
    """The same, of all nodes of a schema."""
    return next(filter(None, (_unsupported(node.schema) for node in every)), None)


def _unsupported(schema: Mapping[str, Any]) -> str | None:
    for keyword, name in _UNSUPPORTED.items():
        if schema.get(keyword):
            return f"OpenAPIV3Schema '{name}' is not supported"
    if "additionalItems" in schema:
        return "OpenAPIV3Schema 'additionalItems' is not supported"
    if schema.get("definitions"):
        return "OpenAPIV3Schema 'definitions' is not supported"
    if schema.get("x-kubernetes-preserve-unknown-fields") is False:
        return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined"
    items = schema.get("items")
    if isinstance(items, list) and items:
        return "OpenAPIV3Schema 'items' must be a schema, but is an array"
    return None
