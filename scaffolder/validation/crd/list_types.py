"""``x-kubernetes-list-type``, ``x-kubernetes-list-map-keys`` and ``x-kubernetes-map-type``.

Source: ``ValidateCustomResourceDefinitionOpenAPISchema`` and ``validateMapListKeysMapSet`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``.
"""

from __future__ import annotations

from scaffolder.validation.crd.definition import Part
from scaffolder.validation.crd.go_values import invalid_as_json, items_value
from scaffolder.validation.field_errors import forbidden, invalid, not_supported, required

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from scaffolder.diagnostics import Diagnostic, Path
    from scaffolder.validation.crd.nodes import Node

_LIST_TYPE = "x-kubernetes-list-type"
_MAP_TYPE = "x-kubernetes-map-type"
_MAP_KEYS = "x-kubernetes-list-map-keys"


def check_list_types(node: Node) -> Iterator[Diagnostic]:
    schema = node.schema
    map_type = schema.get(_MAP_TYPE)
    if map_type is not None:
        yield from _check_type(node, "object", _MAP_TYPE)
        if map_type not in ("atomic", "granular"):
            supported = ("atomic", "granular")
            yield not_supported(f"{node.field}.{_MAP_TYPE}", map_type, supported, (*node.path, _MAP_TYPE))
    keys = schema.get(_MAP_KEYS)
    list_type = schema.get(_LIST_TYPE)
    if list_type is None:
        if keys:
            detail = f"must be map if {_MAP_KEYS} is non-empty"
            yield required(f"{node.field}.{_LIST_TYPE}", detail, node.path)
        return
    yield from _check_type(node, "array", _LIST_TYPE)
    field, path = f"{node.field}.{_LIST_TYPE}", (*node.path, _LIST_TYPE)
    if list_type not in ("atomic", "set", "map"):
        yield not_supported(field, list_type, ("atomic", "set", "map"), path)
    if keys and list_type != "map":
        yield invalid(field, list_type, f"must be map if {_MAP_KEYS} is non-empty", path)
    items = schema.get("items")
    if list_type == "map":
        yield from _check_map(node, items)
    if isinstance(items, dict):
        if list_type == "set" and schema.get("type") == "array":
            yield from _check_set_items(node, items)
        if list_type in ("set", "map") and items.get("nullable"):
            at, place = _below(node, "items", "nullable")
            yield forbidden(at, f"cannot be nullable when {_LIST_TYPE} is {list_type}", place)
        if list_type == "map":
            yield from _check_keys_are_there(node, items)


def _check_type(node: Node, wanted: str, keyword: str) -> Iterator[Diagnostic]:
    actual = node.schema.get("type")
    detail = f"must be {wanted} if {keyword} is specified"
    if not actual:
        yield required(f"{node.field}.type", detail, node.path)
    elif actual != wanted:
        yield invalid(f"{node.field}.type", actual, detail, (*node.path, "type"))


def _check_set_items(node: Node, items: dict[str, Any]) -> Iterator[Diagnostic]:
    """Items of a set have to be atomic; the server prints the list type of an object, too."""
    list_type = items.get(_LIST_TYPE)
    detail = f"must be atomic as item of a list with {_LIST_TYPE}=set"
    if items.get("type") == "array" and list_type not in (None, "atomic"):
        at, place = _below(node, "items", _LIST_TYPE)
        yield invalid_as_json(Part(list_type, at, place), detail)
    elif items.get("type") == "object" and items.get(_MAP_TYPE) != "atomic":
        at, place = _below(node, "items", _MAP_TYPE)
        yield invalid_as_json(Part(list_type, at, place), detail)


def _check_map(node: Node, items: Any) -> Iterator[Diagnostic]:
    keys = node.schema.get(_MAP_KEYS, [])
    field, path = f"{node.field}.{_MAP_KEYS}", (*node.path, _MAP_KEYS)
    if not keys:
        yield required(field, f"must not be empty if {_LIST_TYPE} is map", node.path)
    if items is None:
        yield required(f"{node.field}.items", f"must have a schema if {_LIST_TYPE} is map", node.path)
    elif not isinstance(items, dict):
        detail = f"must only have a single schema if {_LIST_TYPE} is map"
        yield invalid(f"{node.field}.items", items_value(items), detail, (*node.path, "items"))
    elif items.get("type") != "object":
        at, place = _below(node, "items", "type")
        yield invalid(
            at, items.get("type", ""), f"must be object if parent array's {_LIST_TYPE} is map", place
        )
    else:
        properties = items.get("properties", {})
        for index, key in enumerate(keys):
            if key not in properties:
                yield invalid(field, keys, "entries must all be names of item properties", (*path, index))
            elif properties[key].get("type") in ("array", "object"):
                # The server prints the type of the items.
                detail = f"must be a scalar type if parent array's {_LIST_TYPE} is map"
                at, place = _key(node, key, "type")
                yield invalid(at, items["type"], detail, place)
            if key in keys[:index]:
                yield invalid(field, keys, "must not contain duplicate entries", (*path, index))


def _check_keys_are_there(node: Node, items: dict[str, Any]) -> Iterator[Diagnostic]:
    properties = items.get("properties", {})
    always = items.get("required", ())
    in_keys = f"this property is in {_MAP_KEYS}, so it"
    for key in node.schema.get(_MAP_KEYS, ()):
        if key not in properties:
            continue
        if key not in always and "default" not in properties[key]:
            at, place = _key(node, key, "default")
            yield required(at, f"{in_keys} must have a default or be a required property", place[:-1])
        if properties[key].get("nullable"):
            at, place = _key(node, key, "nullable")
            yield forbidden(at, f"{in_keys} cannot be nullable", place)


def _below(node: Node, *steps: str) -> tuple[str, Path]:
    return ".".join((node.field, *steps)), (*node.path, *steps)


def _key(node: Node, key: str, keyword: str) -> tuple[str, Path]:
    field = f"{node.field}.items.properties[{key}].{keyword}"
    return field, (*node.path, "items", "properties", key, keyword)
