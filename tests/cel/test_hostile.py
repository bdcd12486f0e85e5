"""Expressions that are right, and large: compiled and evaluated in bounded time."""

from __future__ import annotations

import time

import pytest

from scaffolder.cel import expression as cel
from scaffolder.cel.environment import Environment
from scaffolder.cel.runtime.errors import CelError
from scaffolder.cel.runtime.shapes import PLAIN
from scaffolder.cel.types import STRING, list_of

_ENVIRONMENT = Environment({"self": list_of(STRING, 5)})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("true && " * 9_999 + "true", True, id="conjunction"),
        pytest.param("self.size() == 1 || " * 2_000 + "true", True, id="disjunction"),
        pytest.param("(" * 249 + "true" + ")" * 249, True, id="brackets"),
        pytest.param("[" * 240 + "]" * 240 + " == []", False, id="lists in lists"),
        pytest.param("[" + "1, " * 9_999 + "1].size() > 0", True, id="long list"),
        pytest.param("!" * 9_999 + "true", False, id="negations"),
        pytest.param("1 + " * 249 + "1 == 250", True, id="sum"),
        pytest.param("self.all(a, " * 100 + "true" + ")" * 100, True, id="loops in loops"),
        pytest.param("optional.of(1)" + ".optMap(x, x + 1)" * 200 + ".value() == 201", True, id="optionals"),
        pytest.param("[self]" + ".map(x, [x])" * 200 + ".size() == 1", True, id="maps"),
    ],
)
def test_value(text: str, value: bool) -> None:
    started = time.process_time()
    program = cel.compile(cel.check(text, _ENVIRONMENT), {"self": PLAIN})
    assert program.evaluate(["a"])[0] is value
    assert time.process_time() - started < 5


def test_type_that_doubles_becomes_dyn() -> None:
    expression = cel.check("[self]" + ".map(x, {x: x})" * 200 + "[0]", _ENVIRONMENT)
    assert expression.type.size < 1000
    with pytest.raises(CelError, match="unsupported key type"):
        cel.compile(expression, {"self": PLAIN}).evaluate(["a"])
