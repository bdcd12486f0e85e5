"""The ``rules`` of a version: CEL rules, each with the place in the schema that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaffolder.sources._errors import shown
from scaffolder.sources._field_paths import field_at, steps_of

if TYPE_CHECKING:
    from scaffolder.sources._cursor import Cursor

_REASONS = ("FieldValueInvalid", "FieldValueForbidden", "FieldValueRequired", "FieldValueDuplicate")
_TEXTS = ("message", "messageExpression", "reason", "fieldPath")
KEYS = ("at", "rule", *_TEXTS, "optionalOldSelf")


def add_rules(schema: dict[str, Any], cursor: Cursor) -> None:
    """Write each rule of the list at ``cursor`` into the node of ``schema`` that it is about.

    Whether a rule compiles is for ``scaffold lint`` to say. Raises ``SourceError`` for a rule about no field.
    """
    for item in cursor.items():
        fields = item.fields(KEYS, required=("rule",))
        node = field_at(schema, steps_of(fields["at"]), fields["at"]) if "at" in fields else schema
        if node is None:
            raise fields["at"].error(f"the schema says nothing about {shown(fields['at'].value)}")
        node["x-kubernetes-validations"] = [*node.get("x-kubernetes-validations", ()), _rule(fields)]


def _rule(fields: dict[str, Cursor]) -> dict[str, Any]:
    rule: dict[str, Any] = {"rule": fields["rule"].text()}
    if not rule["rule"].strip():
        raise fields["rule"].error("the rule is empty", 'a CEL expression, such as "self.replicas > 0"')
    for key in _TEXTS:
        if key in fields:
            rule[key] = fields[key].text()
    if rule.get("reason", _REASONS[0]) not in _REASONS:
        raise fields["reason"].error(f"{shown(rule['reason'])} is not a reason", ", ".join(_REASONS))
    if "optionalOldSelf" in fields:
        rule["optionalOldSelf"] = fields["optionalOldSelf"].flag()
    return rule
