"""``spec.group``, ``spec.scope`` and ``spec.preserveUnknownFields``.

Source: ``validateCustomResourceDefinitionSpec`` and ``validatePreserveUnknownFields`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``.
"""

from __future__ import annotations

from scaffolder.apimachinery import names
from scaffolder.validation.crd.go_values import invalid_as_json
from scaffolder.validation.field_errors import invalid, not_supported, required

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.crd.definition import Definition, Part

_SCOPES = ("Cluster", "Namespaced")
_PRESERVE = ("spec", "preserveUnknownFields")


def check_group(group: Part) -> Iterator[Diagnostic]:
    if not group.value:
        yield required(group.field, "", group.parent)
    elif messages := names.dns1123_subdomain(group.value):
        yield invalid(group.field, group.value, ",".join(messages), group.path)
    elif "." not in group.value:
        yield invalid(group.field, group.value, "should be a domain with at least one dot", group.path)


def check_scope(scope: Part) -> Iterator[Diagnostic]:
    yield from check_choice(scope, _SCOPES)


def check_choice(part: Part, accepted: Sequence[str]) -> Iterator[Diagnostic]:
    """``validateEnumStrings`` of something that is required."""
    if not part.value:
        yield required(part.field, "", part.parent)
    elif part.value not in accepted:
        yield not_supported(part.field, part.value, accepted, part.path)


def check_preserve_unknown(definition: Definition, *, has_defaults: bool) -> Iterator[Diagnostic]:
    """What v1beta1 allowed, and ``definition`` asks for: to keep the unknown fields of all versions."""
    field = "spec.preserveUnknownFields"
    if has_defaults:
        yield invalid(field, True, "must be false in order to use defaults in the schema", _PRESERVE)
    strategy = definition.conversion.child("strategy")
    if strategy.value != "None":
        detail = "must be None if spec.preserveUnknownFields is true"
        strategy.value = strategy.value or ""
        yield invalid_as_json(strategy, detail)
    detail = (
        "cannot set to true, set x-kubernetes-preserve-unknown-fields to true "
        "in spec.versions[*].schema instead"
    )
    yield invalid(field, True, detail, _PRESERVE)
