"""Formatted strings, in the locale of the server."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'%s|%s|%s|%s|%s'.format(['a', 1, 1.5, true, null])", "a|1|1.5|true|null"),
        ("'%d %%'.format([5u])", "5 %"),
        ("'%s'.format([[1, 'a', 2.5, b'x', null]])", '[1, "a", 2.500000, b"x", null]'),
        ("'%s'.format([{'b': 1, 'a': [true]}])", '{"a":[true], "b":1}'),
        (
            "'%s %s'.format([timestamp('2024-01-01T00:00:00Z'), duration('90m')])",
            "2024-01-01T00:00:00Z 5400s",
        ),
        ("'%s'.format([[duration('1s')]])", '[duration("1s")]'),
        ("'%s %s'.format([int, type([1])])", "int list"),
        ("'%.0f %.3f %f'.format([2.5, 1234.5678, 1.0])", "2 1,234.568 1.000000"),
        ("'%e %.2e'.format([1234.5, 0.05])", "1.234500×10⁰³ 5.000000×10⁻⁰²"),
        ("'%f'.format([dyn('NaN')])", "NaN"),
        ("'%b %b %o %x %X %x'.format([5, true, 8, 255, 'hi', b'\\xff'])", "101 1 10 ff 6869 ff"),
        (
            "'%d'.format([dyn('x')])",
            ("error: error during formatting: decimal clause can only be used on integers, was given string"),
        ),
        (
            "'%f'.format([dyn(1)])",
            ("error: error during formatting: fixed-point clause can only be used on doubles, was given int"),
        ),
        (
            "dyn('%z').format([1])",
            'error: could not parse formatting clause: unrecognized formatting clause "z"',
        ),
        ("dyn('%s %s').format([1])", "error: index 1 out of range"),
        ("dyn('a%').format([1])", "error: unexpected end of string"),
    ],
)
def test_string_format(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
