"""Macros with two variables."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 2].all(i, v, v == i + 1) && {'a': 1}.exists(k, v, k == 'a' && v == 1)", True),
        ("[1, 2].existsOne(i, v, i == 1) && [1, 2].exists_one(i, v, v == 2)", True),
        ("[3, 4].transformList(i, v, i + v)", [3, 5]),
        ("[3, 4].transformList(i, v, i > 0, v)", [4]),
        ("{'a': 1}.transformMap(k, v, v + 1)", {"a": 2}),
        ("{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v)", {"b": 2}),
        ("[1].transformMap(i, v, v)", {0: 1}),
        ("{'a': 1}.transformMapEntry(k, v, {v: k})", {1: "a"}),
        ("{'a': 1, 'b': 1}.transformMapEntry(k, v, {v: k})", "error: insert failed: key 1 already exists"),
    ],
)
def test_two_variable_comprehensions(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
