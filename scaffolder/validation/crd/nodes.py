"""The nodes of a schema, with what the nodes above say about each.

Source: ``ValidateCustomResourceDefinitionOpenAPISchema`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.validation.crd.definition import Part

META_FIELDS = ("apiVersion", "kind", "metadata")
_JUNCTORS = ("allOf", "anyOf", "oneOf")
_INT_OR_STRING = [{"type": "integer"}, {"type": "string"}]
_UNREAD = ("$ref", "patternProperties", "dependencies", "additionalItems", "definitions")
_LOST_IF_EMPTY = ("enum", *_JUNCTORS)


class Role:
    """What a node stands for."""

    ROOT = "root"
    ITEMS = "items"
    FIELD = "field"  # a property, or additionalProperties
    BRANCH = "branch"  # within allOf, anyOf, oneOf or not, at any depth
    TYPE_CHOICE = "type choice"  # "an integer or a string": the only branches that may have a type
    UNSUPPORTED = "unsupported"  # where no structural schema may be: definitions, dependencies …


class Node:
    """A schema with its place. ``no_default`` says why it may have no default, ``in_meta`` that it describes
    apiVersion, kind or metadata of an object.
    """

    __slots__ = ("_above", "_step", "_suffix", "in_meta", "no_default", "role", "schema")

    def __init__(
        self,
        schema: dict[str, Any],
        above: Node | Part,
        suffix: str,
        step: Path,
        role: str,
        *,
        in_meta: bool = False,
        no_default: str | None = None,
    ) -> None:
        self.schema = schema
        self._above = above
        self._suffix = suffix
        self._step = step
        self.role = role
        self.in_meta = in_meta
        self.no_default = no_default

    @property
    def structural(self) -> bool:
        """Whether the node is part of the structure, not of what is said about it in junctors."""
        return self.role in (Role.ROOT, Role.ITEMS, Role.FIELD)

    @property
    def chooses_type(self) -> bool:
        """Whether ``anyOf`` is the one that an int-or-string may have: on the node, or first in its allOf."""
        above = self._above
        in_all_of = isinstance(above, Node) and above.structural and self._suffix == ".allOf[0]"
        branches = self.schema.get("anyOf", ())
        if not (self.structural or in_all_of) or len(branches) != len(_INT_OR_STRING):
            return False
        return [_as_structure(branch) for branch in branches] == _INT_OR_STRING

    @property
    def field(self) -> str:
        """The path in the server's words. It is put together when somebody asks: most nodes are fine."""
        parts: list[str] = []
        node: Node | Part = self
        while isinstance(node, Node):
            parts.append(node._suffix)
            node = node._above
        return node.field + "".join(reversed(parts))

    @property
    def path(self) -> Path:
        """The keys that lead here in the document."""
        steps: list[Path] = []
        node: Node | Part = self
        while isinstance(node, Node):
            steps.append(node._step)
            node = node._above
        return (*node.path, *(step for part in reversed(steps) for step in part))

    def child(self, keyword: str, value: Any, role: str, name: str | int | None = None, **known: Any) -> Node:
        suffix = f".{keyword}" if name is None else f".{keyword}[{name}]"
        step: Path = (keyword,) if name is None else (keyword, name)
        known.setdefault("in_meta", self.in_meta)
        known.setdefault("no_default", self.no_default)
        return Node(value, self, suffix, step, role, **known)


def _as_structure(branch: dict[str, Any]) -> dict[str, Any]:
    """A branch without what gets lost when the server makes it structural (``newNestedValueValidation``)."""
    return {
        keyword: value
        for keyword, value in branch.items()
        if keyword not in _UNREAD
        and not (keyword in _LOST_IF_EMPTY and not value)
        and not (keyword == "items" and not isinstance(value, dict))
        and value is not False
    }


def nodes(root: Part) -> Iterator[Node]:
    """Every node of a schema, parents first. Iterative: schemas may be deep."""
    pending = [Node(root.value, root, "", (), Role.ROOT)]
    while pending:
        node = pending.pop()
        yield node
        below = _children(node)
        below.reverse()
        pending += below


def _children(node: Node) -> list[Node]:
    schema = node.schema
    # In the order in which the server makes them structural.
    found = _branches(node)
    inside = node.structural
    items = schema.get("items")
    if isinstance(items, dict):
        found.append(node.child("items", items, Role.ITEMS if inside else node.role))
    elif items:
        found += [node.child("items", item, Role.UNSUPPORTED, n) for n, item in enumerate(items)]
    for name, child in schema.get("properties", {}).items():
        role = Role.FIELD if inside else node.role
        found.append(node.child("properties", child, role, name, **_meta(node, name)))
    additional = schema.get("additionalProperties")
    if isinstance(additional, dict):
        # The branch of a junctor may have none, so the server looks no further there.
        role = Role.FIELD if inside else Role.UNSUPPORTED
        reason = (
            "inside additionalProperties applying to object metadata" if node.in_meta else node.no_default
        )
        found.append(node.child("additionalProperties", additional, role, no_default=reason))
    for keyword in ("definitions", "dependencies"):
        for name, child in schema.get(keyword, {}).items():
            if isinstance(child, dict):
                found.append(node.child(keyword, child, Role.UNSUPPORTED, name))
    return found


def _branches(node: Node) -> list[Node]:
    schema = node.schema
    role = Role.UNSUPPORTED if node.role == Role.UNSUPPORTED else Role.BRANCH
    found = [node.child("not", schema["not"], role)] if "not" in schema else []
    for keyword in _JUNCTORS:
        if keyword in schema:
            chosen = Role.TYPE_CHOICE if keyword == "anyOf" and node.chooses_type else role
            found += [node.child(keyword, item, chosen, n) for n, item in enumerate(schema[keyword])]
    return found


def _meta(node: Node, name: str) -> dict[str, Any]:
    """What it means to be a property of this name."""
    is_root = node.role == Role.ROOT
    if name not in META_FIELDS or not (is_root or node.schema.get("x-kubernetes-embedded-resource")):
        return {}
    return {"in_meta": True, "no_default": f"in top-level {name}"} if is_root else {"in_meta": True}
