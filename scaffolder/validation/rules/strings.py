"""``maxLength``, ``minLength``, ``pattern`` (the first that fails) and ``format``.

Sources: ``stringValidator`` in ``k8s.io/kube-openapi/pkg/validation/validate/validator.go``,
``formatValidator`` in ``formats.go`` beside it.
"""

from __future__ import annotations

from scaffolder.validation.faults import field_of
from scaffolder.validation.field_errors import invalid, too_long, type_invalid
from scaffolder.validation.rules.value_types import enforced_format, text_format

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from scaffolder.diagnostics import Diagnostic, Path
    from scaffolder.validation.compiler import Check, Compiled, SchemaNode
    from scaffolder.validation.faults import Fault
    from scaffolder.validation.ratcheting import Correlation


def _too_long(name: str, path: Path, _value: str, limit: int) -> Diagnostic:
    return too_long(field_of(name), limit, path)


def _too_short(name: str, path: Path, value: str, limit: int) -> Diagnostic:
    return invalid(field_of(name), value, f"{name} in body should be at least {limit} chars long", path)


def _no_match(name: str, path: Path, value: str, pattern: str) -> Diagnostic:
    return invalid(field_of(name), value, f"{name} in body should match '{pattern}'", path)


def _wrong_format(name: str, path: Path, value: str, expected: str) -> Diagnostic:
    from scaffolder.apimachinery.quoting import quote

    detail = f"{name} in body must be of type {expected}: {quote(value)}"
    return type_invalid(field_of(name), value, detail, path)


def compile(node: SchemaNode, kind: type) -> Compiled:
    if kind is not str:
        return 0, None
    text = _text_check(node)
    name = enforced_format(node)
    is_valid = text_format(name) if name else None
    if is_valid is None:
        return 1, text

    def check(value: str, path: Path, faults: list[Fault], old: Correlation | None) -> int:
        if text is not None:
            text(value, path, faults, old)
        if not is_valid(value):
            faults.append((_wrong_format, path, value, (name,)))
        return 0

    return 2, check


def _text_check(node: SchemaNode) -> Check | None:
    longest = node.schema.count("maxLength")
    shortest = node.schema.count("minLength")
    pattern = node.schema.pattern
    if longest is None and shortest is None and not pattern:
        return None
    matches, shown = _matcher(pattern) if pattern else (None, "")

    def check(value: str, path: Path, faults: list[Fault], _old: Correlation | None) -> int:
        length = len(value)
        if longest is not None and length > longest:
            faults.append((_too_long, path, value, (longest,)))
        elif shortest is not None and length < shortest:
            faults.append((_too_short, path, value, (shortest,)))
        elif matches is not None and not matches(value):
            faults.append((_no_match, path, value, (shown,)))
        return 0

    return check


def _matcher(pattern: str) -> tuple[Callable[[str], Any], str]:
    """Whether a text matches, and the pattern as the server's message shows it."""
    from scaffolder.apimachinery.patterns import PatternError, compile_pattern

    try:
        return compile_pattern(pattern).search, pattern
    except PatternError as error:
        # The server accepts no CRD with such a pattern; one that it had stored would refuse every value.
        return lambda _text: None, f"{pattern}, but pattern is invalid: {error}"
