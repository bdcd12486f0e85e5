"""What keeps a source from being read, before its place in the file is known."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scaffolder.diagnostics import Path

_SHOWN = 60

#: Levels of mappings and lists that a source may have; the deepest real CRD known to us has 39.
MAX_DEPTH = 150


class SourceError(Exception):
    """A mistake in a source, and the path to it inside its document: to a value, or to the key of one.

    Whoever knows the document turns it into a ``ScaffoldError`` with file, line and column.
    """

    def __init__(
        self, message: str, *, hint: str | None = None, path: Path = (), at_key: bool = False
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path
        self.at_key = at_key


def shown(value: object) -> str:
    """A value as a message quotes it: on one line, and cut where it is long."""
    text = repr(value) if not isinstance(value, str) else '"' + value.replace('"', '\\"') + '"'
    text = "".join(char if char.isprintable() else repr(char)[1:-1] for char in text[: _SHOWN * 2])
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def meant(word: object, known: Iterable[str]) -> str | None:
    """The hint for a word that is not among the known ones, if it resembles one of them."""
    if not isinstance(word, str) or len(word) > _SHOWN:
        return None
    choices = {choice.lower(): choice for choice in known}
    close = get_close_matches(word.lower(), choices, n=1, cutoff=0.6)
    return f"did you mean {shown(choices[close[0]])}?" if close else None


def type_name(value: object) -> str:
    """The JSON type of a value, with its article."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "a mapping"
