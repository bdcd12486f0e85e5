"""Raw lists, maps and objects seen as values, item by item and only when looked at.

apiserver/pkg/cel/common/valuesunstructured.go and valuesreflect.go, one class for each of theirs.
"""

from __future__ import annotations

from scaffolder.cel.runtime.errors import CelPanicError, no_such_overload
from scaffolder.cel.runtime.shapes import MAP, SET, ObjectShape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from scaffolder.cel.runtime.shapes import ListShape, MapShape

MISSING = object()


class ListView:
    """A list whose raw items have to be viewed, or which is a set or a map list."""

    __slots__ = ("raw", "shape")
    type_name = "list"

    def __init__(self, raw: list[Any], shape: ListShape) -> None:
        self.raw = raw
        self.shape = shape

    def __len__(self) -> int:
        return len(self.raw)

    def __getitem__(self, index: int) -> Any:
        return self.shape.element.view(self.raw[index])

    def __iter__(self) -> Iterator[Any]:
        return map(self.shape.element.view, self.raw)

    @property
    def kind(self) -> str:
        return self.shape.kind

    @property
    def keys(self) -> tuple[str, ...]:
        return self.shape.keys


class MergedList:
    """What ``+`` makes of a set: values that keep comparing as one. ``raw`` is what they are compared by."""

    __slots__ = ("items", "raw")
    type_name = "list"
    kind = SET

    def __init__(self, items: list[Any], raw: list[Any]) -> None:
        self.items = items
        self.raw = raw

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> Any:
        return self.items[index]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)


class MapView:
    """An object, or a map whose raw values have to be viewed."""

    __slots__ = ("raw", "shape")
    type_name = "map"

    def __init__(self, raw: dict[str, Any], shape: ObjectShape | MapShape) -> None:
        self.raw = raw
        self.shape = shape

    def __len__(self) -> int:
        return len(self.raw)

    def find(self, key: Any) -> Any:
        """The value at a key, or ``MISSING``; raises ``CelError`` for a key that is no string.

        A key that stands in the data as it is not written in expressions will do, too (``Unescape``).
        """
        if type(key) is not str:
            raise no_such_overload()
        shape = self.shape
        if isinstance(shape, ObjectShape):
            field = shape.fields.get(key)
            if field is None:
                return self.find_raw_key(key)
            raw = self.raw.get(field[0])
            return MISSING if raw is None else field[1].view(raw)
        raw = self.raw.get(key, MISSING)
        return MISSING if raw is MISSING else shape.value.view(raw)

    def find_raw_key(self, key: str) -> Any:
        """``find`` by the key as it stands in the data."""
        shape = self.shape
        if not isinstance(shape, ObjectShape):
            return self.find(key)
        raw = self.raw.get(key)
        field = shape.by_key.get(key)
        return MISSING if raw is None or field is None else field[1].view(raw)

    def __iter__(self) -> Iterator[str]:
        """The keys as expressions name them. Undeclared ones are left out, null ones are not."""
        if isinstance(self.shape, ObjectShape):
            declared = self.shape.by_key
            return (declared[key][0] for key in self.raw if key in declared)
        return iter(self.raw)

    def declares(self, key: str) -> bool:
        return not isinstance(self.shape, ObjectShape) or key in self.shape.by_key


class Preserved:
    """Data of unknown type under x-kubernetes-preserve-unknown-fields."""

    __slots__ = ("raw",)
    type_name = "unknown"

    def __init__(self, raw: Any) -> None:
        self.raw = raw


def is_list(value: Any) -> bool:
    return type(value) in LISTS


def is_map(value: Any) -> bool:
    return type(value) is dict or type(value) is MapView


LISTS = (list, ListView, MergedList)


def element_key(value: Any) -> Any:
    """What Go's maps tell values of ``any`` apart by: type and value. Lists and maps cannot be keys of them.

    The elements of a set are compared raw with values: a whole number in a set of doubles is never found in
    it, nor is a date-time.
    """
    kind = type(value)
    unhashable = _UNHASHABLE.get(kind)
    if unhashable is not None:
        raise CelPanicError(f"internal error: runtime error: hash of unhashable type {unhashable}")
    return kind, value


_UNHASHABLE: dict[type, str] = {
    dict: "map[string]interface {}",
    MapView: "map[string]interface {}",
    list: "[]interface {}",
    ListView: "[]interface {}",
    MergedList: "[]interface {}",
    bytes: "[]uint8",
}


def entry_key(raw: Any, keys: tuple[str, ...]) -> Any:
    """What makes two raw items of a map list the same (``toMapKey``). ``keys`` are names as expressions write
    them, which the server looks for in raw data, too: all items of a list with the key ``a-b`` are the same.
    """
    return tuple(element_key(raw.get(key)) for key in keys) if type(raw) is dict else id(raw)


def raw_entry(value: Any) -> Any:
    """The raw data of an item of a map list."""
    return value.raw if type(value) is MapView else value


def merge(left: ListView | MergedList, right: Any) -> MergedList | ListView:
    """``left + right`` for a set (a union) and a map list (the right one's items win), positions kept."""
    raw = list(left.raw)
    if left.kind == SET:
        items = list(left)
        seen = {element_key(item) for item in raw}
        for item in right:
            key = element_key(item)
            if key not in seen:
                seen.add(key)
                items.append(item)
                raw.append(item)
        return MergedList(items, raw)
    assert isinstance(left, ListView)
    positions = {entry_key(item, left.keys): position for position, item in enumerate(raw)}
    for item in map(raw_entry, right):
        position = positions.get(entry_key(item, left.keys))
        if position is None:
            raw.append(item)
        else:
            raw[position] = item
    return ListView(raw, left.shape)


def is_merging(value: Any) -> bool:
    """Whether ``value`` is a list on which ``+`` and ``==`` go by identity of items instead of position."""
    return type(value) in (ListView, MergedList) and value.kind in (SET, MAP)
