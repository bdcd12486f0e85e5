"""``deprecationWarning`` of a version.

Source: ``validateDeprecationWarning`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``.
"""

from __future__ import annotations

from scaffolder.apimachinery.names import byte_length
from scaffolder.validation.crd.go_values import invalid_as_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.crd.definition import Part

_LIMIT = 256


def check_deprecation(version: Part) -> Iterator[Diagnostic]:
    warning = version.child("deprecationWarning")
    text = warning.value
    if text is None:
        return
    for detail in _faults(text, bool(version.value.get("deprecated"))):
        yield invalid_as_json(warning, detail)


def _faults(text: str, deprecated: bool) -> Iterator[str]:
    if not deprecated:
        yield "can only be set for deprecated versions"
        return
    if byte_length(text) > _LIMIT:
        yield f"must be <= {_LIMIT} characters long"
    if not text:
        yield "must not be an empty string"
    if text.isprintable():
        return
    from scaffolder.apimachinery.printing import is_printable

    for index, character in enumerate(text):
        if not is_printable(character):
            at = byte_length(text[:index])
            yield (
                f"must only contain printable UTF-8 characters; non-printable character found at index {at}"
            )
            return
