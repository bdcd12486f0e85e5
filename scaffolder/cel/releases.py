"""Which Kubernetes release a rule needs.

Libraries say when they came into the API server (``since``). New rules may use them one minor release later:
a server compiles them in the environment of its predecessor, so that it can be rolled back
(``DefaultCompatibilityVersion`` in apiserver/pkg/cel/environment/base.go).
"""

from __future__ import annotations

from functools import cache

from scaffolder.cel import operators
from scaffolder.cel.ast import Call, Ident, ListLiteral, Macro, MapLiteral, Select, walk
from scaffolder.cel.overloads import FIRST_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaffolder.cel.ast import Node
    from scaffolder.cel.expression import Expression
    from scaffolder.cel.overloads import KubernetesVersion, Overload

_SYMBOLS = {f"_{symbol}_": symbol for symbol in ("<", "<=", ">", ">=", "==", "!=", "+", "-", "*", "/", "%")}
_OPTIONAL_SYNTAX = (1, 28)
_OPTIONAL_OPERATORS = (operators.OPTIONAL_INDEX, operators.OPTIONAL_SELECT)


class Newer:
    """A part of an expression that needs a newer release: what it is, since when, and its offset."""

    __slots__ = ("name", "pos", "since")

    def __init__(self, name: str, since: KubernetesVersion, pos: int) -> None:
        self.name = name
        self.since = since
        self.pos = pos

    def __str__(self) -> str:
        return f"{self.name} can be used from Kubernetes {release_text(self.since)} on"


def newer_parts(expression: Expression, release: KubernetesVersion) -> list[Newer]:
    """What a server of ``release`` does not know, each thing once, in the order of the text."""
    found: dict[str, Newer] = {}
    parts = (part for node in walk(expression.tree) for part in _parts(node))
    for part in sorted(parts, key=lambda part: part.pos):
        if part.since > release:
            found.setdefault(part.name, part)
    return list(found.values())


def release_text(release: KubernetesVersion) -> str:
    return f"{release[0]}.{release[1]}"


def parse_release(text: str) -> KubernetesVersion | None:
    """``1.30``, ``v1.30`` or ``1.30.2``; None for what is no release."""
    numbers = text.removeprefix("v").split(".")
    if len(numbers) not in (2, 3) or not all(n.isascii() and n.isdigit() and len(n) < 5 for n in numbers):
        return None
    return int(numbers[0]), int(numbers[1])


def _parts(node: Node) -> Iterator[Newer]:
    known = _introduced()
    if isinstance(node, Call) and node.overloads and node.function not in _OPTIONAL_OPERATORS:
        since = min(known.overloads.get(overload, FIRST_VERSION) for overload in node.overloads)
        yield Newer(_called(node, node.overloads[0]), _usable(since), node.pos)
    if isinstance(node, Macro):
        written = (*node.variables, *(part for part in (node.predicate, node.transform) if part is not None))
        since = known.macros.get((node.name, len(written)), FIRST_VERSION)
        variables = " with two variables" if len(node.variables) == 2 else ""
        yield Newer(f"{node.name}(){variables}", _usable(since), node.pos)
    if isinstance(node, Ident | Select) and node.type_name is not None:
        yield Newer(node.type_name, _usable(known.types.get(node.type_name, FIRST_VERSION)), node.pos)
    if (
        (isinstance(node, Select) and node.optional)
        or (isinstance(node, Call) and node.function in _OPTIONAL_OPERATORS)
        or (isinstance(node, ListLiteral) and node.optionals)
        or (isinstance(node, MapLiteral) and any(entry.optional for entry in node.entries))
    ):
        yield Newer("optional syntax (?)", _usable(_OPTIONAL_SYNTAX), node.pos)


def _called(node: Call, overload: Overload) -> str:
    """How a function is named; an operator by the types that are new to it."""
    symbol = _SYMBOLS.get(node.function)
    if symbol is None:
        return f"{node.function}()"
    return f"{overload.parameters[0]} {symbol} {overload.parameters[-1]}"


def _usable(since: KubernetesVersion) -> KubernetesVersion:
    return since if since <= FIRST_VERSION else (since[0], since[1] + 1)


class _Introduced:
    """Since when there are overloads, macros and types."""

    __slots__ = ("macros", "overloads", "types")

    def __init__(self) -> None:
        from scaffolder.cel import libraries
        from scaffolder.cel.environment import DEFAULT_VERSION, vocabulary
        from scaffolder.cel.macros import MACROS
        from scaffolder.discovery import declared

        self.overloads: dict[Overload, KubernetesVersion] = {}
        self.macros: dict[tuple[str, int], KubernetesVersion] = {}
        self.types: dict[str, KubernetesVersion] = {}
        by_id: dict[tuple[str, str], KubernetesVersion] = {}
        for declare in declared(libraries, "declare").values():
            library = declare()
            self.types.update({type_.name: library.since for type_ in library.types})
            for group in library.macros:
                self.macros.update(dict.fromkeys(MACROS[group], library.since))
            for function in library.functions:
                for overload in function.overloads:
                    by_id[function.name, overload.id] = overload.since or library.since
        for name, overloads in vocabulary(DEFAULT_VERSION).functions.items():
            for overload in overloads:
                self.overloads[overload] = by_id[name, overload.id]


@cache
def _introduced() -> _Introduced:
    return _Introduced()
