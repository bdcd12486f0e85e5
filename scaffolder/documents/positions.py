"""Where the values of a document are, found by a second reading that is only done when somebody asks."""

from __future__ import annotations

from yaml import AliasEvent, CollectionEndEvent, MappingStartEvent, ScalarEvent

from scaffolder.documents.places import Node
from scaffolder.documents.scalars import MERGE_TAG, key_text, resolve_plain, resolve_tagged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.documents.source import Source


class _Open:
    """A collection whose end has not been read yet, with the key that waits for its value."""

    __slots__ = ("anchor", "key", "merging", "node")

    def __init__(self, node: Node, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: tuple[str, Any] | None = None
        self.merging = False

    def add(self, node: Node, text: str | None, event: Any) -> None:
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


def locate_all(source: Source) -> Node:
    """The places of all values of one readable document."""
    next_event = source.events()
    next_event()  # the stream starts
    next_event()  # the document starts
    anchors: dict[str, tuple[Node, str | None]] = {}
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
            node = _node_at(event.start_mark)
            node.fields, node.items = target.fields, target.items
        else:
            node, anchor = _node_at(event.start_mark), event.anchor
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


def _node_at(mark: Any) -> Node:
    return Node(mark.line, mark.column)


def _text_as_key(event: Any) -> str | None:
    if event.tag is not None:
        return key_text(resolve_tagged(event.tag, event.value))
    return key_text(resolve_plain(event.value)) if event.implicit[0] else str(event.value)
