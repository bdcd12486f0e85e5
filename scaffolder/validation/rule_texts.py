"""What a rule is made of besides its expression: message, messageExpression, reason, fieldPath.

Source: ``ValidateCustomResourceDefinitionOpenAPISchema`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``.
"""

from __future__ import annotations

from scaffolder.validation.crd.keywords import unsupported_below
from scaffolder.validation.field_errors import invalid, not_supported, required
from scaffolder.validation.rule_paths import resolve
from scaffolder.validation.rule_places import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from scaffolder.diagnostics import Diagnostic, Path

    Schema = Mapping[str, Any]

REASONS = ("FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired")
# unicode.IsSpace of Go, which strings.TrimSpace goes by
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


def check_rule_texts(schema: Schema, field: str, path: Path) -> Iterator[Diagnostic]:
    """What is wrong with the rules of one node, apart from their expressions.

    ``field`` and ``path`` are those of the node.
    """
    rules = schema.get(RULES)
    for index, rule in enumerate(rules if isinstance(rules, list) else ()):
        # null is as good as an empty rule
        texts = rule if isinstance(rule, dict) else {}
        at, below = f"{field}.{RULES}[{index}]", (*path, RULES, index)
        yield from _check_rule_and_message(texts, at, below)
        yield from _check_message_expression(texts, at, below)
        yield from _check_reason(texts, at, below)
        yield from _check_field_path(texts, schema, at, below)


def _check_rule_and_message(rule: Mapping[str, Any], field: str, path: Path) -> Iterator[Diagnostic]:
    text, message = _text(rule, "rule"), _text(rule, "message")
    trimmed = message.strip(_SPACE)
    if not text.strip(_SPACE):
        yield required(f"{field}.rule", "rule is not specified", path)
    elif message and not trimmed:
        detail = "must be non-empty if specified"
        yield invalid(f"{field}.message", message, detail, (*path, "message"))
    elif _has_line_break(trimmed):
        yield invalid(f"{field}.message", message, "must not contain line breaks", (*path, "message"))
    elif _has_line_break(text.strip(_SPACE)) and not trimmed:
        detail = "message must be specified if rule contains line breaks"
        yield required(f"{field}.message", detail, path)


def _check_message_expression(rule: Mapping[str, Any], field: str, path: Path) -> Iterator[Diagnostic]:
    text = _text(rule, "messageExpression")
    if text and not text.strip(_SPACE):
        detail = "messageExpression must be non-empty if specified"
        yield required(f"{field}.messageExpression", detail, (*path, "messageExpression"))


def _check_reason(rule: Mapping[str, Any], field: str, path: Path) -> Iterator[Diagnostic]:
    reason = rule.get("reason")
    if isinstance(reason, str) and reason not in REASONS:
        yield not_supported(f"{field}.reason", reason, REASONS, (*path, "reason"))


def _check_field_path(
    rule: Mapping[str, Any], schema: Schema, field: str, path: Path
) -> Iterator[Diagnostic]:
    text = _text(rule, "fieldPath")
    if not text:
        return
    field, path = f"{field}.fieldPath", (*path, "fieldPath")
    if not text.strip(_SPACE):
        yield invalid(field, text, "must be non-empty if specified", path)
    if _has_line_break(text):
        yield invalid(field, text, "must not contain line breaks", path)
    # Where the schema cannot be made structural, the server does not look at the path.
    if resolve(text, schema) is None and unsupported_below(schema) is None:
        yield invalid(field, text, "must be a valid path", path)


def _text(rule: Mapping[str, Any], keyword: str) -> str:
    value = rule.get(keyword)
    return value if isinstance(value, str) else ""


def _has_line_break(text: str) -> bool:
    return "\n" in text or "\r" in text
