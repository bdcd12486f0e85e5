"""Optional values."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("optional.of(1).value() == 1 && optional.of(1).hasValue() && !optional.none().hasValue()", True),
        ("optional.none().value()", "error: optional.none() dereference"),
        (
            (
                "optional.ofNonZeroValue('').hasValue() || optional.ofNonZeroValue(0).hasValue() "
                "|| optional.ofNonZeroValue([]).hasValue()"
            ),
            False,
        ),
        ("optional.none().orValue(3) == 3 && optional.of(1).orValue(1 / 0) == 1", True),
        ("optional.none().or(optional.of(2)).value()", 2),
        ("{'a': {'b': 1}}.?a.b.orValue(0) == 1 && {'a': {'b': 1}}.?x.b.orValue(0) == 0", True),
        ("[1][?0].hasValue() && ![1][?5].hasValue()", True),
        ("optional.of(2).optMap(x, x * 2).value()", 4),
        ("optional.none().optMap(x, 1 / 0).hasValue()", False),
        ("optional.of({'a': 1}).optFlatMap(m, m.?a).value()", 1),
        ("[1, ?optional.none(), ?optional.of(2)]", [1, 2]),
        ("{?'a': optional.none(), ?'b': optional.of(1)}", {"b": 1}),
        ("[?dyn(1)]", "error: cannot initialize optional list element from non-optional value 1"),
        ("[1, 2].first().value() == 1 && [1, 2].last().value() == 2 && ![].first().hasValue()", True),
        (
            (
                "optional.unwrap([optional.of(1), optional.none()]) == [1] && "
                "[optional.of(1)].unwrapOpt() == [1]"
            ),
            True,
        ),
        (
            (
                "optional.of(1) == optional.of(1) && optional.none() == optional.none() && "
                "optional.of(1) != optional.none()"
            ),
            True,
        ),
    ],
)
def test_optionals(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
