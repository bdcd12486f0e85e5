"""What kinds of node there are for code generation."""

from __future__ import annotations

from scaffolder.cel import operators
from scaffolder.cel.ast import Call, Ident, ListLiteral, Literal, MapLiteral, Node, Select
from scaffolder.cel.types import DYN, OPAQUE_KIND

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.cel.types import Type


def type_of(node: Node) -> Type:
    return node.type if node.type is not None else DYN


def is_attribute(node: Node) -> bool:
    """What cel-go plans as an attribute: variables, steps into anything, and ``?:``."""
    if isinstance(node, Ident):
        return node.type_name is None
    if isinstance(node, Select):
        return node.type_name is None
    return isinstance(node, Call) and (is_step(node) or is_conditional(node))


def is_step(node: Call) -> bool:
    return node.function in (operators.INDEX, operators.OPTIONAL_INDEX, operators.OPTIONAL_SELECT)


def step_operands(node: Call) -> tuple[Node, Node]:
    target, key = node.arguments if node.target is None else (node.target, *node.arguments)
    return target, key


def root(node: Node) -> Node:
    """What a chain of steps starts from."""
    while True:
        if isinstance(node, Select):
            node = node.operand
        elif isinstance(node, Call) and is_step(node):
            node = step_operands(node)[0]
        else:
            return node


def is_conditional(node: Node) -> bool:
    return isinstance(node, Call) and node.function == operators.CONDITIONAL


def is_optional(node: Node) -> bool:
    return type_of(node).kind == OPAQUE_KIND and type_of(node).name == "optional_type"


CONVERSIONS = frozenset(
    ("bool", "bytes", "double", "duration", "dyn", "int", "string", "timestamp", "type", "uint")
)


def is_constant(node: Node) -> bool:
    """What cel-go computes once, when it plans: literals, lists and maps of them, conversions of those."""
    if isinstance(node, ListLiteral):
        return not node.optionals and all(map(is_constant, node.elements))
    if isinstance(node, MapLiteral):
        return all(
            not entry.optional and is_constant(entry.key) and is_constant(entry.value)
            for entry in node.entries
        )
    if isinstance(node, Call):
        converts = node.function in CONVERSIONS and node.target is None and len(node.arguments) == 1
        return converts and is_constant(node.arguments[0])
    return isinstance(node, Literal) or (isinstance(node, Ident | Select) and node.type_name is not None)


def has_constant_regex(node: Call) -> bool:
    """Whether cel-go compiles the regex when it plans, and replaces the function."""
    if node.function not in ("matches", "find", "findAll"):
        return False
    operands = [*node.arguments] if node.target is None else [node.target, *node.arguments]
    return isinstance(operands[1], Literal) and isinstance(operands[1].value, str)
