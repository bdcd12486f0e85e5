"""Expressions: each kind of node becomes a Python expression, preceded by statements where it needs some.

Costs are charged where cel-go's tracker would: reading a variable and each step into it costs 1, and so does
the attribute as a whole, except where it is a branch of ``?:`` or goes on being an operand of a step.
"""

from __future__ import annotations

from scaffolder.cel.ast import Call, Ident, ListLiteral, Literal, Macro, MapLiteral, Select, StructLiteral
from scaffolder.cel.codegen import calls, macros, steps
from scaffolder.cel.codegen.nodes import (
    is_attribute,
    is_conditional,
    is_constant,
    is_step,
    root,
    type_of,
)
from scaffolder.cel.codegen.writer import MAX_BLOCKS, MAX_LOOPS, Block, Code, Writer
from scaffolder.cel.runtime.costs import LIST_CREATION, MAP_CREATION, MESSAGE_CREATION
from scaffolder.cel.runtime.shapes import PlainShape, ScalarShape
from scaffolder.cel.types import BOOL, DYN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scaffolder.cel.ast import Node
    from scaffolder.cel.runtime.shapes import Shape


class Generator:
    """Generates one form of one rule. ``careful``: know every error; else fail in whatever way Python
    fails.
    """

    def __init__(self, variables: Mapping[str, Shape | None], *, careful: bool, tracked: bool) -> None:
        self.careful = careful
        self.write = Writer(tracked=tracked)
        self.parameters = [f"a{position}" for position in range(len(variables))]
        self.scope: dict[str, Code] = {
            name: Code(f"a{position}", DYN, simple=True, shape=shape, path=(position,))
            for position, (name, shape) in enumerate(variables.items())
        }
        # what the target of an optional macro costs when it is evaluated a second time
        self.repeated: dict[Node, int] = {}

    def rule(self, tree: Node) -> str:
        """The source; it defines ``rule``, which takes the variables and, if it counts, the limit of the
        cost.

        Counting code returns the value and the cost.
        """
        write = self.write
        if not write.tracked:
            write.define("rule", self.parameters, lambda: self.value(tree).text)
            return write.source()
        stop = write.runtime("errors", "CostLimitError")
        lines = [f"def rule({', '.join([*self.parameters, 'limit'])}):", " c = 0"]
        write.block = Block(2 if self.careful else 1, 1)
        result = self.value(tree)
        if self.careful:
            failures = f"({write.runtime('errors', 'CelError')}, {write.runtime('errors', 'CelPanicError')})"
            lines += [
                " try:",
                *write.rendered(write.block),
                f"  r = {result.text}",
                f" except {failures} as error:",
            ]
            lines += [f"  if c > limit: raise {stop}(c) from error", "  error.cost = c", "  raise"]
        else:
            lines += [*write.rendered(write.block), f" r = {result.text}"]
        lines += [f" if c > limit: raise {stop}(c)", " return r, c"]
        write.functions.append("\n".join(lines))
        return write.source()

    # What a node stands for

    def value(self, node: Node) -> Code:
        """The value of a node; an attribute is charged for as a whole."""
        return self.view(self.raw(node))

    def raw(self, node: Node) -> Code:
        """Like ``value``, but perhaps still raw: for whoever looks at no more than its size, or goes through
        it.
        """
        if not is_attribute(node):
            return self.settled(self.computed(node))
        if not is_conditional(root(node)) and not (isinstance(node, Select) and node.test_only):
            self.write.charge(1)
        return self.settled(self.attribute(node))

    def attribute(self, node: Node) -> Code:
        """What to step into: the value of a node without the charge for the attribute as a whole."""
        if self.write.block.indent > MAX_BLOCKS:
            return self.outlined(node, self.attribute)
        if isinstance(node, Ident):
            return self.variable(node)
        if isinstance(node, Select):
            return steps.selection(self, node)
        if is_conditional(node):
            assert isinstance(node, Call)
            return self.conditional(node)
        if isinstance(node, Call) and is_step(node):
            return steps.index(self, node)
        return self.value(node)

    def computed(self, node: Node) -> Code:
        if self.write.block.indent > MAX_BLOCKS or self.write.block.loops > MAX_LOOPS:
            return self.outlined(node, self.computed)
        if isinstance(node, Literal):
            return self.literal(node)
        if isinstance(node, Ident | Select):
            return self.type_value(node)
        if isinstance(node, ListLiteral):
            return self.list_literal(node)
        if isinstance(node, MapLiteral):
            return self.map_literal(node)
        if isinstance(node, StructLiteral):
            return self.struct_literal(node)
        if isinstance(node, Macro):
            return macros.macro(self, node)
        if isinstance(node, Call):
            return calls.call(self, node)
        raise TypeError(f"no code for {type(node).__name__}")

    def settled(self, code: Code) -> Code:
        """In careful code every step has its own statement, so that errors arise in the order of the
        language.
        """
        if self.careful and not code.simple:
            return self.write.store(code)
        return self.write.shallow(code)

    def view(self, code: Code) -> Code:
        """The value of raw data."""
        shape = code.shape
        if shape is None or isinstance(shape, PlainShape) or (shape.plain and not self.careful):
            return self.settled(code)
        if isinstance(shape, ScalarShape) and not shape.nullable and not self.careful:
            convert = "float" if shape.convert is float else f"{self.write.shape(code.path)}.convert"
            return self.settled(Code(f"{convert}({code.text})", code.type, code.depth + 1))
        viewed = Code(f"{self.write.shape(code.path)}.view({code.text})", code.type, code.depth + 1)
        if shape.nullable:
            viewed.type = DYN
        return self.settled(viewed)

    def outlined(self, node: Node, generate: Callable[[Node], Code]) -> Code:
        """The node as a function of its own, where Python would not take deeper nesting."""
        name = self.write.fresh("f")
        local = sorted({code.text for code in self.scope.values() if code.simple} | set(self.parameters))
        counters = ["c", "limit"] if self.write.tracked else []
        found: list[Code] = []

        def body() -> str:
            found.append(generate(node))
            return found[0].text

        self.write.define(name, [*local, *counters], body)
        result = self.write.fresh()
        target = f"{result}, c" if self.write.tracked else result
        self.write.line(f"{target} = {name}({', '.join([*local, *counters])})")
        inner = found[0]
        return Code(result, inner.type, simple=True, shape=inner.shape, path=inner.path)

    # Leaves and literals

    def literal(self, node: Literal) -> Code:
        type_ = type_of(node)
        if node.kind == "uint":
            return Code(
                self.write.constant(f"{self.write.runtime('values', 'Uint')}({node.value!r})"),
                type_,
                simple=True,
            )
        if isinstance(node.value, float) and (node.value != node.value or abs(node.value) == float("inf")):
            return Code(f"float({str(node.value)!r})", type_, 1)
        size = len(node.value) if isinstance(node.value, str | bytes) else None
        if isinstance(node.value, int | float) and not isinstance(node.value, bool) and node.value < 0:
            return Code(f"({node.value!r})", type_, 1, simple=True)
        return Code(repr(node.value), type_, simple=True, size=size)

    def type_value(self, node: Ident | Select) -> Code:
        name = node.type_name
        text = self.write.constant(f"{self.write.runtime('values', 'TypeValue')}({name!r})")
        return Code(text, type_of(node), simple=True)

    def variable(self, node: Ident) -> Code:
        known = self.scope[node.name]
        return Code(known.text, type_of(node), simple=True, shape=known.shape, path=known.path)

    def list_literal(self, node: ListLiteral) -> Code:
        if not is_constant(node):
            self.write.charge(LIST_CREATION)
        items = []
        for position, element in enumerate(node.elements):
            item = self.value(element)
            if position in node.optionals:
                item = self.write.store(item)
                unwrap, none = (
                    self.write.runtime("careful", "unwrap_element"),
                    self.write.runtime("values", "NONE"),
                )
                optional = self.write.store(Code(f"{unwrap}({item.text})", item.type))
                items.append(
                    Code(f"*(() if {optional.text} is {none} else ({optional.text}.value,))", item.type, 2)
                )
            else:
                items.append(item)
        depth = max((item.depth for item in items), default=0) + 1
        size = None if node.optionals else len(items)
        return Code(f"[{', '.join(item.text for item in items)}]", type_of(node), depth, size=size)

    def map_literal(self, node: MapLiteral) -> Code:
        if not is_constant(node):
            self.write.charge(MAP_CREATION)
        parts: list[Code] = []
        none = self.write.runtime("values", "NONE") if any(entry.optional for entry in node.entries) else ""
        for entry in node.entries:
            key, value = self.value(entry.key), self.value(entry.value)
            if entry.optional:
                key = self.write.store(key)
                unwrap = self.write.runtime("careful", "unwrap_entry")
                optional = self.write.store(Code(f"{unwrap}({key.text}, {value.text})", value.type))
                present = f"({key.text}, {optional.text}.value)"
                parts.append(Code(f"*(() if {optional.text} is {none} else {present})", value.type, 2))
            else:
                parts.extend((key, value))
        depth = max((part.depth for part in parts), default=0) + 1
        text = f"{self.write.runtime('careful', 'new_map')}({', '.join(part.text for part in parts)})"
        return Code(text, type_of(node), depth, size=len(node.entries))

    def struct_literal(self, node: StructLiteral) -> Code:
        self.write.charge(MESSAGE_CREATION)
        assert node.message is not None, "the checker lets no other pass"
        parts: list[str] = []
        depth = 0
        for entry in node.entries:
            assert isinstance(entry.key, Literal)
            value = self.value(entry.value)
            if entry.optional:
                value = self.write.store(value)
                none = self.write.runtime("values", "NONE")
                parts.append(
                    f"**({{}} if {value.text} is {none} else {{{entry.key.value!r}: {value.text}.value}})"
                )
            else:
                parts.append(f"{entry.key.value!r}: {value.text}")
            depth = max(depth, value.depth)
        make = self.write.function(node.message.implementation)
        return Code(f"{make}({{{', '.join(parts)}}})", type_of(node), depth + 2)

    def conditional(self, node: Call) -> Code:
        """``a ? b : c``; a branch that is an attribute costs only its steps."""
        condition, first, second = node.arguments
        test = self.truth(condition)
        yes, yes_block = self.write.detached(lambda: self.branch(first))
        no, no_block = self.write.detached(lambda: self.branch(second))
        if not any(block.lines or (block.cost and self.write.tracked) for block in (yes_block, no_block)):
            depth = max(test.depth, yes.depth, no.depth) + 1
            return self.settled(Code(f"({yes.text} if {test.text} else {no.text})", type_of(node), depth))
        name = self.write.fresh()
        for header, code, block in ((f"if {test.text}:", yes, yes_block), ("else:", no, no_block)):
            outer = self.write.open(header)
            self.write.attach(block)
            self.write.line(f"{name} = {code.text}")
            self.write.close(outer)
        return Code(name, type_of(node), simple=True)

    def branch(self, node: Node) -> Code:
        return self.view(self.attribute(node)) if is_attribute(node) else self.value(node)

    def truth(self, node: Node) -> Code:
        """The value of a node that has to be a bool."""
        return self.as_bool(self.value(node))

    def as_bool(self, code: Code) -> Code:
        if code.kind == BOOL.kind and not self.careful:
            return code
        return self.settled(
            Code(f"{self.write.runtime('careful', 'boolean')}({code.text})", BOOL, code.depth + 1)
        )

    def attempt(self, node: Node, result: str) -> None:
        """Careful code: stores the truth of a node, or the error that it ends in."""
        error = self.write.runtime("errors", "CelError")
        outer = self.write.open("try:", loop=True)
        code = self.truth(node)
        self.write.line(f"{result} = {code.text}")
        self.write.close(outer)
        self.write.line(f"except {error} as error: {result} = error")

    def bind(self, name: str, code: Code) -> Callable[[], None]:
        """Gives a variable of a macro its meaning until the returned function is called."""
        before = self.scope.get(name)
        self.scope[name] = code

        def restore() -> None:
            if before is None:
                del self.scope[name]
            else:
                self.scope[name] = before

        return restore
