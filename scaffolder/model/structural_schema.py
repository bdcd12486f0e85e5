"""A structural schema: the OpenAPI v3 subset that a CRD version may use.

https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any


class StructuralSchema:
    """A typed view of one schema node.

    It keeps the JSON it was made from (``raw``), so that nothing that a CRD says is lost between reading and
    writing it, and makes children only when they are asked for: most nodes of a large CRD are never reached.
    ``raw`` must not be changed. A keyword of the wrong JSON type reads as absent; saying so is the task of
    ``scaffold lint``.
    """

    __slots__ = ("raw",)

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StructuralSchema) and self.raw == other.raw

    def __hash__(self) -> int:
        return id(self.raw)

    def __repr__(self) -> str:
        return f"StructuralSchema({self.raw!r})"

    def _text(self, keyword: str) -> str:
        value = self.raw.get(keyword)
        return value if isinstance(value, str) else ""

    def _flag(self, keyword: str) -> bool:
        return self.raw.get(keyword) is True

    def count(self, keyword: str) -> int | None:
        """A length or a number of items: ``maxLength``, ``minProperties`` …"""
        value = self.raw.get(keyword)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def number(self, keyword: str) -> float | None:
        """``minimum``, ``maximum`` or ``multipleOf``: the server keeps these as float64."""
        value = self.raw.get(keyword)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        try:
            return float(value)
        except OverflowError:
            return None

    def _list(self, keyword: str) -> Sequence[Any]:
        value = self.raw.get(keyword)
        return value if isinstance(value, list) else ()

    def _schemas(self, keyword: str) -> list[StructuralSchema]:
        return [StructuralSchema(item) for item in self._list(keyword) if isinstance(item, dict)]

    @property
    def type(self) -> str:
        """``""`` where none is given: int-or-string, preserved and junctor nodes."""
        return self._text("type")

    @property
    def format(self) -> str:
        return self._text("format")

    @property
    def title(self) -> str:
        return self._text("title")

    @property
    def description(self) -> str:
        return self._text("description")

    @property
    def pattern(self) -> str:
        return self._text("pattern")

    @property
    def nullable(self) -> bool:
        return self._flag("nullable")

    @property
    def has_default(self) -> bool:
        """``default: null`` is no default: the server drops it."""
        return self.raw.get("default") is not None

    @property
    def default(self) -> Any:
        return self.raw.get("default")

    @property
    def enum(self) -> Sequence[Any] | None:
        value = self.raw.get("enum")
        return value if isinstance(value, list) else None

    @property
    def required(self) -> Sequence[str]:
        return [name for name in self._list("required") if isinstance(name, str)]

    @property
    def properties(self) -> dict[str, StructuralSchema]:
        value = self.raw.get("properties")
        if not isinstance(value, dict):
            return {}
        return {name: StructuralSchema(child) for name, child in value.items() if isinstance(child, dict)}

    @property
    def items(self) -> StructuralSchema | None:
        value = self.raw.get("items")
        return StructuralSchema(value) if isinstance(value, dict) else None

    @property
    def additional_properties(self) -> StructuralSchema | bool | None:
        value = self.raw.get("additionalProperties")
        if isinstance(value, dict):
            return StructuralSchema(value)
        return value if isinstance(value, bool) else None

    @property
    def all_of(self) -> list[StructuralSchema]:
        return self._schemas("allOf")

    @property
    def any_of(self) -> list[StructuralSchema]:
        return self._schemas("anyOf")

    @property
    def one_of(self) -> list[StructuralSchema]:
        return self._schemas("oneOf")

    @property
    def not_(self) -> StructuralSchema | None:
        value = self.raw.get("not")
        return StructuralSchema(value) if isinstance(value, dict) else None

    @property
    def int_or_string(self) -> bool:
        return self._flag("x-kubernetes-int-or-string")

    @property
    def preserve_unknown_fields(self) -> bool:
        return self._flag("x-kubernetes-preserve-unknown-fields")

    @property
    def embedded_resource(self) -> bool:
        return self._flag("x-kubernetes-embedded-resource")

    @property
    def list_type(self) -> str:
        """``atomic`` where none is given."""
        return self._text("x-kubernetes-list-type") or "atomic"

    @property
    def list_map_keys(self) -> Sequence[str]:
        return [key for key in self._list("x-kubernetes-list-map-keys") if isinstance(key, str)]

    @property
    def map_type(self) -> str:
        """``granular`` where none is given."""
        return self._text("x-kubernetes-map-type") or "granular"

    @property
    def validations(self) -> Sequence[Mapping[str, Any]]:
        """The CEL rules of this node, as written."""
        return [rule for rule in self._list("x-kubernetes-validations") if isinstance(rule, dict)]

    def walk(self) -> Iterator[tuple[tuple[str, ...], StructuralSchema]]:
        """Every node below and including this one with the keywords that lead to it, parents first.

        Iterative, because a schema may be nested deeper than Python's stack.
        """
        stack: list[tuple[tuple[str, ...], StructuralSchema]] = [((), self)]
        while stack:
            path, node = stack.pop()
            yield path, node
            below: list[tuple[tuple[str, ...], StructuralSchema]] = [
                ((*path, "properties", name), child) for name, child in node.properties.items()
            ]
            if node.items is not None:
                below.append(((*path, "items"), node.items))
            if isinstance(node.additional_properties, StructuralSchema):
                below.append(((*path, "additionalProperties"), node.additional_properties))
            stack.extend(reversed(below))
