"""A checked expression that can be evaluated, again and again and fast.

    program = Program(check("self.replicas <= 10", environment), {"self": shape})
    value, cost = program.evaluate({"replicas": 3})      # or CelError, CostLimitError, CelPanicError

Code is generated when it is first needed. Evaluation goes from fast to thorough: code that does not count
costs, if what it can cost at most is known; code that counts; and after a failure of either, code that knows
what failed.
"""

from __future__ import annotations

from scaffolder.cel.runtime.errors import CelPanicError, CostLimitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from scaffolder.cel import Expression
    from scaffolder.cel.ast import Node
    from scaffolder.cel.runtime.shapes import Shape

# apiserver/pkg/apis/cel/config.go, in units of cost
PER_CALL_LIMIT = 1_000_000


class Program:
    """Evaluates one expression. ``shapes`` are those of its variables' raw values, in the order in which
    ``evaluate`` takes them; None for one that is given as a value already.
    """

    __slots__ = ("_careful", "_counting", "_quick", "_shapes", "_tree", "bound", "limit")

    def __init__(
        self, expression: Expression, shapes: Mapping[str, Shape | None], limit: int = PER_CALL_LIMIT
    ) -> None:
        self._tree: Node = expression.tree
        self._shapes = shapes
        self.limit = limit
        self.bound: int | None = None
        self._quick: Callable[..., Any] | None = None
        self._counting: Callable[..., Any] | None = None
        self._careful: Callable[..., Any] | None = None

    def evaluate(self, *values: Any) -> tuple[Any, int]:
        """The value of the expression, and the most that it can have cost.

        Raises ``CelError`` or ``CelPanicError`` with the language's own error, its exact ``cost`` filled in,
        and ``CostLimitError``.
        """
        quick = self._quick
        if quick is None:
            if self._counting is not None:
                return self.evaluate_counting(*values)
            quick, bound = self._compile(careful=False, tracked=False)
            if bound is None or bound > self.limit:
                return self.evaluate_counting(*values)
            self._quick, self.bound = quick, bound
        try:
            return quick(*values), self.bound or 0
        except Exception:
            return self._evaluate_carefully(*values)

    def evaluate_counting(self, *values: Any) -> tuple[Any, int]:
        """``evaluate`` with the exact cost."""
        if self._counting is None:
            self._counting, _ = self._compile(careful=False, tracked=True)
        try:
            counted: tuple[Any, int] = self._counting(*values, self.limit)
        except CostLimitError:
            raise
        except Exception:
            return self._evaluate_carefully(*values)
        return counted

    def _evaluate_carefully(self, *values: Any) -> tuple[Any, int]:
        if self._careful is None:
            self._careful, _ = self._compile(careful=True, tracked=True)
        try:
            counted: tuple[Any, int] = self._careful(*values, self.limit)
        except RecursionError as error:
            raise CelPanicError("value nested too deeply") from error
        return counted

    def _compile(self, *, careful: bool, tracked: bool) -> tuple[Callable[..., Any], int | None]:
        from scaffolder.cel import RecursionLimit
        from scaffolder.cel.codegen.generator import Generator

        with RecursionLimit():
            generator = Generator(self._shapes, careful=careful, tracked=tracked)
            code = compile(generator.rule(self._tree), "<rule>", "exec")
        write = generator.write
        namespace = _linked(write.references, write.shapes, list(self._shapes.values()))
        exec(code, namespace)
        return namespace["rule"], write.bound


def _linked(
    references: Mapping[tuple[str, str], str],
    shapes: Mapping[tuple[Any, ...], str],
    roots: list[Shape | None],
) -> dict[str, Any]:
    """The names that generated source refers to."""
    from importlib import import_module

    namespace: dict[str, Any] = {
        alias: getattr(import_module(module), name) for (module, name), alias in references.items()
    }
    for path, alias in shapes.items():
        namespace[alias] = _shape_at(path, roots)
    return namespace


def _shape_at(path: tuple[Any, ...], roots: list[Shape | None]) -> Shape:
    shape: Any = roots[path[0]]
    for step in path[1:]:
        if step == "present":
            shape = shape.present
        elif step == "element":
            shape = shape.inner
        else:
            shape = shape.fields[step[1]][1]
    found: Shape = shape
    return found
