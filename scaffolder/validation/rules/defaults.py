"""Nulls and defaults: what an object becomes before it is checked.

A null where the schema allows none is dropped, or becomes the default if there is one; a missing property
with a default gets it. Items of lists are never dropped. The object itself is not touched: what comes back is
a copy as far down as the schema describes it.

Sources: ``prunenulls.go`` and ``algorithm.go`` in
``k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.validation.compiler import SchemaNode


class Completed:
    """An object with its defaults, and where in it are the values that further rules look for."""

    __slots__ = ("defaulting", "embedded", "lists", "value")

    def __init__(self, defaulting: bool) -> None:
        self.defaulting = defaulting
        self.value: dict[str, Any] = {}
        #: Embedded resources, outermost last.
        self.embedded: list[tuple[Path, dict[str, Any], SchemaNode]] = []
        #: Lists of type ``set`` or ``map``.
        self.lists: list[tuple[Path, list[Any], SchemaNode]] = []

    def drop(self, key: str) -> None:
        """Forget a property of the object with everything below it."""
        if self.value.pop(key, None) is not None:
            self.embedded = [spot for spot in self.embedded if spot[0][0] != key]
            self.lists = [spot for spot in self.lists if spot[0][0] != key]


def completed(value: dict[str, Any], root: SchemaNode, *, defaulting: bool = True) -> Completed:
    """The object without superfluous nulls and, unless ``defaulting`` is off, with its defaults."""
    result = Completed(defaulting)
    result.value = _object(value, root, (), result)
    return result


def _visit(value: Any, node: SchemaNode, path: Path, result: Completed) -> Any:
    if value.__class__ is dict:
        resource = _object(value, node, path, result)
        if node.embedded_resource:
            result.embedded.append((path, resource, node))
        return resource
    if value.__class__ is list:
        items = node.items
        if items is None:
            return value
        copy = [_item(item, items, (*path, index), result) for index, item in enumerate(value)]
        if node.list_type == "set" or node.list_type == "map":
            result.lists.append((path, copy, node))
        return copy
    return value


def _object(value: dict[str, Any], node: SchemaNode, path: Path, result: Completed) -> dict[str, Any]:
    find = node.properties.get
    additional = node.additional if node.has_additional else None
    copy = {}
    for key, item in value.items():
        schema = find(key) or additional
        if schema is None:
            copy[key] = item
        elif item is None:
            if schema.nullable or (schema.default is not None and not result.defaulting):
                copy[key] = None
            elif schema.default is not None:
                copy[key] = _visit(schema.default, schema, (*path, key), result)
        elif item.__class__ is dict or item.__class__ is list:
            copy[key] = _visit(item, schema, (*path, key), result)
        else:
            copy[key] = item
    if result.defaulting:
        for key, schema in node.defaulted_properties:
            if key not in copy:
                copy[key] = _visit(schema.default, schema, (*path, key), result)
    return copy


def _item(item: Any, node: SchemaNode, path: Path, result: Completed) -> Any:
    if item is None:
        if node.nullable or node.default is None or not result.defaulting:
            return None
        return _visit(node.default, node, path, result)
    return _visit(item, node, path, result)
