"""The events of one document, with what anchors mark kept for the aliases that repeat it."""

from __future__ import annotations

from yaml import AliasEvent, CollectionEndEvent, CollectionStartEvent

from scaffolder.documents.failures import unknown_anchor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.documents.source import NextEvent


class Span:
    """One node's events on the tape; ``end`` is None as long as the node is not complete."""

    __slots__ = ("end", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.end: int | None = None


class Repeat:
    """Takes the place of an alias: where the events are that it stands for."""

    __slots__ = ("anchor", "span", "start_mark")

    def __init__(self, event: Any, span: Span) -> None:
        self.anchor = event.anchor
        self.start_mark = event.start_mark
        self.span = span


class Tape:
    """Hands on a parser's events, recording those of nodes that may be read again.

    Aliases are resolved here, when they are met, because an anchor may be defined anew later.
    """

    def __init__(self, next_event: NextEvent) -> None:
        self._next_event = next_event
        self._spans: dict[str, Span] = {}
        self._events: list[Any] = []
        self._open: list[tuple[Span, int]] = []
        self._depth = 0

    def next(self) -> Any:
        """The parser's next event, or a ``Repeat`` for an alias; raises ``ReadError``."""
        event: Any = self._next_event()
        kind = event.__class__
        if kind is AliasEvent:
            span = self._spans.get(event.anchor)
            if span is None:
                raise unknown_anchor(event)
            event = Repeat(event, span)
        elif getattr(event, "anchor", None) is not None:
            self._spans[event.anchor] = self._begin()
        if self._open:
            self._events.append(event)
        if issubclass(kind, CollectionStartEvent):
            self._depth += 1
            return event
        if issubclass(kind, CollectionEndEvent):
            self._depth -= 1
        while self._open and self._open[-1][1] == self._depth:
            self._open.pop()[0].end = len(self._events)
        return event

    def items(self) -> list[Span]:
        """Reads on to the end of the sequence that has just begun: where each of its items is."""
        whole = Span(len(self._events))
        self._open.append((whole, self._depth - 1))
        spans = []
        while whole.end is None:
            start, depth = len(self._events), self._depth
            self.next()
            if whole.end is not None:
                break
            while self._depth > depth:
                self.next()
            span = Span(start)
            span.end = len(self._events)
            spans.append(span)
        return spans

    def first(self, span: Span) -> Any:
        """The event with which the node begins."""
        return self._events[span.start]

    def replay(self, span: Span) -> Replay:
        """The events of a complete node once more."""
        return Replay(self._events, span)

    def _begin(self) -> Span:
        span = Span(len(self._events))
        self._open.append((span, self._depth))
        return span


class Replay:
    """Reads one recorded node again, as ``Tape`` reads the document."""

    __slots__ = ("_end", "_events", "_position")

    def __init__(self, events: list[Any], span: Span) -> None:
        self._events = events
        self._position = span.start
        self._end = span.end or span.start

    def next(self) -> Any:
        """The next event, None after the last."""
        if self._position >= self._end:
            return None
        self._position += 1
        return self._events[self._position - 1]

    def items(self) -> list[Span]:
        """Passes over the rest of the sequence that has just begun: where each of its items is."""
        spans = []
        while not isinstance(self._events[self._position], CollectionEndEvent):
            span = Span(self._position)
            depth = 0
            while True:
                event = self.next()
                if isinstance(event, CollectionStartEvent):
                    depth += 1
                elif isinstance(event, CollectionEndEvent):
                    depth -= 1
                if depth == 0:
                    break
            span.end = self._position
            spans.append(span)
        self._position += 1
        return spans
