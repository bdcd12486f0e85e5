"""From the text of an expression to a program: what those who embed CEL call."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from scaffolder.cel.ast import Node
    from scaffolder.cel.environment import Environment
    from scaffolder.cel.program import Program
    from scaffolder.cel.ranges import Range
    from scaffolder.cel.runtime.shapes import Shape
    from scaffolder.cel.types import Type


class Expression:
    """An expression without mistakes: its text, its annotated tree and the type of its value."""

    __slots__ = ("environment", "text", "tree", "type")

    def __init__(self, text: str, tree: Node, type_: Type, environment: Environment) -> None:
        self.text = text
        self.tree = tree
        self.type = type_
        self.environment = environment

    def refers_to(self, name: str) -> bool:
        """Whether a variable of this name, be it the environment's or a macro's, is read."""
        from scaffolder.cel.ast import Ident, Macro, walk
        from scaffolder.cel.macros import READING_THEIR_VARIABLE

        return any(
            (isinstance(node, Ident) and node.name == name)
            or (isinstance(node, Macro) and node.name in READING_THEIR_VARIABLE and node.variables[0] == name)
            for node in walk(self.tree)
        )


def check(text: str, environment: Environment) -> Expression:
    """Parses and types an expression. Raises ``source.CompileError``: ``compilation failed: …``."""
    from scaffolder.cel.checker import check_types
    from scaffolder.cel.literal_checks import check_literals
    from scaffolder.cel.parser import parse
    from scaffolder.cel.source import CompileError, Source

    with RecursionLimit():
        tree, errors = parse(text, environment.vocabulary)
        errors = errors or check_types(tree, environment) or check_literals(tree)
    if errors or tree.type is None:
        raise CompileError("compilation failed", errors, Source(text))
    return Expression(text, tree, tree.type, environment)


def check_constants(expression: Expression) -> None:
    """Works out what is constant. Raises ``source.CompileError``: ``program instantiation failed: …``."""
    from scaffolder.cel import constants
    from scaffolder.cel.runtime.errors import CelError
    from scaffolder.cel.source import CompileError, LocatedError

    with RecursionLimit():
        try:
            constants.check_constants(expression.tree)
        except CelError as error:
            raise CompileError("program instantiation failed", [LocatedError(None, str(error))]) from error


def estimate(expression: Expression) -> Range:
    """The least and the most that one evaluation can cost, in the server's units of cost."""
    from scaffolder.cel.cost import estimate_cost

    with RecursionLimit():
        return estimate_cost(expression.tree, expression.environment.root)


def compile(
    expression: Expression, shapes: Mapping[str, Shape | None], kept: dict[str, bytes] | None = None
) -> Program:
    """What evaluates the expression. ``shapes`` are those of its variables, in the order of the values.

    ``kept`` takes up the code that is generated (see ``program.Program``). Raises ``source.CompileError`` as
    ``check_constants`` does.
    """
    from scaffolder.cel.program import Program

    check_constants(expression)
    return Program(lambda: expression.tree, lambda: shapes, kept=kept)


class RecursionLimit:
    """Room for the deepest expression that the parser lets pass (250 levels, some frames each)."""

    __slots__ = ("before",)
    needed = 10_000

    def __enter__(self) -> None:
        import sys

        self.before = sys.getrecursionlimit()
        sys.setrecursionlimit(max(self.before, self.needed))

    def __exit__(self, *_: object) -> None:
        import sys

        sys.setrecursionlimit(self.before)
