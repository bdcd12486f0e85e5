"""What is checked about constants once the types are right.

The validators that Kubernetes adds to the checker (apiserver/pkg/cel/environment/base.go): durations,
timestamps and regexes (cel/validator.go of cel-go), format strings (ext/formatting.go), and lists and maps
whose parts must be of one type.
"""

from __future__ import annotations

from scaffolder.cel.ast import STRING, Call, Entry, ListLiteral, Literal, MapLiteral, Node, children
from scaffolder.cel.constants import constant, convert
from scaffolder.cel.source import LocatedError
from scaffolder.cel.types import (
    BOOL_KIND,
    BYTES_KIND,
    DOUBLE_KIND,
    DURATION_KIND,
    DYN_KIND,
    INT_KIND,
    LIST_KIND,
    MAP_KIND,
    NULL_KIND,
    STRING_KIND,
    TIMESTAMP_KIND,
    TYPE_KIND,
    UINT_KIND,
    Type,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_INTEGERS = frozenset({INT_KIND, UINT_KIND})
_PRINTABLE = _INTEGERS | {
    *(LIST_KIND, MAP_KIND, DOUBLE_KIND, BOOL_KIND, STRING_KIND, TIMESTAMP_KIND, BYTES_KIND),
    *(DURATION_KIND, TYPE_KIND, NULL_KIND),
}
# letter of a clause: what it takes, and what is said about anything else
_CLAUSES: dict[str, tuple[frozenset[str], str]] = {
    "s": (
        _PRINTABLE,
        "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, "
        "durations, and timestamps, was given ",
    ),
    "d": (_INTEGERS, "decimal clause can only be used on integers, was given "),
    "f": (
        frozenset({DOUBLE_KIND, STRING_KIND}),
        "fixed-point clause can only be used on doubles, was given ",
    ),
    "e": (
        frozenset({DOUBLE_KIND, STRING_KIND}),
        "scientific clause can only be used on doubles, was given ",
    ),
    "b": (_INTEGERS | {BOOL_KIND}, "only integers and bools can be formatted as binary, was given "),
    "x": (
        _INTEGERS | {STRING_KIND, BYTES_KIND},
        "only integers, byte buffers, and strings can be formatted as hex, was given ",
    ),
    "o": (_INTEGERS, "octal clause can only be used on integers, was given "),
}


def check_literals(tree: Node) -> list[LocatedError]:
    """What is wrong with the constants of a tree that has passed ``check_types``."""
    errors: list[LocatedError] = []
    # the parts of what is formatted need not be of one type
    pending = [(tree, False)]
    while pending:
        node, formatted = pending.pop()
        if isinstance(node, Call):
            errors.extend(_check_call(node))
            formatted = formatted or node.function == "format"
        elif not formatted:
            errors.extend(_check_homogeneous(node))
        pending.extend((child, formatted) for child in children(node))
    return errors


def _check_call(call: Call) -> Iterator[LocatedError]:
    first = call.arguments[0] if call.arguments else None
    if call.function in ("duration", "timestamp"):
        if isinstance(first, Literal) and not _accepted(lambda: convert(call, constant(first))):
            yield LocatedError(first.pos, f"invalid {call.function} argument")
    elif call.function == "matches":
        if isinstance(first, Literal) and first.kind == STRING:
            from scaffolder.cel.libraries.standard import compiled

            if not _accepted(lambda: compiled(str(first.value))):
                yield LocatedError(first.pos, "invalid matches argument")
    elif call.function == "format" and isinstance(first, ListLiteral):
        template = call.target
        if isinstance(template, Literal) and isinstance(template.value, str):
            yield from _check_format(call, template.value, first.elements)


def _accepted(attempt: Callable[[], object]) -> bool:
    from scaffolder.cel.runtime.errors import CelError

    try:
        attempt()
    except CelError:
        return False
    return True


def _check_format(call: Call, template: str, arguments: Sequence[Node]) -> Iterator[LocatedError]:
    from scaffolder.cel.libraries.string_format import parse_clause
    from scaffolder.cel.runtime.errors import CelError

    used = 0
    position = template.find("%")
    while position >= 0:
        position += 1
        if template[position : position + 1] == "%":
            position = template.find("%", position + 1)
            continue
        if position >= len(template):
            yield LocatedError(call.pos, "unexpected end of string")
            return
        if used >= len(arguments):
            yield LocatedError(call.pos, f"index {used} out of range")
            return
        try:
            position, _ = parse_clause(template, position)
        except CelError as error:
            yield LocatedError(call.pos, str(error))
            return
        wanted, complaint = _CLAUSES[template[position - 1].lower()]
        misfit = _misfit(arguments[used], wanted)
        if misfit is not None:
            yield LocatedError(misfit.pos, f"error during formatting: {complaint}{_type(misfit).name}")
            return
        used += 1
        position = template.find("%", position)
    if len(arguments) > used:
        message = f"too many arguments supplied to string.format (expected {used}, got {len(arguments)})"
        yield LocatedError(call.pos, message)


def _misfit(argument: Node, wanted: frozenset[str]) -> Node | None:
    """The argument, or the part of it, that the clause cannot print."""
    kind = _type(argument).kind
    if kind != DYN_KIND and kind not in wanted:
        return argument
    if wanted is not _PRINTABLE or not isinstance(argument, ListLiteral | MapLiteral):
        return None
    return next((bad for part in children(argument) if (bad := _misfit(part, wanted)) is not None), None)


def _check_homogeneous(node: Node) -> Iterator[LocatedError]:
    if isinstance(node, ListLiteral):
        types = [
            _inside(_type(element)) if index in node.optionals else _type(element)
            for index, element in enumerate(node.elements)
        ]
        # of a list, only the first misfit is reported
        yield from _differing(zip(node.elements, types, strict=True), stop=True)
    elif isinstance(node, MapLiteral):
        yield from _differing(((entry.key, _type(entry.key)) for entry in node.entries), stop=False)
        yield from _differing(((entry.value, _value_type(entry)) for entry in node.entries), stop=False)


def _differing(parts: Iterable[tuple[Node, Type]], *, stop: bool) -> Iterator[LocatedError]:
    expected: Type | None = None
    for node, type_ in parts:
        if expected is None:
            expected = type_
        elif type_ != expected:
            yield LocatedError(node.pos, f"expected type '{expected}' but found '{type_}'")
            if stop:
                return


def _value_type(entry: Entry) -> Type:
    return _inside(_type(entry.value)) if entry.optional else _type(entry.value)


def _inside(optional: Type) -> Type:
    """What an optional holds; anything that is dyn may hold anything."""
    return optional.parameters[0] if optional.parameters else optional


def _type(node: Node) -> Type:
    assert node.type is not None
    return node.type
