"""``spec.names``.

Source: ``ValidateCustomResourceDefinitionNames`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``.
"""

from __future__ import annotations

from scaffolder.apimachinery.names import dns1035_label, lower_case
from scaffolder.validation.field_errors import invalid, required

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.crd.definition import Part

_REQUIRED = ("plural", "singular", "kind", "listKind")


def check_names(names: Part) -> Iterator[Diagnostic]:
    """``names`` has its defaults already."""
    for name in _REQUIRED:
        part = names.child(name)
        if not part.value:
            yield required(part.field, "", part.parent)
    for name in ("plural", "singular"):
        yield from _check_label(names.child(name))
    for name in ("kind", "listKind"):
        part = names.child(name)
        messages = dns1035_label(lower_case(part.value)) if part.value else ()
        if messages:
            detail = f"may have mixed case, but should otherwise match: {','.join(messages)}"
            yield invalid(part.field, part.value, detail, part.path)
    for name in ("shortNames", "categories"):
        for part in names.child(name).items():
            yield from _check_label(part, may_be_empty=False)
    kind, list_kind = names.child("kind"), names.child("listKind")
    if kind.value and kind.value == list_kind.value:
        detail = "kind and listKind may not be the same"
        yield invalid(list_kind.field, list_kind.value, detail, list_kind.path)


def _check_label(part: Part, *, may_be_empty: bool = True) -> Iterator[Diagnostic]:
    if not part.value and may_be_empty:
        return
    messages = dns1035_label(part.value)
    if messages:
        yield invalid(part.field, part.value, ",".join(messages), part.path)
