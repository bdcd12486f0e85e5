"""The tokens of a JSON text, and what Go's encoding/json says of one that is broken.

A port of the state machine in ``scanner.go`` of sigs.k8s.io/json. The words are those of ``encoding/json``,
with which the server looks for the version and kind first, and which is built on ``encoding/json/jsontext``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    # A kind, the value of a KEY or VALUE, and where in the text it begins.
    Token = tuple[str, Any, int]

MAP = "{"
LIST = "["
END = "]"
KEY = "key"
VALUE = "value"
NUMBER = "number"  # with its text as the value

# scanner.go: maxNestingDepth
_DEEPEST = 10000
_BLANKS = frozenset(" \t\r\n")
_DIGITS = frozenset("0123456789")
_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")
_LITERALS = {"t": ("true", True), "f": ("false", False), "n": ("null", None)}
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_QUOTED = {"'": "\\'", "\\": "\\\\", "\a": "\\a", "\b": "\\b", "\f": "\\f"}
_QUOTED |= {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}
_AFTER = {"}": "after object key:value pair", "]": "after array element"}
_REPLACEMENT = "\ufffd"


class JsonError(Exception):
    """The text is no JSON. ``place`` is the index of the first character that is wrong."""

    def __init__(self, problem: str, place: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place


def decode(data: bytes) -> str:
    """The text; each byte that is no UTF-8 is a lone surrogate."""
    return data.decode("utf-8", "surrogateescape")


def tokens(text: str) -> Iterator[Token]:
    """Goes through the one value that ``text`` must hold. Raises ``JsonError``."""
    closers: list[str] = []
    place = 0
    while True:
        place = _skip(text, place)
        char = text[place : place + 1]
        is_empty = False
        if char == "{" or char == "[":
            closer = "}" if char == "{" else "]"
            closers.append(closer)
            if len(closers) > _DEEPEST:
                raise JsonError("exceeded max depth", place)
            yield char, None, place
            place = _skip(text, place + 1)
            is_empty = text.startswith(closer, place)
            if not is_empty:
                if char == "{":
                    key, start, place = _key(text, place)
                    yield KEY, key, start
                continue
        elif char == '"':
            value, end = _string(text, place)
            yield VALUE, value, place
            place = end
        elif char in _LITERALS:
            end = _literal(text, place)
            yield VALUE, _LITERALS[char][1], place
            place = end
        elif char == "-" or char in _DIGITS:
            end = _number(text, place)
            yield NUMBER, text[place:end], place
            place = end
        else:
            raise _unexpected(text, place, "looking for beginning of value")
        while True:
            place = _skip(text, place)
            if not closers:
                if place < len(text):
                    raise _unexpected(text, place, "after top-level value")
                return
            closer = closers[-1]
            if text.startswith(closer, place):
                closers.pop()
                yield END, None, place
                place += 1
                continue
            if not text.startswith(",", place):
                raise _unexpected(text, place, _AFTER[closer])
            place += 1
            if closer == "}":
                key, start, place = _key(text, _skip(text, place))
                yield KEY, key, start
            break


def well_formed(text: str) -> str:
    """With U+FFFD for what is no character."""
    if text.isascii():
        return text
    return "".join(_REPLACEMENT if "\ud800" <= char <= "\udfff" else char for char in text)


def _skip(text: str, place: int) -> int:
    while text[place : place + 1] in _BLANKS:
        place += 1
    return place


def _unexpected(text: str, place: int, where: str) -> JsonError:
    if place >= len(text):
        return JsonError("unexpected end of JSON input", place)
    return JsonError(f"invalid character {_quoted(text[place])} {where}", place)


def _quoted(char: str) -> str:
    """``strconv.QuoteRune``."""
    code = ord(char)
    if char in _QUOTED:
        shown = _QUOTED[char]
    elif 0xDC80 <= code <= 0xDCFF:
        shown = f"\\x{code - 0xDC00:x}"
    elif char.isprintable():
        shown = char
    elif code < 0x20 or code == 0x7F:
        shown = f"\\x{code:02x}"
    else:
        shown = f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return f"'{shown}'"


def _key(text: str, place: int) -> tuple[str, int, int]:
    """A key, where it begins, and the place after its colon."""
    if not text.startswith('"', place):
        raise _unexpected(text, place, "looking for beginning of object key string")
    key, end = _string(text, place)
    end = _skip(text, end)
    if not text.startswith(":", end):
        raise _unexpected(text, end, "after object key")
    return key, place, end + 1


def _literal(text: str, place: int) -> int:
    name = _LITERALS[text[place]][0]
    for number, expected in enumerate(name):
        if not text.startswith(expected, place + number):
            raise _unexpected(text, place + number, f"in literal {name} (expecting '{expected}')")
    return place + len(name)


def _number(text: str, place: int) -> int:
    """Where the number ends."""
    if text[place] == "-":
        place += 1
    place = place + 1 if text.startswith("0", place) else _digits(text, place)
    if text.startswith(".", place):
        place = _digits(text, place + 1)
    if text.startswith(("e", "E"), place):
        place += 1
        place = _digits(text, place + 1 if text.startswith(("+", "-"), place) else place)
    return place


def _digits(text: str, place: int) -> int:
    if text[place : place + 1] not in _DIGITS:
        raise _unexpected(text, place, "in numeric literal")
    while text[place : place + 1] in _DIGITS:
        place += 1
    return place


def _string(text: str, start: int) -> tuple[str, int]:
    """The string whose quote is at ``start``, and the place after it."""
    end = text.find('"', start + 1)
    value = text[start + 1 : end]
    if end > 0 and "\\" not in value and value.isprintable():
        return value, end + 1
    pieces = []
    place = begin = start + 1
    while True:
        char = text[place : place + 1]
        if char == '"':
            pieces.append(text[begin:place])
            return well_formed("".join(pieces)), place + 1
        if char < " ":
            raise _unexpected(text, place, "in string")
        if char != "\\":
            place += 1
            continue
        pieces.append(text[begin:place])
        meant, place = _escape(text, place)
        pieces.append(meant)
        begin = place


def _escape(text: str, place: int) -> tuple[str, int]:
    """What the escape at ``place`` means, and the place after it."""
    letter = text[place + 1 : place + 2]
    if letter in _ESCAPES:
        return _ESCAPES[letter], place + 2
    if letter != "u":
        if not letter:
            raise _unexpected(text, place + 1, "")
        raise JsonError(f"invalid escape sequence {_quoted_escape(text[place : place + 2])} in string", place)
    code = _code(text, place)
    if 0xD800 <= code <= 0xDBFF and text.startswith("\\u", place + 6):
        low = _code(text, place + 6)
        if 0xDC00 <= low <= 0xDFFF:
            return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)), place + 12
    return _REPLACEMENT if 0xD800 <= code <= 0xDFFF else chr(code), place + 6


def _code(text: str, place: int) -> int:
    """The number in ``\\uXXXX``."""
    digits = text[place + 2 : place + 6]
    if _HEX_DIGITS.issuperset(digits):
        if len(digits) == 4:
            return int(digits, 16)
        raise _unexpected(text, place + 2 + len(digits), "")
    raise JsonError(f"invalid escape sequence {_quoted_escape(text[place : place + 6])} in string", place)


def _quoted_escape(text: str) -> str:
    """In backticks, or as ``strconv.Quote`` has it where those would not show what it is."""
    from scaffolder.documents.go_syntax import quote

    return f"`{text}`" if text.isprintable() and "`" not in text and " " not in text else quote(text)
