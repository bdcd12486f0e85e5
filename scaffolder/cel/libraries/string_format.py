"""``"%s has %d".format([x, n])``: https://github.com/google/cel-go/blob/master/ext/formatting.go

``%f`` and ``%e`` print for the locale en_US as golang.org/x/text does: ``1,234.568`` and ``1.000000×10⁰⁰``.
"""

from __future__ import annotations

from scaffolder.apimachinery.times import Timestamp
from scaffolder.cel.libraries.conversions import bytes_to_string, duration_to_string
from scaffolder.cel.runtime.access import lookup
from scaffolder.cel.runtime.errors import CelError
from scaffolder.cel.runtime.go_numbers import general
from scaffolder.cel.runtime.values import Duration, TypeValue, Uint, type_name, value_of_key
from scaffolder.cel.runtime.views import LISTS, is_map

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_DEFAULT_PRECISION = 6
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SPECIAL = ("NaN", "Infinity", "-Infinity")


def format_(template: str, arguments: Any) -> str:
    parts: list[str] = []
    position = used = 0
    while position < len(template):
        percent = template.find("%", position)
        if percent < 0:
            break
        parts.append(template[position:percent])
        if template[percent + 1 : percent + 2] == "%":
            parts.append("%")
            position = percent + 2
            continue
        if used >= len(arguments):
            raise CelError(f"index {used} out of range")
        position, clause = parse_clause(template, percent + 1)
        try:
            parts.append(clause(arguments[used]))
        except CelError as error:
            raise CelError(f"error during formatting: {error}") from error
        used += 1
    parts.append(template[position:])
    return "".join(parts)


def parse_clause(template: str, position: int) -> tuple[int, Callable[[Any], str]]:
    """What follows a percent sign: where it ends and what it does with its argument."""
    if position >= len(template):
        raise CelError("unexpected end of string")
    precision = _DEFAULT_PRECISION
    if template[position] == ".":
        end = position + 1
        while end < len(template) and template[end] in "0123456789":
            end += 1
        if end >= len(template):
            raise _bad_clause("error while parsing precision: could not find end of precision specifier")
        digits = template[position + 1 : end]
        if not digits:
            raise _bad_clause(
                "error while parsing precision: error while converting precision to integer: "
                'strconv.Atoi: parsing "": invalid syntax'
            )
        precision = int(digits[:6])
        position = end
    letter = template[position]
    if letter == "f":
        return position + 1, lambda value: _fixed(value, precision)
    if letter == "e":
        return position + 1, lambda value: _scientific(value, precision)
    if letter in ("x", "X"):
        return position + 1, lambda value: _hexadecimal(value, letter)
    simple = _SIMPLE.get(letter)
    if simple is None:
        raise _bad_clause(f'unrecognized formatting clause "{letter}"')
    return position + 1, simple


def _bad_clause(reason: str) -> CelError:
    return CelError(f"could not parse formatting clause: {reason}")


def _string(value: Any) -> str:
    """``%s``."""
    kind = type(value)
    if kind is str:
        return str(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is int or kind is Uint:
        return int.__repr__(value)
    if kind is float:
        return general(value)
    if value is None:
        return "null"
    if kind is bytes:
        return bytes_to_string(value)
    if kind is Timestamp:
        return str(value)
    if kind is Duration:
        return duration_to_string(value)
    if kind is TypeValue:
        return str(value.name)
    if kind in LISTS:
        return "[" + ", ".join(map(_literal, value)) + "]"
    if is_map(value):
        entries = sorted((_map_key(key), _literal(lookup(value, value_of_key(key)))) for key in value)
        return "{" + ", ".join(f"{key}:{text}" for key, text in entries) + "}"
    raise CelError(
        "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, "
        f"durations, and timestamps, was given {type_name(value)}"
    )


def _literal(value: Any) -> str:
    """A member of a list or map, as CEL would write it."""
    from scaffolder.apimachinery.quoting import quote

    kind = type(value)
    if kind is str:
        return quote(value)
    if kind is bytes:
        return "b" + quote(_string(value))
    if kind is float:
        text = _decimals(value, _DEFAULT_PRECISION)
        return f'"{text}"' if text in ("NaN", "+Inf", "-Inf") else text
    if kind is Timestamp:
        return f"timestamp({quote(_string(value))})"
    if kind is Duration:
        return f"duration({quote(_string(value))})"
    return _string(value)


def _map_key(key: Any) -> str:
    key = value_of_key(key)
    if type(key) is str:
        return _literal(key)
    if type(key) in (bool, int, Uint):
        return _string(key)
    raise CelError(f"no formatting function for map key of type {type_name(key)}")


def _decimal(value: Any) -> str:
    if type(value) in (int, Uint):
        return int.__repr__(value)
    raise CelError(f"decimal clause can only be used on integers, was given {type_name(value)}")


def _double(value: Any, clause: str) -> float:
    if type(value) is float:
        return float(value)
    if value in _SPECIAL:
        return float(value)
    raise CelError(f"{clause} clause can only be used on doubles, was given {type_name(value)}")


def _decimals(number: float, precision: int) -> str:
    """Go's ``%.nf``."""
    if number != number:
        return "NaN"
    if number in (float("inf"), float("-inf")):
        return "+Inf" if number > 0 else "-Inf"
    return f"{number:.{precision}f}"


def _fixed(value: Any, precision: int) -> str:
    number = _double(value, "fixed-point")
    if number != number:
        return "NaN"
    if number in (float("inf"), float("-inf")):
        return "∞" if number > 0 else "-∞"
    return f"{number:,.{precision}f}"


def _scientific(value: Any, width: int) -> str:
    """cel-go hands the precision on as the width, so there are always six decimals."""
    number = _double(value, "scientific")
    if number != number:
        return "NaN".rjust(width)
    if number in (float("inf"), float("-inf")):
        return ("∞" if number > 0 else "-∞").rjust(width)
    mantissa, _, exponent = f"{number:.6e}".partition("e")
    power = int(exponent)
    written = f"{'-' if power < 0 else ''}{abs(power):02d}"
    return f"{mantissa}×10{written.translate(_SUPERSCRIPTS)}".rjust(width)


def _binary(value: Any) -> str:
    if type(value) in (bool, int, Uint):
        return format(int(value), "b")
    raise CelError(f"only integers and bools can be formatted as binary, was given {type_name(value)}")


def _octal(value: Any) -> str:
    if type(value) in (int, Uint):
        return format(int(value), "o")
    raise CelError(f"octal clause can only be used on integers, was given {type_name(value)}")


def _hexadecimal(value: Any, letter: str) -> str:
    if type(value) in (int, Uint):
        return format(int(value), letter)
    if type(value) is str or type(value) is bytes:
        data = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        return str(data.hex().upper() if letter == "X" else data.hex())
    raise CelError(
        f"only integers, byte buffers, and strings can be formatted as hex, was given {type_name(value)}"
    )


_SIMPLE: dict[str, Callable[[Any], str]] = {"s": _string, "d": _decimal, "b": _binary, "o": _octal}
