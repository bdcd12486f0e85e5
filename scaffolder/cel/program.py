"""A checked expression that can be evaluated, again and again and fast.

    program = Program(check("self.replicas <= 10", environment), {"self": shape})
    value, cost = program.evaluate({"replicas": 3})      # or CelError, CostLimitError, CelPanicError

Code is generated when it is first needed. Evaluation goes from fast to thorough: code that does not count costs, if what
it can cost at most is known; code that counts; and after a failure of either, code that knows what failed.
"""

from __future__ import annotations

from scaffolder.cel.runtime.errors import CelError, CelPanicError, CostLimitError

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
    """``variables`` are the names of the expression's variables with the shapes of their raw values, in the order in
    which ``evaluate`` takes them; None as the shape of one that is given as a value already.
    """

    __slots__ = ("_careful", "_fast", "_shapes", "_tree", "bound", "limit", "variables")

    def __init__(
        self,
        expression: Expression,
        variables: Mapping[str, Shape | None],
        limit: int = PER_CALL_LIMIT,
    ) -> None:
        self._tree: Node = expression.tree
        self.variables = variables
        self.limit = limit
        self.bound: int | None = None
        self._fast: Callable[..., Any] | None = None
        self._careful: Callable[..., Any] | None = None

    def evaluate(self, *values: Any) -> tuple[Any, int]:
        """The value of the expression, and what it cost; at most that much where counting was not needed.

        Raises ``CelError`` or ``CelPanicError`` with the language's own error, its ``cost`` filled in, and
        ``CostLimitError``.
        """
        fast = self._fast
        if fast is None:
            fast = self._fast = self._generate_fast()
        try:
            if self.bound is not None:
                return fast(*values), self.bound
            return fast(*values, self.limit)  # type: ignore[no-any-return]
        except CostLimitError:
            raise
        except Exception:
            return self.evaluate_carefully(*values)

    def evaluate_carefully(self, *values: Any) -> tuple[Any, int]:
        """``evaluate`` with the exact cost, slowly."""
        if self._careful is None:
            self._careful, _ = self._compile(careful=True, tracked=True)
        try:
            return self._careful(*values, self.limit)  # type: ignore[no-any-return]
        except RecursionError as error:
            raise CelPanicError("value nested too deeply") from error

    def _generate_fast(self) -> Callable[..., Any]:
        function, bound = self._compile(careful=False, tracked=False)
        if bound is None or bound > self.limit:
            function, _ = self._compile(careful=False, tracked=True)
            return function
        self.bound = bound
        return function

    def _compile(self, *, careful: bool, tracked: bool) -> tuple[Callable[..., Any], int | None]:
        from scaffolder.cel import RecursionLimit
        from scaffolder.cel.codegen.generator import Generator

        with RecursionLimit():
            generator = Generator(self.variables, careful=careful, tracked=tracked)
            code = compile(generator.rule(self._tree), "<rule>", "exec")
        namespace = _linked(generator.write.references, generator.write.shapes, list(self.variables.values()))
        exec(code, namespace)
        return namespace["rule"], generator.write.bound


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


__all__ = ["PER_CALL_LIMIT", "CelError", "CelPanicError", "CostLimitError", "Program"]
