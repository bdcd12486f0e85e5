"""What the root of a schema may not say, above all if the status subresource is on.

Source: ``validateCustomResourceDefinitionValidation`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``.
"""

from __future__ import annotations

from scaffolder.validation.crd.go_values import GO_NAMES, schema_value
from scaffolder.validation.field_errors import forbidden, invalid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.crd.definition import Part

# In the order of the message.
_ALLOWED = (
    *("Description", "Type", "Format", "Title", "Maximum", "ExclusiveMaximum", "Minimum", "ExclusiveMinimum"),
    *("MaxLength", "MinLength", "Pattern", "MaxItems", "MinItems", "UniqueItems", "MultipleOf", "Required"),
    *("Items", "Properties", "ExternalDocs", "Example", "XPreserveUnknownFields", "XValidations"),
)


def check_root(schema: Part, *, has_status: bool) -> Iterator[Diagnostic]:
    """Only the first keyword that is not allowed is told, and neither it nor its place."""
    for keyword, name in GO_NAMES.items() if has_status else ():
        if keyword not in schema.value:
            continue
        if name == "Type":
            if schema.value["type"] != "object":
                detail = (
                    'only "object" is allowed as the type at the root of the schema '
                    "if the status subresource is enabled"
                )
                yield invalid(f"{schema.field}.type", schema.value["type"], detail, (*schema.path, "type"))
                break
        elif name not in _ALLOWED:
            detail = (
                f"only [{' '.join(_ALLOWED)}] fields are allowed at the root of the schema "
                "if the status subresource is enabled"
            )
            yield invalid(schema.field, schema_value(schema.value), detail, (*schema.path, keyword))
            break
    if schema.value.get("nullable"):
        detail = "nullable cannot be true at the root"
        yield forbidden(f"{schema.field}.nullable", detail, (*schema.path, "nullable"))
