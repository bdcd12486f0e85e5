"""Where the values of an expression come from, and how large they can be.

https://github.com/google/cel-go/blob/master/checker/cost.go (``computeSize``, ``pushIterSingle`` …) and the
``sizeEstimator`` of apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go
"""

from __future__ import annotations

from scaffolder.cel.ast import Fold, Ident, ListLiteral, Literal, Macro, MapLiteral
from scaffolder.cel.ranges import ONE, UNKNOWN, Range
from scaffolder.cel.types import (
    BOOL_KIND,
    DOUBLE_KIND,
    DURATION_KIND,
    INT_KIND,
    LIST_KIND,
    MAP_KIND,
    OPAQUE_KIND,
    TIMESTAMP_KIND,
    UINT_KIND,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.cel.ast import Node
    from scaffolder.cel.types import Type

    # How a value is reached: a variable, then names of fields, ITEMS, KEYS or VALUES.
    ValuePath = tuple[str, ...]

ITEMS = "@items"
KEYS = "@keys"
VALUES = "@values"
INDICES = "@indices"

_SCALARS = frozenset({BOOL_KIND, DOUBLE_KIND, DURATION_KIND, INT_KIND, TIMESTAMP_KIND, UINT_KIND})


class EntrySizes:
    """How large the keys (or indexes) and the values of a list or a map are."""

    __slots__ = ("container", "key", "value")

    def __init__(self, container: str, key: Range, value: Range) -> None:
        self.container = container
        self.key = key
        self.value = value


def both(one: EntrySizes | None, other: EntrySizes | None) -> EntrySizes | None:
    """What is true of a value that is either the one or the other."""
    if one is None or other is None:
        return None
    return EntrySizes(one.container, one.key | other.key, one.value | other.value)


class _Variable:
    """A variable of a macro: where its values come from, and how large they and their parts are."""

    __slots__ = ("entries", "path", "size")

    def __init__(self, path: ValuePath, size: Range | None, entries: EntrySizes | None) -> None:
        self.path = path
        self.size = size
        self.entries = entries


class ValueSizes:
    """What is known of the nodes of one tree while its cost is computed: paths, sizes, sizes of the parts.

    ``root`` is the declared type that paths are followed from.
    """

    def __init__(self, root: Type) -> None:
        self.root = root
        self.variables: dict[str, list[_Variable]] = {}
        self.paths: dict[Node, ValuePath] = {}
        self.sizes: dict[Node, Range] = {}
        self.entries: dict[Node, EntrySizes] = {}

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
        """Computed before, written out, declared, that of any value of the type, or that of a variable."""
        node = expanded(node)
        if node in self.sizes:
            return self.sizes[node]
        if (size := _written_size(node)) is not None:
            return size
        if (size := self.declared_size(self.path(node))) is not None:
            self.sizes[node] = size
            return size
        if _is_scalar(type_of(node)):
            return ONE
        variable = self.variable(node)
        return None if variable is None else variable.size

    def size_or_unknown(self, node: Node) -> Range:
        return self.size(node) or UNKNOWN

    def entry_sizes(self, node: Node) -> EntrySizes | None:
        node = expanded(node)
        if node in self.entries:
            return self.entries[node]
        variable = self.variable(node)
        return None if variable is None else variable.entries

    def set_entry_sizes(self, node: Node, entries: EntrySizes | None) -> None:
        if entries is not None:
            self.entries[node] = entries

    def path(self, node: Node) -> ValuePath:
        """Empty if the value cannot be reached by steps from a variable."""
        node = expanded(node)
        variable = self.variable(node)
        return self.paths.get(node, ()) if variable is None else variable.path

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
        """Opens the scope of an accumulator, or of a name for ``value``."""
        self.push(name, _Variable(self.path(value), self.size(value), self.entry_sizes(value)))

    def push_elements(self, node: Fold) -> None:
        """Opens the scope of the variables of a loop."""
        entries = self.entry_sizes(node.range)
        path = self.path(node.range)
        is_list = (entries.container if entries else type_of(node.range).kind) == LIST_KIND
        key = None if entries is None else entries.key
        value = None if entries is None else entries.value
        if len(node.variables) == 2:
            steps = [(INDICES if is_list else KEYS, key), (ITEMS if is_list else VALUES, value)]
        else:
            steps = [(ITEMS, value) if is_list else (KEYS, key)]
        for name, (step, size) in zip(node.variables, steps, strict=True):
            self.push(name, _Variable((*path, step), size, None))

    def copy_sizes(self, node: Node, source: Node) -> None:
        if (size := self.size(source)) is not None:
            self.sizes[node] = size
        self.set_entry_sizes(node, self.entry_sizes(source))


def expanded(node: Node) -> Node:
    """What cel-go has in the node's place."""
    return node.expansion if isinstance(node, Macro) else node


def type_of(node: Node) -> Type:
    node = expanded(node)
    assert node.type is not None
    return node.type


def _part(type_: Type, step: str) -> Type | None:
    if step in (ITEMS, VALUES):
        return type_.parameters[-1] if type_.kind in (LIST_KIND, MAP_KIND) else None
    if step == KEYS:
        return type_.parameters[0] if type_.kind == MAP_KIND else None
    return type_.fields.get(step)


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
