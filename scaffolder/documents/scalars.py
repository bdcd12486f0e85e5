"""What a YAML scalar means to Kubernetes: the rules of go-yaml v2, then those of JSON.

go-yaml v2 follows YAML 1.1 loosely (``y`` and ``on`` are booleans, ``0777`` is octal) with additions of its
own (``0o777``, ``1_000``). What it reads becomes JSON before Kubernetes sees it, so ``1.0`` arrives as 1.

Sources: ``resolve.go`` of go.yaml.in/yaml/v2, ``encoding/json`` (how floats are written) and
sigs.k8s.io/json (how numbers are read back).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    # Null, a boolean, an int or uint64, a float64, a string: what go-yaml makes of one scalar.
    Scalar = None | bool | int | float | str

# Not from ``math``: that is a library to be loaded from disk.
_INFINITY = float("inf")
_NOT_A_NUMBER = float("nan")
MAX_INT64 = 2**63 - 1
MIN_INT64 = -(2**63)
_MAX_UINT64 = 2**64 - 1
# encoding/json writes floats of at least this size with an exponent, which is never read as an integer.
_EXPONENT_FROM = 1e21

_TAG_PREFIX = "tag:yaml.org,2002:"
STR_TAG = _TAG_PREFIX + "str"
MERGE_TAG = _TAG_PREFIX + "merge"
BINARY_TAG = _TAG_PREFIX + "binary"
_BOOL_TAG = _TAG_PREFIX + "bool"
_INT_TAG = _TAG_PREFIX + "int"
_FLOAT_TAG = _TAG_PREFIX + "float"
_NULL_TAG = _TAG_PREFIX + "null"
_TIMESTAMP_TAG = _TAG_PREFIX + "timestamp"
_RESOLVABLE_TAGS = frozenset((STR_TAG, _BOOL_TAG, _INT_TAG, _FLOAT_TAG, _NULL_TAG, _TIMESTAMP_TAG))

CONSTANTS: dict[str, Scalar] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), _NOT_A_NUMBER),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), _INFINITY),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -_INFINITY),
}
# A plain scalar that is not empty and begins with anything else is a string.
_NUMBER_STARTS = frozenset("+-0123456789")
SPECIAL_STARTS = _NUMBER_STARTS | frozenset("yYnNtTfFoO~.")


class ResolveError(Exception):
    """A scalar does not fit its tag; the message is go-yaml's."""


def resolve_plain(text: str) -> Scalar:
    """The value of an unquoted scalar without a tag, before it goes through JSON."""
    first = text[:1]
    if first not in SPECIAL_STARTS:
        return text if text else None
    if text in CONSTANTS:
        return CONSTANTS[text]
    if first in _NUMBER_STARTS:
        return _number(text)
    if first == ".":
        return _dotted_float(text)
    return text


def resolve_tagged(tag: str, text: str) -> Scalar:
    """The value of a scalar that has ``tag``; quoting makes no difference then.

    Raises ``ResolveError`` where go-yaml refuses the combination. An unknown tag makes a string.
    """
    if tag == BINARY_TAG:
        return _binary(text)
    if tag == STR_TAG or tag not in _RESOLVABLE_TAGS:
        return text
    value = resolve_plain(text)
    # A timestamp is looked for under its own tag only (resolve in goyaml.v2/resolve.go).
    found = _TIMESTAMP_TAG if tag == _TIMESTAMP_TAG and _is_timestamp(text) else _tag_of(value)
    if found == tag:
        return value
    if tag == _FLOAT_TAG and found == _INT_TAG and isinstance(value, int) and value <= MAX_INT64:
        return float(value)
    raise ResolveError(f"cannot decode {_short(found)} `{text}` as a {_short(tag)}")


def as_json(value: float) -> int | float:
    """What Kubernetes reads back after a number went through JSON text.

    A float without a fraction is written without one and comes back as an integer; an integer beyond
    int64 comes back as a float. Infinities and NaN, which JSON cannot write, are returned as they are.
    """
    if isinstance(value, int):
        return value if MIN_INT64 <= value <= MAX_INT64 else float(value)
    if not -_EXPONENT_FROM < value < _EXPONENT_FROM or value != value // 1:
        return value
    whole = _shortest_decimal(value)
    return whole if MIN_INT64 <= whole <= MAX_INT64 else value


def key_text(key: Scalar) -> str | None:
    """A key as sigs.k8s.io/yaml writes it in JSON, None where it cannot: null, or beyond int64."""
    if isinstance(key, bool):
        return "true" if key else "false"
    if isinstance(key, int):
        return str(key) if key <= MAX_INT64 else None
    if isinstance(key, float):
        from scaffolder.documents.go_syntax import format_float

        text = format_float(key, bits=32)
        return {"+Inf": ".inf", "-Inf": "-.inf", "NaN": ".nan"}.get(text, text)
    return key


def _shortest_decimal(value: float) -> int:
    """The integer that Go writes for a whole float: the shortest digits that mean it, padded with zeros."""
    mantissa, _, exponent = repr(value).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = fraction.rstrip("0")
    zeros = int(exponent or 0) - len(fraction)
    return int(whole + fraction + "0" * zeros)


def _number(text: str) -> int | float | str:
    plain = text.replace("_", "") if "_" in text else text
    integer = _integer(plain)
    if integer is not None:
        return integer
    if _is_yaml_float(plain):
        value = float(plain)
        if value not in (_INFINITY, -_INFINITY):
            return value
    elif plain.startswith("0b"):
        # "0b-11" is refused by ParseInt with base 0, but not by the second try without the prefix.
        integer = _digits(plain[2:], 2, signed=True)
        if integer is not None:
            return integer
    return text


def _integer(text: str) -> int | None:
    """``strconv.ParseInt(text, 0, 64)``, else ``strconv.ParseUint(text, 0, 64)``."""
    sign = text[:1]
    digits = text[1:] if sign in ("+", "-") else text
    base = 10
    if digits[:1] == "0":
        prefix = digits[1:2].lower() if len(digits) >= 3 else ""
        base = {"b": 2, "o": 8, "x": 16}.get(prefix, 0)
        if base:
            digits = digits[2:]
        elif len(digits) == 1:
            return 0
        else:
            base, digits = 8, digits[1:]
    value = _digits(digits, base, signed=False)
    if value is None:
        return None
    if sign == "-":
        return -value if -value >= MIN_INT64 else None
    return value if value <= (MAX_INT64 if sign == "+" else _MAX_UINT64) else None


_DIGITS = {2: frozenset("01"), 8: frozenset("01234567"), 10: frozenset("0123456789")}
_DIGITS[16] = _DIGITS[10] | frozenset("abcdefABCDEF")
# More digits than any 64-bit number has; Python's own limit on the length of integers lies far above.
_LONGEST_NUMBER = 1000


def _digits(text: str, base: int, *, signed: bool) -> int | None:
    sign = 1
    if signed and text[:1] in ("+", "-"):
        sign = -1 if text[0] == "-" else 1
        text = text[1:]
    if not text or not _DIGITS[base].issuperset(text):
        return None
    text = text.lstrip("0")
    if len(text) > _LONGEST_NUMBER:
        return None
    value = sign * int(text or "0", base)
    return value if not signed or MIN_INT64 <= value <= MAX_INT64 else None


def _is_yaml_float(text: str) -> bool:
    """Whether it matches ``^[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?$``."""
    if text[:1] in ("+", "-"):
        text = text[1:]
    mantissa, found, exponent = text.partition("e" if "e" in text else "E")
    if found:
        if exponent[:1] in ("+", "-"):
            exponent = exponent[1:]
        if not _is_decimal(exponent):
            return False
    whole, dot, fraction = mantissa.partition(".")
    if not whole:
        return bool(dot) and _is_decimal(fraction)
    return _is_decimal(whole) and (not fraction or _is_decimal(fraction))


def _is_decimal(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _dotted_float(text: str) -> float | str:
    """``strconv.ParseFloat`` for what begins with a dot; single underscores may separate digits."""
    digits = text.replace("_", "")
    if _is_yaml_float(digits) and (digits is text or _separates_digits(text)):
        value = float(digits)
        if value != _INFINITY:
            return value
    return text


def _separates_digits(text: str) -> bool:
    pieces = text.split("_")
    return all(_is_decimal(piece[-1:]) for piece in pieces[:-1]) and all(
        _is_decimal(piece[:1]) for piece in pieces[1:]
    )


def _tag_of(value: Scalar) -> str:
    if value is None:
        return _NULL_TAG
    if isinstance(value, bool):
        return _BOOL_TAG
    if isinstance(value, int):
        return _INT_TAG
    return _FLOAT_TAG if isinstance(value, float) else STR_TAG


def _short(tag: str) -> str:
    return "!!" + tag.removeprefix(_TAG_PREFIX)


def _binary(text: str) -> str:
    """Base64 as Go's ``StdEncoding`` reads it; JSON then replaces every byte that is not UTF-8 by U+FFFD."""
    from binascii import Error, a2b_base64

    try:
        data = a2b_base64(text.replace("\r", "").replace("\n", "").encode(), strict_mode=True)
    except (Error, ValueError):
        raise ResolveError("!!binary value contains invalid base64 data") from None
    decoded = data.decode("utf-8", "surrogateescape")
    if decoded.isascii():
        return decoded
    return "".join("\ufffd" if "\udc80" <= char <= "\udcff" else char for char in decoded)


def _is_timestamp(text: str) -> bool:
    """Whether go-yaml takes it for a timestamp, which matters only under a tag: the value stays a string."""
    if not (_is_decimal(text[:4]) and text[4:5] == "-"):
        return False
    date, time = text, ""
    for separator in ("T", "t", " "):
        date, found, time = text.partition(separator)
        if found:
            break
    parts = date.split("-")
    if len(parts) != 3 or not all(_is_decimal(part) and len(part) <= 2 for part in parts[1:]):
        return False
    year, month, day = (int(part) for part in parts)
    if not (1 <= month <= 12 and 1 <= day <= _days(year, month)):
        return False
    if date == text:
        return True
    if text[len(date)] == " ":
        return _is_clock(time)
    for sign in ("Z", "+", "-"):
        clock, found, zone = time.partition(sign)
        if found:
            zone_ok = not zone if sign == "Z" else _is_zone(zone)
            return zone_ok and _is_clock(clock)
    return False


def _days(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _is_clock(text: str) -> bool:
    clock, dot, fraction = text.replace(",", ".").partition(".")
    parts = clock.split(":")
    if len(parts) != 3 or not all(_is_decimal(part) and len(part) <= 2 for part in parts):
        return False
    return all(int(part) < limit for part, limit in zip(parts, (24, 60, 60), strict=True)) and (
        not dot or _is_decimal(fraction)
    )


def _is_zone(text: str) -> bool:
    hours, colon, minutes = text.partition(":")
    return bool(colon) and all(_is_decimal(part) and len(part) == 2 for part in (hours, minutes))
