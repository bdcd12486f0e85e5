"""Values as Go prints them in the server's messages.

Sources: ``fmt`` (``%v``, ``%T``), ``encoding/json``. Quoted texts are in ``apimachinery.quoting``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_JSON_ESCAPES = {
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\\": "\\\\",
    '"': '\\"',
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def number(value: float) -> str:
    """``%v`` of an int64 or a float64."""
    return _float(value, small=-4, large=6) if isinstance(value, float) else str(value)


def _float(value: float, small: int, large: int) -> str:
    """The shortest digits that read back as ``value``, with an exponent outside ``10**small`` to
    ``10**large``."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "+Inf" if value > 0 else "-Inf"
    sign, digits, point = _digits(value)
    if digits == "0":
        return f"{sign}0"
    exponent = point - 1
    if exponent < small or exponent >= large:
        mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
        return f"{sign}{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    if point >= len(digits):
        return f"{sign}{digits}{'0' * (point - len(digits))}"
    return f"{sign}{digits[:point]}.{digits[point:]}"


def plain_float(value: float) -> str:
    """``strconv.FormatFloat(value, 'f', -1, 64)``: never an exponent."""
    sign, digits, point = _digits(value)
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    if point >= len(digits):
        return f"{sign}{digits}{'0' * (point - len(digits))}"
    return f"{sign}{digits[:point]}.{digits[point:]}"


def _digits(value: float) -> tuple[str, str, int]:
    """Sign, significant digits, and where the decimal point is in them."""
    text = repr(value)
    sign = "-" if text.startswith("-") else ""
    mantissa, _, exponent = text.removeprefix("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).lstrip("0")
    point -= len(whole) + len(fraction) - len(digits)
    return sign, digits.rstrip("0") or "0", point if digits else 1


class Struct(dict[str, "Any"]):
    """A Go struct: marshalled in the order of its fields, where a map is sorted."""

    __slots__ = ()


def json(value: Any) -> str:
    """``json.Marshal``: keys sorted, ``<``, ``>`` and ``&`` escaped. Iterative: values may be nested
    deeply."""
    parts: list[str] = []
    # What is still to be written, last first: text, or a one-tuple of a value.
    pending: list[str | tuple[Any]] = [(value,)]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        value = item[0]
        if isinstance(value, dict):
            pending.append("}")
            keys = list(value) if isinstance(value, Struct) else sorted(value)
            for index, key in enumerate(reversed(keys), 1):
                pending.append((value[key],))
                pending.append(f"{'' if index == len(value) else ','}{_json_text(key)}:")
            pending.append("{")
        elif isinstance(value, list):
            pending.append("]")
            for index, element in enumerate(reversed(value), 1):
                pending.append((element,))
                if index < len(value):
                    pending.append(",")
            pending.append("[")
        else:
            parts.append(_json_scalar(value))
    return "".join(parts)


def with_json_numbers(value: Any) -> Any:
    """A copy of ``value`` with the numbers that a JSON reader finds in Go's output: 1e+20 is
    100000000000000000000.

    Iterative, as ``json``.
    """
    top: list[Any] = [value]
    pending: list[Any] = [top]
    while pending:
        container = pending.pop()
        for key, item in list(container.items() if isinstance(container, dict) else enumerate(container)):
            if isinstance(item, (dict, list)):
                container[key] = copy = item.copy()
                pending.append(copy)
            elif isinstance(item, float):
                text = _json_scalar(item)
                container[key] = item if "." in text or "e" in text else int(text)
    return top[0]


def _json_scalar(value: Any) -> str:
    if isinstance(value, str):
        return _json_text(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = _float(value, small=-6, large=21)
        # encoding/json writes e-9 where fmt writes e-09.
        return f"{text[:-2]}{text[-1]}" if text[-4:-1] == "e-0" else text
    return str(value)


def _json_text(text: str) -> str:
    if text.isascii() and text.isprintable() and not any(c in text for c in '"\\<>&'):
        return f'"{text}"'
    return '"' + "".join(_json_character(character) for character in text) + '"'


def _json_character(character: str) -> str:
    escape = _JSON_ESCAPES.get(character)
    if escape is not None:
        return escape
    code = ord(character)
    if 0xD800 <= code < 0xE000:
        return "\\ufffd"
    return f"\\u{code:04x}" if code < 0x20 else character


def go_type(value: Any) -> str:
    """``%T`` of a decoded JSON value."""
    return _TYPES[type(value)]


_TYPES = {
    type(None): "<nil>",
    bool: "bool",
    int: "int64",
    float: "float64",
    str: "string",
    list: "[]interface {}",
    dict: "map[string]interface {}",
}


def go_value(value: Any) -> str:
    """``%v`` of a decoded JSON value: ``map[a:1 b:[x y]]``. Iterative, as ``json``."""
    parts: list[str] = []
    pending: list[str | tuple[Any]] = [(value,)]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        value = item[0]
        if isinstance(value, dict):
            pending.append("]")
            for index, key in enumerate(sorted(value, reverse=True), 1):
                pending.append((value[key],))
                pending.append(f"{'' if index == len(value) else ' '}{key}:")
            pending.append("map[")
        elif isinstance(value, list):
            pending.append("]")
            for index, element in enumerate(reversed(value), 1):
                pending.append((element,))
                if index < len(value):
                    pending.append(" ")
            pending.append("[")
        elif value is None:
            parts.append("<nil>")
        elif isinstance(value, bool):
            parts.append("true" if value else "false")
        else:
            parts.append(value if isinstance(value, str) else number(value))
    return "".join(parts)
