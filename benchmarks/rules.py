"""One evaluation of a CEL rule, beside other implementations for Python where they are installed.

The peers are ``cel-python`` (Python) and ``cel-expr-python`` (C++). Each gets the object as it comes out of
JSON, because that is what there is to check.
"""

from __future__ import annotations

import timeit
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from scaffolder.validation.ruled_schema import ruled_schema

_ITEM = {"type": "object", "properties": {"name": {"type": "string"}, "port": {"type": "integer"}}}
_SCHEMA = {
    "type": "object",
    "properties": {
        "replicas": {"type": "integer"},
        "minimum": {"type": "integer"},
        "name": {"type": "string"},
        "items": {"type": "array", "items": _ITEM},
    },
}
_VALUE = {
    "replicas": 3,
    "minimum": 1,
    "name": "abc",
    "items": [{"name": f"n{number}", "port": number} for number in range(20)],
}
_RULES = {
    "comparison": "self.replicas <= 10",
    "presence": "!has(self.minimum) || self.minimum <= self.replicas",
    "text": "self.name.startsWith('a') && self.name.size() < 64",
    "pattern": "self.name.matches('^[a-z]+$')",
    "loop of 20": "self.items.all(x, x.port >= 0 && x.name != '')",
    "loop of 20 in 20": "self.items.all(x, self.items.exists_one(y, x.name == y.name))",
}


def benchmark() -> None:
    makers: dict[str, Callable[[str], Callable[[], Any]]] = {"scaffold": _own}
    if find_spec("cel_expr_python"):
        makers["cel-expr-python"] = _cel_expr_python
    if find_spec("celpy"):
        makers["cel-python"] = _cel_python
    for name, rule in _RULES.items():
        spent = {maker: _microseconds(make(rule)) for maker, make in makers.items()}
        shown = "  ".join(
            f"{maker} {time:9.2f} µs ({time / spent['scaffold']:.0f} x)" for maker, time in spent.items()
        )
        print(f"  {name:<18} {shown}")


def _microseconds(evaluate: Callable[[], Any]) -> float:
    """The best of three runs of a tenth of a second or so."""
    timer = timeit.Timer(evaluate)
    number, _ = timer.autorange()
    count = max(1, number // 2)
    return 1e6 * min(timer.repeat(3, count)) / count


def _own(rule: str) -> Callable[[], Any]:
    node = ruled_schema({**_SCHEMA, "x-kubernetes-validations": [{"rule": rule}]})
    assert node is not None
    program = node.rules[0].program
    assert program is not None, node.rules[0].error
    assert program.evaluate(_VALUE)[0] is True
    return lambda: program.evaluate(_VALUE)


def _cel_expr_python(rule: str) -> Callable[[], Any]:
    from importlib import import_module

    cel = import_module("cel_expr_python.cel")
    expression = cel.NewEnv(variables={"self": cel.Type.DYN}).compile(rule)
    assert expression.eval(data={"self": _VALUE}).value() is True
    return lambda: expression.eval(data={"self": _VALUE})


def _cel_python(rule: str) -> Callable[[], Any]:
    from importlib import import_module

    celpy = import_module("celpy")
    environment = celpy.Environment()
    program = environment.program(environment.compile(rule))
    assert program.evaluate({"self": celpy.json_to_cel(_VALUE)})
    return lambda: program.evaluate({"self": celpy.json_to_cel(_VALUE)})
