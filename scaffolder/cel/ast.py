"""The tree that the parser builds, the checker annotates, and cost and code generation read.

Every node knows the offset (in code points) of the token that stands for it in error messages: an operator's
own token, the opening bracket of a call or an index, the dot of a selection, the first character of anything
else. ``type`` is ``None`` until the checker has filled it in.

Macros keep the form in which they were written (``Macro``), because that is what code is generated from;
beside it stands the fold that cel-go turns them into, over the same child nodes: types and costs are defined
on that (``macros.py``).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scaffolder.cel.overloads import Message, Overload
    from scaffolder.cel.types import Type

    # None is CEL's null; an int is told from a uint by ``Literal.kind``.
    Constant = bool | int | float | str | bytes | None

NULL = "null"
BOOL = "bool"
INT = "int"
UINT = "uint"
DOUBLE = "double"
STRING = "string"
BYTES = "bytes"


class Node:
    """A part of an expression. A bare one stands where the parser found nothing that it could read."""

    __slots__ = ("pos", "type")

    def __init__(self, pos: int) -> None:
        self.pos = pos
        self.type: Type | None = None


class Literal(Node):
    """``kind`` is one of the names above, ``value`` the Python value of that kind."""

    __slots__ = ("kind", "value")

    def __init__(self, pos: int, kind: str, value: Constant) -> None:
        super().__init__(pos)
        self.kind = kind
        self.value = value


class Ident(Node):
    """A variable, or the name of a type (``int``): then the checker sets ``type_name``."""

    __slots__ = ("name", "type_name")

    def __init__(self, pos: int, name: str) -> None:
        super().__init__(pos)
        self.name = name
        self.type_name: str | None = None


class Select(Node):
    """``operand.field``; ``has(operand.field)`` if ``test_only``; ``operand.?field`` if ``optional``.

    If the operand's type is an optional, so is the type of this node, whatever ``optional`` says. A chain of
    selections may be the name of a type (``net.IP``): then the checker sets ``type_name`` and leaves the
    operand alone.
    """

    __slots__ = ("field", "operand", "optional", "test_only", "type_name")

    def __init__(
        self, pos: int, operand: Node, field: str, *, test_only: bool = False, optional: bool = False
    ) -> None:
        super().__init__(pos)
        self.operand = operand
        self.field = field
        self.test_only = test_only
        self.optional = optional
        self.type_name: str | None = None


class Call(Node):
    """A function or an operator (``_+_``, ``_[_]``, ``_[?_]``, ``@in``, ``_?_:_`` …: ``operators.py``).

    ``_&&_`` and ``_||_`` hold two or more arguments: ``a && b && c`` is one call. The checker moves the
    target of a namespaced function into its name (``sets.contains(a, b)`` has no target) and leaves in
    ``overloads`` those that the argument types allow, in the order of their declaration: more than one where
    a type is dyn.
    """

    __slots__ = ("arguments", "function", "overloads", "target")

    def __init__(self, pos: int, function: str, target: Node | None, arguments: Sequence[Node]) -> None:
        super().__init__(pos)
        self.function = function
        self.target = target
        self.arguments = arguments
        self.overloads: Sequence[Overload] = ()


class ListLiteral(Node):
    """``[a, ?b]``: ``optionals`` holds the indexes of the elements with a question mark."""

    __slots__ = ("elements", "optionals")

    def __init__(self, pos: int, elements: Sequence[Node], optionals: frozenset[int] = frozenset()) -> None:
        super().__init__(pos)
        self.elements = elements
        self.optionals = optionals


class Entry:
    """``key: value`` of a map, or with a name for its key, of a message; ``?key: value`` if ``optional``."""

    __slots__ = ("key", "optional", "pos", "value")

    def __init__(self, pos: int, key: Node, value: Node, *, optional: bool = False) -> None:
        self.pos = pos
        self.key = key
        self.value = value
        self.optional = optional


class MapLiteral(Node):
    __slots__ = ("entries",)

    def __init__(self, pos: int, entries: Sequence[Entry]) -> None:
        super().__init__(pos)
        self.entries = entries


class StructLiteral(Node):
    """``pkg.Message{field: value}``; the keys of its entries are string literals.

    The checker fills in ``message``.
    """

    __slots__ = ("entries", "message", "name")

    def __init__(self, pos: int, name: str, entries: Sequence[Entry]) -> None:
        super().__init__(pos)
        self.name = name
        self.entries = entries
        self.message: Message | None = None


class Macro(Node):
    """A macro as it was written.

    ``name`` and what goes with it:

    - ``all``, ``exists``, ``exists_one``: one or two ``variables`` and a ``predicate``;
      ``existsOne`` is ``exists_one`` with two;
    - ``filter``: one variable and a predicate;
    - ``map``: one variable, a ``transform``, and a predicate if it was called with three arguments;
    - ``transformList``, ``transformMap``, ``transformMapEntry``: two variables, a transform, perhaps a
      predicate;
    - ``sortBy``: one variable and a transform, the sort key;
    - ``optMap``, ``optFlatMap``: one variable and a transform; ``target`` is an optional.

    ``expansion`` is what cel-go's parser puts in its place. It contains ``target``, ``predicate`` and
    ``transform`` themselves, so their types are known once it has been checked.
    """

    __slots__ = ("expansion", "name", "predicate", "target", "transform", "variables")

    def __init__(
        self,
        pos: int,
        name: str,
        target: Node,
        variables: Sequence[str],
        predicate: Node | None,
        transform: Node | None,
        expansion: Node,
    ) -> None:
        super().__init__(pos)
        self.name = name
        self.target = target
        self.variables = variables
        self.predicate = predicate
        self.transform = transform
        self.expansion = expansion


class Fold(Node):
    """cel-go's comprehension: only ever found inside ``Macro.expansion``.

    ``accumulator`` starts as ``initial``; for every element of ``range`` (bound to ``variables``) while
    ``condition`` holds it becomes ``step``; the value is ``result``.
    """

    __slots__ = ("accumulator", "condition", "initial", "range", "result", "step", "variables")

    def __init__(
        self,
        pos: int,
        range: Node,
        variables: Sequence[str],
        accumulator: str,
        initial: Node,
        condition: Node,
        step: Node,
        result: Node,
    ) -> None:
        super().__init__(pos)
        self.range = range
        self.variables = variables
        self.accumulator = accumulator
        self.initial = initial
        self.condition = condition
        self.step = step
        self.result = result


def children(node: Node) -> list[Node]:
    """The nodes directly below, as they were written: of a macro, not its expansion."""
    if isinstance(node, Select):
        return [node.operand]
    if isinstance(node, Call):
        return [*node.arguments] if node.target is None else [node.target, *node.arguments]
    if isinstance(node, ListLiteral):
        return [*node.elements]
    if isinstance(node, MapLiteral | StructLiteral):
        return [part for entry in node.entries for part in (entry.key, entry.value)]
    if isinstance(node, Macro):
        return [part for part in (node.target, node.predicate, node.transform) if part is not None]
    return []


def walk(tree: Node) -> Iterator[Node]:
    """Every node of a tree as it was written, parents first. Iterative: a tree may be deep."""
    pending = [tree]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(children(node)))
