"""What a line of plain YAML says by itself.

Plain is what people mostly write: block style with one entry a line, words without blanks as keys, values
that are plain, quoted on one line, ``[…]`` or ``{…}`` on one line, or begin a block of text. Anything that
has, or might have, another meaning is ``ODD``: it is left to libyaml.
"""

from __future__ import annotations

from sys import intern

from scaffolder.documents.scalars import CONSTANTS, SPECIAL_STARTS, as_json, resolve_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    # The column, a kind, the key (None if there is none) and the value, which depends on the kind.
    Line = tuple[int, int, str | None, Any]

# In this order: a line without a dash that says something by itself comes before all others.
SCALAR = 0  # key: value, and the value is plain; the next lines may continue it
CLOSED = 1  # key: value, and no line can continue it
OPEN = 2  # key: and nothing after it; the value is what follows
FLOW = 3  # key: and the text of a list or map in flow style
BLOCK = 4  # key: and the header of a block of text
QUOTE = 5  # key: and the text of a quoted scalar that does not end on the line
ITEM = 6  # a dash; the value is the Line of what comes after it
BLANK = 7  # nothing, or a comment
MARKER = 8  # ---
ODD = 9  # none of these, or the next line of a text

# libyaml wants a key to end within 1,024 characters of its beginning.
_LONGEST_KEY = 500
_NOT_PLAIN = frozenset("&*!%@`|>{}[],#\"'")
_INDICATORS = frozenset("-?:")
_BLOCK_HEADERS = frozenset(("|", "|-", "|+", ">", ">-", ">+"))
# What a backslash and one of these mean in double quotes; about ``\/`` and ``\'`` libyaml and go-yaml differ.
_ESCAPES = dict(
    zip('"\\ 0abtnvfre_NLP', '"\\ \0\a\b\t\n\v\f\r\x1b\xa0\x85\u2028\u2029', strict=True),
)
# How many digits of a code point follow.
_CODES = {"x": 2, "u": 4, "U": 8}
_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")
_MOST_DASHES = 20


class NotPlainError(Exception):
    """The text is not of the kind that is read here."""


class OpenQuoteError(NotPlainError):
    """A quoted scalar does not end on its line."""


def parse_line(line: str) -> Line:
    """Reads one line, which holds printable characters and tabs only."""
    content = line.lstrip(" ")
    indent = len(line) - len(content)
    if not content or content[0] == "#":
        return indent, BLANK, None, None
    if content.startswith(("---", "...")) and not indent:
        return indent, MARKER if content.rstrip(" ") == "---" else ODD, None, None
    try:
        return _entry(content, indent)
    except NotPlainError:
        return indent, ODD, None, None


def _entry(content: str, indent: int) -> Line:
    if content[0] != "-":
        return _field(content, indent)
    columns: list[int] = []
    while content.startswith("- ") or content == "-":
        columns.append(indent)
        inner = content[1:].lstrip(" ")
        indent += len(content) - len(inner)
        content = inner
        if len(columns) > _MOST_DASHES:
            raise NotPlainError
    entry = _after_dashes(content, indent) if columns else _field(content, indent)
    while columns:
        entry = (columns.pop(), ITEM, None, entry)
    return entry


def _after_dashes(content: str, indent: int) -> Line:
    if not content or content[0] == "#":
        return indent, OPEN, None, None
    try:
        return _field(content, indent)
    except NotPlainError:
        return indent, *parse_value(None, content)


def _field(content: str, indent: int) -> Line:
    """Raises ``NotPlainError`` if it has no key."""
    key, text = split_key(content)
    return indent, *parse_value(key, text)


def split_key(content: str) -> tuple[str, str]:
    """A plain key, or a quoted one, and what follows its colon."""
    if content[0] in "\"'":
        key, end = quoted_key(content, 0)
        if not content.startswith((": ", ":\n"), end) and content[end:] != ":":
            raise NotPlainError
        return key, content[end + 1 :].lstrip(" ")
    key, found, text = content.partition(": ")
    if not found:
        if content[-1] != ":":
            raise NotPlainError
        key = content[:-1]
    key = key.rstrip(" ")
    if not key.isidentifier():
        if not key or key[-1] == ":" or key == "<<" or " #" in key or "\t" in key:
            raise NotPlainError
        _check_start(key)
        check_key(key)
    elif key in CONSTANTS or len(key) > _LONGEST_KEY:
        raise NotPlainError
    return intern(key), text.lstrip(" ")


def quoted_key(text: str, place: int) -> tuple[str, int]:
    """The quoted key that begins at ``place``, and where it ends; how long it is written is what counts."""
    key, end = quoted(text, place)
    if end - place > _LONGEST_KEY:
        raise NotPlainError
    return key, end


def check_key(key: str) -> None:
    """Refuses a plain key that is no string, or too long."""
    if len(key) > _LONGEST_KEY or resolve_plain(key).__class__ is not str:
        raise NotPlainError


def parse_value(key: str | None, text: str) -> tuple[int, str | None, Any]:
    """What comes after a key or a dash: the kind of the line, ``key``, and the value."""
    if not text or text[0] == "#":
        return OPEN, key, None
    first = text[0]
    if first not in _NOT_PLAIN:
        if text.isalnum():
            return SCALAR, key, resolve(text)
        _check_start(text)
        plain, commented = plain_part(text)
        return CLOSED if commented else SCALAR, key, resolve(plain)
    if first in "\"'":
        try:
            value, end = quoted(text, 0)
        except OpenQuoteError:
            return QUOTE, key, text
        check_rest(text, end)
        return CLOSED, key, value
    if first in "[{":
        return FLOW, key, text
    header = text.partition(" #")[0].rstrip(" ")
    if header not in _BLOCK_HEADERS:
        raise NotPlainError
    return BLOCK, key, header


def _check_start(text: str) -> None:
    if text[0] in _NOT_PLAIN or (text[0] in _INDICATORS and text[1:2] in ("", " ")):
        raise NotPlainError


def plain_part(text: str) -> tuple[str, bool]:
    """What a line has of a plain scalar, and whether a comment follows it."""
    comment = ""
    # Most texts have neither sign, and one character is found far sooner than two.
    if "#" in text:
        text, comment, _ = text.partition(" #")
    text = text.rstrip(" ")
    if (":" in text and (": " in text or text[-1] == ":")) or "\t" in text:
        raise NotPlainError
    return text, bool(comment)


def resolve(text: str) -> Any:
    """The value of a plain scalar, after JSON."""
    if text[0] not in SPECIAL_STARTS:
        return text
    value = resolve_plain(text)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = as_json(value)
        if value - value != 0:
            raise NotPlainError
    return value


def check_rest(text: str, end: int) -> None:
    """Nothing but a comment may stand after a value that ends itself."""
    rest = text[end:]
    if rest.strip(" ") and not rest.lstrip(" ").startswith("#", 0 if rest[0] == " " else len(rest)):
        raise NotPlainError


def quoted(text: str, start: int) -> tuple[str, int]:
    """The quoted scalar that begins at ``start``, and where it ends. ``OpenQuoteError`` if it does not."""
    quote = text[start]
    end = text.find(quote, start + 1)
    if quote == '"' and "\\" in text[start : end if end >= 0 else None]:
        value, end = _escaped(text, start + 1, end)
    else:
        while quote == "'" and end >= 0 and text.startswith("'", end + 1):
            end = text.find("'", end + 2)
        value = text[start + 1 : end]
        if quote == "'":
            value = value.replace("''", "'")
    if end < 0:
        raise OpenQuoteError
    if "\t" in text[start:end]:
        raise NotPlainError
    return value, end + 1


def _escaped(text: str, start: int, end: int) -> tuple[str, int]:
    """Text in double quotes with escapes, and where its quote is, or may be: at ``end``."""
    pieces = []
    while True:
        escape = text.find("\\", start, end if end >= 0 else None)
        if escape < 0:
            pieces.append(text[start:end])
            return "".join(pieces), end
        meant, after = _escape(text, escape + 1)
        pieces += text[start:escape], meant
        start = after
        if 0 <= end < start:
            end = text.find('"', start)


def _escape(text: str, place: int) -> tuple[str, int]:
    """What the character at ``place`` means after a backslash, and where the text goes on."""
    sign = text[place : place + 1]
    if not sign:
        # The line break itself is escaped.
        raise OpenQuoteError
    after = place + 1 + _CODES.get(sign, 0)
    if sign in _ESCAPES:
        return _ESCAPES[sign], after
    digits = text[place + 1 : after]
    if not digits or len(digits) < after - place - 1 or not _HEX_DIGITS.issuperset(digits):
        raise NotPlainError
    code = int(digits, 16)
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        raise NotPlainError
    return chr(code), after


def quoted_piece(line: str) -> tuple[str, bool]:
    """What a line adds to a scalar in double quotes, and whether it escapes the line break after it."""
    text = line.strip(" ")
    backslashes = len(text) - len(text.rstrip("\\"))
    if backslashes % 2 == 0:
        return text, False
    # The last one escapes what follows it: a blank, or else the end of the line.
    return (text + " ", False) if line[-1] == " " else (text[:-1], True)
