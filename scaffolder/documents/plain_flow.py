"""Lists and maps in flow style, as far as they are plain."""

from __future__ import annotations

from scaffolder.documents.plain_lines import NotPlainError, check_key, check_rest, quoted, quoted_key, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_DEEPEST = 20
# Signs have meanings of their own inside brackets, and not the same ones in libyaml and go-yaml.
_KEY_STARTS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_STARTS = _KEY_STARTS | frozenset("./")
_KEY_CHARACTERS = _STARTS | frozenset("-")
_CHARACTERS = _STARTS | frozenset("-+ =@$()*<>")


def read_flow(lines: list[str], number: int, column: int, begun: str) -> tuple[Any, int]:
    """A new list or dict that begins with ``begun``, and the number of the line after it.

    ``number`` is that of the line after ``begun``, ``column`` that of the collection around. Raises
    ``NotPlainError``.
    """
    pieces = [begun.rstrip(" ")]
    unclosed = _opened(begun)
    while unclosed > 0 and number < len(lines):
        line = lines[number]
        content = line.strip(" ")
        indent = len(line) - len(line.lstrip(" "))
        if not content or indent < column + (content[0] not in "]}"):
            raise NotPlainError
        pieces.append(content)
        unclosed += _opened(content)
        number += 1
    for piece in pieces[:-1]:
        _check_quotes(piece)
    text = " ".join(pieces)
    value, end = _collection(text, 0, 0)
    if end <= len(text) - len(pieces[-1]):
        raise NotPlainError  # it ended on a line before: what looked open is in a comment
    check_rest(text, end)
    return value, number


def _check_quotes(line: str) -> None:
    """Quotes that go on with the next line are not plain: a key may not, and line breaks may be escaped."""
    place = 0
    while place < len(line):
        place = quoted(line, place)[1] if line[place] in "\"'" else place + 1


def _opened(text: str) -> int:
    """How many brackets it opens and does not close; wrong with brackets in quotes, which matters little."""
    return text.count("[") + text.count("{") - text.count("]") - text.count("}")


def _collection(text: str, place: int, depth: int) -> tuple[Any, int]:
    if depth > _DEEPEST:
        raise NotPlainError
    is_map = text[place] == "{"
    closer = "}" if is_map else "]"
    items: Any = {} if is_map else []
    place = _skip(text, place + 1)
    if text.startswith(closer, place):
        return items, place + 1
    while True:
        if is_map:
            key, place = _key(text, place)
            if key in items:
                raise NotPlainError
            items[key], place = _node(text, place, depth)
        else:
            value, place = _node(text, place, depth)
            items.append(value)
        place = _skip(text, place)
        if text.startswith(closer, place):
            return items, place + 1
        if not text.startswith(",", place):
            raise NotPlainError
        place = _skip(text, place + 1)
        if text.startswith(closer, place):
            return items, place + 1


def _skip(text: str, place: int) -> int:
    while text.startswith(" ", place):
        place += 1
    return place


def _key(text: str, place: int) -> tuple[str, int]:
    if text.startswith(('"', "'"), place):
        key, place = quoted_key(text, place)
        if not text.startswith(":", place):
            raise NotPlainError
        return key, _skip(text, place + 1)
    colon = text.find(": ", place)
    key = text[place:colon]
    if colon < 0 or key[:1] not in _KEY_STARTS or not _KEY_CHARACTERS.issuperset(key):
        raise NotPlainError
    check_key(key)
    return key, _skip(text, colon + 1)


def _node(text: str, place: int, depth: int) -> tuple[Any, int]:
    first = text[place : place + 1]
    if first and first in "[{":
        return _collection(text, place, depth + 1)
    if first and first in "\"'":
        return quoted(text, place)
    end = place
    while end < len(text) and text[end] in _CHARACTERS:
        end += 1
    plain = text[place:end].rstrip(" ")
    if not plain or not (first in _STARTS or (first == "-" and plain[1:2].isdigit())):
        raise NotPlainError
    return resolve(plain), end
