"""``pattern`` is a regular expression of Go, on whatever type it stands.

Source: ``validateValueValidation`` in ``k8s.io/apiextensions-apiserver/pkg/apiserver/schema/validation.go``.
"""

from __future__ import annotations

from scaffolder.validation.field_errors import invalid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.crd.nodes import Node


def check_pattern(node: Node) -> Iterator[Diagnostic]:
    pattern = node.schema.get("pattern")
    if not pattern:
        return
    from scaffolder.apimachinery.pattern_error import PatternError
    from scaffolder.apimachinery.pattern_syntax import parse

    try:
        parse(pattern)
    except PatternError as error:
        detail = f"must be a valid regular expression, but isn't: {error}"
        yield invalid(f"{node.field}.pattern", pattern, detail, (*node.path, "pattern"))
