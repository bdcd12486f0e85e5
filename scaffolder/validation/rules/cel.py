"""``x-kubernetes-validations``: whether the rules of a resource are evaluated at all.

They are not where an error says that the object has not the shape that they were compiled for. Source:
``hasBlockingErr`` in ``k8s.io/apiextensions-apiserver/pkg/registry/customresource/strategy.go``.
"""

from __future__ import annotations

from scaffolder.diagnostics import NOT_SUPPORTED, REQUIRED, TOO_LONG, TOO_MANY, TYPE_INVALID
from scaffolder.validation.field_errors import WHOLE_OBJECT, invalid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.compiler import SchemaNode

_BLOCKING = frozenset((NOT_SUPPORTED, REQUIRED, TOO_LONG, TOO_MANY, TYPE_INVALID))
_RULES = "x-kubernetes-validations"


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


def has_rules(root: SchemaNode) -> bool:
    """Whether any node of the schema has rules (branches of junctors may have none)."""
    pending: list[Any] = [root.schema.raw]
    while pending:
        raw = pending.pop()
        if not isinstance(raw, dict):
            continue
        if raw.get(_RULES):
            return True
        properties = raw.get("properties")
        if isinstance(properties, dict):
            pending.extend(properties.values())
        pending += (raw.get("items"), raw.get("additionalProperties"))
    return False
