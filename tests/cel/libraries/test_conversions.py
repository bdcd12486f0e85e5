"""Functions named after types."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("int('12') == 12 && int(1.9) == 1 && int(-1.9) == -1 && int(5u) == 5", True),
        ("int(['1_0'][0])", "error: type conversion error from 'string' to 'int'"),
        ("int([dyn('abc')][0])", "error: type conversion error from 'string' to 'int'"),
        ("int([dyn('9223372036854775808')][0])", "error: type conversion error from 'string' to 'int'"),
        ("int([dyn(1e30)][0])", "error: integer overflow"),
        ("int([dyn(18446744073709551615u)][0])", "error: integer overflow"),
        ("int(timestamp('1970-01-01T00:01:00Z'))", 60),
        ("int(duration('1s'))", 1000000000),
        (
            "duration([1][0]) == duration('1s')",
            "error: type conversion error from 'int' to 'google.protobuf.Duration'",
        ),
        ("uint('12') == 12u && uint(3.7) == 3u", True),
        ("uint([dyn(-1)][0])", "error: unsigned integer overflow"),
        ("uint([dyn('-1')][0])", "error: type conversion error from 'string' to 'uint'"),
        (
            ("double('1.5') == 1.5 && double('-inf') < 0.0 && double(1) == 1.0 && double('0x1p-2') == 0.25"),
            True,
        ),
        ("double('1_000.2_5') == 1000.25 && double('0x_1_0p1') == 32.0", True),
        ("double([dyn('1__0')][0])", "error: type conversion error from 'string' to 'double'"),
        ("double([dyn('0x1_p1')][0])", "error: type conversion error from 'string' to 'double'"),
        ("double([dyn('+nan')][0])", "error: type conversion error from 'string' to 'double'"),
        ("double([dyn('1e400')][0])", "error: type conversion error from 'string' to 'double'"),
        ("double([dyn(' 1')][0])", "error: type conversion error from 'string' to 'double'"),
        ("bool('t') && !bool('FALSE')", True),
        ("bool([dyn('yes')][0])", "error: type conversion error from 'string' to 'bool'"),
        ("string(1) == '1' && string(1u) == '1' && string(true) == 'true' && string('a') == 'a'", True),
        ("string(1000000.0)", "1e+06"),
        ("string(123456.0)", "123456"),
        ("string(0.0001)", "0.0001"),
        ("string(0.00001)", "1e-05"),
        ("string(1.5e300)", "1.5e+300"),
        ("string(-0.0)", "-0"),
        ("string(b'abc')", "abc"),
        ("string([dyn(b'\\xff')][0])", "error: invalid UTF-8 in bytes, cannot convert to string"),
        ("string(duration('1h30m0.5s'))", "5400.5s"),
        ("string(timestamp('2024-01-01T02:00:00.120+02:00'))", "2024-01-01T02:00:00.12+02:00"),
        ("bytes('ä')", b"\xc3\xa4"),
        (
            "timestamp([dyn('2024-01-01')][0])",
            "error: type conversion error from 'string' to 'google.protobuf.Timestamp'",
        ),
        ("timestamp([dyn('0000-01-01T00:00:00Z')][0])", "error: timestamp overflow"),
        ("timestamp(0) == timestamp('1970-01-01T00:00:00Z')", True),
        ("timestamp([dyn(253402300800)][0])", "error: timestamp overflow"),
        (
            "duration([dyn('1d')][0])",
            "error: type conversion error from 'string' to 'google.protobuf.Duration'",
        ),
        ("dyn(1) == 1", True),
        ("int([dyn(null)][0])", "error: no such overload: int(null_type)"),
        ("string([dyn([1])][0])", "error: no such overload: string(list)"),
    ],
)
def test_conversions(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
