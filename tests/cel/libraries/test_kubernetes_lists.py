"""Functions on lists that Kubernetes adds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 2, 2].isSorted() && !['b', 'a'].isSorted() && [].isSorted()", True),
        ("[dyn('a'), dyn(null)].isSorted()", "error: no such overload"),
        ("[dyn('a'), dyn(null)].max()", "error: no such overload"),
        (("[1, 2].sum() == 3 && [1.5, 2.0].sum() == 3.5 && [duration('1s')].sum() == duration('1s')"), True),
        ("[9223372036854775807, 1].sum()", "error: integer overflow"),
        ("[3, 1].min() == 1 && ['a', 'b'].max() == 'b'", True),
        ("[1].filter(x, x > 1).max()", "error: max called on empty list"),
        ("[1].filter(x, x > 1).min()", "error: min called on empty list"),
        ("[1, 2, 1].indexOf(1) == 0 && [1, 2, 1].lastIndexOf(1) == 2 && [1].indexOf(5) == -1", True),
        ("[[1], [2]].indexOf([2])", 1),
    ],
)
def test_kubernetes_lists(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
