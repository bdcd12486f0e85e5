"""What cel-go computes when it makes a program, and what can go wrong then.

Conversions of constants (``int("abc")``), constant regexes and constant keys are looked at before the first
evaluation, so their failure makes the program unusable: ``decOptimize`` and ``decRegexOptimizer`` of
interpreter/decorators.go, ``NewQualifier`` of interpreter/attributes.go.
"""

from __future__ import annotations

from scaffolder.cel import operators
from scaffolder.cel.ast import UINT, Call, Ident, ListLiteral, Literal, MapLiteral, Node, Select, children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_CONVERSIONS = frozenset(
    ["bool", "bytes", "double", "duration", "dyn", "int", "string", "timestamp", "type", "uint"]
)
_WITH_REGEX = frozenset({"matches", "find", "findAll"})


class _NotConstant:
    """What a part of an expression is that depends on variables."""


_VARIABLE = _NotConstant()


def check_constants(tree: Node) -> None:
    """Raises ``CelError`` for the first constant that has no value. The tree has been checked."""
    constant(tree)


def constant(node: Node) -> Any:
    """The constant value of a node, or ``_VARIABLE``. Of a map no more is known than that it is one."""
    if isinstance(node, Literal):
        if node.kind == UINT and isinstance(node.value, int):
            from scaffolder.cel.runtime.values import Uint

            return Uint(node.value)
        return node.value
    if isinstance(node, Ident | Select) and node.type_name is not None:
        from scaffolder.cel.runtime.values import TypeValue

        return TypeValue(node.type_name)
    values = [constant(child) for child in children(node)]
    known = all(value is not _VARIABLE for value in values)
    if isinstance(node, ListLiteral):
        return values if known and not node.optionals else _VARIABLE
    if isinstance(node, MapLiteral):
        return {} if known and not any(entry.optional for entry in node.entries) else _VARIABLE
    if not isinstance(node, Call):
        return _VARIABLE
    if node.function in _WITH_REGEX and len(values) > 1 and isinstance(values[1], str):
        from scaffolder.cel.libraries.standard import compiled

        compiled(values[1])
    if node.function in (operators.INDEX, operators.OPTIONAL_INDEX):
        _check_key(values[-1])
    if node.function in _CONVERSIONS and len(values) == 1 and known:
        return convert(node, values[0])
    return _VARIABLE


def convert(call: Call, value: Any) -> Any:
    """The result of a conversion function. Raises ``CelError`` if it cannot convert the value."""
    from scaffolder.cel.runtime.errors import CelError
    from scaffolder.cel.runtime.values import type_name
    from scaffolder.cel.types import PARAMETER_KIND

    given = type_name(value)
    for overload in call.overloads:
        wanted = overload.parameters[0]
        if wanted.kind == PARAMETER_KIND or wanted.name in ("dyn", given):
            return value if overload.implementation is None else overload.implementation(value)
    raise CelError(f"no such overload: {call.function}({given})")


def _check_key(key: Any) -> None:
    """A key that is none is noticed here only if it is constant."""
    if key is _VARIABLE or isinstance(key, str | int | float):
        return
    from scaffolder.cel.runtime.errors import CelError
    from scaffolder.cel.runtime.values import go_type

    raise CelError(f"invalid qualifier type: {go_type(key)}")
