"""``subresources.scale``: the paths that must lie below ``.spec`` and ``.status``.

Source: ``ValidateCustomResourceDefinitionSubresources`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``.
"""

from __future__ import annotations

from scaffolder.validation.crd.go_values import invalid_as_json
from scaffolder.validation.field_errors import invalid, required

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.crd.definition import Part

_PATHS = (
    ("specReplicasPath", (".spec.",), "should be a json path under .spec"),
    ("statusReplicasPath", (".status.",), "should be a json path under .status"),
    ("labelSelectorPath", (".spec.", ".status."), "should be a json path under either .spec or .status"),
)


def check_subresources(subresources: Part) -> Iterator[Diagnostic]:
    if subresources.value is None or "scale" not in subresources.value:
        return
    scale = subresources.child("scale")
    for name, prefixes, detail in _PATHS:
        part = scale.child(name)
        if not part.value:
            if name != "labelSelectorPath":
                yield required(part.field, "", part.parent)
        elif not part.value.startswith("."):
            yield not_simple(part)
        elif not part.value.startswith(prefixes):
            is_pointer = name == "labelSelectorPath"
            yield (
                invalid_as_json(part, detail)
                if is_pointer
                else invalid(part.field, part.value, detail, part.path)
            )


def not_simple(part: Part) -> Diagnostic:
    """``validateSimpleJSONPath``: all that it asks is a dot to begin with."""
    return invalid(part.field, part.value, "must be a simple json path starting with .", part.path)
