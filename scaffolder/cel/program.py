"""A checked expression that can be evaluated, again and again and fast.

    program = Program(lambda: check("self.replicas <= 10", environment).tree, lambda: {"self": shape})
    value, cost = program.evaluate({"replicas": 3})      # or CelError, CostLimitError, CelPanicError

Code is generated when it is first needed. Evaluation goes from fast to thorough: code that does not count
costs, if what it can cost at most is known; code that counts; and after a failure of either, code that knows
what failed. What was generated can be kept as bytes, so that another process needs neither the tree nor the
compiler.
"""

from __future__ import annotations

import marshal
import sys

from scaffolder.cel.runtime.errors import CelPanicError, CostLimitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import CodeType
    from typing import Any

    from scaffolder.cel.ast import Node
    from scaffolder.cel.runtime.shapes import Shape

# apiserver/pkg/apis/cel/config.go, in units of cost
PER_CALL_LIMIT = 1_000_000

# The ways to run an expression, as its generated code is kept.
_QUICK = "quick"
_COUNTING = "counting"
_CAREFUL = "careful"


class Program:
    """Evaluates one expression.

    ``shapes`` gives those of its variables' raw values, in the order in which ``evaluate`` takes them; None
    for one that is given as a value already. ``tree`` gives its checked tree, and is asked only for code that
    is not in ``kept``: what was generated before, to which is added what is generated now. That is good for
    the same expression, the same shapes, the same release of this package and the same Python.
    """

    __slots__ = ("_careful", "_counting", "_kept", "_quick", "_shapes", "_tree", "bound", "limit")

    def __init__(
        self,
        tree: Callable[[], Node],
        shapes: Callable[[], Mapping[str, Shape | None]],
        *,
        kept: dict[str, bytes] | None = None,
        limit: int = PER_CALL_LIMIT,
    ) -> None:
        self._tree = tree
        self._shapes = shapes
        self._kept = {} if kept is None else kept
        self.limit = limit
        self.bound: int | None = None
        self._quick: Callable[..., Any] | None = None
        self._counting: Callable[..., Any] | None = None
        self._careful: Callable[..., Any] | None = None

    def reshaped(self, shapes: Mapping[str, Shape | None]) -> Program:
        """The same expression for values of which some have other shapes."""
        return Program(self._tree, lambda: {**self._shapes(), **shapes}, limit=self.limit)

    def evaluate(self, *values: Any) -> tuple[Any, int]:
        """The value of the expression, and the most that it can have cost.

        Raises ``CelError`` or ``CelPanicError`` with the language's own error, its exact ``cost`` filled in,
        and ``CostLimitError``.
        """
        quick = self._quick
        if quick is None:
            if self._counting is not None:
                return self.evaluate_counting(*values)
            generated = self._generated(_QUICK)
            if generated.code is None or generated.bound is None or generated.bound > self.limit:
                return self.evaluate_counting(*values)
            self.bound = generated.bound
            quick = self._quick = generated.linked(self._shapes)
        try:
            return quick(*values), self.bound or 0
        except CostLimitError:
            raise
        except Exception:
            return self.evaluate_carefully(*values)

    def evaluate_counting(self, *values: Any) -> tuple[Any, int]:
        """``evaluate`` with the exact cost."""
        if self._counting is None:
            self._counting = self._generated(_COUNTING).linked(self._shapes)
        try:
            counted: tuple[Any, int] = self._counting(*values, self.limit)
        except CostLimitError:
            raise
        except Exception:
            return self.evaluate_carefully(*values)
        return counted

    def evaluate_carefully(self, *values: Any) -> tuple[Any, int]:
        """``evaluate_counting``, slowly: the form that knows every error. The others turn to it by
        themselves.
        """
        if self._careful is None:
            self._careful = self._generated(_CAREFUL).linked(self._shapes)
        try:
            counted: tuple[Any, int] = self._careful(*values, self.limit)
        except RecursionError as error:
            raise CelPanicError("value nested too deeply") from error
        return counted

    def _generated(self, way: str) -> _Generated:
        packed = self._kept.get(way)
        if packed is not None:
            return _Generated.unpacked(packed)
        from scaffolder.cel.codegen.generator import Generator
        from scaffolder.cel.expression import RecursionLimit

        with RecursionLimit():
            generator = Generator(self._shapes(), careful=way == _CAREFUL, tracked=way != _QUICK)
            source = generator.rule(self._tree())
            write = generator.write
            is_usable = way != _QUICK or (write.bound is not None and write.bound <= self.limit)
            code = compile(source, "<rule>", "exec") if is_usable else None
        references = [(alias, module, name) for (module, name), alias in write.references.items()]
        shapes = [(alias, path) for path, alias in write.shapes.items()]
        generated = _Generated(code, references, shapes, write.bound)
        self._kept[way] = generated.packed()
        return generated


class _Generated:
    """Code that defines the function ``rule``, the names that it refers to, and what a call costs at most.

    ``code`` is None where that is unknown or too much for code that does not count.
    """

    __slots__ = ("bound", "code", "references", "shapes")

    def __init__(
        self,
        code: CodeType | None,
        references: list[tuple[str, str, str]],
        shapes: list[tuple[str, tuple[Any, ...]]],
        bound: int | None,
    ) -> None:
        self.code = code
        self.references = references
        self.shapes = shapes
        self.bound = bound

    def packed(self) -> bytes:
        return marshal.dumps((self.code, self.references, self.shapes, self.bound))

    @classmethod
    def unpacked(cls, packed: bytes) -> _Generated:
        return cls(*marshal.loads(packed))

    def linked(self, variables: Callable[[], Mapping[str, Shape | None]]) -> Callable[..., Any]:
        """The function. ``variables`` gives their shapes, which simple expressions have no need of."""
        assert self.code is not None
        namespace: dict[str, Any] = {}
        for alias, module, name in self.references:
            # importlib would be one more import, and a slow one.
            __import__(module)
            namespace[alias] = getattr(sys.modules[module], name)
        if self.shapes:
            roots = list(variables().values())
            for alias, path in self.shapes:
                namespace[alias] = _shape_at(path, roots)
        exec(self.code, namespace)
        function: Callable[..., Any] = namespace["rule"]
        return function


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
