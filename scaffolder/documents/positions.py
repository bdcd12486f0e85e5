"""Where the values of a document are, found by a second reading that is only done when somebody asks."""

from __future__ import annotations

from yaml import AliasEvent, CollectionEndEvent, MappingStartEvent, ScalarEvent

from scaffolder.documents.scalars import MERGE_TAG, key_text, resolve_plain, resolve_tagged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.documents.source import Source


class _Node:
    """A value's place, and the places of what it holds: by key with the key's own place, or by index."""

    __slots__ = ("column", "fields", "items", "line")

    def __init__(self, mark: Any) -> None:
        self.line: int = mark.line
        self.column: int = mark.column
        self.fields: dict[str, tuple[int, int, _Node]] | None = None
        self.items: list[_Node] | None = None


class Positions:
    """The places of all values of one readable document, lines and columns from 0."""

    def __init__(self, source: Source) -> None:
        self._root = _locate_all(source)

    def find(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """The place of the value at ``path``, or of the nearest one around it; with ``key``, of its key."""
        node = self._root
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


class _Open:
    """A collection whose end has not been read yet, with the key that waits for its value."""

    __slots__ = ("anchor", "key", "merging", "node")

    def __init__(self, node: _Node, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: tuple[str, Any] | None = None
        self.merging = False

    def add(self, node: _Node, text: str | None, event: Any) -> None:
        """Takes the next node: ``text`` is what it says as a key, if it can be one."""
        fields = self.node.fields
        if fields is None:
            assert self.node.items is not None
            self.node.items.append(node)
        elif self.merging:
            for merged in reversed(node.items) if node.items is not None else (node,):
                fields.update(merged.fields or {})
            self.merging = False
        elif self.key is None:
            if _is_merge(event):
                self.merging = True
            else:
                self.key = (text or "", event.start_mark)
        else:
            name, mark = self.key
            fields[name] = (mark.line, mark.column, node)
            self.key = None


def _is_merge(event: Any) -> bool:
    return (
        isinstance(event, ScalarEvent)
        and event.value == "<<"
        and (event.implicit[0] or event.tag == MERGE_TAG)
    )


def _locate_all(source: Source) -> _Node:
    next_event = source.events()
    next_event()  # the stream starts
    next_event()  # the document starts
    anchors: dict[str, tuple[_Node, str | None]] = {}
    open_nodes: list[_Open] = []
    while True:
        event = next_event()
        text: str | None = None
        anchor: str | None = None
        if isinstance(event, CollectionEndEvent):
            done = open_nodes.pop()
            node, anchor = done.node, done.anchor
        elif event.__class__ is AliasEvent:
            target, text = anchors[str(event.anchor)]
            node = _Node(event.start_mark)
            node.fields, node.items = target.fields, target.items
        else:
            node, anchor = _Node(event.start_mark), event.anchor
            if isinstance(event, ScalarEvent):
                text = _text_as_key(event)
            else:
                if isinstance(event, MappingStartEvent):
                    node.fields = {}
                else:
                    node.items = []
                open_nodes.append(_Open(node, anchor))
                continue
        if anchor is not None:
            anchors[anchor] = (node, text)
        if not open_nodes:
            return node
        open_nodes[-1].add(node, text, event)


def _text_as_key(event: Any) -> str | None:
    if event.tag is not None:
        return key_text(resolve_tagged(event.tag, event.value))
    return key_text(resolve_plain(event.value)) if event.implicit[0] else str(event.value)
