"""The times of ``metadata``: RFC 3339 as Go's ``time.Parse`` reads it.

Source: ``Time.UnmarshalJSON`` in ``k8s.io/apimachinery/pkg/apis/meta/v1/time.go``; ``parse`` in Go's
``time/format.go``. A fraction of a second may follow a dot or a comma, and the hour may have one digit.
"""

from __future__ import annotations

_LAYOUT = "2006-01-02T15:04:05Z07:00"
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class TimestampError(ValueError):
    """A text that is no timestamp, in Go's words."""


def normalized(text: str) -> str:
    """The same time as the server stores it: in UTC, without the fraction of a second."""
    year, month, day, hour, minute, second, offset = _parse(text)
    from datetime import datetime, timedelta

    try:
        utc = datetime(year, month, day, hour, minute, second) - timedelta(minutes=offset)
    except (OverflowError, ValueError):
        # Python has no year 0 and none after 9999; such a time is kept as it is.
        return text
    return f"{utc.year:04d}-{utc:%m-%dT%H:%M:%S}Z"


def _parse(text: str) -> tuple[int, int, int, int, int, int, int]:
    rest = text
    fields = []
    for element, digits, low, high, name in (
        ("2006", 4, 0, 9999, "year"),
        ("-", 0, 0, 0, ""),
        ("01", 2, 1, 12, "month"),
        ("-", 0, 0, 0, ""),
        ("02", 2, 1, 31, "day"),
        ("T", 0, 0, 0, ""),
        ("15", 2, 0, 23, "hour"),
        (":", 0, 0, 0, ""),
        ("04", 2, 0, 59, "minute"),
        (":", 0, 0, 0, ""),
        ("05", 2, 0, 59, "second"),
    ):
        if not digits:
            if not rest.startswith(element):
                raise _unreadable(text, rest, element)
            rest = rest[1:]
            continue
        if name == "hour" and _is_number(rest[:1]) and not _is_number(rest[1:2]):
            digits = 1
        number = rest[:digits]
        if len(number) < digits or not _is_number(number):
            raise _unreadable(text, rest, element)
        value = int(number)
        if not low <= value <= high and name != "day":
            raise TimestampError(f"parsing time {_quoted(text)}: {name} out of range")
        fields.append(value)
        rest = rest[digits:]
    year, month, day, hour, minute, second = fields
    rest = _without_fraction(rest)
    offset, rest = _zone(text, rest)
    if rest:
        raise TimestampError(f"parsing time {_quoted(text)}: extra text: {_quoted(rest)}")
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= day <= _DAYS[month - 1] + leap:
        raise TimestampError(f"parsing time {_quoted(text)}: day out of range")
    return year, month, day, hour, minute, second, offset


def _without_fraction(rest: str) -> str:
    if rest[:1] in (".", ",") and _is_number(rest[1:2]):
        return rest[1:].lstrip("0123456789")
    return rest


def _zone(text: str, rest: str) -> tuple[int, str]:
    """Minutes east of UTC, and what follows the zone."""
    if rest.startswith("Z"):
        return 0, rest[1:]
    hours, minutes = rest[1:3], rest[4:6]
    if rest[:1] not in ("+", "-") or rest[3:4] != ":" or not _is_number(hours + minutes) or len(minutes) < 2:
        raise _unreadable(text, rest, "Z07:00")
    if int(hours) > 24:
        raise TimestampError(f"parsing time {_quoted(text)}: time zone offset hour out of range")
    if int(minutes) > 60:
        raise TimestampError(f"parsing time {_quoted(text)}: time zone offset minute out of range")
    offset = int(hours) * 60 + int(minutes)
    return (offset if rest[0] == "+" else -offset), rest[6:]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _unreadable(text: str, rest: str, element: str) -> TimestampError:
    return TimestampError(
        f'parsing time {_quoted(text)} as "{_LAYOUT}": cannot parse {_quoted(rest)} as "{element}"'
    )


def _quoted(text: str) -> str:
    """``quote`` of package time: only quotes and backslashes are escaped, and bytes outside ASCII."""
    parts = []
    for character in text:
        if character in '"\\':
            parts.append("\\" + character)
        elif " " <= character < "\x7f":
            parts.append(character)
        else:
            parts.extend(f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))
    return f'"{"".join(parts)}"'
