"""The project's own form of a resource: one YAML file a kind, ``apis/<kind>.yaml``.

docs/resource-file.md is its reference. The schema part is SimpleSchema (``simple_schema``); what surrounds it
says in short what a CustomResourceDefinition says at length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaffolder.model.resource import PrinterColumn, Resource, ScaleSubresource, Version
from scaffolder.model.structural_schema import StructuralSchema
from scaffolder.sources import _identity
from scaffolder.sources._conversion import conversion_of
from scaffolder.sources._cursor import Cursor
from scaffolder.sources._errors import meant, shown
from scaffolder.sources._field_paths import field_at, is_plain, steps_of
from scaffolder.sources._rules import add_rules
from scaffolder.sources.simple_schema import OPENAPI, SimpleSchema, expanded, settled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffolder.sources._source import Source

DESCRIPTION = "a resource file: group, kind and versions, as in apis/database.yaml"

KEYS = (
    "group",
    "kind",
    "plural",
    "singular",
    "listKind",
    "shortNames",
    "categories",
    "scope",
    "labels",
    "annotations",
    "versions",
    "conversion",
    "owns",
)
VERSION_KEYS = (
    "name",
    "description",
    "served",
    "storage",
    "deprecated",
    "deprecationWarning",
    "spec",
    "status",
    "types",
    OPENAPI,
    "rules",
    "columns",
    "statusSubresource",
    "scale",
    "selectableFields",
)
_COLUMN_KEYS = ("name", "path", "type", "format", "description", "priority")
_COLUMN_TYPES = ("integer", "number", "string", "boolean", "date")

_API_VERSION = "The version of the schema that this object is written in: group/version."
_KIND = "The kind of this object, in CamelCase."


def recognises(source: Source) -> bool:
    """A mapping with ``kind`` or ``versions`` that is no Kubernetes object: those all have ``apiVersion``."""
    return any(
        {"kind", "versions"} & value.keys()
        and not {"apiVersion", "openapi", "swagger", "$schema", "properties"} & value.keys()
        for value in source.mappings()
    )


def read(source: Source) -> list[Resource]:
    """One resource for each document."""
    resources = []
    for document in source.documents:
        with source.reading(document) as value:
            resources.append(_resource(Cursor(value), source.origin))
    return resources


def _resource(cursor: Cursor, origin: str) -> Resource:
    fields = cursor.fields(KEYS, required=("group", "kind", "versions"))
    group = _identity.group_of(fields["group"])
    names = _identity.names_of(fields)
    _identity.checked_crd_name(names.plural, group, fields["group"].error)
    return Resource(
        group=group,
        names=names,
        scope=_identity.scope_of(fields["scope"]) if "scope" in fields else "Namespaced",
        versions=_versions(fields["versions"]),
        conversion=conversion_of(fields.get("conversion")),
        labels=fields["labels"].text_map() if "labels" in fields else {},
        annotations=fields["annotations"].text_map() if "annotations" in fields else {},
        owns=tuple(map(_identity.owned_kind_of, fields["owns"].items())) if "owns" in fields else (),
        origin=origin,
    )


def _versions(cursor: Cursor) -> tuple[Version, ...]:
    entries = {}
    for item in cursor.items():
        fields = item.fields(VERSION_KEYS, required=("name",))
        name = _identity.version_name_of(fields["name"])
        if name in entries:
            raise fields["name"].error(f"the version {name} is there twice")
        entries[name] = (item, fields)
    if not entries:
        raise cursor.error("versions is empty", "add a version: - name: v1alpha1")
    told = [fields["storage"] for _, fields in entries.values() if "storage" in fields]
    stored = [flag for flag in told if flag.flag()]
    if len(stored) > 1:
        raise stored[1].error("a second version with storage: true", "one version alone is stored")
    if not stored and (told or len(entries) > 1):
        raise cursor.error("no version has storage: true", "add it to the version that is to be stored")
    return tuple(
        _version(item, name, fields, storage=not told or fields.get("storage") in stored)
        for name, (item, fields) in entries.items()
    )


def _version(cursor: Cursor, name: str, fields: dict[str, Cursor], *, storage: bool) -> Version:
    whole = OPENAPI in fields
    schema = _whole_schema(fields) if whole else _schema(cursor, fields)
    status = fields["statusSubresource"].flag() if "statusSubresource" in fields else "status" in fields
    # A schema that is given as OpenAPI may come from anywhere, and a server does not hold paths against it.
    known = None if whole else schema
    return Version(
        name=name,
        schema=StructuralSchema(schema),
        served=fields["served"].flag() if "served" in fields else True,
        storage=storage,
        deprecated=fields["deprecated"].flag() if "deprecated" in fields else False,
        deprecation_warning=fields["deprecationWarning"].text() if "deprecationWarning" in fields else "",
        status_subresource=status,
        scale=_scale(fields["scale"], known) if "scale" in fields else None,
        columns=tuple(_column(item, schema, known) for item in fields["columns"].items())
        if "columns" in fields
        else (),
        selectable_fields=tuple(_path(item, known) for item in fields["selectableFields"].items())
        if "selectableFields" in fields
        else (),
    )


def _whole_schema(fields: dict[str, Cursor]) -> dict[str, Any]:
    for key in ("spec", "status", "types", "rules", "description"):
        if key in fields:
            raise fields[key].error(
                f"{key} beside {OPENAPI}, which is the schema of the whole version",
                f"say it inside {OPENAPI}, or give spec: {{{OPENAPI}: ...}} instead",
            )
    schema: dict[str, Any] = fields[OPENAPI].value
    fields[OPENAPI].fields()
    return schema


def _schema(cursor: Cursor, fields: dict[str, Cursor]) -> dict[str, Any]:
    if "spec" not in fields:
        raise cursor.error(f"spec is missing from the version {shown(fields['name'].value)}", f"or {OPENAPI}")
    types = fields.get("types")
    language = SimpleSchema(_mapping(types), types.path) if types is not None else SimpleSchema()
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {
            "apiVersion": {"type": "string", "description": _API_VERSION},
            "kind": {"type": "string", "description": _KIND},
            "metadata": {"type": "object"},
        },
    }
    if "description" in fields:
        schema["description"] = fields["description"].text()
    required = []
    for part in ("spec", "status"):
        if part in fields:
            node, needed = language.field(_mapping(fields[part]), fields[part].path)
            if needed and part == "status":
                hint = "a server drops the status of what it creates, and would then miss it"
                raise fields[part].error("a status cannot be required", hint)
            schema["properties"][part] = node
            # Without this an object without a spec would be valid, whatever its fields say.
            if needed or (part == "spec" and node.get("required") and "default" not in node):
                required.append(part)
    if required:
        schema["required"] = required
    schema = expanded(schema, cursor.path)
    if "rules" in fields:
        add_rules(schema, fields["rules"])
    return settled(schema)


def _mapping(cursor: Cursor) -> dict[str, Any]:
    cursor.fields()
    value: dict[str, Any] = cursor.value
    return value


def _column(cursor: Cursor, schema: dict[str, Any], known: dict[str, Any] | None) -> PrinterColumn:
    fields = cursor.fields(_COLUMN_KEYS, required=("name", "path"))
    path = _path(fields["path"], known)
    kind = fields["type"].text() if "type" in fields else _column_type(path, schema)
    if kind not in _COLUMN_TYPES:
        raise fields["type"].error(
            f"{shown(kind)} is not the type of a column",
            meant(kind, _COLUMN_TYPES) or ", ".join(_COLUMN_TYPES),
        )
    return PrinterColumn(
        name=fields["name"].text(),
        type=kind,
        json_path=path,
        description=fields["description"].text() if "description" in fields else "",
        format=fields["format"].text() if "format" in fields else "",
        priority=fields["priority"].integer() if "priority" in fields else 0,
    )


def _column_type(path: str, schema: dict[str, Any]) -> str:
    """What ``kubectl`` should show a field as: a date as its age, for instance."""
    if path in (".metadata.creationTimestamp", ".metadata.deletionTimestamp"):
        return "date"
    node: Any = schema
    for step in path[1:].split(".") if is_plain(path) else ("",):
        properties = node.get("properties") if isinstance(node, dict) else None
        node = properties.get(step) if isinstance(properties, dict) else None
    if not isinstance(node, dict):
        return "string"
    if node.get("format") == "date-time":
        return "date"
    kind = node.get("type")
    return kind if isinstance(kind, str) and kind in _COLUMN_TYPES else "string"


def _path(cursor: Cursor, known: dict[str, Any] | None) -> str:
    """A JSONPath; a plain one has to lead to a field."""
    path = cursor.text()
    if not path.startswith("."):
        raise cursor.error(f"{shown(path)} is not a path", f"it begins with a dot: .{path}"[:60])
    if known is not None and is_plain(path):
        field_at(known, steps_of(cursor), cursor)
    return path


def _scale(cursor: Cursor, known: dict[str, Any] | None) -> ScaleSubresource:
    fields = cursor.fields(("spec", "status", "selector"), required=("spec", "status"))
    paths = {key: _path(value, known) for key, value in fields.items()}
    for key, path in paths.items():
        homes: Sequence[str] = {"spec": (".spec.",), "status": (".status.",)}.get(key, (".spec.", ".status."))
        if not path.startswith(tuple(homes)):
            raise fields[key].error(f"{shown(path)} is not below {' or '.join(homes)}"[:100])
    return ScaleSubresource(paths["spec"], paths["status"], paths.get("selector", ""))
