"""``additionalPrinterColumns``.

Source: ``ValidateCustomResourceColumnDefinition`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``.
"""

from __future__ import annotations

from scaffolder.validation.crd.subresources import not_simple
from scaffolder.validation.field_errors import invalid, required

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.crd.definition import Part

_TYPES = ("boolean", "date", "integer", "number", "string")
_FORMATS = ("byte", "date", "date-time", "double", "float", "int32", "int64", "password")


def check_printer_columns(columns: Part) -> Iterator[Diagnostic]:
    for column in columns.items():
        name, type_ = column.child("name"), column.child("type")
        format_, json_path = column.child("format"), column.child("jsonPath", "JSONPath")
        if not name.value:
            yield required(name.field, "", name.parent)
        one_of = f"must be one of {','.join(_TYPES)}"
        if not type_.value:
            yield required(type_.field, one_of, type_.parent)
        elif type_.value not in _TYPES:
            yield invalid(type_.field, type_.value, one_of, type_.path)
        if format_.value and format_.value not in _FORMATS:
            yield invalid(format_.field, format_.value, f"must be one of {','.join(_FORMATS)}", format_.path)
        if not json_path.value:
            yield required(json_path.field, "", json_path.parent)
        elif not json_path.value.startswith("."):
            yield not_simple(json_path)
