"""What evaluating an expression can cost at most, from the sizes that its variables can have.

A server refuses a rule by this number, so it is computed exactly as there, oddities included.
https://github.com/google/cel-go/blob/master/checker/cost.go and the size estimator in
apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go
"""

from __future__ import annotations

from scaffolder.cel.ast import (
    BOOL,
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
from scaffolder.cel.call_costs import CallShape, estimate_call, regex_cost
from scaffolder.cel.macros import ACCUMULATOR
from scaffolder.cel.ranges import (
    CREATE_LIST,
    CREATE_MAP,
    CREATE_STRUCT,
    EMPTY,
    FREE,
    ONE,
    SELECT,
    TRAVERSE_STRING,
    UNKNOWN,
    Range,
)
from scaffolder.cel.types import (
    BOOL_KIND,
    DOUBLE_KIND,
    DURATION_KIND,
    INT_KIND,
    LIST_KIND,
    MAP_KIND,
    OBJECT_KIND,
    OPAQUE_KIND,
    TIMESTAMP_KIND,
    UINT_KIND,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffolder.cel.ast import Node
    from scaffolder.cel.call_costs import CallEstimate
    from scaffolder.cel.types import Type

    # How a value is reached: a variable, then names of fields, ITEMS, KEYS or VALUES.
    ValuePath = tuple[str, ...]

ITEMS = "@items"
KEYS = "@keys"
VALUES = "@values"
INDICES = "@indices"

_SCALARS = frozenset({BOOL_KIND, DOUBLE_KIND, DURATION_KIND, INT_KIND, TIMESTAMP_KIND, UINT_KIND})
_COMPARISONS = frozenset(
    [
        *("equals", "not_equals"),
        *("less_string", "greater_string", "less_equals_string", "greater_equals_string"),
        *("less_bytes", "greater_bytes", "less_equals_bytes", "greater_equals_bytes"),
    ]
)


def estimate_cost(tree: Node, root: Type) -> Range:
    """The cheapest and the dearest evaluation of a checked tree.

    ``root`` is the declared type that every path to a value is followed from, whatever variable it begins
    with (as the server does: its variables are two states of one object).
    """
    return _Estimator(root).cost(tree)


class _EntrySizes:
    """How large the keys (or indexes) and the values of a list or a map are."""

    __slots__ = ("container", "key", "value")

    def __init__(self, container: str, key: Range, value: Range) -> None:
        self.container = container
        self.key = key
        self.value = value


def _both(one: _EntrySizes | None, other: _EntrySizes | None) -> _EntrySizes | None:
    if one is None or other is None:
        return None
    return _EntrySizes(one.container, one.key | other.key, one.value | other.value)


class _Variable:
    """A variable of a macro: where its values come from, and how large they and their parts are."""

    __slots__ = ("entries", "path", "size")

    def __init__(self, path: ValuePath, size: Range | None, entries: _EntrySizes | None) -> None:
        self.path = path
        self.size = size
        self.entries = entries


class _Operand:
    """A target or an argument, as ``call_costs`` sees it."""

    __slots__ = ("_estimator", "_size", "node", "path", "type")

    def __init__(
        self, estimator: _Estimator, path: ValuePath, type_: Type, node: Node | None, size: Range | None
    ) -> None:
        self._estimator = estimator
        self._size = size
        self.path = path
        self.type = type_
        self.node = node

    def size(self) -> Range | None:
        return self._size if self._size is not None else self._estimator.declared_size(self.path)

    def element(self) -> _Operand | None:
        if not self.type.parameters:
            return None
        path = (*self.path, ITEMS) if self.path else ()
        return _Operand(self._estimator, path, self.type.parameters[0], None, None)


class _Estimator:
    def __init__(self, root: Type) -> None:
        self.root = root
        self.variables: dict[str, list[_Variable]] = {}
        self.paths: dict[Node, ValuePath] = {}
        self.sizes: dict[Node, Range] = {}
        self.entries: dict[Node, _EntrySizes] = {}
        # the target of an optional macro stands in its expansion twice
        self.costs: dict[Node, Range] = {}

    def cost(self, node: Node) -> Range:
        node = _expanded(node)
        if node not in self.costs:
            self.costs[node] = self.compute(node)
        return self.costs[node]

    def compute(self, node: Node) -> Range:
        if isinstance(node, Literal):
            return FREE
        if isinstance(node, Ident):
            variable = self.variable(node)
            self.paths[node] = (node.name,) if variable is None else variable.path
            return Range(SELECT)
        if isinstance(node, Select):
            return self.selection(node)
        if isinstance(node, Call):
            return self.call(node)
        if isinstance(node, ListLiteral):
            return self.list_literal(node)
        if isinstance(node, MapLiteral):
            return self.map_literal(node)
        if isinstance(node, StructLiteral):
            fields = [self.cost(entry.value) for entry in node.entries]
            return sum(fields, Range(CREATE_STRUCT))
        if isinstance(node, Fold):
            return self.bind(node) if _is_bind(node) else self.fold(node)
        raise TypeError(node)

    # Sizes

    def declared_size(self, path: ValuePath) -> Range | None:
        """What the declared types say. The first step is taken for a variable even if it is none."""
        if not path:
            return None
        type_ = self.root
        for step in path[1:]:
            part = _part(type_, step)
            if part is None:
                return None
            type_ = part
        return Range(0, type_.max_elements)

    def size(self, node: Node) -> Range | None:
        node = _expanded(node)
        if node in self.sizes:
            return self.sizes[node]
        if (size := _written_size(node)) is not None:
            return size
        if (size := self.declared_size(self.path(node))) is not None:
            self.sizes[node] = size
            return size
        if _is_scalar(_type(node)):
            return ONE
        variable = self.variable(node)
        return None if variable is None else variable.size

    def size_or_unknown(self, node: Node) -> Range:
        return self.size(node) or UNKNOWN

    def entry_sizes(self, node: Node) -> _EntrySizes | None:
        node = _expanded(node)
        if node in self.entries:
            return self.entries[node]
        variable = self.variable(node)
        return None if variable is None else variable.entries

    def set_entry_sizes(self, node: Node, entries: _EntrySizes | None) -> None:
        if entries is not None:
            self.entries[node] = entries

    def path(self, node: Node) -> ValuePath:
        node = _expanded(node)
        variable = self.variable(node)
        return self.paths.get(node, ()) if variable is None else variable.path

    # Variables

    def variable(self, node: Node) -> _Variable | None:
        if not isinstance(node, Ident):
            return None
        stack = self.variables.get(node.name)
        return stack[-1] if stack else None

    def push(self, name: str, variable: _Variable) -> None:
        self.variables.setdefault(name, []).append(variable)

    def pop(self, name: str) -> None:
        self.variables[name].pop()

    def push_local(self, name: str, value: Node) -> None:
        self.push(name, _Variable(self.path(value), self.size(value), self.entry_sizes(value)))

    def push_elements(self, node: Fold) -> None:
        entries = self.entry_sizes(node.range)
        path = self.path(node.range)
        is_list = (entries.container if entries else _type(node.range).kind) == LIST_KIND
        key = None if entries is None else entries.key
        value = None if entries is None else entries.value
        if len(node.variables) == 2:
            steps = [(INDICES if is_list else KEYS, key), (ITEMS if is_list else VALUES, value)]
        else:
            steps = [(ITEMS, value) if is_list else (KEYS, key)]
        for name, (step, size) in zip(node.variables, steps, strict=True):
            self.push(name, _Variable((*path, step), size, None))

    # Nodes

    def selection(self, node: Select) -> Range:
        if node.type_name is not None:
            self.paths[node] = (node.type_name,)
            return Range(SELECT)
        operand = self.cost(node.operand)
        if node.test_only:
            return operand
        if node.optional:
            # to cel-go a call of the operator ``_?._``, whose value has no path
            return operand + ONE
        self.paths[node] = (*self.path(node.operand), node.field)
        if _type(node.operand).kind in (MAP_KIND, OBJECT_KIND):
            return operand + Range(SELECT)
        return operand

    def list_literal(self, node: ListLiteral) -> Range:
        cost = Range(CREATE_LIST)
        value = EMPTY if node.elements else Range(0)
        for element in node.elements:
            cost = cost + self.cost(element)
            value = value | self.size_or_unknown(element)
        self.entries[node] = _EntrySizes(LIST_KIND, ONE, value)
        return cost

    def map_literal(self, node: MapLiteral) -> Range:
        cost = Range(CREATE_MAP)
        key = value = EMPTY if node.entries else Range(0)
        for entry in node.entries:
            cost = cost + self.cost(entry.key) + self.cost(entry.value)
            key = key | self.size_or_unknown(entry.key)
            value = value | self.size_or_unknown(entry.value)
        self.entries[node] = _EntrySizes(MAP_KIND, key, value)
        return cost

    def bind(self, node: Fold) -> Range:
        cost = self.cost(node.range) + self.cost(node.initial)
        self.push_local(node.accumulator, node.initial)
        cost = cost + self.cost(node.result)
        self.pop(node.accumulator)
        self.copy_sizes(node, node.result)
        return cost

    def fold(self, node: Fold) -> Range:
        cost = self.cost(node.range) + self.cost(node.initial)
        self.push_local(node.accumulator, node.initial)
        self.push_elements(node)
        loop = self.cost(node.condition) + self.cost(node.step)
        for name in node.variables:
            self.pop(name)
        cost = cost + self.cost(node.result)
        self.pop(node.accumulator)
        runs = self.size_or_unknown(node.range)
        if isinstance(node.initial, Literal):
            if (size := self.size(node.initial)) is not None:
                self.sizes[node] = size
        else:
            self.sizes[node] = runs
            self.set_entry_sizes(node, self.entry_sizes(node.step))
        return cost + runs * loop

    def copy_sizes(self, node: Node, source: Node) -> None:
        if (size := self.size(source)) is not None:
            self.sizes[node] = size
        self.set_entry_sizes(node, self.entry_sizes(source))

    # Calls

    def call(self, node: Call) -> Range:
        if node.function == "dyn":
            cost = self.cost(node.arguments[0])
            self.copy_sizes(node, node.arguments[0])
            return cost + ONE
        costs = [self.cost(argument) for argument in node.arguments]
        operands = [self.operand(argument) for argument in node.arguments]
        before = FREE
        target = None
        if node.target is not None:
            before = self.cost(node.target)
            target = self.operand(node.target)
        cost = EMPTY
        result: Range | None = None
        for overload in node.overloads:
            one, size = self.overload(node, overload.id, target, operands, costs)
            cost = cost | one
            if size is not None:
                result = size if result is None else result | size
            if overload.id in ("index_list", "index_map"):
                container = node.arguments[0]
                step = ITEMS if overload.id == "index_list" else VALUES
                entries = self.entry_sizes(container)
                result = None if entries is None else entries.value
                self.paths[node] = (*self.path(container), step)
            if result is None:
                result = self.size(node)
        if result is not None:
            self.sizes[node] = result
        return before + cost

    def operand(self, node: Node) -> _Operand:
        path = self.path(node)
        if path and path[0] == ACCUMULATOR:
            path = ()
        return _Operand(self, path, _type(node), _expanded(node), self.size(node))

    def overload(
        self,
        node: Call,
        overload_id: str,
        target: _Operand | None,
        operands: Sequence[_Operand],
        costs: Sequence[Range],
    ) -> CallEstimate:
        arguments = sum(costs, FREE)
        estimate = estimate_call(node.function, CallShape(overload_id, target, operands))
        if estimate is not None:
            return estimate[0] + arguments, estimate[1]
        if overload_id in ("logical_and", "logical_or"):
            return Range(costs[0].low, arguments.high), None
        if overload_id == "conditional":
            return self.conditional(node, costs)
        if overload_id in ("add_string", "add_bytes", "add_list"):
            return self.concatenation(node, overload_id, arguments)
        cost, size = self.standard(node, overload_id)
        return cost + arguments, size

    def conditional(self, node: Call, costs: Sequence[Range]) -> CallEstimate:
        _, then, otherwise = node.arguments
        size = self.size_or_unknown(then) | self.size_or_unknown(otherwise)
        self.set_entry_sizes(node, _both(self.entry_sizes(then), self.entry_sizes(otherwise)))
        return costs[0] + (costs[1] | costs[2]), size

    def concatenation(self, node: Call, overload_id: str, arguments: Range) -> CallEstimate:
        left, right = node.arguments
        size = self.size_or_unknown(left) + self.size_or_unknown(right)
        self.set_entry_sizes(node, _both(self.entry_sizes(left), self.entry_sizes(right)))
        # lists are joined without a copy
        cost = ONE if overload_id == "add_list" else size.scaled(TRAVERSE_STRING)
        return cost + arguments, size

    def standard(self, node: Call, overload_id: str) -> CallEstimate:
        """The functions of the language whose cost depends on sizes; everything else costs one."""
        first = [self.size_or_unknown(argument) for argument in node.arguments[:1]]
        if overload_id in _COMPARISONS:
            smaller = min(first[0].high, self.size_or_unknown(node.arguments[1]).high)
            return Range(1 if smaller > 0 else 0, smaller).scaled(TRAVERSE_STRING), None
        if overload_id == "in_list":
            return self.size_or_unknown(node.arguments[1]).scaled(1), None
        if overload_id in ("starts_with_string", "ends_with_string"):
            return first[0].scaled(TRAVERSE_STRING), None
        if overload_id == "string_to_bytes":
            size = Range(first[0].low, (first[0].high * 4) & UNKNOWN.high)
            return first[0].scaled(TRAVERSE_STRING), size
        if overload_id == "bytes_to_string":
            return first[0].scaled(TRAVERSE_STRING), Range(first[0].low // 4, first[0].high)
        if overload_id == "strings_quote":
            size = Range(first[0].low + 2, (first[0].high * 2 + 2) & UNKNOWN.high)
            return first[0].scaled(TRAVERSE_STRING), size
        if node.target is not None:
            target = self.size_or_unknown(node.target)
            if overload_id == "string_format":
                return target.scaled(TRAVERSE_STRING), None
            if overload_id == "matches_string":
                return regex_cost(target, first[0]), None
            if overload_id == "contains_string":
                return target.scaled(TRAVERSE_STRING) * first[0].scaled(TRAVERSE_STRING), None
        return ONE, None


def _expanded(node: Node) -> Node:
    return node.expansion if isinstance(node, Macro) else node


def _type(node: Node) -> Type:
    node = _expanded(node)
    assert node.type is not None
    return node.type


def _part(type_: Type, step: str) -> Type | None:
    if step in (ITEMS, VALUES):
        return type_.parameters[-1] if type_.kind in (LIST_KIND, MAP_KIND) else None
    if step == KEYS:
        return type_.parameters[0] if type_.kind == MAP_KIND else None
    return type_.fields.get(step)


def _is_bind(node: Fold) -> bool:
    return (
        isinstance(node.range, ListLiteral)
        and not node.range.elements
        and isinstance(node.condition, Literal)
        and node.condition.kind == BOOL
        and node.condition.value is False
    )


def _is_scalar(type_: Type) -> bool:
    """Whether all values of the type are equally large."""
    if type_.kind == OPAQUE_KIND and type_.name == "optional_type":
        return _is_scalar(type_.parameters[0])
    return type_.kind in _SCALARS


def _written_size(node: Node) -> Range | None:
    """The size of something that is written out in the expression."""
    if isinstance(node, Literal):
        return Range(len(node.value)) if isinstance(node.value, str | bytes) else ONE
    if isinstance(node, ListLiteral):
        return Range(len(node.elements))
    if isinstance(node, MapLiteral):
        return Range(len(node.entries))
    return None
