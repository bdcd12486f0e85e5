"""What an update leaves unchanged is forgiven what is wrong with it.

A ``Correlation`` pairs a new value with the old one that stands in the same place of the same object. Places
correspond by key, and in lists of type ``map`` by the list's keys; items of other lists correspond to
nothing.
Neither does a key that the schema does not declare, which is why an object with such a key is never
"unchanged".

Sources: ``k8s.io/apiserver/pkg/cel/common/{equality,maplist}.go``,
``k8s.io/apiextensions-apiserver/pkg/apiserver/validation/ratcheting.go``.
"""

from __future__ import annotations

from scaffolder.validation.equality import deep_equal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.validation.compiler import SchemaNode
    from scaffolder.validation.faults import Fault

_SCALARS = (bool, int, float, str)


class Correlation:
    """A new value, the old one in its place, and the schema of both. Its answers are kept."""

    __slots__ = ("_children", "_keyed", "_unchanged", "node", "old", "value")

    def __init__(self, value: Any, old: Any, node: SchemaNode) -> None:
        self.value = value
        self.old = old
        self.node = node
        self._children: dict[str | int, Correlation] = {}
        self._keyed: dict[object, Any] | None = None
        self._unchanged: bool | None = None

    def key(self, key: str) -> Correlation | None:
        """The correlation of a property, or None if it has no counterpart (or no schema)."""
        known = self._children.get(key)
        if known is not None:
            return known
        if not isinstance(self.value, dict) or not isinstance(self.old, dict):
            return None
        if key not in self.value or key not in self.old:
            return None
        node = self.node.child(key)
        if node is None:
            return None
        child = self._children[key] = Correlation(self.value[key], self.old[key], node)
        return child

    def index(self, index: int) -> Correlation | None:
        """The correlation of an item, or None if it has no counterpart."""
        known = self._children.get(index)
        if known is not None:
            return known
        node = self.node.items
        if node is None or self.node.list_type != "map":
            return None
        if not isinstance(self.value, list) or not isinstance(self.old, list):
            return None
        old = self._old_by_key().get(self._key_of(self.value[index]))
        if old is None:
            return None
        child = self._children[index] = Correlation(self.value[index], old, node)
        return child

    def unchanged(self) -> bool:
        if self._unchanged is None:
            self._unchanged = self._compare()
        return self._unchanged

    def _compare(self) -> bool:
        value, old = self.value, self.old
        if isinstance(value, dict) and isinstance(old, dict):
            if len(value) != len(old):
                return False
            children = [self.key(key) for key in value]
        elif isinstance(value, list) and isinstance(old, list):
            if len(value) != len(old):
                return False
            if self.node.list_type != "map":
                return deep_equal(value, old)
            children = [self.index(index) for index in range(len(value))]
        else:
            return deep_equal(value, old)
        return all(child is not None and child.unchanged() for child in children)

    def _old_by_key(self) -> dict[object, Any]:
        """The old items by their keys; the first of those with the same keys counts."""
        if self._keyed is None:
            self._keyed = {}
            for item in self.old:
                key = self._key_of(item)
                if key is not None:
                    self._keyed.setdefault(key, item)
        return self._keyed

    def _key_of(self, item: Any) -> object:
        """Types and values of all list map keys, or None where one is missing or no scalar."""
        keys = self.node.schema.list_map_keys
        if not keys or not isinstance(item, dict):
            return None
        values = [item.get(key) for key in keys]
        if any(type(value) not in _SCALARS for value in values):
            return None
        return tuple((type(value), value) for value in values)


def check_child(
    node: SchemaNode, value: Any, path: Path, faults: list[Fault], old: Correlation | None
) -> int:
    """``node.check``, but silent where the value is what it was."""
    before = len(faults)
    passed = node.check(value, path, faults, old)
    if len(faults) > before and old is not None and old.unchanged():
        del faults[before:]
    return passed
