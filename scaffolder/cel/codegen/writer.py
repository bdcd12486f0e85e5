"""Python source under construction: blocks, fresh names, and what the source refers to from outside."""

from __future__ import annotations

from scaffolder.cel.types import DYN_KIND

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from scaffolder.cel.runtime.shapes import Shape
    from scaffolder.cel.types import Type

# Python refuses 100 levels of indentation and 20 nested loops or try blocks.
MAX_BLOCKS = 40
MAX_LOOPS = 9
# … and 200 nested parentheses.
MAX_PARENTHESES = 20


class Code:
    """A Python expression. ``type`` is what CEL knows of its value.

    ``shape`` is set while the value is still raw data, ``path`` then says how that shape is reached from
    those of the variables. ``depth`` is how many parentheses it opens; ``simple`` means that evaluating it
    twice costs nothing; ``size`` is that of a constant.
    """

    __slots__ = ("depth", "path", "shape", "simple", "size", "text", "type")

    def __init__(
        self,
        text: str,
        type_: Type,
        depth: int = 0,
        *,
        simple: bool = False,
        shape: Shape | None = None,
        path: tuple[Any, ...] = (),
        size: int | None = None,
    ) -> None:
        self.size = size
        self.text = text
        self.type = type_
        self.depth = depth
        self.simple = simple
        self.shape = shape
        self.path = path

    @property
    def kind(self) -> str:
        """The kind of its values as far as one can rely on it: raw data that may be null has none."""
        return DYN_KIND if self.shape is not None and self.shape.nullable else self.type.kind


class Block:
    """A sequence of statements, with the cost that is spent by entering it."""

    __slots__ = ("cost", "indent", "lines", "loops")

    def __init__(self, indent: int, loops: int) -> None:
        self.indent = indent
        self.loops = loops
        self.lines: list[str] = []
        self.cost = 0


class Writer:
    """Collects the functions of one rule. ``tracked``: count costs; else only find out how far they can
    go.
    """

    def __init__(self, *, tracked: bool) -> None:
        self.tracked = tracked
        self.bound: int | None = 0
        self.block = Block(1, 0)
        self.functions: list[str] = []
        self.constants: list[str] = []
        self.references: dict[tuple[str, str], str] = {}
        self.shapes: dict[tuple[Any, ...], str] = {}
        self._names = 0

    def fresh(self, prefix: str = "t") -> str:
        self._names += 1
        return f"{prefix}{self._names}"

    def line(self, text: str) -> None:
        self.block.lines.append(" " * self.block.indent + text)

    def open(self, header: str, *, loop: bool = False) -> Block:
        """Starts a block under ``header`` (None for one that is placed by hand); ``close`` ends it."""
        outer = self.block
        if header:
            self.line(header)
        self.block = Block(outer.indent + 1, outer.loops + loop)
        return outer

    def close(self, outer: Block) -> None:
        inner = self.block
        self.block = outer
        outer.lines.extend(self.rendered(inner) or [" " * inner.indent + "pass"])

    def rendered(self, block: Block) -> list[str]:
        if self.tracked and block.cost:
            return [" " * block.indent + f"c += {block.cost}", *block.lines]
        return block.lines

    def detached(self, write: Callable[[], Code]) -> tuple[Code, Block]:
        """What ``write`` gives, and the statements that it needs, not yet part of the function."""
        outer = self.open("")
        code = write()
        inner, self.block = self.block, outer
        return code, inner

    def attach(self, inner: Block) -> None:
        """Makes a detached block, which was indented by one level, the content of the block just opened."""
        self.block.cost += inner.cost
        shift = self.block.indent - inner.indent
        self.block.lines.extend(" " * shift + line if shift >= 0 else line[-shift:] for line in inner.lines)

    def store(self, code: Code, name: str = "") -> Code:
        """The same value under a name."""
        if code.simple and not name:
            return code
        name = name or self.fresh()
        self.line(f"{name} = {code.text}")
        return Code(name, code.type, simple=True, shape=code.shape, path=code.path, size=code.size)

    def shallow(self, code: Code) -> Code:
        """The same value with few enough parentheses to be put into some more."""
        return self.store(code) if code.depth > MAX_PARENTHESES else code

    def charge(self, units: int) -> None:
        self.block.cost += units
        if self.bound is not None:
            self.bound += units

    def charge_exactly(self, expression: str, bound: int | None) -> None:
        """A cost that only ``expression`` knows; at most ``bound`` if there is a bound."""
        if self.tracked:
            self.line(f"c += {expression}")
        if self.bound is not None:
            self.bound = None if bound is None else self.bound + bound

    def unbounded(self) -> None:
        self.bound = None

    def check_cost(self) -> None:
        if self.tracked:
            self.line(
                f"if c > limit: raise {self.refer('scaffolder.cel.runtime.errors', 'CostLimitError')}(c)"
            )

    def refer(self, module: str, name: str) -> str:
        """The name under which the source knows something of another module."""
        alias = self.references.get((module, name))
        if alias is None:
            alias = self.references[(module, name)] = f"{name.strip('_')}_{len(self.references)}"
        return alias

    def runtime(self, module: str, name: str) -> str:
        return self.refer(f"scaffolder.cel.runtime.{module}", name)

    def function(self, function: Callable[..., Any]) -> str:
        return self.refer(function.__module__, function.__qualname__)

    def shape(self, path: tuple[Any, ...]) -> str:
        """The name of the shape at ``path``: a variable's position, then fields, ``element`` and
        ``value``.
        """
        alias = self.shapes.get(path)
        if alias is None:
            alias = self.shapes[path] = f"s{len(self.shapes)}"
        return alias

    def constant(self, expression: str) -> str:
        """The name of a value that is made once."""
        name = f"k{len(self.constants)}"
        self.constants.append(f"{name} = {expression}")
        return name

    def define(self, name: str, parameters: Sequence[str], write: Callable[[], str]) -> None:
        """A function of its own; ``write`` gives the expression that it returns."""
        outer, self.block = self.block, Block(1, 0)
        result = write()
        returned = f" return {result}, c" if self.tracked else f" return {result}"
        lines = [*self.rendered(self.block), returned]
        self.functions.append("\n".join([f"def {name}({', '.join(parameters)}):", *lines]))
        self.block = outer

    def source(self) -> str:
        return "\n".join([*self.constants, *self.functions]) + "\n"
