"""Values as Go prints them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.validation import go_text

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(-1e15, 1e15) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (1.5, "1.5"),
        (0.0001, "0.0001"),
        (0.00001, "1e-05"),
        (100000.0, "100000"),
        (1000000.0, "1e+06"),
        (1234567.5, "1.2345675e+06"),
        (1e100, "1e+100"),
        (-2.5e-7, "-2.5e-07"),
    ],
)
def test_numbers_as_fmt_prints_them(value: float, text: str) -> None:
    assert go_text.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (1.5e-10, "1.5e-10"),
        ({"b": [1, None, True], "a": "<&>\u2028"}, '{"a":"\\u003c\\u0026\\u003e\\u2028","b":[1,null,true]}'),
        ('\x01\n"\\\x7f', '"\\u0001\\n\\"\\\\\x7f"'),
        ({}, "{}"),
        ([], "[]"),
        (go_text.Struct(b=1, a=2), '{"b":1,"a":2}'),
    ],
)
def test_json_as_go_marshals_it(value: Any, text: str) -> None:
    assert go_text.json(value) == text


def test_values_as_fmt_prints_them() -> None:
    assert go_text.go_value({"b": [1, "x y", None], "a": {}}) == "map[a:map[] b:[1 x y <nil>]]"


@given(JSON)
def test_json_reads_back(value: Any) -> None:
    assert json.loads(go_text.json(value)) == value


@given(JSON)
def test_numbers_of_json_are_those_that_a_reader_finds(value: Any) -> None:
    assert go_text.with_json_numbers(value) == json.loads(go_text.json(value))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_digits_are_not_lost(value: float) -> None:
    assert float(go_text.number(value)) == value
    assert float(go_text.plain_float(value)) == value
