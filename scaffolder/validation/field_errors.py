"""The server's field errors: how each kind of cause is worded and how its path is written.

Source: ``k8s.io/apimachinery/pkg/util/validation/field/{errors,path}.go``.
"""

from __future__ import annotations

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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from scaffolder.diagnostics import Path

#: How Go prints the path to the whole object.
WHOLE_OBJECT = "<nil>"


def shown(value: Any) -> str:
    """A bad value as ``Error.ErrorBody`` prints it."""
    from scaffolder.apimachinery.quoting import quote

    if isinstance(value, str):
        return quote(value)
    from scaffolder.validation import go_text

    if isinstance(value, float):
        return go_text.number(value)
    return go_text.json(value)


def invalid(field: str, value: Any, detail: str, path: Path) -> Diagnostic:
    message = f"Invalid value: {shown(value)}"
    return Diagnostic(field, INVALID, f"{message}: {detail}" if detail else message, path)


def type_invalid(field: str, value: Any, detail: str, path: Path) -> Diagnostic:
    return Diagnostic(field, TYPE_INVALID, f"Invalid value: {shown(value)}: {detail}", path)


def required(field: str, detail: str, path: Path) -> Diagnostic:
    """``path`` leads to the parent of what is missing."""
    return Diagnostic(field, REQUIRED, f"Required value: {detail}" if detail else "Required value", path)


def duplicate(field: str, value: Any, path: Path) -> Diagnostic:
    return Diagnostic(field, DUPLICATE, f"Duplicate value: {shown(value)}", path)


def forbidden(field: str, detail: str, path: Path) -> Diagnostic:
    return Diagnostic(field, FORBIDDEN, f"Forbidden: {detail}" if detail else "Forbidden", path)


def not_supported(field: str, value: Any, supported: Iterable[str], path: Path) -> Diagnostic:
    from scaffolder.apimachinery.quoting import quote

    message = f"Unsupported value: {shown(value)}"
    values = ", ".join(quote(text) for text in supported)
    return Diagnostic(
        field, NOT_SUPPORTED, f"{message}: supported values: {values}" if values else message, path
    )


def too_long(field: str, limit: int, path: Path) -> Diagnostic:
    unit = "byte" if limit == 1 else "bytes"
    detail = "value is too long" if limit < 0 else f"may not be more than {limit} {unit}"
    return Diagnostic(field, TOO_LONG, f"Too long: {detail}", path)


def too_many(field: str, actual: int, limit: int, path: Path) -> Diagnostic:
    unit = "item" if limit == 1 else "items"
    detail = "has too many items" if limit < 0 else f"must have at most {limit} {unit}"
    return Diagnostic(field, TOO_MANY, f"Too many: {actual}: {detail}", path)
