"""Which parts of a rule decided."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffolder.cel import expression as cel
from scaffolder.cel.environment import Environment
from scaffolder.cel.explanation import Explainer, Explanation
from scaffolder.cel.runtime.shapes import PLAIN, ListShape, MapShape, ObjectShape, Shape
from scaffolder.cel.types import INT, STRING, list_of, map_of, object_type

_PORT = object_type("Port", {"name": STRING, "port": INT})
_SELF = object_type(
    "Self",
    {"n": INT, "min": STRING, "size": STRING, "ports": list_of(_PORT), "labels": map_of(STRING, STRING)},
)


def _object(**fields: Shape) -> ObjectShape:
    return ObjectShape(lambda: {name: (name, shape) for name, shape in fields.items()})


_SHAPE = _object(
    n=PLAIN,
    min=PLAIN,
    size=PLAIN,
    ports=ListShape(_object(name=PLAIN, port=PLAIN)),
    labels=MapShape(PLAIN),
)
_VALUE = {
    "n": 12,
    "min": "10Gi",
    "size": "1Gi",
    "ports": [{"name": "a", "port": 80}, {"name": "b", "port": 8080}, {"port": 443}],
    "labels": {"x": "y"},
}


def _explain(text: str, value: dict[str, Any]) -> Explanation:
    expression = cel.check(text, Environment({"self": _SELF}))
    return Explainer(expression, {"self": _SHAPE}).explain(value)


def _leaves(found: Explanation) -> list[tuple[str, str, dict[str, str], dict[str, str]]]:
    """The innermost parts: text, outcome, operands, variables of the macro around."""
    if not found.parts:
        return [(found.text, found.outcome, dict(found.operands), dict(found.bindings))]
    leaves = [leaf for part in found.parts for leaf in _leaves(part)]
    around = dict(found.bindings)
    return [(text, outcome, operands, {**around, **bound}) for text, outcome, operands, bound in leaves]


_FIRST = 'self.ports[0] = {"name": "a", "port": 80}'
_LAST = 'self.ports[2] = {"port": 443}'


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("self.n <= 10", [("self.n <= 10", "false", {"self.n": "12"}, {})]),
        ("self.n == 12 && self.n > 20", [("self.n > 20", "false", {"self.n": "12"}, {})]),
        (
            "self.n < 3 || self.size == 'x'",
            [
                ("self.n < 3", "false", {"self.n": "12"}, {}),
                ("self.size == 'x'", "false", {"self.size": '"1Gi"'}, {}),
            ],
        ),
        ("!(self.n > 3 || self.n > 20)", [("self.n > 3", "true", {"self.n": "12"}, {})]),
        ("!has(self.size)", [("has(self.size)", "true", {}, {})]),
        ("self.n > 3 ? self.n > 20 : true", [("self.n > 20", "false", {"self.n": "12"}, {})]),
        ("self.n in [1, 2]", [("self.n in [1, 2]", "false", {"self.n": "12"}, {})]),
        ("self.ports.all(p, p.port > 100)", [("p.port > 100", "false", {"p.port": "80"}, {"p": _FIRST})]),
        (
            "self.ports.all(p, p.port > 100 && p.port > 90)",
            [
                ("p.port > 100", "false", {"p.port": "80"}, {"p": _FIRST}),
                ("p.port > 90", "false", {"p.port": "80"}, {"p": _FIRST}),
            ],
        ),
        ("self.labels.all(k, v, v == 'z')", [("v == 'z'", "false", {}, {"k": '"x"', "v": '"y"'})]),
        (
            "self.labels.all(k, self.labels[k] == 'z')",
            [("self.labels[k] == 'z'", "false", {"self.labels[k]": '"y"'}, {"k": '"x"'})],
        ),
        # what cannot be printed is shown by what it was made of
        (
            "quantity(self.size).isGreaterThan(quantity(self.min))",
            [
                (
                    "quantity(self.size).isGreaterThan(quantity(self.min))",
                    "false",
                    {"self.size": '"1Gi"', "self.min": '"10Gi"'},
                    {},
                )
            ],
        ),
        # errors, at the innermost part
        (
            "1 / (self.n - 12) == 1",
            [("1 / (self.n - 12)", "error: division by zero", {"self.n - 12": "0"}, {})],
        ),
        (
            "self.ports.map(p, p.name).size() == 3",
            [("p.name", "error: no such key: name", {}, {"p": _LAST})],
        ),
    ],
)
def test_deciding_parts(text: str, leaves: list[tuple[str, str, dict[str, str], dict[str, str]]]) -> None:
    assert _leaves(_explain(text, _VALUE)) == leaves


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("self.ports.all(p, p.port > 500)", "false for 2 of 3"),
        ("self.ports.exists(p, p.port > 9000)", "false for 3 of 3"),
        ("self.ports.exists_one(p, p.port > 100)", "true for 2 of 3"),
        ("self.ports.filter(p, false).exists(p, true)", "self.ports.filter(p, false) is empty"),
        ("has(self.labels.z)", "self.labels.z is absent"),
        ("self.n > 3 ? false : true", "self.n > 3 is true"),
        ("self.ports.all(p, p.name != 'z')", "fails for 1 of 3"),
    ],
)
def test_notes(text: str, note: str) -> None:
    assert _explain(text, _VALUE).note == note


def test_a_value_that_costs_too_much_is_an_error() -> None:
    ports = [{"name": "a", "port": number} for number in range(2_000)]
    found = _explain("self.ports.all(p, self.ports.exists(q, q.port == p.port))", {**_VALUE, "ports": ports})
    assert found.outcome == "error: operation cancelled: actual cost limit exceeded"


def test_values_are_cut() -> None:
    found = _explain("self.size == ''", {**_VALUE, "size": "x" * 1_000})
    ((_, shown),) = found.operands
    assert len(shown) == 120
    assert shown.endswith("…")


_FACTS = (
    "self.n > 3",
    "self.n < 3",
    "has(self.size)",
    "self.ports[9].port > 1",
    "self.labels.all(k, k == 'z')",
)


def _condition(random: Random, depth: int) -> str:
    """Never begins with a "!" unless it is a negation."""
    form = random.randrange(5) if depth else None
    if form is None:
        return random.choice(_FACTS)
    parts = [_condition(random, depth - 1) for _ in range(3)]
    if form == 0:
        return f"(true && {' && '.join(parts)})"
    if form == 1:
        return f"(false || {' || '.join(parts)})"
    if form == 2:
        return f"((true && {parts[0]}) ? {parts[1]} : {parts[2]})"
    if form == 3:
        return f"self.ports.all(p, p.port > 100 || {parts[0]})"
    return f"!(true && {parts[0]})"


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 3))
def test_every_outcome_follows_from_the_parts(random: Random, depth: int) -> None:
    found = _explain(_condition(random, depth), _VALUE)
    if found.value is not True:
        _assert_follows(found)


def _assert_follows(found: Explanation) -> None:
    """Parts decide: they have the outcome of the whole, or its opposite behind a "!", or its error."""
    negated = found.text.startswith("!") and len(found.parts) == 1
    for part in found.parts:
        assert bool(part.error) == bool(found.error)
        assert found.error or part.value is (not found.value if negated else found.value)
        _assert_follows(part)
    assert found.parts or found.operands or found.note or found.bindings
