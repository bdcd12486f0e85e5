"""Where the values of a plain document are, without libyaml."""

from __future__ import annotations

from scaffolder.documents.document import Document
from scaffolder.documents.fast_reader import read_fast
from scaffolder.documents.plain_lines import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.documents.splitting import Piece


class PlainDocument(Document):
    """A document that the fast reader took. It is read a second time when the first place is asked for."""

    __slots__ = ("_places",)

    def __init__(self, piece: Piece, value: Any, line: int) -> None:
        super().__init__(piece, value, line, None, [])
        self._places: PlainPlaces | None = None

    def locate(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        if self._places is None:
            self._places = PlainPlaces(self._data)
        place = self._places.find(path, key=key)
        if place is None:
            return super().locate(path, key=key)
        line, column = place
        return line + self.first_line, column + 1


class PlainPlaces:
    """Notes where things are while the fast reader reads. Lines and columns count from 0."""

    def __init__(self, data: bytes) -> None:
        # By the identity of the collection; ``_value`` keeps them all alive.
        self._starts: dict[int, tuple[int, int]] = {}
        self._entries: dict[tuple[int, str | int], tuple[int, int]] = {}
        self._apart: dict[tuple[int, str | int], tuple[int, int]] = {}
        plain = read_fast(data, self)
        self._value = plain[0] if plain is not None else None
        self._lines = data.decode().split("\n")

    def begin(self, collection: Any, line: int, column: int) -> None:
        """A collection in block style begins, with its first key or dash."""
        self._starts[id(collection)] = (line, column)

    def enter(self, collection: Any, step: str | int, line: int, column: int) -> None:
        """Where an entry is: its key, or the item itself."""
        self._entries.setdefault((id(collection), step), (line, column))

    def set_apart(self, collection: Any, step: str | int, line: int, column: int) -> None:
        """A value that is no collection in block style stands on the line after its key or dash."""
        self._apart[id(collection), step] = (line, column)

    def find(self, path: Path, *, key: bool = False) -> tuple[int, int] | None:
        """As ``Node.find``; None for what is inside of a collection in flow style."""
        node: Any = self._value
        place = key_place = self._starts[id(node)]
        for step in path:
            if not _has(node, step):
                return place
            if id(node) not in self._starts:
                return None
            if isinstance(step, int):
                step %= len(node)
            child = node[step]
            is_block = isinstance(child, (dict, list)) and id(child) in self._starts
            place = self._starts[id(child)] if is_block else self._value_place(node, step)
            key_place = place if isinstance(step, int) else self._entries[id(node), step]
            node = child
        return key_place if key else place

    def _value_place(self, node: Any, step: str | int) -> tuple[int, int]:
        at = id(node), step
        if at in self._apart:
            return self._apart[at]
        number, column = self._entries[at]
        if isinstance(step, int):
            return number, column
        line = self._lines[number].rstrip("\r")
        content = line[column:]
        if content[0] in "\"'":
            end = column + quoted(content, 0)[1] + 1
        else:
            colon = line.find(": ", column)
            end = colon + 1 if colon >= 0 else len(line)
        rest = line[end:]
        value = rest.lstrip(" ")
        return (number, end) if not value or value[0] == "#" else (number, end + len(rest) - len(value))


def _has(node: Any, step: str | int) -> bool:
    if isinstance(step, int):
        return isinstance(node, list) and -len(node) <= step < len(node)
    return isinstance(node, dict) and step in node
