"""An existing CustomResourceDefinition, ``apiextensions.k8s.io/v1``, with all its versions.

What the server would refuse in it is for ``scaffold lint`` to say; here only what a ``Resource`` needs has to
be right: names, and values of the right type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaffolder.model.resource import PrinterColumn, Resource, ScaleSubresource, Version
from scaffolder.model.structural_schema import StructuralSchema
from scaffolder.sources import _identity
from scaffolder.sources._conversion import conversion_of
from scaffolder.sources._cursor import Cursor
from scaffolder.sources._errors import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaffolder.sources._source import Source

DESCRIPTION = "a CustomResourceDefinition, or a List with some"

API_VERSION = "apiextensions.k8s.io/v1"
KIND = "CustomResourceDefinition"
_GROUP = "apiextensions.k8s.io/"
# Written by kubectl apply into what it applied; a copy of the CRD inside the CRD.
_BOOKKEEPING = ("kubectl.kubernetes.io/last-applied-configuration",)


def recognises(source: Source) -> bool:
    return any(True for value in source.mappings() for _ in _definitions(Cursor(value)))


def read(source: Source) -> list[Resource]:
    """Every CRD of the file, in order; other objects beside them are passed over."""
    resources = []
    for document in source.documents:
        with source.reading(document) as value:
            resources += [_resource(item, source.origin) for item in _definitions(Cursor(value))]
    return resources


def _definitions(cursor: Cursor) -> Iterator[Cursor]:
    """The CRDs in a document: itself, or those in a List (which kubectl writes for several objects)."""
    if not isinstance(cursor.value, dict):
        return
    kind, api_version = cursor.value.get("kind"), cursor.value.get("apiVersion")
    if kind == KIND and isinstance(api_version, str) and api_version.startswith(_GROUP):
        yield cursor
    elif kind in ("List", f"{KIND}List") and isinstance(cursor.value.get("items"), list):
        for item in Cursor(cursor.value["items"], (*cursor.path, "items")).items():
            if kind != "List" and isinstance(item.value, dict):
                # The items of a typed list leave out what the list says of all.
                item.value = {"apiVersion": api_version, "kind": KIND, **item.value}
            yield from _definitions(item)


def _resource(cursor: Cursor, origin: str) -> Resource:
    fields = cursor.fields(required=("apiVersion", "spec"))
    if fields["apiVersion"].value != API_VERSION:
        raise fields["apiVersion"].error(
            f"{shown(fields['apiVersion'].value)} is no longer served", f"rewrite it as {API_VERSION}"
        )
    spec = fields["spec"].fields(required=("group", "names", "versions"))
    group = _identity.group_of(spec["group"])
    names = _identity.names_of(spec["names"].fields(required=("kind", "plural")))
    _identity.checked_crd_name(names.plural, group, spec["group"].error)
    metadata = fields["metadata"].fields() if "metadata" in fields else {}
    annotations = metadata["annotations"].text_map() if "annotations" in metadata else {}
    versions = tuple(_version(item) for item in spec["versions"].items())
    if not versions:
        raise spec["versions"].error("versions is empty")
    seen: set[str] = set()
    for index, version in enumerate(versions):
        if version.name in seen:
            at = Cursor(None, (*spec["versions"].path, index, "name"))
            raise at.error(f"the version {version.name} is there twice")
        seen.add(version.name)
    return Resource(
        group=group,
        names=names,
        scope=_identity.scope_of(spec["scope"]) if "scope" in spec else "Namespaced",
        versions=versions,
        conversion=conversion_of(spec.get("conversion")),
        labels=metadata["labels"].text_map() if "labels" in metadata else {},
        annotations={key: value for key, value in annotations.items() if key not in _BOOKKEEPING},
        origin=origin,
    )


def _version(cursor: Cursor) -> Version:
    fields = cursor.fields(required=("name",))
    subresources = fields["subresources"].fields() if "subresources" in fields else {}
    columns = fields["additionalPrinterColumns"].items() if "additionalPrinterColumns" in fields else ()
    selectable = fields["selectableFields"].items() if "selectableFields" in fields else ()
    return Version(
        name=_identity.version_name_of(fields["name"]),
        schema=StructuralSchema(_schema(cursor, fields)),
        served=_flag(fields, "served"),
        storage=_flag(fields, "storage"),
        deprecated=_flag(fields, "deprecated"),
        deprecation_warning=_text(fields, "deprecationWarning"),
        status_subresource="status" in subresources,
        scale=_scale(subresources["scale"]) if "scale" in subresources else None,
        columns=tuple(_column(item) for item in columns),
        selectable_fields=tuple(
            item.fields(required=("jsonPath",))["jsonPath"].text() for item in selectable
        ),
    )


def _schema(cursor: Cursor, fields: dict[str, Cursor]) -> dict[str, Any]:
    schema = fields["schema"].fields() if "schema" in fields else {}
    if "openAPIV3Schema" not in schema:
        raise cursor.error(
            f"the version {shown(fields['name'].value)} has no schema", "add schema: {openAPIV3Schema: ...}"
        )
    schema["openAPIV3Schema"].fields()
    value: dict[str, Any] = schema["openAPIV3Schema"].value
    return value


def _scale(cursor: Cursor) -> ScaleSubresource:
    fields = cursor.fields(required=("specReplicasPath", "statusReplicasPath"))
    return ScaleSubresource(
        spec_replicas_path=fields["specReplicasPath"].text(),
        status_replicas_path=fields["statusReplicasPath"].text(),
        label_selector_path=_text(fields, "labelSelectorPath"),
    )


def _column(cursor: Cursor) -> PrinterColumn:
    fields = cursor.fields(required=("name", "type", "jsonPath"))
    return PrinterColumn(
        name=fields["name"].text(),
        type=fields["type"].text(),
        json_path=fields["jsonPath"].text(),
        description=_text(fields, "description"),
        format=_text(fields, "format"),
        priority=fields["priority"].integer() if "priority" in fields else 0,
    )


def _flag(fields: dict[str, Cursor], key: str) -> bool:
    return key in fields and fields[key].flag()


def _text(fields: dict[str, Cursor], key: str) -> str:
    return fields[key].text() if key in fields else ""
