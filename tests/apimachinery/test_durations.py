from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.apimachinery.durations import (
    DurationError,
    format_duration,
    is_duration,
    parse_duration,
    parse_go_duration,
)

SECOND = 10**9


@pytest.mark.parametrize(
    ("text", "nanoseconds", "printed"),
    [
        ("0", 0, "0s"),
        ("1h30m", 5400 * SECOND, "1h30m0s"),
        ("-1.5s", -1500000000, "-1.5s"),
        ("+.5m", 30 * SECOND, "30s"),
        ("1.000000001s", SECOND + 1, "1.000000001s"),
        ("1500us", 1500000, "1.5ms"),
        ("3µs", 3000, "3µs"),
        ("3μs", 3000, "3µs"),
        ("999ns", 999, "999ns"),
        ("0.100000000000000000000h", 360 * SECOND, "6m0s"),
        ("9223372036854775807ns", (1 << 63) - 1, "2562047h47m16.854775807s"),
        ("-9223372036854775808ns", -(1 << 63), "-2562047h47m16.854775808s"),
        ("9223372036854775808ns9223372036854775808ns", 0, "0s"),
    ],
)
def test_gos_notation(text: str, nanoseconds: int, printed: str) -> None:
    assert parse_go_duration(text) == nanoseconds
    assert parse_duration(text) == nanoseconds
    assert format_duration(nanoseconds) == printed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'time: invalid duration ""'),
        ("1", 'time: missing unit in duration "1"'),
        ("1d", 'time: unknown unit "d" in duration "1d"'),
        ("é", 'time: invalid duration "\\xc3\\xa9"'),
        (".s", 'time: invalid duration ".s"'),
        ("9223372036854775808ns", 'time: invalid duration "9223372036854775808ns"'),
        ("3000000h", 'time: invalid duration "3000000h"'),
    ],
)
def test_gos_errors(text: str, message: str) -> None:
    with pytest.raises(DurationError) as caught:
        parse_go_duration(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2w", 14 * 86400),
        ("about 3 minutes or so", 180),
        ("1M", 60),
        ("1e3s", 3),
        ("P1D", 86400),
        ("1 h 2 hours", 10800),
    ],
)
def test_the_loose_notation(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds * SECOND


@pytest.mark.parametrize("text", ["", "1", "1 month", "10x", "h", "99999999999999999999 s"])
def test_what_even_that_refuses(text: str) -> None:
    assert not is_duration(text)


def test_loose_sums_wrap_around() -> None:
    assert parse_duration("106752 d") == 106752 * 86400 * SECOND - (1 << 64)


@given(nanoseconds=st.integers(-(1 << 63), (1 << 63) - 1))
def test_what_is_printed_can_be_read(nanoseconds: int) -> None:
    assert parse_go_duration(format_duration(nanoseconds)) == nanoseconds
