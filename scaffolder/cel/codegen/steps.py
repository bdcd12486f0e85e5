"""Steps into values: ``a.b``, ``a[b]``, ``has(a.b)``, ``a.?b``, ``a[?b]``.

Raw data is stepped into as it is, for as long as its shape is known; anything else goes through
``runtime/access.py``.
"""

from __future__ import annotations

from scaffolder.cel import operators
from scaffolder.cel.ast import Literal
from scaffolder.cel.codegen.nodes import is_attribute, is_optional, step_operands, type_of
from scaffolder.cel.codegen.writer import Code
from scaffolder.cel.runtime.shapes import ListShape, MapShape, ObjectShape
from scaffolder.cel.types import BOOL, DYN, INT_KIND, LIST_KIND, MAP_KIND, STRING, STRING_KIND

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.cel.ast import Call, Node, Select
    from scaffolder.cel.codegen.generator import Generator


def selection(generator: Generator, node: Select) -> Code:
    """``a.b``, ``has(a.b)`` and ``a.?b``."""
    operand = _step_operand(generator, node.operand)
    if node.test_only:
        generator.write.charge(1)
        return _presence(generator, node, operand)
    if node.optional or is_optional(node.operand):
        return _optional_step(generator, node, operand, repr(node.field), node.field)
    generator.write.charge(1)
    shape = operand.shape
    if isinstance(shape, ObjectShape) and node.field in shape.fields:
        return _field(generator, node, operand, shape)
    return _item(generator, node, operand, Code(repr(node.field), STRING, simple=True))


def _field(generator: Generator, node: Select, operand: Code, shape: ObjectShape) -> Code:
    """``operand.field`` of raw data."""
    key, field = shape.fields[node.field]
    path = (*operand.path, ("field", node.field))
    if generator.careful:
        text = f"{generator.write.runtime('careful', 'field')}({operand.text}, {key!r}, {node.field!r})"
    elif field.nullable:
        text = f"{generator.write.runtime('careful', 'not_null')}({operand.text}[{key!r}])"
    else:
        text = f"{operand.text}[{key!r}]"
    # a null property is absent, so what is there is not null
    return generator.settled(
        Code(text, type_of(node), operand.depth + 1, shape=field.present, path=(*path, "present"))
    )


def index(generator: Generator, node: Call) -> Code:
    """``a[b]``, ``a[?b]`` and ``a.?b`` as a call."""
    target, key = step_operands(node)
    operand = _step_operand(generator, target)
    index = generator.view(
        generator.settled(generator.attribute(key)) if is_attribute(key) else generator.value(key)
    )
    if node.function != operators.INDEX or is_optional(target):
        field = key.value if isinstance(key, Literal) and isinstance(key.value, str) else None
        selecting = node.function == operators.OPTIONAL_SELECT
        return _optional_step(generator, node, operand, index.text, field if selecting else None)
    generator.write.charge(1)
    return _item(generator, node, operand, index)


def _item(generator: Generator, node: Node, operand: Code, index: Code) -> Code:
    """``operand[index]`` of a list or a map."""
    depth = max(operand.depth, index.depth) + 1
    shape = operand.shape
    into_list = operand.kind == LIST_KIND and index.kind == INT_KIND
    into_map = operand.kind == MAP_KIND and index.kind == STRING_KIND
    if shape is not None and (into_list or into_map):
        element = shape.inner
        path = (*operand.path, "element")
        if generator.careful:
            text = f"{generator.write.runtime('careful', 'item')}({operand.text}, {index.text})"
        elif into_list and not index.text.isdigit():
            text = f"{generator.write.runtime('careful', 'at')}({operand.text}, {index.text})"
        else:
            text = f"{operand.text}[{index.text}]"
        return generator.settled(Code(text, type_of(node), depth, shape=element, path=path))
    container = generator.view(operand)
    step = "qualify_raw" if isinstance(shape, ListShape | MapShape) else "qualify"
    text = f"{generator.write.runtime('access', step)}({container.text}, {index.text})"
    return generator.settled(Code(text, type_of(node), depth))


def _presence(generator: Generator, node: Select, operand: Code) -> Code:
    shape = operand.shape
    if isinstance(shape, ObjectShape) and node.field in shape.fields and not generator.careful:
        key, _ = shape.fields[node.field]
        return Code(f"({operand.text}.get({key!r}) is not None)", BOOL, operand.depth + 1)
    container = generator.view(operand)
    text = f"{generator.write.runtime('access', 'has')}({container.text}, {node.field!r})"
    return generator.settled(Code(text, BOOL, container.depth + 1))


def _optional_step(generator: Generator, node: Node, operand: Code, key: str, field: str | None) -> Code:
    """A step that finds nothing costs nothing."""
    shape = operand.shape
    none = generator.write.runtime("values", "NONE")
    if isinstance(shape, ObjectShape) and field and field in shape.fields and not generator.careful:
        raw_key, inner = shape.fields[field]
        raw = generator.write.store(Code(f"{operand.text}.get({raw_key!r})", DYN))
        path = (*operand.path, ("field", field), "present")
        found = generator.view(Code(raw.text, DYN, simple=True, shape=inner.present, path=path))
        optional = generator.write.runtime("values", "Optional")
        text = f"({none} if {raw.text} is None else {optional}({found.text}))"
        result = generator.write.store(Code(text, type_of(node)))
    else:
        container = generator.view(operand)
        text = f"{generator.write.runtime('access', 'qualify_optional')}({container.text}, {key})"
        result = generator.write.store(Code(text, type_of(node)))
    generator.write.charge_exactly(f"{result.text} is not {none}", 1)
    return result


def _step_operand(generator: Generator, node: Node) -> Code:
    operand = generator.attribute(node) if is_attribute(node) else generator.value(node)
    return generator.write.shallow(operand)
