"""The events of a YAML document made into the value that Kubernetes reads.

A port of the decoder of go.yaml.in/yaml/v2 (``decode.go``, decoding into ``interface{}``) and of
``convertToJSONableObject`` in sigs.k8s.io/yaml, which turns keys into strings, with JSON's own limits after
that. The stack is a list: documents nest as deeply as their writers like.
"""

from __future__ import annotations

from yaml import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from scaffolder.documents.failures import ReadError, Stage, unknown_anchor
from scaffolder.documents.go_syntax import format_float, format_value, quote
from scaffolder.documents.scalars import (
    MERGE_TAG,
    SPECIAL_STARTS,
    ResolveError,
    as_json,
    key_text,
    resolve_plain,
    resolve_tagged,
)
from scaffolder.documents.tape import Repeat, Replay, Tape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.documents.source import NextEvent
    from scaffolder.documents.tape import Span

    # A path as its last step and the path before that.
    _Step = tuple["_Step", str | int] | None

# scannerc.go: max_flow_level and max_indents. encoding/json has the same limit for what nests in JSON.
MAX_DEPTH = 10000
_MOST_FRAMES = MAX_DEPTH + 1  # with the one around the document

# decode.go: how much of a document may come from aliases, which falls while the document grows.
_FEW_ALIASES = 100
_SMALL_DOCUMENT = 1000
_RATIO_FALLS_FROM = 400_000
_RATIO_FALLS_TO = 4_000_000

_WANT_MAP = "map merge requires map or sequence of maps as the value"


class Repetition:
    """A key that is set again: the key as Go prints it, the path to it, and the mark of the later value."""

    __slots__ = ("key", "mark", "path")

    def __init__(self, key: str, path: Path, mark: Any) -> None:
        self.key = key
        self.path = path
        self.mark = mark


class _State:
    """What a frame holds in place of a key."""


_NO_KEY = _State()
_MERGE = _State()
_IN_LIST = _State()
_AT_ROOT = _State()


class _OddKey:
    """A key that is no string: Go keeps 1, 1.0, true and "1" apart, JSON does not."""

    __slots__ = ("mark", "value")

    def __init__(self, value: Any, mark: Any) -> None:
        self.value = value
        self.mark = mark

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _OddKey)
            and type(self.value) is type(other.value)
            and bool(self.value == other.value)
        )


class _Frame:
    """A collection that is being filled. A mapping that is merged fills the mapping of the frame below it."""

    __slots__ = ("has_odd_keys", "items", "key", "merges", "merging", "start")

    def __init__(self, items: Any, key: Any, start: Any, *, merging: bool = False) -> None:
        self.items = items
        self.key = key
        self.start = start
        self.merging = merging
        self.merges: list[Span] = []
        self.has_odd_keys = False


class Constructor:
    """Reads the first document of a text. Made for one use.

    After ``read`` has returned its value, ``duplicates`` holds the keys that were set more than once, and
    ``start`` the mark of the document's first node.
    """

    def __init__(self, next_event: NextEvent, *, may_repeat: bool) -> None:
        """``may_repeat`` is false only for a text that surely has neither anchors nor merge keys."""
        self._tape = Tape(next_event) if may_repeat else None
        self._live: NextEvent = self._tape.next if self._tape is not None else next_event
        # What is read again, by which alias if by one, and how many frames there were then.
        self._replays: list[tuple[Replay, Repeat | None, int]] = []
        self._root = _Frame(None, _AT_ROOT, None)
        self._frames = [self._root]
        self._live_depth = 0
        self._decoded = 1  # the document node
        self._aliased = 0
        self._key_failure: ReadError | None = None
        self._has_nonfinite = False
        self.duplicates: list[Repetition] = []
        self.start: Any = None

    def read(self) -> Any:
        """The document's value, None if there is none. Raises ``ReadError`` or ``yaml.YAMLError``."""
        self._live()
        start = self._live()
        if isinstance(start, StreamEndEvent):
            return None
        if start.version not in (None, (1, 1)):
            raise ReadError("found incompatible YAML document", start.start_mark, Stage.PARSER)
        try:
            value = self._construct()
        except ReadError as failure:
            if failure.stage in (Stage.DECODER, Stage.JSON):
                # go-yaml parses a document wholly before it decodes any of it.
                self._drain()
            raise
        if self._key_failure is not None:
            raise self._key_failure
        if self._has_nonfinite:
            _refuse_nonfinite(value)
        return value

    def _construct(self) -> Any:
        tape, frames = self._tape, self._frames
        take = self._live
        frame = self._root
        while True:
            event = take()
            kind = event.__class__
            if kind is ScalarEvent:
                value = event.value
                key = frame.key
                if key is _NO_KEY:
                    if value == "<<" and (event.implicit[0] or event.tag == MERGE_TAG):
                        frame.key = _MERGE
                        continue
                elif key is _MERGE:
                    raise ReadError(_WANT_MAP, event.start_mark)
                if tape is not None:
                    self._count(event)
                if event.tag is not None:
                    value = _tagged(event)
                elif event.implicit[0] and (not value or value[0] in SPECIAL_STARTS):
                    value = resolve_plain(value)
                if key is not _NO_KEY and (value.__class__ is float or value.__class__ is int):
                    value = self._number(value)
                start = event
            elif kind is MappingStartEvent:
                if tape is not None:
                    self._count(event)
                if frame.key is _MERGE:
                    frame = _Frame(frame.items, _NO_KEY, event, merging=True)
                else:
                    frame = _Frame({}, _NO_KEY, event)
                frames.append(frame)
                if len(frames) > _MOST_FRAMES:
                    self._limit_depth()
                continue
            elif kind is SequenceStartEvent:
                if frame.key is _MERGE:
                    source: Any = self._replays[-1][0] if self._replays else tape
                    frame.merges = source.items()
                    take = self._next_merge(take)
                    continue
                if tape is not None:
                    self._count(event)
                frame = _Frame([], _IN_LIST, event)
                frames.append(frame)
                if len(frames) > _MOST_FRAMES:
                    self._limit_depth()
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                done = frames.pop()
                frame = frames[-1]
                if done.merging:
                    frame.has_odd_keys = frame.has_odd_keys or done.has_odd_keys
                    frame.key = _NO_KEY
                    continue
                value = self._with_text_keys(done.items) if done.has_odd_keys else done.items
                start = done.start
            elif kind is Repeat:
                take = self._repeat(event)
                continue
            elif event is None:
                take = self._end_replay()
                continue
            elif kind is AliasEvent:
                raise unknown_anchor(event)
            else:
                return self._root.items

            key = frame.key
            if key is _IN_LIST:
                frame.items.append(value)
            elif key is _NO_KEY:
                frame.key = self._key(frame, value, start)
            elif key is _AT_ROOT:
                frame.items = value
                self.start = start.start_mark
            else:
                if key in frame.items:
                    self.duplicates.append(Repetition(_printed_key(key), self._path(), self._mark(start)))
                frame.items[key] = value
                frame.key = _NO_KEY

    def _number(self, value: float) -> int | float:
        number = as_json(value)
        if number - number != 0:
            self._has_nonfinite = True
        return number

    def _key(self, frame: _Frame, value: Any, event: Any) -> Any:
        if value.__class__ is str:
            return value
        if isinstance(value, (dict, list)):
            raise ReadError(f"invalid map key: {format_value(value)}", event.start_mark)
        frame.has_odd_keys = True
        return _OddKey(value, event.start_mark)

    def _with_text_keys(self, items: dict[Any, Any]) -> dict[str, Any]:
        """The mapping with string keys; of those that become equal, the last stays (in Go, a random one)."""
        converted = {}
        for key, value in items.items():
            if isinstance(key, _OddKey):
                text = key_text(key.value)
                if text is None:
                    self._key_failure = self._key_failure or _unsupported_key(key, value)
                    text = ""
                converted[text] = value
            else:
                converted[key] = value
        return converted

    def _path(self) -> Path:
        """The path to the value that is being set."""
        path: list[str | int] = []
        for frame in self._frames[1:]:
            if frame.key is _IN_LIST:
                path.append(len(frame.items))
            elif isinstance(frame.key, str):
                path.append(frame.key)
            elif isinstance(frame.key, _OddKey):
                path.append(key_text(frame.key.value) or "")
            elif frame.key is _NO_KEY:
                # What is being set is itself a key, and leads nowhere.
                break
        return tuple(path)

    def _mark(self, start: Any) -> Any:
        """Where the value is that begins with ``start``: an alias is where it is written."""
        if self._replays:
            _, alias, frames = self._replays[-1]
            if alias is not None and frames == len(self._frames):
                return alias.start_mark
        return start.start_mark

    def _count(self, event: Any) -> None:
        """``decoder.unmarshal``: refuses a document of which too much comes from aliases."""
        self._decoded += 1
        if any(alias is not None for _, alias, _ in self._replays):
            self._aliased += 1
        if self._aliased <= _FEW_ALIASES or self._decoded <= _SMALL_DOCUMENT:
            return
        if self._aliased / self._decoded > _allowed_alias_ratio(self._decoded):
            raise ReadError("document contains excessive aliasing", event.start_mark)

    def _repeat(self, alias: Repeat) -> Any:
        """Turns to the events that an alias stands for."""
        tape = self._tape
        assert tape is not None
        if alias.span.end is None:
            raise ReadError(f"anchor '{alias.anchor}' value contains itself", alias.start_mark)
        if self._frames[-1].key is _MERGE and not isinstance(tape.first(alias.span), MappingStartEvent):
            raise ReadError(_WANT_MAP, alias.start_mark)
        self._count(alias)
        return self._replay(alias.span, alias)

    def _replay(self, span: Span, alias: Repeat | None = None) -> Any:
        assert self._tape is not None
        if not self._replays:
            self._live_depth = len(self._frames)
        replay = self._tape.replay(span)
        self._replays.append((replay, alias, len(self._frames)))
        return replay.next

    def _end_replay(self) -> Any:
        self._replays.pop()
        take = self._replays[-1][0].next if self._replays else self._live
        return self._next_merge(take) if self._frames[-1].merges else take

    def _next_merge(self, take: Any) -> Any:
        """Turns to the next mapping of a merge; the last comes first, so that earlier ones win."""
        frame = self._frames[-1]
        if not frame.merges:
            frame.key = _NO_KEY
            return take
        frame.key = _MERGE
        span = frame.merges.pop()
        assert self._tape is not None
        first = self._tape.first(span)
        if isinstance(first, Repeat):
            return self._repeat(first)
        if not isinstance(first, MappingStartEvent):
            raise ReadError(_WANT_MAP, first.start_mark)
        return self._replay(span)

    def _limit_depth(self) -> None:
        if not self._replays or len(self._frames) > 2 * _MOST_FRAMES:
            raise ReadError("exceeded max depth", self._frames[-1].start.start_mark, Stage.JSON)

    def _drain(self) -> None:
        """Reads the rest of the document, raising what is wrong with its syntax or its depth."""
        frames = self._frames[: self._live_depth] if self._replays else self._frames
        # For each open collection: whether it counts as a level, whether it is in flow style, its column.
        levels: list[tuple[bool, bool, int]] = [(False, False, -1)]
        depth = {True: 0, False: 0}
        events = [frame.start for frame in frames[1:]]
        events.reverse()
        while True:
            event = events.pop() if events else self._live()
            if isinstance(event, CollectionStartEvent):
                mark: Any = event.start_mark
                column = mark.column
                # A list that is not indented more than its key is no level of indentation.
                counts = bool(event.flow_style) or column > levels[-1][2]
                levels.append((counts, bool(event.flow_style), column))
                depth[bool(event.flow_style)] += counts
                if max(depth.values()) > MAX_DEPTH:
                    raise ReadError(f"exceeded max depth of {MAX_DEPTH}", mark, Stage.SCANNER)
            elif isinstance(event, CollectionEndEvent):
                counts, in_flow, _ = levels.pop()
                depth[in_flow] -= counts
            elif isinstance(event, AliasEvent):
                raise unknown_anchor(event)
            elif isinstance(event, DocumentEndEvent):
                return


def _tagged(event: Any) -> Any:
    try:
        return resolve_tagged(event.tag, event.value)
    except ResolveError as error:
        raise ReadError(str(error), event.start_mark) from None


def _unsupported_key(key: _OddKey, value: Any) -> ReadError:
    kind, text = ("%!s(<nil>)", "<nil>") if key.value is None else ("uint64", hex(key.value))
    printed = "<nil>" if value is None else format_value(value)
    return ReadError(
        f"unsupported map key of type: {kind}, key: {text}, value: {printed}", key.mark, Stage.JSON
    )


def _printed_key(key: Any) -> str:
    if isinstance(key, str):
        return quote(key)
    return "<nil>" if key.value is None else format_value(key.value)


def _allowed_alias_ratio(decoded: int) -> float:
    if decoded <= _RATIO_FALLS_FROM:
        return 0.99
    if decoded >= _RATIO_FALLS_TO:
        return 0.10
    return 0.99 - 0.89 * ((decoded - _RATIO_FALLS_FROM) / (_RATIO_FALLS_TO - _RATIO_FALLS_FROM))


def _refuse_nonfinite(value: Any) -> None:
    """Fails on the first infinity or NaN that is left, in the order in which Go writes JSON."""
    todo: list[tuple[_Step, Any]] = [(None, value)]
    while todo:
        step, item = todo.pop()
        if isinstance(item, dict):
            todo.extend(((step, key), item[key]) for key in sorted(item, reverse=True))
        elif isinstance(item, list):
            todo.extend(((step, index), item[index]) for index in reversed(range(len(item))))
        elif isinstance(item, float) and item - item != 0:
            path: list[str | int] = []
            while step is not None:
                step, last = step
                path.insert(0, last)
            raise ReadError(f"json: unsupported value: {format_float(item)}", None, Stage.JSON, tuple(path))
