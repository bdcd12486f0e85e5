"""Functions on lists of cel-go."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome

# cel-go's cost tracker does not expect errors among the arguments, and nothing absorbs its failure.
_PANIC = "error: internal error: interface conversion: "
_NO_LIST = "*types.Err is not traits.Lister: missing method Add"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 2, 3].slice(1, 3)", [2, 3]),
        ("[1].slice(0, 2)", "error: cannot slice(0, 2), list is length 1"),
        ("[1].slice(-1, 0)", "error: cannot slice(-1, 0), negative indexes not supported"),
        ("[1].slice(1, 0)", "error: cannot slice(1, 0), start index must be less than or equal to end index"),
        ("[[1], [2, 3]].flatten()", [1, 2, 3]),
        ("[dyn([[2]])].flatten(1)", [[2]]),
        ("[dyn([[2]])].flatten(5)", [2]),
        ("[dyn(1)].flatten(-1)", "error: level must be non-negative"),
        ("[3, 1, 2].sort()", [1, 2, 3]),
        ("['b', 'a'].sort()", ["a", "b"]),
        ("[dyn(1), dyn('a')].sort()", "error: list elements must have the same type"),
        ("[3, 1, 2].sortBy(x, -x)", [3, 2, 1]),
        (
            "[{'v': 'b'}].sortBy(x, x.w)",
            (
                "error: internal error: interface conversion: *types.Err is not traits.Lister: "
                "missing method Add"
            ),
        ),
        (
            "[{'v': 'b'}].sortBy(x, x.w).size() == 0 || true",
            (
                "error: internal error: interface conversion: *types.Err is not traits.Lister: "
                "missing method Add"
            ),
        ),
        ("[dyn(1)].flatten(1 / 0)", f"{_PANIC}ref.Val is *types.Err, not types.Int"),
        ("[1 / 0].distinct().size() == 0 || true", f"{_PANIC}{_NO_LIST}"),
        ("[dyn(1 / 0)].sort()", "error: division by zero"),
        ("lists.range(3)", [0, 1, 2]),
        ("lists.range(-1)", []),
        ("[1, 2].reverse()", [2, 1]),
        ("[1, 2, 1].distinct() == [1, 2] && ['a', 'a'].distinct() == ['a']", True),
        ("[dyn(1), dyn(1.0), dyn('1')].distinct().size()", 2),
    ],
)
def test_lists(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
