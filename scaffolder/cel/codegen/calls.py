"""Calls: operators as Python's own where the types allow it, functions by name, and the rest at run time."""

from __future__ import annotations

from functools import partial

from scaffolder.cel import operators
from scaffolder.cel.ast import Call, ListLiteral, Literal, Macro, walk
from scaffolder.cel.codegen.costs import charge_call, needs_arguments
from scaffolder.cel.codegen.nodes import has_constant_regex, is_constant
from scaffolder.cel.codegen.writer import Code
from scaffolder.cel.runtime.shapes import ListShape, MapShape
from scaffolder.cel.types import (
    BOOL,
    BOOL_KIND,
    BYTES_KIND,
    DOUBLE_KIND,
    DURATION_KIND,
    DYN,
    DYN_KIND,
    INT_KIND,
    LIST_KIND,
    MAP_KIND,
    NULL_KIND,
    PARAMETER_KIND,
    STRING_KIND,
    TIMESTAMP_KIND,
    UINT_KIND,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffolder.cel.ast import Node
    from scaffolder.cel.codegen.generator import Generator
    from scaffolder.cel.overloads import Overload

# Kinds whose values Python compares as CEL does.
_DIRECTLY_EQUAL = frozenset(
    (STRING_KIND, INT_KIND, UINT_KIND, DOUBLE_KIND, BOOL_KIND, BYTES_KIND, TIMESTAMP_KIND, DURATION_KIND)
)
# Doubles may be NaN, which has no order.
_DIRECTLY_ORDERED = _DIRECTLY_EQUAL - {DOUBLE_KIND}
_WHOLE = (INT_KIND, UINT_KIND)

_COMPARISONS = {
    operators.LESS: ("<", "less"),
    operators.LESS_EQUALS: ("<=", "less_equal"),
    operators.GREATER: (">", "greater"),
    operators.GREATER_EQUALS: (">=", "greater_equal"),
}
_ARITHMETIC = {
    operators.ADD: ("+", "add"),
    operators.SUBTRACT: ("-", "subtract"),
    operators.MULTIPLY: ("*", "multiply"),
    operators.DIVIDE: ("/", "divide"),
    operators.MODULO: ("%", "modulo"),
}
# Arithmetic of two operands of known kinds: how it is written.
_TYPED = {
    (operators.ADD, INT_KIND, INT_KIND): "to_int({} + {})",
    (operators.SUBTRACT, INT_KIND, INT_KIND): "to_int({} - {})",
    (operators.MULTIPLY, INT_KIND, INT_KIND): "to_int({} * {})",
    (operators.DIVIDE, INT_KIND, INT_KIND): "divide_int({}, {})",
    (operators.MODULO, INT_KIND, INT_KIND): "modulo_int({}, {})",
    (operators.ADD, UINT_KIND, UINT_KIND): "to_uint({} + {})",
    (operators.SUBTRACT, UINT_KIND, UINT_KIND): "to_uint({} - {})",
    (operators.MULTIPLY, UINT_KIND, UINT_KIND): "to_uint({} * {})",
    (operators.DIVIDE, UINT_KIND, UINT_KIND): "divide_uint({}, {})",
    (operators.MODULO, UINT_KIND, UINT_KIND): "modulo_uint({}, {})",
    (operators.ADD, DOUBLE_KIND, DOUBLE_KIND): "({} + {})",
    (operators.SUBTRACT, DOUBLE_KIND, DOUBLE_KIND): "({} - {})",
    (operators.MULTIPLY, DOUBLE_KIND, DOUBLE_KIND): "({} * {})",
    (operators.DIVIDE, DOUBLE_KIND, DOUBLE_KIND): "divide_double({}, {})",
    (operators.ADD, STRING_KIND, STRING_KIND): "({} + {})",
    (operators.ADD, BYTES_KIND, BYTES_KIND): "({} + {})",
    (operators.ADD, LIST_KIND, LIST_KIND): "add_lists({}, {})",
}
_WITHOUT_COST = ("or", "orValue")
# Which argument cel-go's cost tracker takes for a list, or an int, without looking whether it is an error.
_UNCHECKED_ARGUMENTS = {"list_distinct": (0, "list"), "list_flatten_int": (1, "int")}
_COUNTED_UNCHECKED = frozenset({"sort", "distinct", "flatten"})


def call(generator: Generator, node: Call) -> Code:
    function = node.function
    if function in (operators.LOGICAL_AND, operators.LOGICAL_OR):
        return _logical(generator, node)
    if function in _WITHOUT_COST and node.overloads and node.overloads[0].id.startswith("optional_or"):
        return _optional_or(generator, node)
    arguments = node.arguments if node.target is None else [node.target, *node.arguments]
    overload = node.overloads[0].id if len(node.overloads) == 1 else ""
    if function == operators.IN:
        return _membership(generator, node, overload)
    if function == "optional.ofNonZeroValue":
        return _optional_of_non_zero(generator, node)
    if is_constant(node):
        # cel-go converts constants when it plans
        argument = generator.value(arguments[0])
        made = _written(generator, node, [argument])
        innermost: Node = node
        while isinstance(innermost, Call):
            innermost = innermost.arguments[0]
        if isinstance(innermost, Literal):
            made = Code(generator.write.constant(made.text), made.type, simple=True)
        return generator.settled(made)
    unchecked = (0, "list") if overload.endswith("_sort") else _UNCHECKED_ARGUMENTS.get(overload)
    if generator.careful and unchecked is not None:
        position, kind = unchecked
        values = [generator.value(argument) for argument in arguments[:position]]
        values.append(_unchecked(generator, arguments[position], kind))
        values += [generator.value(argument) for argument in arguments[position + 1 :]]
    elif generator.careful and len(arguments) == 2 and _may_panic(arguments[1]):
        values = _both(generator, *arguments)
    else:
        looks_at_raw = function == "size" and not generator.careful
        values = [_sized(generator, a) if looks_at_raw else generator.value(a) for a in arguments]
    write = generator.write
    costly = needs_arguments(function, overload)
    if write.tracked and costly:
        values = [write.store(value) for value in values]
    result = _written(generator, node, values)
    if write.tracked and costly:
        result = write.store(result)
    charge_call(write, function, overload, values, result)
    return result


def _sized(generator: Generator, node: Node) -> Code:
    """What has as many parts as the value of a node: raw data will do, unless it is base64."""
    code = generator.raw(node)
    return generator.view(code) if code.kind == BYTES_KIND else code


def _written(generator: Generator, node: Call, values: list[Code]) -> Code:
    """The call itself, its arguments being there and its cost left aside."""
    function, type_ = node.function, node.type or DYN
    kinds = tuple(value.kind for value in values)
    depth = max((value.depth for value in values), default=0) + 1
    texts = [value.text for value in values]
    write, plain = generator.write, not generator.careful
    if function in (operators.EQUALS, operators.NOT_EQUALS):
        return Code(_equality(generator, function, values, kinds), BOOL, depth)
    if function in _COMPARISONS:
        symbol, name = _COMPARISONS[function]
        direct = kinds[0] == kinds[1] and kinds[0] in _DIRECTLY_ORDERED
        if plain and (direct or (kinds[0] in _WHOLE and kinds[1] in _WHOLE)):
            return Code(f"({texts[0]} {symbol} {texts[1]})", BOOL, depth)
        return Code(f"{write.runtime('ordering', name)}({', '.join(texts)})", BOOL, depth)
    if function in _ARITHMETIC:
        typed = _TYPED.get((function, kinds[0], kinds[1])) if plain else None
        if typed is None:
            name = _ARITHMETIC[function][1]
            return Code(f"{write.runtime('arithmetic', name)}({', '.join(texts)})", type_, depth)
        name, parenthesis, rest = typed.partition("(")
        name = write.runtime("arithmetic", name) if name else ""
        return Code((name + parenthesis + rest).format(*texts), type_, depth + 1)
    if function == operators.LOGICAL_NOT:
        if plain and kinds[0] == BOOL_KIND:
            return Code(f"(not {texts[0]})", BOOL, depth)
        return Code(f"{write.runtime('arithmetic', 'logical_not')}({texts[0]})", BOOL, depth)
    if function == operators.NEGATE:
        return Code(f"{write.runtime('arithmetic', 'negate')}({texts[0]})", type_, depth)
    if function == "size":
        if plain and kinds[0] in (STRING_KIND, BYTES_KIND, LIST_KIND, MAP_KIND):
            return Code(f"len({texts[0]})", type_, depth)
        return Code(f"{write.runtime('access', 'size')}({texts[0]})", type_, depth)
    if plain and kinds[:2] == (STRING_KIND, STRING_KIND):
        if function == "startsWith":
            return Code(f"{texts[0]}.startswith({texts[1]})", BOOL, depth)
        if function == "endsWith":
            return Code(f"{texts[0]}.endswith({texts[1]})", BOOL, depth)
        if function == "contains":
            return Code(f"({texts[1]} in {texts[0]})", BOOL, depth)
    return Code(_implementation(generator, node, values), type_, depth)


def _equality(generator: Generator, function: str, values: Sequence[Code], kinds: tuple[str, ...]) -> str:
    left, right = (value.text for value in values)
    negated = function == operators.NOT_EQUALS
    if kinds[0] == kinds[1] and kinds[0] in _DIRECTLY_EQUAL and not generator.careful:
        return f"({left} {'!=' if negated else '=='} {right})"
    if NULL_KIND in kinds and not generator.careful:
        compared = left if kinds[1] == NULL_KIND else right
        return f"({compared} is {'not ' if negated else ''}None)"
    return f"{generator.write.runtime('equality', 'not_equal' if negated else 'equal')}({left}, {right})"


def _implementation(generator: Generator, node: Call, values: Sequence[Code]) -> str:
    write = generator.write
    texts = ", ".join(value.text for value in values)
    certain = len(node.overloads) == 1 and not generator.careful and _fits(node.overloads[0], values)
    if certain:
        implementation = node.overloads[0].implementation
        if implementation is None:
            raise TypeError(f"no code for {node.function}")
        return f"{write.function(implementation)}({texts})"
    candidates = []
    for overload in node.overloads:
        if overload.implementation is not None:
            names = [
                None if parameter.kind in (DYN_KIND, PARAMETER_KIND) else parameter.name
                for parameter in overload.parameters
            ]
            names_text = "".join(f"{name!r}, " for name in names)
            candidates.append(f"(({names_text}), {write.function(overload.implementation)})")
    table = write.constant(f"({', '.join(candidates)},)")
    arguments = f", {texts}" if texts else ""
    name = "" if has_constant_regex(node) else node.function
    return f"{write.runtime('dispatch', 'call')}({name!r}, {table}{arguments})"


def _fits(overload: Overload, values: Sequence[Code]) -> bool:
    """Whether the checker has already made sure that the arguments are what the implementation takes."""
    return all(
        parameter.kind in (DYN_KIND, PARAMETER_KIND) or parameter.kind == value.kind
        for parameter, value in zip(overload.parameters, values, strict=True)
    )


def _may_panic(node: Node) -> bool:
    return any(
        node.name == "sortBy"
        if isinstance(node, Macro)
        else isinstance(node, Call) and node.function in _COUNTED_UNCHECKED
        for node in walk(node)
    )


def _both(generator: Generator, first: Node, second: Node) -> list[Code]:
    """Both operands: cel-go evaluates the second one even if the first one is an error (``evalBinary``)."""
    write = generator.write
    error = write.runtime("errors", "CelError")
    values = []
    for node in (first, second):
        name = write.fresh()
        outer = write.open("try:", loop=True)
        code = generator.value(node)
        write.line(f"{name} = {code.text}")
        write.close(outer)
        write.line(f"except {error} as error: {name} = error")
        values.append(Code(name, code.type, simple=True))
    for value in values:
        write.line(f"if isinstance({value.text}, {error}): raise {value.text}")
    return values


def _unchecked(generator: Generator, argument: Node, kind: str) -> Code:
    """An argument that must not be an error: cel-go fails when it counts the cost of the call."""
    write = generator.write
    outer = write.open("try:", loop=True)
    value = write.store(generator.value(argument), write.fresh())
    write.close(outer)
    error, panic = write.runtime("errors", "CelError"), write.runtime("careful", "cost_panic")
    write.line(f"except {error} as error: raise {panic}({kind!r}) from error")
    return value


def _membership(generator: Generator, node: Call, overload: str) -> Code:
    """``a in b``. A list of constants is a set for cel-go, and free."""
    element, container = node.arguments
    write = generator.write
    if isinstance(container, ListLiteral) and is_constant(container) and overload == "in_list":
        return _among_constants(generator, generator.value(element), container)
    if generator.careful and _may_panic(container):
        wanted, searched = _both(generator, element, container)
    else:
        wanted = generator.value(element)
        if write.tracked or generator.careful:
            wanted = write.store(wanted)
        searched = generator.raw(container)
    direct = not generator.careful and wanted.kind in (STRING_KIND, INT_KIND) and searched.shape is not None
    if direct and searched.kind == LIST_KIND:
        assert searched.shape is not None
        same = searched.type.parameters[0].kind == wanted.kind
        direct = same and searched.shape.inner.plain
    elif searched.kind != MAP_KIND or wanted.kind != STRING_KIND:
        direct = False
    if not direct:
        searched = generator.view(searched)
    if write.tracked:
        searched = write.store(searched)
    charge_call(write, node.function, overload, [wanted, searched], None)
    depth = max(wanted.depth, searched.depth) + 1
    if direct:
        return Code(f"({wanted.text} in {searched.text})", BOOL, depth)
    return Code(f"{write.runtime('access', 'contains')}({searched.text}, {wanted.text})", BOOL, depth)


def _among_constants(generator: Generator, wanted: Code, container: ListLiteral) -> Code:
    literals = [item for item in container.elements if isinstance(item, Literal)]
    kinds = {literal.kind for literal in literals}
    simple = len(literals) == len(container.elements)
    if simple and kinds <= {wanted.kind} and wanted.kind in (STRING_KIND, INT_KIND) and not generator.careful:
        items = "".join(f"{literal.value!r}, " for literal in literals)
        return Code(f"({wanted.text} in ({items}))", BOOL, wanted.depth + 1)
    constants = generator.write.store(generator.computed(container))
    contains = generator.write.runtime("access", "contains")
    return Code(f"{contains}({constants.text}, {wanted.text})", BOOL, wanted.depth + 1)


def _optional_of_non_zero(generator: Generator, node: Call) -> Code:
    """Raw lists and maps do not know that they can be empty (they are no ``traits.Zeroer``)."""
    argument = generator.raw(node.arguments[0])
    raw_container = isinstance(argument.shape, ListShape | MapShape)
    value = generator.view(argument)
    generator.write.charge(1)
    if raw_container:
        make = generator.write.runtime("values", "Optional")
        return Code(f"{make}({value.text})", node.type or DYN, value.depth + 1)
    return Code(_implementation(generator, node, [value]), node.type or DYN, value.depth + 1)


def _optional_or(generator: Generator, node: Call) -> Code:
    """``a.or(b)`` and ``a.orValue(b)`` look at ``b`` only if ``a`` is empty."""
    assert node.target is not None
    write = generator.write
    target = write.store(generator.value(node.target))
    if target.kind == DYN_KIND or generator.careful:
        target = write.store(Code(f"{write.runtime('careful', 'optional')}({target.text})", target.type))
    none = write.runtime("values", "NONE")
    present = target.text
    if node.function == "orValue":
        present = (
            f"{write.runtime('careful', 'value')}({present})" if generator.careful else f"{present}.value"
        )
    alternative, block = write.detached(lambda: generator.value(node.arguments[0]))
    type_ = node.type or DYN
    if not block.lines and not (block.cost and write.tracked):
        text = f"({alternative.text} if {target.text} is {none} else {present})"
        return Code(text, type_, alternative.depth + 1)
    name = write.fresh()
    write.line(f"{name} = {present}")
    outer = write.open(f"if {target.text} is {none}:")
    write.attach(block)
    write.line(f"{name} = {alternative.text}")
    write.close(outer)
    return Code(name, type_, simple=True)


def _operand(generator: Generator, node: Node) -> Code:
    return generator.write.shallow(generator.truth(node))


def _logical(generator: Generator, node: Call) -> Code:
    """``a && b && c``: the first operand that decides ends it."""
    conjunction = node.function == operators.LOGICAL_AND
    if generator.careful:
        return _careful_logical(generator, node, conjunction)
    write = generator.write
    word = "and" if conjunction else "or"
    result: Code | None = None
    for operand in node.arguments:
        if result is None:
            result = _operand(generator, operand)
            continue
        code, block = write.detached(partial(_operand, generator, operand))
        if not block.lines and not (block.cost and write.tracked):
            parts = result.text[1:-1] if result.size == _CHAIN else result.text
            depth = max(result.depth, code.depth + 1)
            result = Code(f"({parts} {word} {code.text})", BOOL, depth, size=_CHAIN)
            continue
        # Under its name it is a chain no more.
        result = Code(write.store(result, write.fresh()).text, BOOL, simple=True)
        outer = write.open(f"if {result.text}:" if conjunction else f"if not {result.text}:")
        write.attach(block)
        write.line(f"{result.text} = {code.text}")
        write.close(outer)
    assert result is not None
    return Code(result.text, BOOL, result.depth, simple=result.simple)


# Marks the code of a chain that further operands may be written into without another parenthesis.
_CHAIN = -1


def _careful_logical(generator: Generator, node: Call, conjunction: bool) -> Code:
    """An operand that decides makes up for errors in others; without one the first error counts."""
    write = generator.write
    result, operand_name = write.fresh(), write.fresh()
    decided = "False" if conjunction else "True"
    write.line(f"{result} = {conjunction}")
    for operand in node.arguments:
        outer = write.open(f"if {result} is not {decided}:")
        generator.attempt(operand, operand_name)
        write.line(f"if {operand_name} is {decided} or {result} is {conjunction}: {result} = {operand_name}")
        write.close(outer)
    write.line(f"if {result} is not True and {result} is not False: raise {result}")
    return Code(result, BOOL, simple=True)
