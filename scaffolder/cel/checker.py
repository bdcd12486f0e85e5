"""Gives every node of a tree its type and every call its overloads, or says what does not fit.

https://github.com/google/cel-go/blob/master/checker/checker.go
"""

from __future__ import annotations

from scaffolder.cel import operators
from scaffolder.cel.ast import (
    Call,
    Fold,
    Ident,
    ListLiteral,
    Literal,
    Macro,
    MapLiteral,
    Select,
    StructLiteral,
)
from scaffolder.cel.source import LocatedError
from scaffolder.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DYN,
    DYN_KIND,
    ERROR,
    ERROR_KIND,
    INT,
    LIST_KIND,
    MAP_KIND,
    MESSAGE_KIND,
    NULL,
    OBJECT_KIND,
    OPAQUE_KIND,
    PARAMETER_KIND,
    STRING,
    UINT,
    Type,
    list_of,
    map_of,
    optional_of,
    parameter,
    type_of,
)
from scaffolder.cel.unification import Substitutions, bounded, instantiate, more_general

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffolder.cel.ast import Entry, Node
    from scaffolder.cel.environment import Environment
    from scaffolder.cel.overloads import Overload

_LITERAL_TYPES = {
    "null": NULL,
    "bool": BOOL,
    "int": INT,
    "uint": UINT,
    "double": DOUBLE,
    "string": STRING,
    "bytes": BYTES,
}
_WITHOUT_FIELDS = frozenset({"bool", "bytes", "double", "int", "list", "string", "uint"})
# The target of an optional macro stands in its expansion twice, and so do its mistakes; a chain of such
# macros repeats them more often than anyone wants to know.
_MAX_REPEATED_ERRORS = 1000


def check_types(tree: Node, environment: Environment) -> list[LocatedError]:
    """Annotates the tree in place; with errors the annotations are of no use.

    Needs a recursion limit of some thousand frames for the deepest trees that the parser lets pass.
    """
    checker = _Checker(environment)
    checker.check(tree)
    for node in checker.checked:
        node.type = checker.known.apply(_type(node), free_to_dyn=True)
    return checker.errors


class _Checker:
    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.vocabulary = environment.vocabulary
        self.errors: list[LocatedError] = []
        self.known = Substitutions()
        self.checked: list[Node] = []
        # the variables of the macros around, the innermost last
        self.scopes: list[dict[str, Type]] = []
        self.fresh_parameters = 0

    def check(self, node: Node) -> Type:
        """The type of the node, which may still depend on type parameters."""
        if node.type is None:
            node.type = bounded(self.type_of(node))
            self.checked.append(node)
        return node.type

    def fail(self, node: Node | Entry, message: str) -> Type:
        self.errors.append(LocatedError(node.pos, message))
        return ERROR

    def type_of(self, node: Node) -> Type:
        if isinstance(node, Literal):
            return _LITERAL_TYPES[node.kind]
        if isinstance(node, Ident):
            return self.identifier(node)
        if isinstance(node, Select):
            return self.selection(node)
        if isinstance(node, Call):
            return self.call(node)
        if isinstance(node, Macro):
            return self.macro(node)
        if isinstance(node, Fold):
            return self.fold(node)
        if isinstance(node, ListLiteral):
            return self.list_literal(node)
        if isinstance(node, MapLiteral):
            return self.map_literal(node)
        if isinstance(node, StructLiteral):
            return self.struct_literal(node)
        raise TypeError(node)

    def fresh_parameter(self) -> Type:
        self.fresh_parameters += 1
        return parameter(f"_var{self.fresh_parameters - 1}")

    def expect(self, node: Node, given: Type, wanted: Type) -> bool:
        """Reports a value of a type that is not ``wanted``."""
        if self.known.assignable(given, wanted):
            return True
        self.fail(node, f"expected type '{wanted}' but found '{given}'")
        return False

    def local(self, name: str) -> Type | None:
        return next((scope[name] for scope in reversed(self.scopes) if name in scope), None)

    def identifier(self, node: Ident) -> Type:
        if (type_ := self.local(node.name)) is not None:
            return type_
        name = node.name.removeprefix(".")
        if (type_ := self.environment.variables.get(name)) is not None:
            return type_
        if (named := self.vocabulary.types.get(name)) is not None:
            node.type_name = name
            return type_of(named)
        return self.undeclared(node, node.name)

    def undeclared(self, node: Node, name: str) -> Type:
        return self.fail(node, f"undeclared reference to '{name}' (in container '')")

    def selection(self, node: Select) -> Type:
        if not node.optional and (name := _qualified_name(node)) is not None:
            local = self.local(name.partition(".")[0]) is not None
            named = self.vocabulary.types.get(name.removeprefix("."))
            if named is not None and not local:
                node.type_name = named.name
                return type_of(named)
        operand = self.known.apply(self.check(node.operand))
        chained = _is_optional(operand)
        result = self.field(node, operand.parameters[0] if chained else operand, node.field)
        if chained or node.optional:
            result = optional_of(result)
        return BOOL if node.test_only else self.known.apply(result)

    def field(self, node: Node, operand: Type, field: str) -> Type:
        if operand.kind == MAP_KIND:
            return operand.parameters[1]
        if operand.kind == OBJECT_KIND:
            type_ = operand.fields.get(operand.aliases.get(field, field))
            return self.fail(node, f"undefined field '{field}'") if type_ is None else type_
        if operand.kind == MESSAGE_KIND:
            return self.fail(node, f"unexpected failed resolution of '{operand}'")
        if operand.kind == PARAMETER_KIND:
            self.known.assignable(DYN, operand)
        elif operand.kind not in (DYN_KIND, ERROR_KIND):
            self.fail(node, f"type '{operand}' does not support field selection")
        return DYN

    def call(self, node: Call) -> Type:
        for argument in node.arguments:
            self.check(argument)
        functions = self.vocabulary.functions
        if node.target is not None:
            prefix = _qualified_name(node.target)
            qualified = f"{prefix}.{node.function}".removeprefix(".")
            if prefix is not None and qualified in functions:
                node.function, node.target = qualified, None
        if node.target is not None:
            self.check(node.target)
        overloads = functions.get(node.function.removeprefix("."))
        if overloads is None:
            return self.undeclared(node, node.function)
        node.function = node.function.removeprefix(".")
        return self.resolve(node, overloads)

    def resolve(self, node: Call, overloads: Sequence[Overload]) -> Type:
        """Finds the overloads that the arguments fit; with several, the results must agree or are dyn."""
        operands = [*node.arguments] if node.target is None else [node.target, *node.arguments]
        if node.function in (operators.LOGICAL_AND, operators.LOGICAL_OR):
            node.overloads = overloads[:1]
            fits = [self.expect(operand, _type(operand), BOOL) for operand in operands]
            return BOOL if all(fits) else ERROR
        given = [_type(operand) for operand in operands]
        matching = []
        result: Type | None = None
        for overload in overloads:
            if overload.member != (node.target is not None) or len(overload.parameters) != len(given):
                continue
            wanted, declared = overload.parameters, overload.result
            if overload.type_parameters:
                fresh = {old: self.fresh_parameter() for old in overload.type_parameters}
                wanted = tuple(instantiate(type_, fresh) for type_ in wanted)
                declared = instantiate(declared, fresh)
            if not self.known.all_assignable(given, wanted):
                continue
            matching.append(overload)
            returned = self.known.apply(declared)
            if result is None:
                result = returned
            elif result.kind != DYN_KIND and returned != result:
                result = DYN
        if result is None:
            shown = [str(self.known.apply(type_, free_to_dyn=True)) for type_ in given]
            target = "" if node.target is None else f"{shown.pop(0)}."
            signature = f"{target}({', '.join(shown)})"
            return self.fail(
                node, f"found no matching overload for '{node.function}' applied to '{signature}'"
            )
        node.overloads = matching
        return result

    def macro(self, node: Macro) -> Type:
        first = len(self.errors)
        twice = node.name in ("optMap", "optFlatMap")
        if twice:
            self.check(node.target)
            repeated = self.errors[first:]
        type_ = self.check(node.expansion)
        if twice and len(self.errors) < _MAX_REPEATED_ERRORS:
            self.errors.extend(repeated)
        return type_

    def fold(self, node: Fold) -> Type:
        over = self.known.apply(self.check(node.range))
        accumulator = self.check(node.initial)
        self.scopes.append({node.accumulator: accumulator})
        self.scopes.append(dict(zip(node.variables, self.elements(node, over), strict=False)))
        self.expect(node.condition, self.check(node.condition), BOOL)
        self.expect_step(node, accumulator)
        self.scopes.pop()
        result = self.check(node.result)
        self.scopes.pop()
        return self.known.apply(result)

    def expect_step(self, node: Fold, accumulator: Type) -> None:
        step = self.check(node.step)
        if not self.known.assignable(accumulator, step):
            self.fail(node.step, f"expected type '{accumulator}' but found '{step}'")

    def elements(self, node: Fold, over: Type) -> tuple[Type, ...]:
        """The types of the variables: element, or index and element; key, or key and value."""
        two = len(node.variables) == 2
        if over.kind == LIST_KIND:
            return (INT, over.parameters[0]) if two else over.parameters
        if over.kind == MAP_KIND:
            return over.parameters
        if over.kind in (DYN_KIND, ERROR_KIND, PARAMETER_KIND):
            self.known.assignable(DYN, over)
            return DYN, DYN
        message = f"expression of type '{over}' cannot be range of a comprehension"
        self.fail(node.range, f"{message} (must be list, map, or dynamic)")
        return ERROR, ERROR

    def list_literal(self, node: ListLiteral) -> Type:
        joined: Type | None = None
        for index, element in enumerate(node.elements):
            type_ = self.check(element)
            if index in node.optionals:
                type_ = self.unwrapped(element, type_)
            joined = self.join(joined, type_)
        return list_of(self.fresh_parameter() if joined is None else joined)

    def map_literal(self, node: MapLiteral) -> Type:
        keys: Type | None = None
        values: Type | None = None
        for entry in node.entries:
            keys = self.join(keys, self.check(entry.key))
            type_ = self.check(entry.value)
            if entry.optional:
                type_ = self.unwrapped(entry.value, type_)
            values = self.join(values, type_)
        if keys is None or values is None:
            return map_of(self.fresh_parameter(), self.fresh_parameter())
        return map_of(keys, values)

    def struct_literal(self, node: StructLiteral) -> Type:
        name = node.name.removeprefix(".")
        node.message = self.vocabulary.messages.get(name)
        if node.message is None and name not in self.vocabulary.types:
            return self.undeclared(node, node.name)
        if node.message is None:
            self.fail(node, f"'{name}' is not a message type")
        for entry in node.entries:
            given = self.check(entry.value)
            if node.message is None:
                self.field_of_no_message(entry, name)
                continue
            field = str(entry.key.value) if isinstance(entry.key, Literal) else ""
            wanted = node.message.fields.get(field)
            if wanted is None:
                self.fail(entry, f"undefined field '{field}'")
                continue
            if entry.optional:
                given = self.unwrapped(entry.value, given)
            if not self.known.assignable(wanted, given):
                complaint = f"expected type of field '{field}' is '{wanted}' but provided type is '{given}'"
                self.fail(entry, complaint)
        return ERROR if node.message is None else node.message.result

    def field_of_no_message(self, entry: Entry, name: str) -> None:
        """Kubernetes declares some types as if they had fields, and in a map there may be any.

        Source: ``findScalar`` in ``k8s.io/apiserver/pkg/cel/types.go``.
        """
        if name in _WITHOUT_FIELDS and isinstance(entry.key, Literal):
            self.fail(entry, f"undefined field '{entry.key.value!s}'")
        elif name != "map":
            self.fail(entry, f"unexpected failed resolution of '{name}'")

    def unwrapped(self, node: Node, type_: Type) -> Type:
        """The type inside an optional, which ``?element`` must be."""
        if _is_optional(type_):
            return type_.parameters[0]
        if type_.kind != DYN_KIND:
            self.fail(node, f"expected type '{optional_of(type_)}' but found '{type_}'")
        return type_

    def join(self, before: Type | None, type_: Type) -> Type:
        """The common type of the elements of a literal, or dyn: ``literal_checks`` forbids most of that."""
        if before is None:
            return type_
        return more_general(before, type_) if self.known.assignable(before, type_) else DYN


def _type(node: Node) -> Type:
    assert node.type is not None
    return node.type


def _is_optional(type_: Type) -> bool:
    return type_.kind == OPAQUE_KIND and type_.name == "optional_type"


def _qualified_name(node: Node) -> str | None:
    """``a.b.c`` if the node is a chain of plain selections from a name."""
    fields = []
    while isinstance(node, Select) and not node.test_only and not node.optional:
        fields.append(node.field)
        node = node.operand
    if not isinstance(node, Ident):
        return None
    return ".".join([node.name, *reversed(fields)])
