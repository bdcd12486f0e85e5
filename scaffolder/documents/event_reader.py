"""Reads any YAML, from the events of libyaml."""

from __future__ import annotations

from yaml import MarkedYAMLError, YAMLError
from yaml.events import DocumentEndEvent, StreamEndEvent

from scaffolder.documents.constructor import Constructor
from scaffolder.documents.document import Document, DocumentError, DuplicateKey, template_hint
from scaffolder.documents.failures import ReadError, from_yaml_error
from scaffolder.documents.positions import locate_all
from scaffolder.documents.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.documents.source import NextEvent
    from scaffolder.documents.splitting import Piece


def read_events(piece: Piece) -> Document | None:
    """The document in ``piece``, None if it is empty. It has an ``error`` if it cannot be read."""
    data = piece.data
    may_repeat = b"&" in data or b"<<" in data
    source = Source(data)
    while True:
        next_event = source.events()
        constructor = Constructor(next_event, may_repeat=may_repeat)
        try:
            value = constructor.read()
            break
        except ReadError as failure:
            return _unreadable(piece, failure, source)
        except YAMLError as problem:
            if not source.mend(problem):
                return _unreadable(piece, from_yaml_error(problem, data), source)
    if value is None:
        return None
    duplicates = [
        DuplicateKey(d.key, d.path, d.mark.line + piece.first_line, d.mark.column + 1)
        for d in constructor.duplicates
    ]
    document = PartlyReadDocument(
        piece, value, constructor.start.line + piece.first_line, None, duplicates, source
    )
    document.rest = _rest(next_event)
    return document


class PartlyReadDocument(Document):
    """A document after which its piece of the file may go on."""

    __slots__ = ("rest",)


def _rest(next_event: NextEvent) -> tuple[int, int] | None:
    """Where, from 0, the text goes on after a document, in which the server is not interested."""
    try:
        event = next_event()
        while isinstance(event, DocumentEndEvent):
            event = next_event()
    except MarkedYAMLError as problem:
        mark: Any = problem.problem_mark
    except (ReadError, YAMLError):
        return None
    else:
        if isinstance(event, StreamEndEvent):
            return None
        mark = event.start_mark
    return (mark.line, mark.column) if mark is not None else None


def _unreadable(piece: Piece, failure: ReadError, source: Source) -> Document:
    line, column = (failure.mark.line, failure.mark.column) if failure.mark is not None else (0, 0)
    if failure.path is not None:
        line, column = locate_all(source).find(failure.path)
    problem = failure.in_words_of_go(piece.first_line)
    error = DocumentError(problem, line + piece.first_line, column + 1, template_hint(piece.data))
    return Document(piece, None, error.line, error, [])
