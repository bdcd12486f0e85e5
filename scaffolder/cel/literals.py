"""What a number or a quoted string in an expression stands for.

https://github.com/google/cel-go/blob/master/parser/unescape.go
"""

from __future__ import annotations

import math
import re

from scaffolder.cel import lexer
from scaffolder.cel.ast import BYTES, DOUBLE, INT, STRING, UINT
from scaffolder.cel.source import LocatedError

_SIMPLE_ESCAPES = {
    **dict(zip("abfnrtv", "\a\b\f\n\r\t\v", strict=True)),
    **{char: char for char in "\\'\"`?"},
}
_ESCAPE = re.compile(r"\\([xX]..|u....|U........|[0-3]..|.)", re.DOTALL)


def literal(kind: str, text: str, pos: int, sign: str = "") -> tuple[str, int | float | str | bytes]:
    """The kind (as ``ast.Literal`` has it) and the value of a token.

    Raises ``LocatedError`` if an integer does not fit into 64 bits, a double is infinite, or a string
    contains a code point that is none, or bytes contain any.
    """
    if kind == lexer.STRING:
        return STRING, _unquote(text, pos)
    if kind == lexer.BYTES:
        return BYTES, _unquote_bytes(text[1:], pos)
    if kind == lexer.FLOAT:
        double = float(sign + text)
        if math.isinf(double):
            raise LocatedError(pos, "invalid double literal")
        return DOUBLE, double
    digits = text.rstrip("uU")
    # Python refuses to read thousands of decimal digits; no more than 20 can matter.
    significant = digits.removeprefix("0x").lstrip("0")
    value = int(digits, 16 if digits.startswith("0x") else 10) if len(significant) <= 20 else 1 << 64
    if kind == lexer.UINT:
        if value >= 1 << 64:
            raise LocatedError(pos, "invalid uint literal")
        return UINT, value
    value = -value if sign else value
    if not -(1 << 63) <= value < 1 << 63:
        raise LocatedError(pos, "invalid int literal")
    return INT, value


def _body(quoted: str) -> tuple[str, bool]:
    """What stands between the quotes, and whether it is raw."""
    quoted = quoted.replace("\r\n", "\n").replace("\r", "\n")
    raw = quoted[0] in "rR"
    quoted = quoted[raw:]
    width = 3 if len(quoted) >= 6 and quoted[:3] in ('"""', "'''") else 1
    return quoted[width:-width], raw


def _unquote(quoted: str, pos: int) -> str:
    body, raw = _body(quoted)
    if raw or "\\" not in body:
        return body

    def replace(match: re.Match[str]) -> str:
        code = _code(match.group(1))
        if isinstance(code, str):
            return code
        if code > 0x10FFFF or 0xD800 <= code < 0xE000:
            raise LocatedError(pos, "invalid unicode code point")
        return chr(code)

    return _ESCAPE.sub(replace, body)


def _unquote_bytes(quoted: str, pos: int) -> bytes:
    body, raw = _body(quoted)
    if raw or "\\" not in body:
        return body.encode()
    parts = []
    end = 0
    for match in _ESCAPE.finditer(body):
        if match.group(1)[0] in "uU":
            raise LocatedError(pos, "unable to unescape string")
        parts.append(body[end : match.start()].encode())
        code = _code(match.group(1))
        parts.append(code.encode() if isinstance(code, str) else bytes([code & 0xFF]))
        end = match.end()
    parts.append(body[end:].encode())
    return b"".join(parts)


def _code(escape: str) -> int | str:
    """The number that an escape means, or the character if it is one of the simple ones."""
    if escape[0] in "xXuU":
        return int(escape[1:], 16)
    if escape[0] in "0123":
        return int(escape, 8)
    return _SIMPLE_ESCAPES[escape]
