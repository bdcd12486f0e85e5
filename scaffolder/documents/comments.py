"""The comments of a document that stand on lines of their own."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.documents.document import Document

# What may begin a string of several lines, in which a line that looks like a comment is none.
_STRING_STARTS = ("|", ">", '"', "'")


def comments(document: Document, containing: str = "") -> list[tuple[int, str]]:
    """Line (of the file, from 1) and text, without ``#`` and the blanks around it, of each comment.

    ``containing`` picks those that hold this text. Lines of strings that begin with ``#`` are no comments.
    """
    lines = document.lines
    found = [
        (number, line.lstrip()[1:].strip())
        for number, line in enumerate(lines)
        if line.lstrip().startswith("#") and containing in line
    ]
    if found and any(start in line for line in lines[: found[-1][0]] for start in _STRING_STARTS):
        inside = _lines_inside_strings(document)
        found = [comment for comment in found if comment[0] not in inside]
    return [(number + document.first_line, text) for number, text in found]


def _lines_inside_strings(document: Document) -> set[int]:
    """The lines, from 0 in the document, on which a string goes on that began on an earlier one."""
    from yaml import YAMLError
    from yaml.events import DocumentEndEvent, ScalarEvent, StreamEndEvent

    from scaffolder.documents.failures import ReadError

    inside: set[int] = set()
    next_event = document.source().events()
    try:
        while True:
            event = next_event()
            if isinstance(event, ScalarEvent):
                start: Any = event.start_mark
                end: Any = event.end_mark
                inside.update(range(start.line + 1, end.line + (end.column > 0)))
            elif isinstance(event, (DocumentEndEvent, StreamEndEvent)):
                return inside
    except (ReadError, YAMLError):
        return inside
