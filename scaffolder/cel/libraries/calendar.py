"""Parts of timestamps and durations: ``t.getMonth()``, ``t.getHours("Europe/Rome")``, ``d.getSeconds()``.

Without a zone a timestamp is read in UTC (cel-go: ``DefaultUTCTimeZone``), whatever offset it was written
with.
"""

from __future__ import annotations

from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime.errors import CelError
from scaffolder.cel.runtime.values import NANOSECONDS, Duration, Timestamp
from scaffolder.cel.types import DURATION, INT, STRING, TIMESTAMP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_DAY = 86_400
_EPOCH_ORDINAL = 719_162  # days from 0001-01-01 to 1970-01-01
_MONTH_STARTS = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)


def declare() -> Library:
    return Library(
        _part("getFullYear", "year", full_year, full_year_in),
        _part("getMonth", "month", month, month_in),
        _part("getDayOfYear", "day_of_year", day_of_year, day_of_year_in),
        _part("getDayOfMonth", "day_of_month", day_of_month, day_of_month_in),
        _part("getDate", "day_of_month_1_based", date, date_in),
        _part("getDayOfWeek", "day_of_week", day_of_week, day_of_week_in),
        _part("getHours", "hours", hours, hours_in, duration_hours),
        _part("getMinutes", "minutes", minutes, minutes_in, duration_minutes),
        _part("getSeconds", "seconds", seconds, seconds_in, duration_seconds),
        _part("getMilliseconds", "milliseconds", milliseconds, milliseconds_in, duration_milliseconds),
    )


def _part(
    function: str,
    name: str,
    in_utc: Callable[[Timestamp], int],
    in_zone: Callable[[Timestamp, str], int],
    of_duration: Callable[[Duration], int] | None = None,
) -> Function:
    # cel-go's own irregularity
    suffix = "tz" if name == "seconds" else "with_tz"
    overloads = [
        Overload(f"timestamp_to_{name}", (TIMESTAMP,), INT, in_utc, member=True),
        Overload(f"timestamp_to_{name}_{suffix}", (TIMESTAMP, STRING), INT, in_zone, member=True),
    ]
    if of_duration is not None:
        overloads.append(Overload(f"duration_to_{name}", (DURATION,), INT, of_duration, member=True))
    return Function(function, *overloads)


def civil(day: int) -> tuple[int, int, int, int]:
    """Year, month and day of the month (from 1), and day of the year (from 0), for a number of days since
    1970.
    """
    days = day + _EPOCH_ORDINAL
    cycles, days = divmod(days, 146_097)
    centuries = min(days // 36_524, 3)
    days -= centuries * 36_524
    quads, days = divmod(days, 1_461)
    years = min(days // 365, 3)
    days -= years * 365
    year = cycles * 400 + centuries * 100 + quads * 4 + years + 1
    leap = years == 3 and (quads != 24 or centuries == 3)
    month = 1
    while days >= _MONTH_STARTS[month] + (leap and month >= 2):
        month += 1
    start = _MONTH_STARTS[month - 1] + (leap and month > 2)
    return year, month, days - start + 1, days


def _local(timestamp: Timestamp, zone: str) -> int:
    """Seconds since 1970 on a clock in ``zone``: a name, or an offset such as ``-08:00``."""
    utc = timestamp.nanoseconds // NANOSECONDS
    hour, colon, minute = zone.partition(":")
    if colon:
        shift = _integer(hour) * 60
        shift += -_integer(minute) if zone.startswith("-") else _integer(minute)
        return utc + shift * 60
    if zone in ("", "UTC", "Local"):
        return utc
    from datetime import UTC, datetime, timedelta
    from zoneinfo import ZoneInfo

    try:
        found = ZoneInfo(zone)
    except (ValueError, OSError, LookupError) as error:
        raise CelError(f"unknown time zone {zone}") from error
    try:
        local = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=utc)).astimezone(found)
    except OverflowError:
        return utc
    shift_from_utc = local.utcoffset()
    return utc + (int(shift_from_utc.total_seconds()) if shift_from_utc is not None else 0)


def _integer(text: str) -> int:
    """``strconv.Atoi``."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not digits.isascii() or not digits.isdigit():
        raise CelError(f'strconv.Atoi: parsing "{text}": invalid syntax')
    if len(digits) > 18:
        raise CelError(f'strconv.Atoi: parsing "{text}": value out of range')
    return int(text)


def full_year(timestamp: Timestamp) -> int:
    return full_year_in(timestamp, "")


def full_year_in(timestamp: Timestamp, zone: str) -> int:
    return civil(_local(timestamp, zone) // _DAY)[0]


def month(timestamp: Timestamp) -> int:
    return month_in(timestamp, "")


def month_in(timestamp: Timestamp, zone: str) -> int:
    """0 is January."""
    return civil(_local(timestamp, zone) // _DAY)[1] - 1


def day_of_year(timestamp: Timestamp) -> int:
    return day_of_year_in(timestamp, "")


def day_of_year_in(timestamp: Timestamp, zone: str) -> int:
    """From 0."""
    return civil(_local(timestamp, zone) // _DAY)[3]


def day_of_month(timestamp: Timestamp) -> int:
    return day_of_month_in(timestamp, "")


def day_of_month_in(timestamp: Timestamp, zone: str) -> int:
    """From 0."""
    return civil(_local(timestamp, zone) // _DAY)[2] - 1


def date(timestamp: Timestamp) -> int:
    return date_in(timestamp, "")


def date_in(timestamp: Timestamp, zone: str) -> int:
    """From 1."""
    return civil(_local(timestamp, zone) // _DAY)[2]


def day_of_week(timestamp: Timestamp) -> int:
    return day_of_week_in(timestamp, "")


def day_of_week_in(timestamp: Timestamp, zone: str) -> int:
    """0 is Sunday."""
    return (_local(timestamp, zone) // _DAY + 4) % 7


def hours(timestamp: Timestamp) -> int:
    return hours_in(timestamp, "")


def hours_in(timestamp: Timestamp, zone: str) -> int:
    return _local(timestamp, zone) % _DAY // 3600


def minutes(timestamp: Timestamp) -> int:
    return minutes_in(timestamp, "")


def minutes_in(timestamp: Timestamp, zone: str) -> int:
    return _local(timestamp, zone) % 3600 // 60


def seconds(timestamp: Timestamp) -> int:
    return seconds_in(timestamp, "")


def seconds_in(timestamp: Timestamp, zone: str) -> int:
    return _local(timestamp, zone) % 60


def milliseconds(timestamp: Timestamp) -> int:
    return timestamp.nanoseconds % NANOSECONDS // 1_000_000


def milliseconds_in(timestamp: Timestamp, zone: str) -> int:
    _local(timestamp, zone)
    return milliseconds(timestamp)


def _whole(duration: Duration, unit: int) -> int:
    count = abs(duration.nanoseconds) // unit
    return -count if duration.nanoseconds < 0 else count


def duration_hours(duration: Duration) -> int:
    return _whole(duration, 3600 * NANOSECONDS)


def duration_minutes(duration: Duration) -> int:
    return _whole(duration, 60 * NANOSECONDS)


def duration_seconds(duration: Duration) -> int:
    return _whole(duration, NANOSECONDS)


def duration_milliseconds(duration: Duration) -> int:
    return _whole(duration, 1_000_000)


def format_timestamp(timestamp: Timestamp) -> str:
    """RFC 3339 in the offset that it was written with, and only as many decimals as needed."""
    local, nanoseconds = divmod(timestamp.nanoseconds, NANOSECONDS)
    local += timestamp.offset
    year, month_, day, _ = civil(local // _DAY)
    clock = f"{local % _DAY // 3600:02d}:{local % 3600 // 60:02d}:{local % 60:02d}"
    fraction = f".{nanoseconds:09d}".rstrip("0") if nanoseconds else ""
    zone = "Z"
    if timestamp.offset:
        hour, minute = divmod(abs(timestamp.offset) // 60, 60)
        zone = f"{'-' if timestamp.offset < 0 else '+'}{hour:02d}:{minute:02d}"
    return f"{year:04d}-{month_:02d}-{day:02d}T{clock}{fraction}{zone}"
