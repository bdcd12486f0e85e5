"""Reads plain YAML (``plain_lines.py``) without libyaml.

It gives up at whatever is not surely plain, and the whole document is then read from libyaml's events. What
it does read, it reads exactly as they would: ``tests/documents/test_fast_reader.py`` holds the two against
each other. Importing PyYAML takes longer than reading and checking one resource, and a line is read here in
less time than its events are made in.
"""

from __future__ import annotations

from scaffolder.documents.plain_flow import read_flow
from scaffolder.documents.plain_lines import (
    BLANK,
    BLOCK,
    CLOSED,
    FLOW,
    ITEM,
    MARKER,
    ODD,
    OPEN,
    QUOTE,
    SCALAR,
    NotPlainError,
    OpenQuoteError,
    check_rest,
    parse_line,
    parse_value,
    plain_part,
    quoted,
    quoted_piece,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from scaffolder.documents.plain_lines import Line
    from scaffolder.documents.plain_places import PlainPlaces

# More is left to libyaml, which needs no list of all lines.
_LARGEST = 16_000_000
_DEEPEST = 200
# The only characters below U+0080 that are read here.
_ASCII = bytes(range(0x20, 0x7F)) + b"\t\n"

# Lines that were read before: a file of resources says the same again and again.
_known: dict[str, Line] = {}
_MOST_KNOWN = 20_000
_LONGEST_KNOWN = 200


# More than any line is indented.
_NEVER = _LARGEST + 1


class _State:
    """What the last line with content leaves open."""


_NOTHING: Any = _State()
_PLAIN_TEXT: Any = _State()  # a plain scalar, which the next lines may continue


def read_fast(data: bytes, places: PlainPlaces | None = None) -> tuple[Any, int] | None:
    """The document's value and the line of its first content, from 0; None if it must be read otherwise.

    The value is None for a document without content, and for no other. ``places`` is told where things are.
    """
    if len(data) > _LARGEST:
        return None
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    try:
        # Nothing is left of most texts: this is by far the quickest way to look at every character.
        if not data.translate(None, _ASCII).decode().isprintable():
            return None
        lines = data.decode().split("\n")
    except UnicodeDecodeError:
        return None
    try:
        return _read(lines, places)
    except NotPlainError:
        return None


def _parse(line: str, text_from: int) -> Line:
    """What a line says that is not known yet; one indented by ``text_from`` or more goes on with a text."""
    content = line.lstrip(" ")
    indent = len(line) - len(content)
    if indent >= text_from and content and content[0] != "#":
        return indent, ODD, None, None
    entry = _known.get(content)
    # What is known at the margin means the same wherever it stands, except for columns after dashes.
    entry = (indent, *entry[1:]) if entry is not None and entry[1] < ITEM else parse_line(line)
    if len(line) <= _LONGEST_KNOWN:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[line] = entry
        # At the margin it would be a marker.
        if entry[1] < ITEM and not content.startswith(("---", "...")):
            _known[content] = (0, *entry[1:])
    return entry


def _read(lines: list[str], places: PlainPlaces | None) -> tuple[Any, int]:
    known = _known.get
    # Equal texts are one: whoever keeps the value writes them once. Those on one line are in ``_known``.
    share = dict[str, str]().setdefault
    # The collection that is being filled, its column, and those around it. The outermost holds the document.
    root: list[Any] = [None]
    holder: Any = root
    column = -1
    is_map = False
    outer: list[tuple[int, Any]] = []
    # Where the next lines belong if they are indented more: a key or an index of the holder, or a _State.
    waiting: Any = 0
    first = 0
    has_marker = False
    numbered = enumerate(lines)
    for number, line in numbered:
        indent, kind, key, value = known(line) or _parse(
            line, column + 1 if waiting is _PLAIN_TEXT else _NEVER
        )
        # A key of the mapping at hand, which most lines are, needs none of this.
        if indent != column or kind >= ITEM or not is_map:
            if kind == BLANK:
                continue
            if indent > column and waiting is _PLAIN_TEXT:
                last = next(reversed(holder)) if is_map else -1
                text, after = _continued(lines, number, column, holder[last])
                holder[last] = share(text, text)
                waiting = _NOTHING
                for _ in range(number + 1, after):
                    next(numbered)
                continue
            is_item = kind == ITEM
            if kind >= MARKER:
                if kind == MARKER and holder is root and not has_marker:
                    has_marker = True
                    continue
                if waiting.__class__ is _State or indent <= column or holder is root:
                    raise NotPlainError
                # The value of the line before, on a line of its own.
                kind, key, value = parse_value(waiting if is_map else None, line.lstrip(" "))
                holder.pop(waiting)
                if places is not None:
                    places.set_apart(holder, waiting, number, indent)
            # A list need not be indented more than its key.
            elif indent > column or (is_item and is_map and indent == column and waiting.__class__ is str):
                if waiting.__class__ is _State:
                    raise NotPlainError
                if holder is root:
                    first = number
                outer.append((column, holder))
                column = indent
                inner: Any = [] if is_item else {}
                holder[waiting] = inner
                holder = inner
                if places is not None:
                    places.begin(holder, number, column)
            else:
                # Back to the collection to which the line belongs.
                while column > indent:
                    column, holder = outer.pop()
                if not is_item and holder.__class__ is list and outer and outer[-1][0] == column:
                    # The list was not indented more than its key: the mapping goes on.
                    column, holder = outer.pop()
                if column != indent or (holder.__class__ is list) is not is_item:
                    raise NotPlainError
            # What comes after a dash may itself begin a collection.
            while kind == ITEM:
                indent, kind, key, value = value
                if kind == ITEM or key is not None:
                    outer.append((column, holder))
                    inner = [] if kind == ITEM else {}
                    holder.append(inner)
                    holder, column = inner, indent
                    if places is not None:
                        places.begin(holder, number, column)
            if len(outer) > _DEEPEST:
                raise NotPlainError
            is_map = holder.__class__ is dict
        if kind == SCALAR:
            waiting = _PLAIN_TEXT
        elif kind == OPEN:
            waiting = key if is_map else len(holder)
        else:
            waiting = _NOTHING
            if kind != CLOSED:
                value, after = _READERS[kind](lines, number + 1, column, value)
                if value.__class__ is str:
                    value = share(value, value)
                for _ in range(number + 1, after):
                    next(numbered)
        if places is not None:
            if is_map:
                places.enter(holder, key or "", number, indent)
            else:
                places.enter(holder, len(holder), number, column + 1 if kind == OPEN else indent)
        if not is_map:
            holder.append(value)
        elif key in holder:
            raise NotPlainError
        else:
            holder[key] = value
    return root[0], first


def _continued(lines: list[str], number: int, column: int, begun: Any) -> tuple[str, int]:
    """The plain scalar that goes on at ``lines[number]``, and the number of the line after it.

    ``begun`` is what its first line means by itself.
    """
    start = number - 1
    while not lines[start].strip(" "):
        start -= 1
    # A comment ends the scalar.
    if begun.__class__ is not str or lines[start].lstrip(" ")[0] == "#":
        raise NotPlainError
    pieces = [begun]
    breaks = number - start - 1
    commented = False
    while number < len(lines) and not commented:
        content = lines[number].lstrip(" ")
        if not content:
            breaks += 1
        elif len(lines[number]) - len(content) <= column or content[0] == "#":
            break
        else:
            text, commented = plain_part(content)
            pieces += "\n" * breaks or " ", text
            breaks = 0
        number += 1
    return "".join(pieces), number - breaks


def _quote(lines: list[str], number: int, column: int, begun: str) -> tuple[str, int]:
    """The quoted scalar that begins with ``begun``, and the number of the line after it."""
    quote = begun[0]
    text, joined = _quote_piece(begun, quote)
    pieces = [text]
    breaks = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        content = line.lstrip(" ")
        if not content:
            breaks += 1
            continue
        if len(line) - len(content) <= column:
            break
        # A line break means a blank, unless it is escaped; those of empty lines mean themselves.
        pieces.append("\n" * breaks if breaks or joined else " ")
        breaks = 0
        if quote in content and _ends(quote, content):
            text = "".join(pieces) + content
            value, end = quoted(text, 0)
            check_rest(text, end)
            return value, number
        text, joined = _quote_piece(content, quote)
        pieces.append(text)
    raise NotPlainError


def _ends(quote: str, content: str) -> bool:
    """Whether the quoted scalar ends on the line."""
    try:
        quoted(quote + content, 0)
    except OpenQuoteError:
        return False
    return True


def _quote_piece(line: str, quote: str) -> tuple[str, bool]:
    return quoted_piece(line) if quote == '"' else (line.strip(" "), False)


def _block(lines: list[str], number: int, column: int, header: str) -> tuple[str, int]:
    """The block of text that begins at ``lines[number]``, and the number of the line after it."""
    start = number
    size = len(lines)
    content = ""
    while number < size and not content:
        content = lines[number].lstrip(" ")
        number += 1
    depth = len(lines[number - 1]) - len(content)
    if not content or depth <= column or content[0] == "\t":
        raise NotPlainError
    if number - start > 1 and any(len(line) > depth for line in lines[start : number - 1]):
        raise NotPlainError
    margin = " " * depth
    while number < size and (lines[number].startswith(margin) or not lines[number].strip(" ")):
        number += 1
    body = [line[depth:] for line in lines[start:number]]
    breaks = 1
    if number == size:
        breaks = 0  # after the last line, unless that is the empty one after the last line break
        if not body[-1] and lines[-1]:
            raise NotPlainError
    while not body[-1]:
        body.pop()
        breaks += 1
    text = "\n".join(body) if header[0] == "|" else _folded(body)
    chomping = header[1:]
    if not chomping:
        breaks = min(breaks, 1)
    return text if chomping == "-" else text + "\n" * breaks, number


def _folded(body: list[str]) -> str:
    """Lines joined by blanks, except around lines that are indented more."""
    pieces: list[str] = []
    breaks = 0
    was_indented = False
    for line in body:
        if not line:
            breaks += 1
            continue
        is_indented = line[0] in " \t"
        if pieces:
            pieces.append("\n" * (breaks + 1) if is_indented or was_indented else "\n" * breaks or " ")
        else:
            pieces.append("\n" * breaks)
        pieces.append(line)
        was_indented = is_indented
        breaks = 0
    return "".join(pieces)


_READERS: dict[int, Callable[[list[str], int, int, str], tuple[Any, int]]] = {
    BLOCK: _block,
    FLOW: read_flow,
    QUOTE: _quote,
}
