"""``enum``, compared as Go's reflection converts values.

A number is converted to the type of the alternative, so 1.5 is among ``[1]``, and a whole number even becomes
the character of that code. Source: ``basicCommonValidator`` in
``k8s.io/kube-openapi/pkg/validation/validate/validator.go``.
"""

from __future__ import annotations

from scaffolder.validation.faults import field_of
from scaffolder.validation.field_errors import not_supported

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from scaffolder.diagnostics import Diagnostic, Path
    from scaffolder.validation.compiler import Compiled, SchemaNode
    from scaffolder.validation.faults import Fault
    from scaffolder.validation.ratcheting import Correlation


def _not_among(name: str, path: Path, value: Any, alternatives: Sequence[Any]) -> Diagnostic:
    from scaffolder.validation import go_text

    texts = [item if isinstance(item, str) else go_text.json(item) for item in alternatives]
    return not_supported(field_of(name), value, texts, path)


def compile(node: SchemaNode, kind: type) -> Compiled:
    passed = 0 if kind is type(None) else 1
    alternatives = node.schema.enum
    if not alternatives:
        return passed, None
    known = {item for item in alternatives if type(item) is str} if kind is str else set()

    def check(value: Any, path: Path, faults: list[Fault], _old: Correlation | None) -> int:
        if value.__class__ is str:
            if value in known:
                return 0
        elif any(_converts_to(value, item) for item in alternatives):
            return 0
        faults.append((_not_among, path, value, (alternatives,)))
        return 0

    return passed, check


def _converts_to(value: Any, alternative: Any) -> bool:
    from scaffolder.validation.equality import deep_equal
    from scaffolder.validation.rules.numbers import to_int64

    kind = type(value)
    if alternative is None or value is None:
        return False
    if kind is int and type(alternative) is str:
        is_character = 0 <= value < 0xD800 or 0xE000 <= value < 0x110000
        return bool(alternative == (chr(value) if is_character else "\ufffd"))
    if kind is int and type(alternative) is float:
        return float(value) == alternative
    if kind is float and type(alternative) is int:
        return to_int64(value) == alternative
    return deep_equal(value, alternative)
