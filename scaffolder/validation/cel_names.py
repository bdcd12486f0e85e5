"""How rules reach the properties of a schema: by what names, and which of them every resource has.

Sources: ``apiserver/pkg/cel/escaping.go`` and
``apiextensions-apiserver/pkg/apiserver/schema/cel/model/schemas.go``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    Schema = Mapping[str, Any]

RESERVED_NAMES = frozenset(
    [
        *("true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if"),
        *("import", "let", "loop", "package", "namespace", "return", "var", "void", "while"),
    ]
)
_ESCAPES = {"__": "__underscores__", ".": "__dot__", "-": "__dash__", "/": "__slash__"}
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


def escape(name: str) -> str | None:
    """The name under which a rule reaches a property, or ``None`` if no rule can."""
    if not name or name[0] in "0123456789":
        return None
    if name in RESERVED_NAMES:
        return f"__{name}__"
    if name.isalnum() and name.isascii():
        return name
    parts = []
    position = 0
    while position < len(name):
        piece = "__" if name.startswith("__", position) else name[position]
        if piece not in _ESCAPES and piece not in _LETTERS:
            return None
        parts.append(_ESCAPES.get(piece, piece))
        position += len(piece)
    return "".join(parts)


def with_type_and_object_meta(schema: Schema) -> Schema:
    """The schema of a resource with what every resource has: apiVersion, kind, and names in its metadata."""
    properties = properties_of(schema)
    metadata = properties.get("metadata", {})
    names = properties_of(metadata)
    complete = (
        all(properties.get(name, {}).get("type") == "string" for name in ("kind", "apiVersion"))
        and metadata.get("type") == "object"
        and all(names.get(name, {}).get("type") == "string" for name in ("name", "generateName"))
    )
    if complete:
        return schema
    text = {"type": "string"}
    own_metadata = {"type": "object", "properties": {"name": text, "generateName": text}}
    own = {"kind": text, "apiVersion": text, "metadata": own_metadata}
    return {**schema, "properties": {**properties, **own}}


def properties_of(schema: Schema) -> Mapping[str, Schema]:
    """The properties that are schemas."""
    value = schema.get("properties")
    if not isinstance(value, dict):
        return {}
    return {name: child for name, child in value.items() if isinstance(child, dict)}
