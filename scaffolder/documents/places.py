"""Where the values of a document are."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.diagnostics import Path


class Node:
    """A value's place, and the places of what it holds: by key with the key's own place, or by index.

    Lines and columns count from 0.
    """

    __slots__ = ("column", "fields", "items", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column
        self.fields: dict[str, tuple[int, int, Node]] | None = None
        self.items: list[Node] | None = None

    def find(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """The place of the value at ``path``, or of the nearest one around it; with ``key``, of its key."""
        node = self
        place = (node.line, node.column)
        for step in path:
            if isinstance(step, int):
                if node.items is None or not -len(node.items) <= step < len(node.items):
                    return node.line, node.column
                node = node.items[step]
                place = (node.line, node.column)
            else:
                if node.fields is None or step not in node.fields:
                    return node.line, node.column
                line, column, node = node.fields[step]
                place = (line, column)
        return place if key else (node.line, node.column)
