"""``allOf``, ``anyOf``, ``oneOf`` and ``not``: what may be said there, and only of fields that are declared.

Sources: ``validateNestedValueValidation`` in
``k8s.io/apiextensions-apiserver/pkg/apiserver/schema/validation.go``.
"""

from __future__ import annotations

from scaffolder.validation.field_errors import forbidden

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.crd.nodes import Node

# Structure, which belongs outside. The list type and the map type are forbidden even if they are empty.
_FORBIDDEN = {
    "type": "must be empty to be structural",
    "title": "must be empty to be structural",
    "description": "must be empty to be structural",
    "nullable": "must be false to be structural",
    "x-kubernetes-preserve-unknown-fields": "must be false to be structural",
    "x-kubernetes-embedded-resource": "must be false to be structural",
    "x-kubernetes-int-or-string": "must be false to be structural",
    "x-kubernetes-list-map-keys": "must be empty to be structural",
    "x-kubernetes-validations": "must be empty to be structural",
}
_NOT_EVEN_EMPTY = ("default", "x-kubernetes-list-type", "x-kubernetes-map-type")


def check_branch(node: Node) -> Iterator[Diagnostic]:
    """``node`` is one that a junctor holds, at any depth."""
    schema = node.schema
    for keyword, detail in _FORBIDDEN.items():
        if schema.get(keyword):
            yield _forbidden(node, keyword, detail)
    for keyword in _NOT_EVEN_EMPTY:
        if keyword in schema:
            yield _forbidden(node, keyword, "must be undefined to be structural")
    if schema.get("additionalProperties") not in (None, False):
        yield _forbidden(node, "additionalProperties", "must be undefined to be structural")
    if "metadata" in schema.get("properties", {}):
        detail = "must not be specified in a nested context"
        path = (*node.path, "properties", "metadata")
        yield forbidden(f"{node.field}.properties[metadata]", detail, path)


def _forbidden(node: Node, keyword: str, detail: str) -> Diagnostic:
    return forbidden(f"{node.field}.{keyword}", detail, (*node.path, keyword))
