"""``x-kubernetes-validations``: whether the rules of a resource are evaluated, and what they say.

They are not evaluated where an error says that the object has not the shape that they were compiled for.

Sources: ``hasBlockingErr`` in ``k8s.io/apiextensions-apiserver/pkg/registry/customresource/strategy.go``,
``validateExpressions`` in ``pkg/apiserver/schema/cel/validation.go``.
"""

from __future__ import annotations

from scaffolder.apimachinery.names import byte_length
from scaffolder.diagnostics import (
    DUPLICATE,
    FORBIDDEN,
    INVALID,
    NOT_SUPPORTED,
    REQUIRED,
    TOO_LONG,
    TOO_MANY,
    TYPE_INVALID,
    Diagnostic,
)
from scaffolder.validation.field_errors import WHOLE_OBJECT, duplicate, forbidden, invalid, required
from scaffolder.validation.field_paths import child_field, field_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from scaffolder.cel.program import Program
    from scaffolder.diagnostics import Path
    from scaffolder.validation.compiler import SchemaNode
    from scaffolder.validation.ratcheting import Correlation
    from scaffolder.validation.rule_variables import Evaluate, Variables
    from scaffolder.validation.ruled_schema import Rule, RuledNode

_BLOCKING = frozenset((NOT_SUPPORTED, REQUIRED, TOO_LONG, TOO_MANY, TYPE_INVALID))
# apiserver/pkg/apis/cel/config.go: units of cost for all rules on one object, bytes of a computed message
_BUDGET = 10_000_000
_MAX_MESSAGE_SIZE = 5 * 1024
_NO_MORE = "no further validation rules will be run"
_MISMATCH = "call arguments did not match a supported operator, function or macro signature for rule"


def block_rules(errors: Sequence[Diagnostic]) -> bool:
    """Whether one of the errors keeps all rules from being evaluated."""
    return any(error.reason in _BLOCKING for error in errors)


def rules_not_checked() -> Diagnostic:
    """The cause that the server adds where it has rules and does not evaluate them."""
    detail = (
        "some validation rules were not checked because the object was invalid; "
        "correct the existing errors to complete validation"
    )
    return invalid(WHOLE_OBJECT, None, detail, ())


def check_rules(
    value: dict[str, Any],
    root: SchemaNode,
    ruled: RuledNode,
    old: dict[str, Any] | None,
    correlation: Correlation | None,
    *,
    conforming: bool = True,
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """The errors and the warnings of all rules on an object. ``ruled`` is the part of ``root`` that has
    rules.

    ``old`` and ``correlation`` are what an update has: rules that fail on unchanged values only warn. Objects
    that are not ``conforming`` have values of other types than the schema says.
    """
    for exact in (False, True):
        evaluation = _Evaluation(root, exact=exact, conforming=conforming)
        evaluation.walk(value, ruled, old, correlation)
        if evaluation.budget >= 0 or exact:
            break
    return evaluation.errors, _each_once(evaluation.warnings)


def _each_once(warnings: list[Diagnostic]) -> list[Diagnostic]:
    """No text is sent twice (``recorder`` in ``k8s.io/apiserver/pkg/endpoints/filters/warning.go``)."""
    return list({(warning.field, warning.message): warning for warning in warnings}.values())


class _StopError(Exception):
    """No further rules will be run."""


class _UnpayableError(Exception):
    """A message that costs too much."""


class _Place:
    """A value, where it is, what it was, and by what it is told whether it is unchanged."""

    __slots__ = ("correlation", "node", "old", "parent", "path", "value")

    def __init__(
        self,
        value: Any,
        path: Path,
        node: RuledNode,
        old: Any,
        correlation: Correlation | None,
        parent: Correlation | None,
    ) -> None:
        self.value = value
        self.path = path
        self.node = node
        self.old = old
        self.correlation = correlation
        self.parent = parent

    def unchanged(self) -> bool:
        """Itself if it corresponds to an old value, or else the nearest value above that does."""
        nearest = self.correlation or self.parent
        return nearest is not None and nearest.unchanged()

    def below(self, step: str | int, value: Any, node: RuledNode) -> _Place:
        correlation = self.correlation
        path = (*self.path, step)
        if correlation is None:
            return _Place(value, path, node, None, None, self.parent)
        child = correlation.index(step) if isinstance(step, int) else correlation.key(step)
        if self.parent is None and step in ("apiVersion", "kind"):
            # Both are converted to the version of the request before they are compared.
            return _Place(value, path, node, child.old if child is not None else None, None, None)
        return _Place(value, path, node, child.old if child is not None else None, child, correlation)


class _Evaluation:
    """One run over an object. Costs are bounds first; ``exact`` ones are counted where bounds exceed the
    budget.
    """

    def __init__(self, root: SchemaNode, *, exact: bool, conforming: bool) -> None:
        self.root = root
        self.exact = exact
        self.conforming = conforming
        self._variables: Variables | None = None
        self.budget = _BUDGET
        self.errors: list[Diagnostic] = []
        self.warnings: list[Diagnostic] = []

    def walk(self, value: Any, node: RuledNode, old: Any, correlation: Correlation | None) -> None:
        """Parents before children, properties in the order of the data (in Go: of its maps)."""
        pending = [_Place(value, (), node, old, correlation, None)]
        try:
            while pending:
                place = pending.pop()
                if place.value is not None:
                    if place.node.rules:
                        self.evaluate_all(place)
                    pending.extend(reversed(_below(place)))
        except _StopError:
            return

    def evaluate_all(self, place: _Place) -> None:
        if self.budget <= 0:
            raise self.out_of_budget(place)
        for rule in place.node.rules:
            if rule.program is None:
                if place.node.typed is None:
                    self.fail(place, f"rule compiler initialization error: {rule.error}")
                    return
                self.fail(place, f"rule compile error: {rule.error}")
            elif place.old is not None or rule.optional_old_self or not rule.uses_old_self:
                self.evaluate(rule, place)

    def evaluate(self, rule: Rule, place: _Place) -> None:
        from scaffolder.cel.runtime.errors import CelError, CelPanicError, CostLimitError

        program = rule.program
        assert program is not None
        values = [place.value]
        if rule.uses_old_self:
            values.append(self.old_self(rule, place))
        evaluate = self.way(program, rule, place, with_old=rule.uses_old_self)
        shown = rule.shown
        try:
            holds, cost = evaluate(*values)
        except CostLimitError as error:
            self.spend(error.cost, place)
            detail = (
                f"no further validation rules will be run due to call cost exceeds limit for rule: {shown}"
            )
            self.fail(place, f"'{error}': {detail}")
            raise _StopError from error
        except (CelError, CelPanicError) as error:
            self.spend(error.cost, place)
            text = str(error)
            mismatch = text.startswith("no such overload")
            self.fail(
                place, f"'{text}': {_MISMATCH}: {shown}" if mismatch else f"{text} evaluating rule: {shown}"
            )
            return
        self.spend(cost, place)
        if holds is not True:
            self.report(rule, place)

    @property
    def variables(self) -> Variables:
        if self._variables is None:
            from scaffolder.validation.rule_variables import Variables

            self._variables = Variables(conforming=self.conforming)
        return self._variables

    def way(self, program: Program, rule: Rule, place: _Place, *, with_old: bool) -> Evaluate:
        """What evaluates the program, with oldSelf or without."""
        if self.conforming:
            return program.evaluate_counting if self.exact else program.evaluate
        raw_old = with_old and not rule.optional_old_self
        return self.variables.checked(program, place.node, raw_old=raw_old)

    def way_of_message(self, program: Program, rule: Rule, place: _Place) -> tuple[Evaluate, Any]:
        """As ``way``, with the value of oldSelf. A message is given the old value itself where one of the
        node's rules asks for it, though it may have been compiled for an optional one.
        """
        if "oldSelf" not in rule.message_expression:
            return self.way(program, rule, place, with_old=False), None
        asked = place.old is not None and any(other.uses_old_self for other in place.node.rules)
        if asked and not rule.optional_old_self:
            return self.way(program, rule, place, with_old=True), place.old
        return self.variables.unexpected(program, place.node, place.old if asked else None)

    def old_self(self, rule: Rule, place: _Place) -> Any:
        return self.variables.optional(place.node, place.old) if rule.optional_old_self else place.old

    def report(self, rule: Rule, place: _Place) -> None:
        """A rule does not hold. Unchanged values are forgiven that, unless the rule is about the change."""
        field = field_path(place.path, self.root)
        added, steps = rule.field_path()
        if added:
            field = child_field(field, added)
        path = (*place.path, *steps)
        forgiven = not rule.uses_old_self and place.unchanged()
        found = self.warnings if forgiven else self.errors
        try:
            detail = self.message(rule, place)
        except _UnpayableError as error:
            found.append(invalid(field, place.node.type, str(error), path))
            raise _StopError from error
        found.append(_error(rule.reason, place, field, detail or rule.detail, path))

    def message(self, rule: Rule, place: _Place) -> str:
        """What messageExpression gives; ``""`` if that is nothing to be printed."""
        from scaffolder.apimachinery.quoting import quote

        program = rule.message_program
        if program is None:
            return ""
        from scaffolder.cel.runtime.errors import CelError, CelPanicError, CostLimitError

        try:
            evaluate, old = self.way_of_message(program, rule, place)
            text, cost = evaluate(place.value, old)
        except CostLimitError as error:
            self.pay_for_message(error.cost)
            reason = (
                "no further validation rules will be run due to call cost exceeds limit for messageExpression"
            )
            raise _UnpayableError(f"{reason}: {quote(rule.message_expression)}") from error
        except (CelError, CelPanicError) as error:
            text, cost = None, error.cost
        self.pay_for_message(cost)
        # Go's TrimSpace and Python's strip differ in U+001C to U+001F, which no message ends with.
        trimmed = text.strip() if isinstance(text, str) else ""
        return "" if "\n" in trimmed or byte_length(trimmed) > _MAX_MESSAGE_SIZE else trimmed

    def pay_for_message(self, cost: int) -> None:
        if cost > self.budget:
            self.budget = -1
            raise _UnpayableError(
                f"messageExpression evaluation failed due to running out of cost budget, {_NO_MORE}"
            )
        self.budget -= cost

    def spend(self, cost: int, place: _Place) -> None:
        if cost > self.budget:
            raise self.out_of_budget(place)
        self.budget -= cost

    def out_of_budget(self, place: _Place) -> _StopError:
        self.budget = -1
        self.fail(place, f"validation failed due to running out of cost budget, {_NO_MORE}")
        return _StopError()

    def fail(self, place: _Place, detail: str) -> None:
        """A rule could not be evaluated; the value is printed as its type."""
        self.errors.append(invalid(field_path(place.path, self.root), place.node.type, detail, place.path))


def _below(place: _Place) -> list[_Place]:
    node, value = place.node, place.value
    if isinstance(value, list):
        items = node.items
        return [] if items is None else [place.below(index, item, items) for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return []
    if node.additional is not None:
        return [place.below(key, item, node.additional) for key, item in value.items()]
    properties = node.properties
    return [place.below(key, item, properties[key]) for key, item in value.items() if key in properties]


def _error(reason: str, place: _Place, field: str, detail: str, path: Path) -> Diagnostic:
    """``fieldErrorForReason``; objects and lists are not printed."""
    if reason == FORBIDDEN:
        return forbidden(field, detail, path)
    if reason == REQUIRED:
        return required(field, detail, path)
    omitted = place.node.type in ("object", "array")
    if reason == DUPLICATE:
        return (
            Diagnostic(field, DUPLICATE, "Duplicate value", path)
            if omitted
            else duplicate(field, place.value, path)
        )
    if omitted:
        return Diagnostic(field, INVALID, f"Invalid value: {detail}" if detail else "Invalid value", path)
    return invalid(field, place.value, detail, path)
