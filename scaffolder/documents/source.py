"""The events of a YAML text as go-yaml v2 sees them; the one place where libyaml is called to read.

go-yaml v2 is a port of libyaml, of a version before the 0.2.5 that PyYAML brings. What differs since:

- libyaml accepts ``\\/`` in double quotes, go-yaml ``\\'``.
- In ``[…]`` and ``{…}`` go-yaml ends a plain scalar at every ``?``, and lets it end in ``:`` (``{a:}``).
- A tag may have ``[``, ``]`` and ``,`` in it for go-yaml.
- libyaml skips a byte order mark at the start of any line, go-yaml only at the start of the text.

Where libyaml refuses what go-yaml takes, the character in question is replaced by one that means nothing and
the text read anew; the events bring the original back.
"""

from __future__ import annotations

from yaml import CollectionEndEvent, CollectionStartEvent, MappingStartEvent, ScalarEvent
from yaml._yaml import CParser

from scaffolder.documents.failures import Place, ReadError, Stage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    # The classes of events share no type that knows all their fields.
    NextEvent = Callable[[], Any]

_BOM = b"\xef\xbb\xbf"
_UNKNOWN_ESCAPE = "found unknown escape character"
_COLON = "found unexpected ':'"
_AFTER_TAG = "did not find expected whitespace or line break"
_PRIVATE_USE = range(0xE000, 0xF900)
# Mending means to read again from the start: how many bytes that may amount to for one document.
_MOST_BYTES_REREAD = 20_000_000


class Source:
    """One document's bytes, ready to be read as often as needed."""

    def __init__(self, data: bytes) -> None:
        self._originals: dict[str, str] = {}
        self._data = data
        self._reread = 0
        if _BOM in data:
            self._data = data.removeprefix(_BOM)
            if self._data.startswith(_BOM):
                # ``yaml_parser_scan_to_next_token`` passes over it, as over a space.
                self._data = b" " + self._data.removeprefix(_BOM)
            self._data = self._data.replace(_BOM, self._stand_in("\ufeff"))

    def events(self) -> NextEvent:
        """The events, one a call, which may raise ``ReadError`` or ``YAMLError``."""
        next_event: NextEvent = CParser(self._data).get_event
        if self._originals:
            next_event = self._with_originals(next_event)
        has_flow = b"[" in self._data or b"{" in self._data
        if b"\\/" in self._data or (has_flow and b"?" in self._data):
            next_event = _Strict(next_event, self._data).next
        return next_event

    def mend(self, error: Any) -> bool:
        """Whether go-yaml reads on where libyaml failed with ``error``; reading anew gets further then."""
        problem = getattr(error, "problem", None)
        if problem not in (_UNKNOWN_ESCAPE, _COLON, _AFTER_TAG) or self._reread > _MOST_BYTES_REREAD:
            return False
        self._reread += len(self._data)
        text = self._data.decode("utf-8", "surrogateescape")
        place = error.problem_mark.index
        end = place + 1
        if problem == _COLON:
            mended = self._stand_in(":")
        elif text.startswith(("[", "]", ","), place):
            mended = b"~"  # any other character of tags: none with such an end means anything
        elif text.startswith("\\'", place):
            mended = self._stand_in("") + self._stand_in("'")
            end = place + 2
        else:
            return False
        before, after = (part.encode("utf-8", "surrogateescape") for part in (text[:place], text[end:]))
        self._data = before + mended + after
        return True

    def _stand_in(self, original: str) -> bytes:
        """A character that the text does not have, to stand for ``original``."""
        for stand_in, text in self._originals.items():
            if text == original:
                return stand_in.encode()
        for code in _PRIVATE_USE:
            char = chr(code)
            if char not in self._originals and char.encode() not in self._data:
                self._originals[char] = original
                return char.encode()
        return original.encode()

    def _with_originals(self, next_event: NextEvent) -> NextEvent:
        table = str.maketrans(self._originals)

        def translated() -> Any:
            event = next_event()
            for attribute in ("value", "anchor", "tag"):
                text = getattr(event, attribute, None)
                if text is not None:
                    setattr(event, attribute, text.translate(table))
            return event

        return translated


class _Strict:
    """Hands on events, and fails where go-yaml does and libyaml does not."""

    def __init__(self, next_event: NextEvent, data: bytes) -> None:
        self._next_event = next_event
        self._text = data.decode("utf-8", "replace")
        # What ends each of the collections in flow style that are open.
        self._closers: list[str] = []

    def next(self) -> Any:
        event: Any = self._next_event()
        kind = event.__class__
        if kind is ScalarEvent:
            if event.style == '"':
                self._check_escapes(event)
            elif self._closers and not event.style and "?" in event.value[1:]:
                self._refuse_question(event)
        elif issubclass(kind, CollectionStartEvent):
            if event.flow_style:
                # A pair in a list, without braces, begins with nothing.
                in_braces = kind is MappingStartEvent and event.end_mark.index > event.start_mark.index
                self._closers.append("}" if in_braces else "]")
        elif self._closers and issubclass(kind, CollectionEndEvent):
            self._closers.pop()
        return event

    def _check_escapes(self, event: Any) -> None:
        start = event.start_mark.index
        raw = self._text[start : event.end_mark.index]
        place = raw.find("\\")
        while place >= 0:
            if raw[place + 1] == "/":
                raise ReadError(_UNKNOWN_ESCAPE, Place.after(event.start_mark, raw[:place]), Stage.SCANNER)
            place = raw.find("\\", place + 2)

    def _refuse_question(self, event: Any) -> None:
        raw = self._text[event.start_mark.index : event.end_mark.index]
        mark = Place.after(event.start_mark, raw[: raw.find("?", 1)])
        problem = f"did not find expected ',' or '{self._closers[-1]}'"
        raise ReadError(problem, mark, Stage.PARSER)
