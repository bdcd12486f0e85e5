"""Durations in nanoseconds: Go's notation, and the loose one of the format ``duration``.

Sources: ``ParseDuration`` and ``Duration.String`` in Go's ``time``; ``ParseDuration`` in
``k8s.io/kube-openapi/pkg/validation/strfmt/duration.go``.
"""

from __future__ import annotations

from scaffolder.apimachinery.quoting import quote, quote_ascii

_NANOSECOND = 1
_MICROSECOND = 1000
_MILLISECOND = 1000 * _MICROSECOND
_SECOND = 1000 * _MILLISECOND
_MINUTE = 60 * _SECOND
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_WEEK = 7 * _DAY

_MAX = (1 << 63) - 1
_DIGITS = "0123456789"
_UNITS = {
    "ns": _NANOSECOND,
    "us": _MICROSECOND,
    "µs": _MICROSECOND,  # U+00B5, the micro sign
    "μs": _MICROSECOND,  # U+03BC, the Greek letter
    "ms": _MILLISECOND,
    "s": _SECOND,
    "m": _MINUTE,
    "h": _HOUR,
}
# The last spelling of each unit is a prefix: "seconds" begins with "sec".
_LOOSE_UNITS = (
    (("ns", "nano"), _NANOSECOND),
    (("us", "µs", "micro"), _MICROSECOND),
    (("ms", "milli"), _MILLISECOND),
    (("s", "sec"), _SECOND),
    (("m", "min"), _MINUTE),
    (("h", "hr", "hour"), _HOUR),
    (("d", "day"), _DAY),
    (("w", "wk", "week"), _WEEK),
)
_LOOSE_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZµ"


class DurationError(ValueError):
    """Not a duration; the text is Go's."""


def parse_go_duration(text: str) -> int:
    """``time.ParseDuration``: ``1h30m``, ``-1.5s``, ``0``. Raises ``DurationError``."""
    negative = text.startswith("-")
    position = 1 if text[:1] in ("-", "+") else 0
    length = len(text)
    if position == length:
        raise _invalid(text)
    if text[position:] == "0":
        return 0
    total = 0
    while position < length:
        after = _skip_digits(text, position)
        whole, fraction = text[position:after], ""
        position = after
        if position < length and text[position] == ".":
            after = _skip_digits(text, position + 1)
            fraction = text[position + 1 : after]
            position = after
        if whole == "" and fraction == "":
            raise _invalid(text)
        # leadingInt refuses what is beyond 1<<63, however the unit would scale it.
        value = _bounded(whole)
        if value > _MAX + 1:
            raise _invalid(text)
        after = position
        while after < length and text[after] != "." and text[after] not in _DIGITS:
            after += 1
        unit = text[position:after]
        position = after
        if unit == "":
            raise DurationError(f"time: missing unit in duration {quote_ascii(text)}")
        if unit not in _UNITS:
            raise DurationError(f"time: unknown unit {quote_ascii(unit)} in duration {quote_ascii(text)}")
        scale = _UNITS[unit]
        if value > (_MAX + 1) // scale:
            raise _invalid(text)
        value *= scale
        if fraction:
            value += _scaled_fraction(fraction, scale)
            if value > _MAX + 1:
                raise _invalid(text)
        # The sum is a uint64: two halves of its range make none.
        total = (total + value) % (1 << 64)
        if total > _MAX + 1:
            raise _invalid(text)
    if negative:
        return -total
    if total > _MAX:
        raise _invalid(text)
    return total


def parse_duration(text: str) -> int:
    """``strfmt.ParseDuration``: Go's notation, or any text with numbers before units.

    ``2w`` and ``about 3 minutes`` pass. Sums wrap around at 64 bits, as there. Raises ``DurationError``.
    """
    try:
        return parse_go_duration(text)
    except DurationError:
        pass
    total = 0
    found = False
    for digits, letters in _numbers_with_units(text):
        factor = _bounded(digits)
        if factor > _MAX:
            raise DurationError(f"strconv.Atoi: parsing {quote(digits)}: value out of range")
        unit = letters.lower()
        for spellings, multiplier in _LOOSE_UNITS:
            last = len(spellings) - 1
            for index, spelling in enumerate(spellings):
                if unit == spelling or (index == last and unit.startswith(spelling)):
                    found = True
                    total += factor * multiplier
    if not found:
        raise DurationError(f"unable to parse {text} as duration")
    return (total + _MAX + 1) % (1 << 64) - _MAX - 1


def is_duration(text: str) -> bool:
    """The format ``duration``."""
    try:
        parse_duration(text)
    except DurationError:
        return False
    return True


def format_duration(nanoseconds: int) -> str:
    """``Duration.String``: ``1h30m0s``, ``1.5s``, ``100ms``, ``0s``."""
    sign = "-" if nanoseconds < 0 else ""
    rest = abs(nanoseconds)
    if rest < _SECOND:
        if rest == 0:
            return "0s"
        for unit, scale in (("ns", _NANOSECOND), ("µs", _MICROSECOND), ("ms", _MILLISECOND)):
            if rest < 1000 * scale:
                return f"{sign}{_decimal(rest, scale)}{unit}"
    minutes, below = divmod(rest, _MINUTE)
    text = f"{_decimal(below, _SECOND)}s"
    if minutes:
        hours, minutes = divmod(minutes, 60)
        text = f"{minutes}m{text}"
        if hours:
            text = f"{hours}h{text}"
    return sign + text


def _decimal(value: int, scale: int) -> str:
    whole, fraction = divmod(value, scale)
    if not fraction:
        return str(whole)
    places = len(str(scale)) - 1
    return f"{whole}.{fraction:0{places}d}".rstrip("0")


def _invalid(text: str) -> DurationError:
    return DurationError(f"time: invalid duration {quote_ascii(text)}")


def _skip_digits(text: str, position: int) -> int:
    while position < len(text) and text[position] in _DIGITS:
        position += 1
    return position


def _bounded(digits: str) -> int:
    """The number, or something beyond every limit if it is longer than any that passes."""
    significant = digits.lstrip("0")
    return int(significant or "0") if len(significant) < 20 else 1 << 64


def _scaled_fraction(fraction: str, scale: int) -> int:
    """``leadingFraction`` and what follows it: digits beyond 63 bits are dropped, the product is a float."""
    value, divisor = 0, 1.0
    for digit in fraction:
        if value > _MAX // 10 or value * 10 + int(digit) > _MAX + 1:
            break
        value = value * 10 + int(digit)
        divisor *= 10
    return int(float(value) * (float(scale) / divisor))


def _numbers_with_units(text: str) -> list[tuple[str, str]]:
    r"""What ``(\d+)\s*([A-Za-zµ]+)`` finds, from left to right."""
    found = []
    position = 0
    length = len(text)
    while position < length:
        if text[position] not in _DIGITS:
            position += 1
            continue
        start = position
        position = _skip_digits(text, start)
        digits = text[start:position]
        after = position
        while after < length and text[after] in " \t\n\f\r":
            after += 1
        end = after
        while end < length and text[end] in _LOOSE_LETTERS:
            end += 1
        if end > after:
            found.append((digits, text[after:end]))
            position = end
    return found
