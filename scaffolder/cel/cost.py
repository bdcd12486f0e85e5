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
    LIST_KIND,
    MAP_KIND,
    OBJECT_KIND,
)
from scaffolder.cel.value_sizes import ITEMS, VALUES, EntrySizes, ValueSizes, both, expanded, type_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffolder.cel.ast import Node
    from scaffolder.cel.call_costs import CallEstimate
    from scaffolder.cel.types import Type
    from scaffolder.cel.value_sizes import ValuePath

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


class _Operand:
    """A target or an argument, as ``call_costs`` sees it."""

    __slots__ = ("_known", "_size", "node", "path", "type")

    def __init__(
        self, known: ValueSizes, path: ValuePath, type_: Type, node: Node | None, size: Range | None
    ) -> None:
        self._known = known
        self._size = size
        self.path = path
        self.type = type_
        self.node = node

    def size(self) -> Range | None:
        return self._size if self._size is not None else self._known.declared_size(self.path)

    def element(self) -> _Operand | None:
        if not self.type.parameters:
            return None
        path = (*self.path, ITEMS) if self.path else ()
        return _Operand(self._known, path, self.type.parameters[0], None, None)


class _Estimator:
    def __init__(self, root: Type) -> None:
        self.known = ValueSizes(root)
        # the target of an optional macro stands in its expansion twice
        self.costs: dict[Node, Range] = {}

    def cost(self, node: Node) -> Range:
        node = expanded(node)
        if node not in self.costs:
            self.costs[node] = self.compute(node)
        return self.costs[node]

    def compute(self, node: Node) -> Range:
        if isinstance(node, Literal):
            return FREE
        if isinstance(node, Ident):
            variable = self.known.variable(node)
            self.known.paths[node] = (node.name,) if variable is None else variable.path
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

    def selection(self, node: Select) -> Range:
        if node.type_name is not None:
            self.known.paths[node] = (node.type_name,)
            return Range(SELECT)
        operand = self.cost(node.operand)
        if node.test_only:
            return operand
        if node.optional:
            # to cel-go a call of the operator ``_?._``, whose value has no path
            return operand + ONE
        self.known.paths[node] = (*self.known.path(node.operand), node.field)
        if type_of(node.operand).kind in (MAP_KIND, OBJECT_KIND):
            return operand + Range(SELECT)
        return operand

    def list_literal(self, node: ListLiteral) -> Range:
        cost = Range(CREATE_LIST)
        value = EMPTY if node.elements else Range(0)
        for element in node.elements:
            cost = cost + self.cost(element)
            value = value | self.known.size_or_unknown(element)
        self.known.entries[node] = EntrySizes(LIST_KIND, ONE, value)
        return cost

    def map_literal(self, node: MapLiteral) -> Range:
        cost = Range(CREATE_MAP)
        key = value = EMPTY if node.entries else Range(0)
        for entry in node.entries:
            cost = cost + self.cost(entry.key) + self.cost(entry.value)
            key = key | self.known.size_or_unknown(entry.key)
            value = value | self.known.size_or_unknown(entry.value)
        self.known.entries[node] = EntrySizes(MAP_KIND, key, value)
        return cost

    def bind(self, node: Fold) -> Range:
        cost = self.cost(node.range) + self.cost(node.initial)
        self.known.push_local(node.accumulator, node.initial)
        cost = cost + self.cost(node.result)
        self.known.pop(node.accumulator)
        self.known.copy_sizes(node, node.result)
        return cost

    def fold(self, node: Fold) -> Range:
        cost = self.cost(node.range) + self.cost(node.initial)
        self.known.push_local(node.accumulator, node.initial)
        self.known.push_elements(node)
        loop = self.cost(node.condition) + self.cost(node.step)
        for name in node.variables:
            self.known.pop(name)
        cost = cost + self.cost(node.result)
        self.known.pop(node.accumulator)
        runs = self.known.size_or_unknown(node.range)
        if isinstance(node.initial, Literal):
            if (size := self.known.size(node.initial)) is not None:
                self.known.sizes[node] = size
        else:
            self.known.sizes[node] = runs
            self.known.set_entry_sizes(node, self.known.entry_sizes(node.step))
        return cost + runs * loop

    def call(self, node: Call) -> Range:
        if node.function == "dyn":
            cost = self.cost(node.arguments[0])
            self.known.copy_sizes(node, node.arguments[0])
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
                entries = self.known.entry_sizes(container)
                result = None if entries is None else entries.value
                self.known.paths[node] = (*self.known.path(container), step)
            if result is None:
                result = self.known.size(node)
        if result is not None:
            self.known.sizes[node] = result
        return before + cost

    def operand(self, node: Node) -> _Operand:
        path = self.known.path(node)
        if path and path[0] == ACCUMULATOR:
            path = ()
        return _Operand(self.known, path, type_of(node), expanded(node), self.known.size(node))

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
        size = self.known.size_or_unknown(then) | self.known.size_or_unknown(otherwise)
        entries = both(self.known.entry_sizes(then), self.known.entry_sizes(otherwise))
        self.known.set_entry_sizes(node, entries)
        return costs[0] + (costs[1] | costs[2]), size

    def concatenation(self, node: Call, overload_id: str, arguments: Range) -> CallEstimate:
        left, right = node.arguments
        size = self.known.size_or_unknown(left) + self.known.size_or_unknown(right)
        entries = both(self.known.entry_sizes(left), self.known.entry_sizes(right))
        self.known.set_entry_sizes(node, entries)
        # lists are joined without a copy
        cost = ONE if overload_id == "add_list" else size.scaled(TRAVERSE_STRING)
        return cost + arguments, size

    def standard(self, node: Call, overload_id: str) -> CallEstimate:
        """The functions of the language whose cost depends on sizes; everything else costs one."""
        first = [self.known.size_or_unknown(argument) for argument in node.arguments[:1]]
        if overload_id in _COMPARISONS:
            smaller = min(first[0].high, self.known.size_or_unknown(node.arguments[1]).high)
            return Range(1 if smaller > 0 else 0, smaller).scaled(TRAVERSE_STRING), None
        if overload_id == "in_list":
            return self.known.size_or_unknown(node.arguments[1]).scaled(1), None
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
            target = self.known.size_or_unknown(node.target)
            if overload_id == "string_format":
                return target.scaled(TRAVERSE_STRING), None
            if overload_id == "matches_string":
                return regex_cost(target, first[0]), None
            if overload_id == "contains_string":
                return target.scaled(TRAVERSE_STRING) * first[0].scaled(TRAVERSE_STRING), None
        return ONE, None


def _is_bind(node: Fold) -> bool:
    return (
        isinstance(node.range, ListLiteral)
        and not node.range.elements
        and isinstance(node.condition, Literal)
        and node.condition.kind == BOOL
        and node.condition.value is False
    )
