"""An OpenAPI v3 document: the kinds among its ``components.schemas``.

In documents of Kubernetes each kind says what it is (``x-kubernetes-group-version-kind``), and the paths say
its plural and scope; in others ``kind`` names a component.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scaffolder.sources._assembly import (
    GROUP_VERSION_KIND,
    Said,
    is_whole,
    resource_of,
    said_by,
    version_name,
    version_of,
)
from scaffolder.sources._cursor import Cursor
from scaffolder.sources._errors import meant
from scaffolder.sources._structural_form import StructuralForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scaffolder.model.resource import Resource
    from scaffolder.sources._source import Source

DESCRIPTION = "an OpenAPI v3 document, YAML or JSON"

_VERSION = re.compile(r"v(\d+)(?:(alpha|beta)(\d+))?")
_STAGES = {"alpha": 0, "beta": 1, None: 2}


def recognises(source: Source) -> bool:
    return len(source.documents) == 1 and any(
        {"openapi", "swagger"} & value.keys() and "apiVersion" not in value for value in source.mappings()
    )


def read(source: Source) -> list[Resource]:
    """A resource for each kind; those of one group and kind are its versions, the most stable one stored."""
    (document,) = source.documents
    with source.reading(document) as value:
        if not str(value.get("openapi", "")).startswith("3"):
            raise Cursor(value).error(
                "only OpenAPI v3 is read", "convert it, or take the cluster's /openapi/v3"
            )
        root = Cursor(value).fields(required=("components",))
        schemas = root["components"].fields(required=("schemas",))["schemas"]
        kinds: dict[tuple[str | None, str | None], list[tuple[Said, str]]] = {}
        for name, said in _chosen(schemas, source).items():
            said = _with_path(said, value.get("paths"))
            kinds.setdefault((said.group, said.kind), []).append((said, name))
        return [_resource(found, schemas, value, source) for found in kinds.values()]


def _resource(
    found: list[tuple[Said, str]], schemas: Cursor, root: Mapping[str, Any], source: Source
) -> Resource:
    found = sorted(found, key=lambda item: _priority(item[0].version or ""))
    versions = []
    for said, name in found:
        schema = StructuralForm(root).of(schemas.value[name], (*schemas.path, name))
        versions.append(
            version_of(
                schema, version_name(said, source), whole=is_whole(schema), storage=said is found[-1][0]
            )
        )
    return resource_of(tuple(versions), found[-1][0], source)


def _chosen(schemas: Cursor, source: Source) -> dict[str, Said]:
    """The components that are kinds, and what they say of themselves."""
    components = {name: value for name, value in schemas.fields().items() if isinstance(value.value, dict)}
    kinds = {name: said_by(cursor.value) for name, cursor in components.items() if _is_kind(cursor.value)}
    told = source.told
    if told.kind is not None:
        by_kind = {name: said for name, said in kinds.items() if said.kind == told.kind}
        for asked, attribute in ((told.group, "group"), (told.version, "version")):
            by_kind = {n: s for n, s in by_kind.items() if asked in (None, getattr(s, attribute))}
        if by_kind:
            return by_kind
        for name in components:
            if name == told.kind or name.endswith(f".{told.kind}"):
                return {name: Said(kind=told.kind)}
        hint = meant(told.kind, components) or "it has no such component"
        raise schemas.error(f"there is no kind {told.kind}", hint)
    if kinds:
        return kinds
    if len(components) == 1:
        return {name: said_by(cursor.value, name=name) for name, cursor in components.items()}
    names = ", ".join(list(components)[:10])
    raise schemas.error(
        "it does not say which component is the resource", f"give --kind, one of {names}"[:300]
    )


def _is_kind(schema: Mapping[str, Any]) -> bool:
    """An object of its own: not a list of such, and nothing that only travels in requests (DeleteOptions)."""
    properties = schema.get("properties")
    said = said_by(schema) if GROUP_VERSION_KIND in schema else Said()
    return bool(
        said.kind
        and said.group
        and isinstance(properties, dict)
        and "metadata" in properties
        and not (said.kind.endswith("List") and "items" in properties)
    )


def _with_path(said: Said, paths: Any) -> Said:
    """Plural and scope, from the path under which the kind's objects are."""
    if not isinstance(paths, dict) or not said.group:
        return said
    start = f"/apis/{said.group}/{said.version}/"
    for path, operations in paths.items():
        match = re.fullmatch(r"(namespaces/\{namespace\}/)?([a-z0-9-]+)/\{name\}", path.removeprefix(start))
        if not path.startswith(start) or match is None or not isinstance(operations, dict):
            continue
        for operation in operations.values():
            entry = operation.get(GROUP_VERSION_KIND) if isinstance(operation, dict) else None
            if isinstance(entry, dict) and entry.get("kind") == said.kind:
                return replace(said, plural=match[2], scope="Namespaced" if match[1] else "Cluster")
    return said


def _priority(version: str) -> tuple[int, int, int, str]:
    """``CompareKubeAwareVersionStrings`` (k8s.io/apimachinery/pkg/version/helpers.go): v1beta1 before v1."""
    match = _VERSION.fullmatch(version)
    if match is None or len(version) > 63:
        return (-1, 0, 0, version)
    return (_STAGES[match[2]], int(match[1]), int(match[3] or 0), version)
