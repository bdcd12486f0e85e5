"""Lists as sets."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sets.contains([1, 2], [2, 2]) && !sets.contains([1], [2]) && sets.contains([], [])", True),
        ("sets.equivalent([1, 2, 1], [2, 1]) && !sets.equivalent([1], [1, 2])", True),
        ("sets.intersects([1, 2], [2, 3]) && !sets.intersects([], [1])", True),
        ("sets.contains([dyn(1)], [1.0])", True),
    ],
)
def test_sets(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
