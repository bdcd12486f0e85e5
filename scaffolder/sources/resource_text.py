"""A ``Resource`` as the text of a resource file: what ``resource_file`` reads, and reads back the same."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from scaffolder.documents.writer import dump
from scaffolder.sources.simple_schema import OPENAPI

if TYPE_CHECKING:
    from scaffolder.model.resource import Names, PrinterColumn, Resource, Version

_HEADER = """\
# The kind {kind}: the source of its CRD, models, docs and samples.
# Change it to what you need, then run: scaffold generate
"""


def to_resource_file(resource: Resource) -> str:
    """The resource file of a resource from wherever; its schemas stand there whole, as OpenAPI v3.

    What is as it would be anyway is left out. ``origin`` is not part of the text.
    """
    return _HEADER.format(kind=resource.kind) + dump(_resource(resource))


def _resource(resource: Resource) -> dict[str, Any]:
    value: dict[str, Any] = {"group": resource.group, **_names(resource.names), "scope": resource.scope}
    value |= _present(labels=dict(resource.labels), annotations=dict(resource.annotations))
    value |= _present(owns=[{"apiVersion": kind.api_version, "kind": kind.kind} for kind in resource.owns])
    several = len(resource.versions) > 1
    value["versions"] = [_version(version, several) for version in resource.versions]
    if resource.conversion is not None:
        value["conversion"] = resource.conversion
    return value


def _names(names: Names) -> dict[str, Any]:
    value: dict[str, Any] = {"kind": names.kind, "plural": names.plural}
    if names.singular != names.kind.lower():
        value["singular"] = names.singular
    if names.list_kind != f"{names.kind}List":
        value["listKind"] = names.list_kind
    return value | _present(shortNames=list(names.short_names), categories=list(names.categories))


def _version(version: Version, several: bool) -> dict[str, Any]:
    value: dict[str, Any] = {"name": version.name}
    if not version.served:
        value["served"] = False
    if version.storage and several:
        value["storage"] = True
    value |= _present(deprecated=version.deprecated, deprecationWarning=version.deprecation_warning)
    value[OPENAPI] = version.schema.raw
    value |= _present(statusSubresource=version.status_subresource)
    if version.scale is not None:
        value["scale"] = _present(
            spec=version.scale.spec_replicas_path,
            status=version.scale.status_replicas_path,
            selector=version.scale.label_selector_path,
        )
    return value | _present(
        columns=[_column(column) for column in version.columns],
        selectableFields=list(version.selectable_fields),
    )


def _column(column: PrinterColumn) -> dict[str, Any]:
    values = {"path" if key == "json_path" else key: value for key, value in asdict(column).items()}
    return {key: value for key, value in values.items() if value or key in ("name", "type", "path")}


def _present(**values: Any) -> dict[str, Any]:
    """Those of the values that say something."""
    return {key: value for key, value in values.items() if value}
