"""One rule held against one object: what it gives at every place where its node occurs, and why."""

from __future__ import annotations

from scaffolder.cel.explanation import Explainer
from scaffolder.cel.runtime.errors import CelError
from scaffolder.cel.runtime.values import NONE, Optional
from scaffolder.validation import faults
from scaffolder.validation.cel_shapes import cel_shape
from scaffolder.validation.compiler import SchemaNode
from scaffolder.validation.decoding import decode
from scaffolder.validation.field_paths import field_path
from scaffolder.validation.ratcheting import Correlation
from scaffolder.validation.rules.cel import block_rules
from scaffolder.validation.rules.unknown_fields import pruned
from scaffolder.validation.schema_paths import occurrences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.cel.explanation import Explanation
    from scaffolder.cel.runtime.shapes import Shape
    from scaffolder.diagnostics import Diagnostic, Path
    from scaffolder.validation.faults import Fault
    from scaffolder.validation.rule_costs import PlacedRule


class Evaluation:
    """What a rule gives for one value. ``field`` is the value's, as the server writes it, and ``path`` leads
    to it. ``explanation`` is None for a rule about a change where there was nothing before.
    """

    __slots__ = ("explanation", "field", "path")

    def __init__(self, field: str, path: Path, explanation: Explanation | None) -> None:
        self.field = field
        self.path = path
        self.explanation = explanation

    @property
    def holds(self) -> bool:
        """Nothing is to be said against it."""
        return self.explanation is None or (
            self.explanation.value is not False and not self.explanation.error
        )


class RuleEvaluator:
    """Evaluates one rule. ``optional_old``: it has ``optionalOldSelf: true``."""

    def __init__(self, rule: PlacedRule, *, optional_old: bool = False) -> None:
        place = rule.place
        self._root = SchemaNode.of(rule.schema)
        self._keywords = tuple(str(keyword) for keyword in rule.keywords)
        self._shape = cel_shape(place.schema, resource_root=place.resource_root)
        self._uses_old = rule.expression.refers_to("oldSelf")
        self._optional_old = optional_old
        shapes: dict[str, Shape | None] = {"self": self._shape}
        if self._uses_old:
            shapes["oldSelf"] = None if optional_old else self._shape
        self._explainer = Explainer(rule.expression, shapes)

    def blocking_errors(self, value: dict[str, Any]) -> list[Diagnostic]:
        """What is wrong with an object that keeps a server from evaluating any rule on it."""
        found: list[Fault] = []
        decoded = decode(pruned(value, self._root), self._root)
        if decoded.refusal is not None:
            return [decoded.refusal]
        self._root.check(decoded.completed.value, (), found)
        errors = faults.diagnostics(found, self._root)
        return [error for error in errors if block_rules([error])]

    def evaluate(self, value: dict[str, Any], old: dict[str, Any] | None = None) -> list[Evaluation]:
        """The rule on every value of its node in an object, in the order of the object.

        ``old`` is what the object was before an update. Both are taken as a server has them, with defaults
        and without unknown fields.
        """
        new = self._completed(value)
        before = None if old is None else Correlation(new, self._completed(old), self._root)
        evaluations = []
        for path, found in occurrences(new, self._keywords):
            values = [found]
            if self._uses_old:
                old_self = _old_value(before, path)
                if old_self is None and not self._optional_old:
                    evaluations.append(Evaluation(field_path(path, self._root), path, None))
                    continue
                values.append(self._old_self(old_self))
            explanation = self._explainer.explain(*values)
            evaluations.append(Evaluation(field_path(path, self._root), path, explanation))
        return evaluations

    def _completed(self, value: dict[str, Any]) -> dict[str, Any]:
        return decode(pruned(value, self._root), self._root).completed.value

    def _old_self(self, old: Any) -> Any:
        if not self._optional_old:
            return old
        try:
            return NONE if old is None else Optional(self._shape.view(old))
        except CelError:
            return NONE


def _old_value(correlation: Correlation | None, path: Path) -> Any:
    for step in path:
        if correlation is None:
            return None
        correlation = correlation.index(step) if isinstance(step, int) else correlation.key(step)
    return None if correlation is None else correlation.old
