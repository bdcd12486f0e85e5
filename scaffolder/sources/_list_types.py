"""What a server asks of lists that are sets or maps, asked while their markers are at hand.

``ValidateCustomResourceDefinitionOpenAPISchema`` and ``validateMapListKeysMapSet``
(``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``).
"""

from __future__ import annotations

from typing import Any

from scaffolder.sources._errors import SourceError, meant, shown


def check_list_type(schema: dict[str, Any]) -> None:
    """Raise ``SourceError`` for a set or map that the server refuses; make the objects in a set atomic."""
    keys = schema.get("x-kubernetes-list-map-keys", [])
    kind = schema.get("x-kubernetes-list-type")
    if keys and kind != "map":
        raise SourceError("listMapKey without listType=map", hint="add listType=map")
    if kind == "map":
        _check_map_keys(schema.get("items", {}), keys)
    elif kind == "set":
        items = schema["items"]
        if items.get("nullable"):
            raise SourceError("the items of a set cannot be nullable")
        if items.get("type") == "object" and items.get("x-kubernetes-map-type") != "atomic":
            # Objects in a set are compared and replaced as wholes.
            whole = type(items)(items)
            whole["x-kubernetes-map-type"] = "atomic"
            schema["items"] = whole
        elif items.get("type") == "array" and items.get("x-kubernetes-list-type", "atomic") != "atomic":
            raise SourceError("the items of a set cannot be sets or maps themselves")


def _check_map_keys(items: dict[str, Any], keys: list[str]) -> None:
    properties = items.get("properties", {})
    if items.get("type") != "object":
        raise SourceError(
            "listType=map needs a list of objects", hint='such as "[]Port" with Port under types:'
        )
    if not keys:
        raise SourceError(
            "listType=map without a listMapKey", hint="name the field that tells the items apart"
        )
    for key in keys:
        if key not in properties:
            raise SourceError(
                f"listMapKey={shown(key)}: the items have no such field", hint=meant(key, properties)
            )
        field = properties[key]
        if field.get("type") in ("object", "array") or field.get("nullable"):
            raise SourceError(f"listMapKey={shown(key)}: a key has to be a plain value that cannot be null")
        if key not in items.get("required", ()) and field.get("default") is None:
            raise SourceError(
                f"listMapKey={shown(key)}: a key has to be required or to have a default",
                hint=f"add required=true to the field {key}",
            )
