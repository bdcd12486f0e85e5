from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.apimachinery.times import (
    TimeError,
    Timestamp,
    is_date_time,
    parse_date,
    parse_date_time,
    parse_rfc3339,
)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
        ("2024-01-01T01:00:00.120+01:00", "2024-01-01T01:00:00.12+01:00"),
        ("2024-01-01T1:00:00,5-00:30", "2024-01-01T01:00:00.5-00:30"),
        ("0000-02-29T23:59:59.1234567899Z", "0000-02-29T23:59:59.123456789Z"),
        ("2024-01-01T00:00:00+24:60", "2024-01-01T00:00:00+25:00"),
        ("2024-01-01T00:00:00+00:00", "2024-01-01T00:00:00Z"),
    ],
)
def test_reads_and_prints(text: str, printed: str) -> None:
    assert str(parse_rfc3339(text)) == printed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "2024-01-01t06:07:08z",
            'parsing time "2024-01-01t06:07:08z" as "2006-01-02T15:04:05": cannot parse "t06:07:08z" as "T"',
        ),
        ("2024-01-01T00:00:00x5Z", 'parsing time "2024-01-01T00:00:00x5Z": extra text: "x5Z"'),
        ("2024-01-01T00:00:00+99:99", 'parsing time "2024-01-01T00:00:00+99:99": extra text: "+99:99"'),
        ("2024-13-01T00:00:00", 'parsing time "2024-13-01T00:00:00": month out of range'),
        ("2023-02-29T00:00:00", 'parsing time "2023-02-29T00:00:00": day out of range'),
        ("2024-01-01T00:00:60", 'parsing time "2024-01-01T00:00:60": second out of range'),
        ("x", 'parsing time "x" as "2006-01-02T15:04:05": cannot parse "x" as "2006"'),
    ],
)
def test_errors_are_those_of_the_last_layout(text: str, message: str) -> None:
    with pytest.raises(TimeError) as caught:
        parse_date_time(text)
    assert str(caught.value) == message


def test_a_date_time_may_be_local_or_empty() -> None:
    assert parse_date_time("1970-01-01T00:00:01") == Timestamp(10**9)
    assert parse_date_time("") == Timestamp(0)


def test_timestamps_compare_as_points_in_time() -> None:
    assert parse_rfc3339("2024-01-01T01:00:00+01:00") == parse_rfc3339("2024-01-01T00:00:00Z")
    assert parse_rfc3339("2024-01-01T00:00:00Z") < parse_rfc3339("2024-01-01T00:00:00.000000001Z")


def test_fields() -> None:
    moment = parse_rfc3339("2024-12-31T23:05:06.007Z")
    assert (moment.date(), moment.clock()) == ((2024, 12, 31), (23, 5, 6, 7_000_000))
    assert (moment.weekday(), moment.year_day(), moment.unix()) == (2, 366, 1735686306)


@pytest.mark.parametrize(
    ("zone", "printed"),
    [
        ("UTC", "2024-07-01T04:00:00Z"),
        ("America/New_York", "2024-07-01T00:00:00-04:00"),
        ("+02:00", "2024-07-01T06:00:00+02:00"),
        ("-01:30", "2024-07-01T02:30:00-01:30"),
        ("2:00", "2024-07-01T06:00:00+02:00"),
    ],
)
def test_zones(zone: str, printed: str) -> None:
    assert str(parse_rfc3339("2024-07-01T04:00:00Z").in_zone(zone)) == printed


@pytest.mark.parametrize(
    ("zone", "message"),
    [
        ("Mars/Base", "unknown time zone Mars/Base"),
        ("../etc/passwd", "time: invalid location name"),
        ("x:00", 'strconv.Atoi: parsing "x": invalid syntax'),
    ],
)
def test_no_zones(zone: str, message: str) -> None:
    with pytest.raises(TimeError) as caught:
        Timestamp(0).in_zone(zone)
    assert str(caught.value) == message


@given(day=st.dates())
def test_the_calendar(day: datetime.date) -> None:
    moment = parse_date(day.isoformat())
    assert moment.date() == (day.year, day.month, day.day)
    assert moment.year_day() == day.timetuple().tm_yday
    assert moment.weekday() == day.isoweekday() % 7
    assert str(moment) == f"{day.isoformat()}T00:00:00Z"


@given(text=st.text(alphabet="0123456789-:.,TtZz+ ", max_size=30))
def test_what_rules_can_read_is_a_date_time_or_close_to_it(text: str) -> None:
    try:
        moment = parse_rfc3339(text)
    except TimeError:
        return
    assert is_date_time(str(moment))
