"""How markers are written: ``required=true default="a b"``.

kro's ``ParseMarkers`` (``pkg/simpleschema/markers.go``): ``name=value`` parted by spaces; a value in double
quotes may hold spaces, with a backslash before a quote or backslash of its own; one that opens a bracket or
brace reaches to its end. A ``|`` by itself may part markers too, as kro's documentation has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scaffolder.sources._errors import SourceError, meant, shown

if TYPE_CHECKING:
    from collections.abc import Collection

_QUOTE_IT = "put the value in double quotes"


@dataclass(frozen=True, slots=True)
class Marker:
    """One ``name=value``. ``value`` is unquoted and unescaped; ``quoted`` tells ``"80"`` from ``80``."""

    name: str
    value: str
    quoted: bool = False


def split_markers(text: str, known: Collection[str]) -> list[Marker]:
    """The markers in ``text``, in order. Raises ``SourceError`` for what is not a known ``name=value``."""
    markers: list[Marker] = []
    name: str | None = None
    buffer: list[str] = []
    in_quotes = escaped = False
    depth = 0
    for char in f"{text} ":  # the space ends the last marker
        if in_quotes:
            buffer.append(char)
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                in_quotes = False
        elif char == "=" and name is None and depth == 0:
            name = _known_name("".join(buffer), known)
            buffer = []
        elif char.isspace() and depth == 0:
            if name is not None:
                markers.append(_marker(name, "".join(buffer)))
                name = None
            elif buffer and buffer != ["|"]:
                word = "".join(buffer)
                raise SourceError(
                    f"the marker {shown(word)} has no value",
                    hint=_valueless_hint(word, markers, known),
                )
            buffer = []
        else:
            buffer.append(char)
            if char == '"':
                in_quotes = True
            elif char in "{[":
                depth += 1
            elif char in "}]":
                depth -= 1
                if depth < 0:
                    raise SourceError(
                        f"{char} closes nothing in the markers", hint="put the value in double quotes"
                    )
    if in_quotes:
        raise SourceError(
            "a double quote is not closed in the markers", hint='write \\" for a quote inside quotes'
        )
    if depth > 0:
        raise SourceError(
            "a bracket or brace is not closed in the markers", hint="put the value in double quotes"
        )
    return markers


def _known_name(name: str, known: Collection[str]) -> str:
    if name in known:
        return name
    if name == "":
        raise SourceError(
            '"=" without a marker before it', hint="write name=value, without spaces around the ="
        )
    hint = meant(name, known) or f"the markers are {', '.join(known)}"
    raise SourceError(f"unknown marker {shown(name)}", hint=hint)


def _valueless_hint(word: str, before: list[Marker], known: Collection[str]) -> str:
    if word in known:
        return f"write {word}=value, without spaces around the ="
    if before and not before[-1].quoted:
        return f'put a value with spaces in double quotes: {before[-1].name}="..."'
    return "write name=value"


def _marker(name: str, text: str) -> Marker:
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        return Marker(name, _unescaped(text[1:-1]), quoted=True)
    if text.startswith("'"):
        raise SourceError(f"the value of {name} begins with a single quote", hint="use double quotes")
    return Marker(name, text)


def _unescaped(text: str) -> str:
    """``unescapeString``: a backslash counts only before a quote or another backslash."""
    result: list[str] = []
    escaped = False
    for char in text:
        if escaped:
            result.append(char if char in '"\\' else f"\\{char}")
            escaped = False
        elif char == "\\":
            escaped = True
        else:
            result.append(char)
    return "".join(result)
