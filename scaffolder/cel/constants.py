"""What cel-go computes when it makes a program, and what can go wrong then.

Conversions of constants (``int("abc")``) and constant regexes are worked out before the first evaluation,
so their failure makes the program unusable: ``decOptimize`` and ``decRegexOptimizer`` of
interpreter/decorators.go.
"""

from __future__ import annotations

from scaffolder.cel.ast import UINT, Call, ListLiteral, Literal, Node, children

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
    _value(tree)


def _value(node: Node) -> Any:
    """The constant value of a node, or ``_VARIABLE``."""
    if isinstance(node, Literal):
        if node.kind == UINT and isinstance(node.value, int):
            from scaffolder.cel.runtime.values import Uint

            return Uint(node.value)
        return node.value
    values = [_value(child) for child in children(node)]
    if isinstance(node, ListLiteral):
        constant = not node.optionals and _VARIABLE not in values
        return values if constant else _VARIABLE
    if not isinstance(node, Call):
        return _VARIABLE
    if node.function in _WITH_REGEX and len(values) > 1 and isinstance(values[1], str):
        from scaffolder.cel.libraries.standard import compiled

        compiled(values[1])
    if node.function in _CONVERSIONS and len(values) == 1 and values[0] is not _VARIABLE:
        return _converted(node, values[0])
    return _VARIABLE


def _converted(call: Call, value: Any) -> Any:
    from scaffolder.cel.runtime.errors import no_such_overload
    from scaffolder.cel.runtime.values import type_name
    from scaffolder.cel.types import PARAMETER_KIND

    for overload in call.overloads:
        wanted = overload.parameters[0]
        if wanted.kind == PARAMETER_KIND or wanted.name in ("dyn", type_name(value)):
            return value if overload.implementation is None else overload.implementation(value)
    raise no_such_overload()
