"""Searching with regular expressions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'abc 123'.find('[0-9]+')", "123"),
        ("'abc'.find('[0-9]+')", ""),
        ("'a1b22'.findAll('[0-9]+')", ["1", "22"]),
        ("'a1b22'.findAll('[0-9]+', 1)", ["1"]),
        ("'abc'.findAll('x')", []),
        ("'aaa'.findAll('a', 0)", []),
        ("'a'.find(['('][0])", "error: Illegal regex: error parsing regexp: missing closing ): `(`"),
    ],
)
def test_regex(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
