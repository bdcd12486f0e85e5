"""Fields that no schema knows: an error under strict field validation, dropped where a version is converted.

Only the topmost unknown field is named, and everything below a preserved value is left alone unless the
schema says otherwise there.

Source: ``k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning/algorithm.go``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.validation.compiler import SchemaNode

# Every resource has these, the root as well as an embedded one.
META_FIELDS = frozenset(("apiVersion", "kind", "metadata"))


def unknown_fields(value: dict[str, Any], root: SchemaNode) -> list[Path]:
    """The paths of all unknown fields of an object, in the order of the document."""
    found: list[Path] = []
    _object(value, root, (), True, found)
    return found


def _visit(value: Any, node: SchemaNode, path: Path, found: list[Path]) -> None:
    if value.__class__ is dict:
        _object(value, node, path, node.embedded_resource, found)
    elif value.__class__ is list:
        items = node.items
        if items is None:
            if not node.preserves_unknown:
                _unspecified(value, path, found)
            return
        # Preserving is handed down from a list to its items.
        preserved = node.preserves_unknown
        for index, item in enumerate(value):
            if item.__class__ is dict or item.__class__ is list:
                if preserved:
                    _preserved(item, items, (*path, index), found)
                else:
                    _visit(item, items, (*path, index), found)


def _object(
    value: dict[str, Any], node: SchemaNode, path: Path, is_resource: bool, found: list[Path]
) -> None:
    preserved = node.preserves_unknown
    find = node.properties.get
    for key, item in value.items():
        if is_resource and key in META_FIELDS:
            continue
        child = find(key)
        if child is None:
            if not node.has_additional:
                if not preserved:
                    found.append((*path, key))
                continue
            child = node.additional
        if item.__class__ is dict or item.__class__ is list:
            if child is not None:
                _visit(item, child, (*path, key), found)
            else:
                _unspecified(item, (*path, key), found)


def _preserved(value: Any, node: SchemaNode, path: Path, found: list[Path]) -> None:
    """As ``_visit``, below a list that preserves: unknown fields of the value itself are kept."""
    if value.__class__ is dict:
        for key, item in value.items():
            if node.embedded_resource and key in META_FIELDS:
                continue
            if key in node.properties or node.has_additional:
                child = node.child(key)
                if child is not None:
                    _visit(item, child, (*path, key), found)
                else:
                    _unspecified(item, (*path, key), found)
    elif node.items is not None:
        for index, item in enumerate(value):
            if item.__class__ is dict or item.__class__ is list:
                _preserved(item, node.items, (*path, index), found)


def _unspecified(value: Any, path: Path, found: list[Path]) -> None:
    """Below ``additionalProperties: true`` every field is unknown; lists are searched for them."""
    pending: list[tuple[Any, Path]] = [(value, path)]
    while pending:
        value, path = pending.pop()
        if value.__class__ is dict:
            found.extend((*path, key) for key in value)
        elif value.__class__ is list:
            pending.extend(((item, (*path, index)) for index, item in enumerate(value)))


def field_text(path: Path) -> str:
    """The path as the strict decoding error names it."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def pruned(value: dict[str, Any], root: SchemaNode) -> dict[str, Any]:
    """The object without its unknown fields; only what lies on the way to one of them is copied."""
    result = value
    copied: dict[Path, Any] = {}
    for path in unknown_fields(value, root):
        parent = _copied_parent(result, path[:-1], copied)
        result = copied[()]
        del parent[path[-1]]
    return result


def _copied_parent(root: Any, path: Path, copied: dict[Path, Any]) -> Any:
    if () not in copied:
        copied[()] = root.copy()
    parent = copied[()]
    for length, step in enumerate(path, 1):
        known = copied.get(path[:length])
        if known is None:
            known = copied[path[:length]] = parent[step].copy()
            parent[step] = known
        parent = known
    return parent
