"""Why an expression has the value that it has: which of its parts decided.

    explanation = Explainer(expression, {"self": shape}).explain(value)

Parts are evaluated by the same ``Program`` as the whole, each with the variables that it can see. Followed
are the parts that decided: of ``a && b`` what is false, of ``list.all(x, p)`` the elements for which ``p`` is
not true, of ``c ? a : b`` the branch that was taken, of an error the innermost part that fails.
"""

from __future__ import annotations

from itertools import islice

from scaffolder.cel import operators
from scaffolder.cel.ast import Call, Ident, Literal, Macro, Select, children, walk
from scaffolder.cel.expression import Expression, RecursionLimit, compile
from scaffolder.cel.program import PER_CALL_LIMIT
from scaffolder.cel.runtime.careful import elements, entries
from scaffolder.cel.runtime.errors import CelError, CelPanicError, CostLimitError
from scaffolder.cel.runtime.views import LISTS
from scaffolder.cel.spans import Spans
from scaffolder.cel.value_text import value_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from scaffolder.cel.ast import Node
    from scaffolder.cel.program import Program
    from scaffolder.cel.runtime.shapes import Shape

# How many parts of one kind (conjuncts, elements) are shown.
_MOST_PARTS = 3
# What evaluating parts may cost in all, in units of cost: a few times what the rule itself may.
_BUDGET = 4 * PER_CALL_LIMIT
_QUANTIFIERS = frozenset({"all", "exists", "exists_one", "existsOne"})
_OPTIONAL_MACROS = frozenset({"optMap", "optFlatMap"})
_LOGICAL = frozenset({operators.LOGICAL_AND, operators.LOGICAL_OR})


class Explanation:
    """One part of an expression and what came of it.

    ``text`` is its source, ``pos`` the offset of that. ``value`` is its value, or None with ``error`` in
    cel-go's words. ``operands`` are the texts and values that it was computed from, ``bindings`` the
    variables of the macro around it. ``note`` is a short word on the outcome, ``parts`` is what decided it.
    """

    __slots__ = ("bindings", "error", "note", "operands", "parts", "pos", "text", "value")

    def __init__(self, text: str, pos: int, value: Any, error: str) -> None:
        self.text = text
        self.pos = pos
        self.value = value
        self.error = error
        self.note = ""
        self.operands: list[tuple[str, str]] = []
        self.bindings: list[tuple[str, str]] = []
        self.parts: list[Explanation] = []

    @property
    def outcome(self) -> str:
        return f"error: {self.error}" if self.error else value_text(self.value)


class _Outcome:
    """What evaluating a part gave. ``is_final``: no part of it can say more about the error."""

    __slots__ = ("error", "is_final", "value")

    def __init__(self, value: Any, error: str = "", *, is_final: bool = False) -> None:
        self.value = value
        self.error = error
        self.is_final = is_final

    def is_(self, wanted: bool) -> bool:
        return not self.error and self.value is wanted


class _TooMuchError(Exception):
    """Looking further would take too long."""


class _Scope:
    """The variables that a part can see. A shape says that the value is raw data."""

    __slots__ = ("shapes", "values")

    def __init__(self, shapes: Mapping[str, Shape | None], values: Mapping[str, Any]) -> None:
        self.shapes = shapes
        self.values = values

    def with_elements(self, names: Sequence[str], values: Sequence[Any]) -> _Scope:
        shapes = {**self.shapes, **dict.fromkeys(names)}
        return _Scope(shapes, {**self.values, **dict(zip(names, values, strict=True))})


class Explainer:
    """Explains one expression. ``shapes`` are those of its variables, as ``compile`` takes them."""

    def __init__(self, expression: Expression, shapes: Mapping[str, Shape | None]) -> None:
        self._expression = expression
        self._shapes = shapes
        self._spans = Spans(expression.text)
        self._budget = _BUDGET
        self._programs: dict[tuple[int, tuple[str, ...]], Program] = {}

    def explain(self, *values: Any) -> Explanation:
        """``values`` are those of the variables, in the order of their shapes.

        What is true has no parts: there is nothing to be explained.
        """
        scope = _Scope(self._shapes, dict(zip(self._shapes, values, strict=True)))
        self._budget = _BUDGET
        with RecursionLimit():
            outcome = self._evaluate(self._expression.tree, scope)
            if outcome.is_(True) or outcome.is_final:
                return self._found(self._expression.tree, outcome)
            return self._explain(self._expression.tree, scope)

    def _evaluate(self, node: Node, scope: _Scope) -> _Outcome:
        key = (id(node), tuple(scope.shapes))
        program = self._programs.get(key)
        if program is None:
            part = Expression("", node, node.type or self._expression.type, self._expression.environment)
            program = self._programs[key] = compile(part, scope.shapes)
        try:
            value, cost = program.evaluate(*scope.values.values())
        except (CelError, CelPanicError) as error:
            outcome, cost = _Outcome(None, str(error)), error.cost
        except CostLimitError as error:
            outcome, cost = _Outcome(None, str(error), is_final=True), error.cost
        else:
            outcome = _Outcome(value)
        self._budget -= cost + 1
        if self._budget < 0:
            raise _TooMuchError
        return outcome

    def _found(self, node: Node, outcome: _Outcome) -> Explanation:
        return Explanation(self._spans.text(node), self._spans.start(node), outcome.value, outcome.error)

    def _explain(self, node: Node, scope: _Scope) -> Explanation:
        outcome = self._evaluate(node, scope)
        found = self._found(node, outcome)
        if not outcome.is_final:
            try:
                self._explain_parts(node, scope, outcome, found)
            except _TooMuchError:
                found.parts = []
        return found

    def _explain_parts(self, node: Node, scope: _Scope, outcome: _Outcome, found: Explanation) -> None:
        if isinstance(node, Macro) and node.name in _QUANTIFIERS:
            self._explain_quantifier(node, scope, outcome, found)
        elif isinstance(node, Call) and node.function in _LOGICAL:
            self._explain_logical(node, scope, outcome, found)
        elif isinstance(node, Call) and node.function == operators.LOGICAL_NOT:
            found.parts = [self._explain(node.arguments[0], scope)]
        elif isinstance(node, Call) and node.function == operators.CONDITIONAL:
            self._explain_conditional(node, scope, found)
        elif outcome.error:
            self._explain_error(node, scope, found)
        elif isinstance(node, Select) and node.test_only:
            found.note = f"{self._spans.text(node)[4:-1]} is {'there' if outcome.value is True else 'absent'}"
        else:
            found.operands = list(self._operands(node, scope))

    def _explain_logical(self, node: Call, scope: _Scope, outcome: _Outcome, found: Explanation) -> None:
        outcomes = [self._evaluate(argument, scope) for argument in node.arguments]
        if outcome.error:
            deciding = [index for index, one in enumerate(outcomes) if one.error]
        else:
            deciding = [index for index, one in enumerate(outcomes) if one.is_(outcome.value)]
        variable = [index for index in deciding if not _is_constant(node.arguments[index])]
        shown = (variable or deciding)[:_MOST_PARTS]
        found.parts = [self._explain(node.arguments[index], scope) for index in shown]

    def _explain_conditional(self, node: Call, scope: _Scope, found: Explanation) -> None:
        condition, then, otherwise = node.arguments
        chosen = self._evaluate(condition, scope)
        if chosen.error:
            found.parts = [self._explain(condition, scope)]
            return
        found.note = f"{self._spans.text(condition)} is {value_text(chosen.value)}"
        found.parts = [self._explain(then if chosen.value is True else otherwise, scope)]

    def _explain_quantifier(self, node: Macro, scope: _Scope, outcome: _Outcome, found: Explanation) -> None:
        target = self._evaluate(node.target, scope)
        try:
            scopes = [] if target.error else list(self._element_scopes(node, scope, target.value))
        except CelError:
            target.error = outcome.error
        if target.error or node.predicate is None:
            found.parts = [self._explain(node.target, scope)]
            return
        outcomes = [self._evaluate(node.predicate, inner) for _, inner in scopes]
        if not scopes:
            found.note = f"{self._spans.text(node.target)} is empty"
            return
        wanted = _deciding(node.name, outcome, outcomes)
        deciding = [index for index, one in enumerate(outcomes) if wanted(one)]
        found.note = _count(len(deciding), len(scopes), outcomes[deciding[0]]) if deciding else ""
        found.parts = [
            self._explain_element(node, node.predicate, *scopes[index]) for index in deciding[:_MOST_PARTS]
        ]

    def _explain_element(self, macro: Macro, node: Node, where: str, scope: _Scope) -> Explanation:
        part = self._explain(node, scope)
        shown = [value_text(scope.values[name]) for name in macro.variables]
        if where:
            shown = [f"{where} = {shown[0]}"]
        part.bindings = list(zip(macro.variables, shown, strict=True))
        part.operands = [operand for operand in part.operands if operand[0] not in macro.variables]
        return part

    def _element_scopes(self, node: Macro, scope: _Scope, target: Any) -> Iterator[tuple[str, _Scope]]:
        """The scope of each element, and where that stands (of a list: ``self.ports[1]``)."""
        if len(node.variables) == 2:
            for pair in entries(target):
                yield "", scope.with_elements(node.variables, pair)
            return
        written = self._spans.text(node.target) if isinstance(node.target, Ident | Select) else ""
        is_list = type(target) in LISTS
        for index, element in enumerate(elements(target)):
            where = f"{written}[{index}]" if written and is_list else ""
            yield where, scope.with_elements(node.variables, [element])

    def _explain_error(self, node: Node, scope: _Scope, found: Explanation) -> None:
        """Down to the innermost part that fails."""
        for part in [node.target] if isinstance(node, Macro) else children(node):
            if not isinstance(part, Literal) and self._evaluate(part, scope).error:
                found.parts = [self._explain(part, scope)]
                return
        if isinstance(node, Macro) and node.name not in _OPTIONAL_MACROS:
            found.parts = list(islice(self._failing_elements(node, scope), 1))
        if not found.parts:
            found.operands = list(self._operands(node, scope))

    def _failing_elements(self, node: Macro, scope: _Scope) -> Iterator[Explanation]:
        target = self._evaluate(node.target, scope).value
        try:
            scopes = list(self._element_scopes(node, scope, target))
        except CelError:
            return
        for where, inner in scopes:
            for part in (node.predicate, node.transform):
                if part is None:
                    continue
                outcome = self._evaluate(part, inner)
                if outcome.error:
                    yield self._explain_element(node, part, where, inner)
                if outcome.error or (part is node.predicate and outcome.value is not True):
                    break

    def _operands(self, node: Node, scope: _Scope) -> Iterator[tuple[str, str]]:
        """What a part was computed from, with values; of what cannot be printed, what that comes from."""
        seen = set()
        pending = list(reversed(_inputs(node)))
        while pending:
            part = pending.pop()
            if _is_constant(part):
                continue
            text = self._spans.text(part)
            outcome = self._evaluate(part, scope)
            shown = f"error: {outcome.error}" if outcome.error else value_text(outcome.value)
            if shown and text not in seen:
                seen.add(text)
                yield text, shown
            elif not shown:
                pending.extend(reversed(_inputs(part)))


def _is_constant(node: Node) -> bool:
    return not any(isinstance(part, Ident) for part in walk(node))


def _inputs(node: Node) -> list[Node]:
    """The parts that can be evaluated by themselves."""
    if isinstance(node, Macro):
        return [node.target]
    if isinstance(node, Select | Ident) and node.type_name is not None:
        return []
    return children(node)


def _deciding(name: str, whole: _Outcome, outcomes: Sequence[_Outcome]) -> Callable[[_Outcome], bool]:
    """Which elements decided what a quantifier gives."""
    if whole.error:
        return lambda one: bool(one.error)
    if name in ("all", "exists"):
        return lambda one: one.is_(whole.value)
    # exists_one is wrong with none or with too many
    matching = any(one.is_(True) for one in outcomes)
    return lambda one: one.is_(matching)


def _count(deciding: int, total: int, example: _Outcome) -> str:
    what = "fails" if example.error else value_text(example.value)
    return f"{what} for {deciding} of {total}"
