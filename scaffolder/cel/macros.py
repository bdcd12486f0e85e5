"""Macros: calls that the parser replaces, because they bind a name.

Each becomes a ``Macro`` node that keeps what was written, with the expansion that cel-go gives it.
cel-go: parser/macro.go, ext/comprehensions.go, ext/lists.go, cel/library.go
"""

from __future__ import annotations

from scaffolder.cel import operators
from scaffolder.cel.ast import (
    BOOL,
    INT,
    Call,
    Fold,
    Ident,
    ListLiteral,
    Literal,
    Macro,
    MapLiteral,
    Node,
    Select,
)
from scaffolder.cel.source import LocatedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    # (position, target, arguments) → the node in place of the call. Raises LocatedError.
    Expander = Callable[[int, Node, Sequence[Node]], Node]

# No expression can spell these names, so they cannot meet a variable of the author's.
ACCUMULATOR = "@result"
_SORT_INPUT = "@__sortBy_input__"
_UNUSED = "#unused"
MAP_INSERT = "cel.@mapInsert"
# Macros whose expansion reads the first variable whether the author does or not.
READING_THEIR_VARIABLE = frozenset({"filter", "transformMap", "optMap", "optFlatMap"})
SORT_BY_KEYS = "@sortByAssociatedKeys"


def has(argument: Node) -> Node:
    """``has(a.b)``: the one macro that is a function in form."""
    if not isinstance(argument, Select) or argument.optional or argument.test_only:
        raise LocatedError(argument.pos, "invalid argument to has() macro")
    return argument


def _accumulator(pos: int) -> Ident:
    return Ident(pos, ACCUMULATOR)


def _variable(argument: Node, complaint: str) -> str:
    if not isinstance(argument, Ident):
        raise LocatedError(argument.pos, complaint)
    return argument.name


def _iteration_variables(arguments: Sequence[Node], complaint: str) -> tuple[str, ...]:
    names = tuple(_variable(argument, complaint) for argument in arguments)
    if len(names) == 2 and names[0] == names[1]:
        raise LocatedError(arguments[1].pos, f"duplicate variable name: {names[0]}")
    for name, argument in zip(names, arguments, strict=True):
        if name in (ACCUMULATOR, "__result__"):
            raise LocatedError(argument.pos, "iteration variable overwrites accumulator variable")
    return names


def _quantifier(name: str, variables: int) -> Expander:
    """``all``, ``exists`` and ``exists_one`` with one variable or two."""

    def expand(pos: int, target: Node, arguments: Sequence[Node]) -> Node:
        names = _iteration_variables(arguments[:variables], "argument must be a simple name")
        predicate = arguments[-1]
        result: Node = _accumulator(pos)
        initial: Node
        condition: Node
        step: Node
        if name == "all":
            initial = Literal(pos, BOOL, True)
            condition = Call(pos, operators.NOT_STRICTLY_FALSE, None, [_accumulator(pos)])
            step = Call(pos, operators.LOGICAL_AND, None, [_accumulator(pos), predicate])
        elif name == "exists":
            initial = Literal(pos, BOOL, False)
            negated = Call(pos, operators.LOGICAL_NOT, None, [_accumulator(pos)])
            condition = Call(pos, operators.NOT_STRICTLY_FALSE, None, [negated])
            step = Call(pos, operators.LOGICAL_OR, None, [_accumulator(pos), predicate])
        else:
            initial = Literal(pos, INT, 0)
            condition = Literal(pos, BOOL, True)
            counted = Call(pos, operators.ADD, None, [_accumulator(pos), Literal(pos, INT, 1)])
            step = Call(pos, operators.CONDITIONAL, None, [predicate, counted, _accumulator(pos)])
            result = Call(pos, operators.EQUALS, None, [_accumulator(pos), Literal(pos, INT, 1)])
        fold = Fold(pos, target, names, ACCUMULATOR, initial, condition, step, result)
        return Macro(pos, name, target, names, predicate, None, fold)

    return expand


def _collect(
    pos: int,
    name: str,
    target: Node,
    names: tuple[str, ...],
    predicate: Node | None,
    transform: Node,
    grown: Node,
    initial: Node,
) -> Macro:
    """A fold whose accumulator becomes ``grown`` for each element for which ``predicate`` holds."""
    if predicate is not None:
        grown = Call(pos, operators.CONDITIONAL, None, [predicate, grown, _accumulator(pos)])
    always = Literal(pos, BOOL, True)
    fold = Fold(pos, target, names, ACCUMULATOR, initial, always, grown, _accumulator(pos))
    return Macro(pos, name, target, names, predicate, transform, fold)


def _appended(pos: int, element: Node) -> Call:
    return Call(pos, operators.ADD, None, [_accumulator(pos), ListLiteral(pos, [element])])


def _map(pos: int, target: Node, arguments: Sequence[Node]) -> Macro:
    names = _iteration_variables(arguments[:1], "argument is not an identifier")
    transform = arguments[-1]
    predicate = arguments[1] if len(arguments) == 3 else None
    empty = ListLiteral(pos, [])
    return _collect(pos, "map", target, names, predicate, transform, _appended(pos, transform), empty)


def _filter(pos: int, target: Node, arguments: Sequence[Node]) -> Macro:
    names = _iteration_variables(arguments[:1], "argument is not an identifier")
    element = arguments[0]
    empty = ListLiteral(pos, [])
    macro = _collect(pos, "filter", target, names, arguments[1], element, _appended(pos, element), empty)
    macro.transform = None
    return macro


def _transform(name: str) -> Expander:
    def expand(pos: int, target: Node, arguments: Sequence[Node]) -> Node:
        names = _iteration_variables(arguments[:2], "argument must be a simple name")
        transform = arguments[-1]
        predicate = arguments[2] if len(arguments) == 4 else None
        initial: Node = MapLiteral(pos, [])
        if name == "transformList":
            initial = ListLiteral(pos, [])
            grown = _appended(pos, transform)
        elif name == "transformMap":
            grown = Call(pos, MAP_INSERT, None, [_accumulator(pos), Ident(pos, names[0]), transform])
        else:
            grown = Call(pos, MAP_INSERT, None, [_accumulator(pos), transform])
        return _collect(pos, name, target, names, predicate, transform, grown, initial)

    return expand


def _bind(pos: int, name: str, value: Node, result: Node) -> Fold:
    """``let name = value in result``, as a fold over nothing."""
    never = Literal(pos, BOOL, False)
    return Fold(pos, ListLiteral(pos, []), (_UNUSED,), name, value, never, Ident(pos, name), result)


def _sort_by(pos: int, target: Node, arguments: Sequence[Node]) -> Node:
    if not isinstance(target, ListLiteral | Select | Ident | Call | Macro):
        complaint = (
            "sortBy can only be applied to a list, identifier, comprehension, call or select expression"
        )
        raise LocatedError(target.pos, complaint)
    keys = _map(pos, Ident(pos, _SORT_INPUT), arguments)
    sorting = Call(pos, SORT_BY_KEYS, Ident(pos, _SORT_INPUT), [keys])
    expansion = _bind(pos, _SORT_INPUT, target, sorting)
    return Macro(pos, "sortBy", target, keys.variables, None, keys.transform, expansion)


def _optional(name: str) -> Expander:
    """``optMap`` and ``optFlatMap``: ``target`` stands in the expansion twice."""

    def expand(pos: int, target: Node, arguments: Sequence[Node]) -> Node:
        variable = _variable(arguments[0], f"{name}() variable name must be a simple identifier")
        value = Call(pos, "value", target, [])
        present: Node = _bind(pos, variable, value, arguments[1])
        if name == "optMap":
            present = Call(pos, "optional.of", None, [present])
        test = Call(pos, "hasValue", target, [])
        absent = Call(pos, "optional.none", None, [])
        expansion = Call(pos, operators.CONDITIONAL, None, [test, present, absent])
        return Macro(pos, name, target, (variable,), None, arguments[1], expansion)

    return expand


# What a library may name in ``Library.macros``: {group: {(name, number of arguments): expander}}
MACROS: dict[str, dict[tuple[str, int], Expander]] = {
    "standard": {
        ("all", 2): _quantifier("all", 1),
        ("exists", 2): _quantifier("exists", 1),
        ("exists_one", 2): _quantifier("exists_one", 1),
        ("map", 2): _map,
        ("map", 3): _map,
        ("filter", 2): _filter,
    },
    "optionals": {
        ("optMap", 2): _optional("optMap"),
        ("optFlatMap", 2): _optional("optFlatMap"),
    },
    "two-variable comprehensions": {
        ("all", 3): _quantifier("all", 2),
        ("exists", 3): _quantifier("exists", 2),
        ("existsOne", 3): _quantifier("exists_one", 2),
        ("exists_one", 3): _quantifier("exists_one", 2),
        ("transformList", 3): _transform("transformList"),
        ("transformList", 4): _transform("transformList"),
        ("transformMap", 3): _transform("transformMap"),
        ("transformMap", 4): _transform("transformMap"),
        ("transformMapEntry", 3): _transform("transformMapEntry"),
        ("transformMapEntry", 4): _transform("transformMapEntry"),
    },
    "lists": {("sortBy", 2): _sort_by},
}
