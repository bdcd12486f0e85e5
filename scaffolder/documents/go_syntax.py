"""Values as Go's ``%#v`` prints them, which is how they stand in go-yaml's messages."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Longer ones are cut: Go prints the whole value, however large.
_LONGEST = 400
_ESCAPES = {
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
    '"': '\\"',
    "\\": "\\\\",
}


def quote(text: str) -> str:
    """``strconv.Quote``: what cannot be printed is escaped, other Unicode stays."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(_quoted(char) for char in text) + '"'


def _quoted(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    if code < 0x20 or code == 0x7F:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def format_float(value: float, *, bits: int = 64) -> str:
    """``strconv.FormatFloat(value, 'g', -1, bits)``: the shortest digits that mean the same."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "+Inf" if value > 0 else "-Inf"
    text = repr(value) if bits == 64 else _shortest_float32(value)
    if text in ("+Inf", "-Inf"):
        return text
    sign = "-" if text.startswith("-") else ""
    mantissa, _, exponent = text.lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    # The number is 0.DIGITS times ten to the power of ``point``.
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if not digits:
        return sign + "0"
    power = point - 1
    if power < -4 or power >= 6:
        tail = "." + digits[1:] if len(digits) > 1 else ""
        return f"{sign}{digits[0]}{tail}e{'-' if power < 0 else '+'}{abs(power):02d}"
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    if point >= len(digits):
        return sign + digits + "0" * (point - len(digits))
    return f"{sign}{digits[:point]}.{digits[point:]}"


def _shortest_float32(value: float) -> str:
    single = _float32(value)
    if single is None:
        return "+Inf" if value > 0 else "-Inf"
    for precision in range(1, 10):
        text = f"{single:.{precision}g}"
        if _float32(float(text)) == single:
            return repr(float(text))
    return repr(single)


def _float32(value: float) -> float | None:
    """The nearest 32-bit number; None beyond the largest, where rounding to few digits may lead as well."""
    from struct import error, pack, unpack

    try:
        single: float = unpack("<f", pack("<f", value))[0]
    except (OverflowError, error):
        return None
    return single


def format_value(value: Any) -> str:
    """``%#v`` of what go-yaml reads into an ``interface{}``; cut when it is very long."""
    pieces: list[str] = []
    length = 0
    # Text still to be printed, or values: a stack instead of recursion, for values nest at the user's will.
    todo: list[tuple[bool, Any]] = [(False, value)]
    while todo and length < _LONGEST:
        literal, item = todo.pop()
        if literal:
            text = item
        elif isinstance(item, dict):
            text = "map[interface {}]interface {}{"
            todo.append((True, "}"))
            _push_joined(todo, [[(True, quote(key) + ":"), (False, item[key])] for key in sorted(item)])
        elif isinstance(item, list):
            text = "[]interface {}{"
            todo.append((True, "}"))
            _push_joined(todo, [[(False, part)] for part in item])
        else:
            text = _format_scalar(item)
        pieces.append(text)
        length += len(text)
    return "".join(pieces) + ("..." if todo else "")


def _push_joined(todo: list[tuple[bool, Any]], entries: list[list[tuple[bool, Any]]]) -> None:
    for number, entry in reversed(list(enumerate(entries[:_LONGEST]))):
        todo.extend(reversed(entry))
        if number:
            todo.append((True, ", "))


def _format_scalar(value: Any) -> str:
    if value is None:
        return "interface {}(nil)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value < 2**63 else hex(value)
    return format_float(value) if isinstance(value, float) else quote(value)
