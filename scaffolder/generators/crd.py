"""The CustomResourceDefinition of a kind.

https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/
"""

from __future__ import annotations

from typing import Any

from scaffolder.files import GeneratedFile
from scaffolder.generators._headers import yaml_file
from scaffolder.model.layout import crd_path
from scaffolder.model.project import Project
from scaffolder.model.resource import Names, PrinterColumn, Resource, ScaleSubresource, Version


def generate(project: Project) -> list[GeneratedFile]:
    """One file for each kind."""
    return [GeneratedFile(crd_path(resource), document(resource)) for resource in project.resources]


def document(resource: Resource) -> str:
    """The CRD as YAML, below a comment that names its source."""
    return yaml_file(resource.origin or resource.crd_name, manifest(resource))


def manifest(resource: Resource) -> dict[str, Any]:
    """The CRD as the API server takes it; fields that say nothing are left out.

    The schemas are the resource's own, not copies: change neither.
    """
    metadata: dict[str, Any] = {"name": resource.crd_name}
    if resource.labels:
        metadata["labels"] = dict(resource.labels)
    if resource.annotations:
        metadata["annotations"] = dict(resource.annotations)
    spec: dict[str, Any] = {
        "group": resource.group,
        "names": _names(resource.names),
        "scope": resource.scope,
        "versions": [_version(version) for version in resource.versions],
    }
    if resource.conversion is not None:
        spec["conversion"] = dict(resource.conversion)
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": metadata,
        "spec": spec,
    }


def _names(names: Names) -> dict[str, Any]:
    return _without_blanks(
        {
            "kind": names.kind,
            "listKind": names.list_kind,
            "plural": names.plural,
            "singular": names.singular,
            "shortNames": list(names.short_names),
            "categories": list(names.categories),
        }
    )


def _version(version: Version) -> dict[str, Any]:
    optional = {
        "deprecated": version.deprecated,
        "deprecationWarning": version.deprecation_warning,
        "additionalPrinterColumns": [_column(column) for column in version.columns],
        "selectableFields": [{"jsonPath": path} for path in version.selectable_fields],
    }
    found: dict[str, Any] = {"name": version.name, "served": version.served, "storage": version.storage}
    found |= _without_blanks(optional)
    found["schema"] = {"openAPIV3Schema": version.schema.raw}
    subresources: dict[str, Any] = {}
    if version.status_subresource:
        subresources["status"] = {}
    if version.scale is not None:
        subresources["scale"] = _scale(version.scale)
    if subresources:
        found["subresources"] = subresources
    return found


def _column(column: PrinterColumn) -> dict[str, Any]:
    optional = {"description": column.description, "format": column.format, "priority": column.priority}
    return {"name": column.name, "type": column.type, "jsonPath": column.json_path} | _without_blanks(
        optional
    )


def _scale(scale: ScaleSubresource) -> dict[str, str]:
    return _without_blanks(
        {
            "specReplicasPath": scale.spec_replicas_path,
            "statusReplicasPath": scale.status_replicas_path,
            "labelSelectorPath": scale.label_selector_path,
        }
    )


def _without_blanks(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}
