"""Dates and times as Go's ``time`` reads and prints them, to the nanosecond.

Sources: ``time.Parse`` and ``Time.Format`` in Go's ``time/format.go`` for the layouts that Kubernetes uses;
``date.go`` and ``time.go`` in ``k8s.io/kube-openapi/pkg/validation/strfmt`` for the formats ``date`` and
``date-time``; ``timeZone`` in ``cel-go/common/types/timestamp.go`` for zones by name or offset.
"""

from __future__ import annotations

from scaffolder.apimachinery.quoting import quote, quote_ascii

TYPE_CHECKING = False
if TYPE_CHECKING:
    # What must stand before an element, and the element as Go's reference time spells it.
    Layout = tuple[tuple[str, str], ...]

_SECOND = 1_000_000_000
_DIGITS = "0123456789"
_DATE: Layout = (("", "2006"), ("-", "01"), ("-", "02"))
_LOCAL: Layout = (*_DATE, ("T", "15"), (":", "04"), (":", "05"))
_RFC3339: Layout = (*_LOCAL, ("", "Z07:00"))
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_RANGES = {"01": ("month", 1, 12), "15": ("hour", 0, 23), "04": ("minute", 0, 59), "05": ("second", 0, 59)}


class TimeError(ValueError):
    """Not a time, or not a zone; the text is Go's."""


class Timestamp:
    """A point in time, and the offset of the zone in which its fields are read.

    ``nanoseconds`` count from 1970 in UTC and may be negative; ``offset`` is in seconds east of UTC.
    Timestamps are compared as points in time, whatever their offsets.
    """

    __slots__ = ("nanoseconds", "offset")

    def __init__(self, nanoseconds: int, offset: int = 0) -> None:
        self.nanoseconds = nanoseconds
        self.offset = offset

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Timestamp) and self.nanoseconds == other.nanoseconds

    def __lt__(self, other: Timestamp) -> bool:
        return self.nanoseconds < other.nanoseconds

    def __le__(self, other: Timestamp) -> bool:
        return self.nanoseconds <= other.nanoseconds

    def __hash__(self) -> int:
        return hash(self.nanoseconds)

    def __repr__(self) -> str:
        return f"Timestamp({str(self)!r})"

    def __str__(self) -> str:
        """``Format(time.RFC3339Nano)``: no more digits of the second than needed, ``Z`` for UTC."""
        year, month, day = self.date()
        hour, minute, second, nanosecond = self.clock()
        text = f"{_padded(year, 4)}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"
        if nanosecond:
            text += f".{nanosecond:09d}".rstrip("0")
        if self.offset == 0:
            return f"{text}Z"
        minutes = abs(self.offset) // 60
        return f"{text}{'-' if self.offset < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"

    def unix(self) -> int:
        """Whole seconds from 1970 on."""
        return self.nanoseconds // _SECOND

    def date(self) -> tuple[int, int, int]:
        """(year, month, day), both from 1."""
        return _civil(self._days())

    def clock(self) -> tuple[int, int, int, int]:
        """(hour, minute, second, nanosecond)."""
        seconds = (self.unix() + self.offset) % 86400
        return seconds // 3600, seconds // 60 % 60, seconds % 60, self.nanoseconds % _SECOND

    def weekday(self) -> int:
        """0 is Sunday."""
        return (self._days() + 4) % 7

    def year_day(self) -> int:
        """1 is the first of January."""
        return self._days() - _days_from_civil(self.date()[0], 1, 1) + 1

    def in_zone(self, zone: str) -> Timestamp:
        """The same point, its fields read in ``zone``: a name, ``Europe/Paris``, or an offset, ``-01:30``.

        Raises ``TimeError`` for what is no zone.
        """
        hours, colon, minutes = zone.partition(":")
        if not colon:
            return Timestamp(self.nanoseconds, _offset_in(zone, self.unix()))
        # cel-go 0.26, that of Kubernetes 1.36, holds neither number to a range
        hour, minute = _atoi(hours), _atoi(minutes)
        total = hour * 60 - minute if zone.startswith("-") else hour * 60 + minute
        return Timestamp(self.nanoseconds, total * 60)

    def _days(self) -> int:
        return (self.unix() + self.offset) // 86400


def parse_rfc3339(text: str) -> Timestamp:
    """``time.Parse(time.RFC3339, …)``, which is CEL's ``timestamp()``. Raises ``TimeError``."""
    return _parse(text, _RFC3339, "2006-01-02T15:04:05Z07:00")


def parse_date_time(text: str) -> Timestamp:
    """``strfmt.ParseDateTime``: what a ``date-time`` is to a CEL rule. Raises ``TimeError``.

    It tries RFC 3339 and then local time; the error is that of the last attempt.
    """
    if text == "":
        return Timestamp(0)
    try:
        return parse_rfc3339(text)
    except TimeError:
        return _parse(text, _LOCAL, "2006-01-02T15:04:05")


def parse_date(text: str) -> Timestamp:
    """``2006-01-02``, midnight in UTC. Raises ``TimeError``."""
    return _parse(text, _DATE, "2006-01-02")


def is_date(text: str) -> bool:
    """The format ``date``."""
    try:
        parse_date(text)
    except TimeError:
        return False
    return True


def is_date_time(text: str) -> bool:
    """The format ``date-time``, which is laxer than any parser of times.

    What counts is a date, a ``t`` in either case, ``hh:mm:ss``, a fraction after any one character, and a
    zone of any two numbers; a second ``t`` and all behind it are ignored.
    """
    parts = text.replace("T", "t").replace("Z", "z").split("t")
    if len(parts) < 2 or not is_date(parts[0]):
        return False
    clock, rest = parts[1][:8], parts[1][8:]
    if not _is_clock(clock, 3) or clock[:2] > "23" or clock[3:5] > "59" or clock[6:] > "59":
        return False
    if rest.endswith("z"):
        fraction = rest[:-1]
    elif rest[-6:-5] in ("+", "-") and _is_clock(rest[-5:], 2):
        fraction = rest[:-6]
    else:
        return False
    return fraction == "" or (fraction[0] != "\n" and fraction[1:] != "" and not fraction[1:].strip(_DIGITS))


def _is_clock(text: str, pairs: int) -> bool:
    parts = text.split(":")
    return len(parts) == pairs and all(len(part) == 2 and not part.strip(_DIGITS) for part in parts)


def _parse(text: str, layout: Layout, layout_text: str) -> Timestamp:
    """``time.Parse``: the hour may have one digit, the second a fraction after ``.`` or ``,``."""
    rest = text
    values = {"15": 0, "04": 0, "05": 0}
    nanosecond = offset = 0

    def cannot_parse(value: str, element: str) -> TimeError:
        return TimeError(
            f"parsing time {quote_ascii(text)} as {quote_ascii(layout_text)}: "
            f"cannot parse {quote_ascii(value)} as {quote_ascii(element)}"
        )

    def failed(message: str) -> TimeError:
        return TimeError(f"parsing time {quote_ascii(text)}{message}")

    for prefix, element in layout:
        if not rest.startswith(prefix):
            raise cannot_parse(rest, prefix)
        rest = rest[len(prefix) :]
        if element == "Z07:00":
            if rest.startswith("Z"):
                rest = rest[1:]
                continue
            zone = rest[:6]
            if zone[:1] not in ("+", "-") or not _is_clock(zone[1:], 2):
                raise cannot_parse(rest, element)
            hours, minutes = int(zone[1:3]), int(zone[4:])
            # Some people do write offsets of 24 hours or 60 minutes.
            if minutes > 60:
                raise failed(": time zone offset minute out of range")
            if hours > 24:
                raise failed(": time zone offset hour out of range")
            offset = (hours * 60 + minutes) * (-60 if zone[0] == "-" else 60)
            rest = rest[6:]
            continue
        width = 4 if element == "2006" else 2
        if element == "15" and not (rest[1:2] and rest[1] in _DIGITS):
            width = 1
        digits = rest[:width]
        if len(digits) < width or digits.strip(_DIGITS):
            raise cannot_parse(rest, element)
        rest = rest[width:]
        values[element] = int(digits)
        if element in _RANGES:
            name, least, most = _RANGES[element]
            if not least <= values[element] <= most:
                raise failed(f": {name} out of range")
        if element == "05" and rest[:1] in (".", ",") and rest[1:2] and rest[1] in _DIGITS:
            end = 2
            while end < len(rest) and rest[end] in _DIGITS:
                end += 1
            nanosecond = int(rest[1:end][:9].ljust(9, "0"))
            rest = rest[end:]
    if rest:
        raise failed(f": extra text: {quote_ascii(rest)}")
    year, month, day = values["2006"], values["01"], values["02"]
    if not 1 <= day <= _days_in(year, month):
        raise failed(": day out of range")
    seconds = _days_from_civil(year, month, day) * 86400
    seconds += values["15"] * 3600 + values["04"] * 60 + values["05"] - offset
    return Timestamp(seconds * _SECOND + nanosecond, offset)


def _days_in(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _DAYS[month - 1]


def _days_from_civil(year: int, month: int, day: int) -> int:
    """Days from 1970-01-01 in the proleptic Gregorian calendar; years begin in March while counting."""
    if month <= 2:
        year -= 1
    era_year = year % 400
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return year // 400 * 146097 + era_year * 365 + era_year // 4 - era_year // 100 + day_of_year - 719468


def _civil(days: int) -> tuple[int, int, int]:
    """The inverse of ``_days_from_civil``."""
    era, day_of_era = divmod(days + 719468, 146097)
    year = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365
    day_of_year = day_of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted + 2) // 5 + 1
    month = (shifted + 2) % 12 + 1
    return year + era * 400 + (month <= 2), month, day


def _padded(year: int, width: int) -> str:
    return f"-{-year:0{width}d}" if year < 0 else f"{year:0{width}d}"


def _atoi(text: str) -> int:
    """``strconv.Atoi``."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    if digits == "" or digits.strip(_DIGITS):
        raise TimeError(f"strconv.Atoi: parsing {quote(text)}: invalid syntax")
    if len(digits.lstrip("0")) > 18:
        raise TimeError(f"strconv.Atoi: parsing {quote(text)}: value out of range")
    return int(text)


def _offset_in(zone: str, unix: int) -> int:
    """The offset of a named zone at a point in time; ``Local`` is taken for UTC, as servers run in it."""
    if zone in ("", "UTC", "Local"):
        return 0
    if ".." in zone or zone[0] in "/\\" or "\\" in zone:
        raise TimeError("time: invalid location name")
    from datetime import UTC, datetime, timedelta
    from zoneinfo import ZoneInfo

    try:
        location = ZoneInfo(zone)
    except (LookupError, OSError, ValueError):
        raise TimeError(f"unknown time zone {zone}") from None
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=unix)
        offset = moment.astimezone(location).utcoffset()
    except OverflowError:
        return 0
    return 0 if offset is None else int(offset.total_seconds())
