"""Parts of timestamps and durations: ``t.getMonth()``, ``t.getHours("Europe/Rome")``, ``d.getSeconds()``.

Without a zone a timestamp is read in UTC (cel-go: ``DefaultUTCTimeZone``), whatever offset it was written
with.
"""

from __future__ import annotations

from scaffolder.apimachinery.times import TimeError, Timestamp
from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime.errors import CelError
from scaffolder.cel.runtime.values import NANOSECONDS, Duration
from scaffolder.cel.types import DURATION, INT, STRING, TIMESTAMP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


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


def _in(timestamp: Timestamp, zone: str) -> Timestamp:
    """The same instant on a clock in ``zone``: a name, or an offset such as ``-08:00``."""
    try:
        return timestamp.in_zone(zone)
    except TimeError as error:
        raise CelError(str(error)) from error


def full_year_in(timestamp: Timestamp, zone: str) -> int:
    return _in(timestamp, zone).date()[0]


def full_year(timestamp: Timestamp) -> int:
    return full_year_in(timestamp, "UTC")


def month_in(timestamp: Timestamp, zone: str) -> int:
    """0 is January."""
    return _in(timestamp, zone).date()[1] - 1


def month(timestamp: Timestamp) -> int:
    return month_in(timestamp, "UTC")


def day_of_year_in(timestamp: Timestamp, zone: str) -> int:
    """From 0."""
    return _in(timestamp, zone).year_day() - 1


def day_of_year(timestamp: Timestamp) -> int:
    return day_of_year_in(timestamp, "UTC")


def day_of_month_in(timestamp: Timestamp, zone: str) -> int:
    """From 0."""
    return _in(timestamp, zone).date()[2] - 1


def day_of_month(timestamp: Timestamp) -> int:
    return day_of_month_in(timestamp, "UTC")


def date_in(timestamp: Timestamp, zone: str) -> int:
    """From 1."""
    return _in(timestamp, zone).date()[2]


def date(timestamp: Timestamp) -> int:
    return date_in(timestamp, "UTC")


def day_of_week_in(timestamp: Timestamp, zone: str) -> int:
    """0 is Sunday."""
    return _in(timestamp, zone).weekday()


def day_of_week(timestamp: Timestamp) -> int:
    return day_of_week_in(timestamp, "UTC")


def hours_in(timestamp: Timestamp, zone: str) -> int:
    return _in(timestamp, zone).clock()[0]


def hours(timestamp: Timestamp) -> int:
    return hours_in(timestamp, "UTC")


def minutes_in(timestamp: Timestamp, zone: str) -> int:
    return _in(timestamp, zone).clock()[1]


def minutes(timestamp: Timestamp) -> int:
    return minutes_in(timestamp, "UTC")


def seconds_in(timestamp: Timestamp, zone: str) -> int:
    return _in(timestamp, zone).clock()[2]


def seconds(timestamp: Timestamp) -> int:
    return seconds_in(timestamp, "UTC")


def milliseconds_in(timestamp: Timestamp, zone: str) -> int:
    return _in(timestamp, zone).clock()[3] // 1_000_000


def milliseconds(timestamp: Timestamp) -> int:
    return milliseconds_in(timestamp, "UTC")


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
