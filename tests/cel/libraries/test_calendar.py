"""Parts of timestamps and durations."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("timestamp('2024-02-29T13:14:15.678Z').getFullYear()", 2024),
        ("timestamp('2024-02-29T13:14:15Z').getMonth()", 1),
        (
            (
                "timestamp('2024-02-29T13:14:15Z').getDate() == 29 && "
                "timestamp('2024-02-29T13:14:15Z').getDayOfMonth() == 28"
            ),
            True,
        ),
        ("timestamp('2024-12-31T00:00:00Z').getDayOfYear()", 365),
        ("timestamp('2024-03-03T00:00:00Z').getDayOfWeek()", 0),
        (
            (
                "timestamp('2024-02-29T13:14:15.678Z').getHours() == 13 && "
                "timestamp('2024-02-29T13:14:15Z').getMinutes() == 14"
            ),
            True,
        ),
        (
            (
                "timestamp('2024-02-29T13:14:15.678Z').getSeconds() == 15 && "
                "timestamp('2024-02-29T13:14:15.678Z').getMilliseconds() == 678"
            ),
            True,
        ),
        ("timestamp('2024-01-01T00:30:00+02:00').getFullYear()", 2023),
        ("timestamp('2024-01-01T00:00:00Z').getHours('America/New_York')", 19),
        ("timestamp('2024-01-01T00:00:00Z').getHours('-01:30')", 22),
        ("timestamp('2024-01-01T00:00:00Z').getMinutes('+05:30')", 30),
        ("timestamp('2024-01-01T00:00:00Z').getMinutes('+00:99')", 39),
        ("timestamp('2024-01-01T00:00:00Z').getHours('Nowhere')", "error: unknown time zone Nowhere"),
        ("duration('-90m').getHours() == -1 && duration('90m').getMinutes() == 90", True),
        ("duration('1.5s').getSeconds() == 1 && duration('1.5s').getMilliseconds() == 1500", True),
    ],
)
def test_calendar(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
