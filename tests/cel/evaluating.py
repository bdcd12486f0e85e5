"""Evaluates expressions for tables of tests, in each form that code generation has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffolder.cel.environment import Environment
from scaffolder.cel.expression import check, compile
from scaffolder.cel.runtime.errors import CelError, CelPanicError
from scaffolder.cel.runtime.shapes import PLAIN, Shape
from scaffolder.cel.types import DYN, Type


def outcome(
    text: str,
    self: Any = None,
    *,
    type_: Type = DYN,
    shape: Shape = PLAIN,
    variables: Mapping[str, Type] | None = None,
) -> Any:
    """The value of an expression, or ``error: …``; that of code which counts costs has to be the same."""
    program = compile(check(text, Environment(variables or {"self": type_})), {"self": shape})
    results = []
    for evaluate in (program.evaluate, program.evaluate_counting):
        try:
            results.append(evaluate(self)[0])
        except (CelError, CelPanicError) as error:
            results.append(f"error: {error}")
    assert repr(results[0]) == repr(results[1])
    return results[0]
