"""A ``Resource`` of a schema that says less than a CRD would, and of what the caller says besides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scaffolder.errors import ScaffoldError
from scaffolder.model.resource import Resource, Version
from scaffolder.model.structural_schema import StructuralSchema
from scaffolder.sources import _identity
from scaffolder.sources._cursor import Cursor
from scaffolder.sources._errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scaffolder.model.resource import Scope
    from scaffolder.sources._source import Source

GROUP_VERSION_KIND = "x-kubernetes-group-version-kind"
DEFAULT_VERSION = "v1alpha1"
# What every object has; the server knows their schemas itself.
_TYPE_META = ("apiVersion", "kind", "metadata")
# What cannot be required: the server sees to the former, and drops the status of what it creates.
_NOT_REQUIRED = (*_TYPE_META, "status")
# What the root of a schema may say beside a status subresource: validateCustomResourceDefinitionValidation in
# k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go
_ROOT_KEYWORDS = ("title", "description", "x-kubernetes-validations", "x-kubernetes-preserve-unknown-fields")


@dataclass(frozen=True, slots=True)
class Said:
    """What the source itself says about the resource."""

    group: str | None = None
    kind: str | None = None
    version: str | None = None
    plural: str | None = None
    scope: Scope | None = None


def said_by(schema: Mapping[str, Any], *, name: str | None = None) -> Said:
    """From ``x-kubernetes-group-version-kind``, as Kubernetes writes it; else a kind made of the name."""
    entries = schema.get(GROUP_VERSION_KIND)
    entry = entries[0] if isinstance(entries, list) and len(entries) == 1 else entries
    if isinstance(entry, dict):
        texts = {key: value for key, value in entry.items() if isinstance(value, str) and value}
        return Said(texts.get("group"), texts.get("kind"), texts.get("version"))
    words = re.findall(r"[A-Za-z0-9]+", name or "")
    return Said(kind="".join(word[0].upper() + word[1:] for word in words) or None)


def is_whole(schema: Mapping[str, Any]) -> bool:
    """Whether a schema is that of the whole object, with ``spec`` in it, or that of the spec alone."""
    properties = schema.get("properties")
    return isinstance(properties, dict) and "spec" in properties


def version_of(schema: dict[str, Any], name: str, *, whole: bool, storage: bool = True) -> Version:
    """A version from a structural schema of the whole object or of the spec alone.

    Raises ``SourceError`` for one that describes no object.
    """
    if schema.get("type") != "object":
        if "type" in schema or "x-kubernetes-preserve-unknown-fields" not in schema:
            raise SourceError("the schema does not describe an object", hint="a resource needs one")
        schema = {"type": "object", **schema}
    root: dict[str, Any] = {"type": "object"}
    if whole:
        root |= {key: schema[key] for key in _ROOT_KEYWORDS if key in schema}
        properties = {key: child for key, child in schema["properties"].items() if key not in _TYPE_META}
        required = [key for key in schema.get("required", ()) if key not in _NOT_REQUIRED]
    else:
        if "description" in schema:
            root["description"] = schema["description"]
        properties = {"spec": schema}
        required = ["spec"] if schema.get("required") else []
    root["properties"] = {
        "apiVersion": {"type": "string"},
        "kind": {"type": "string"},
        "metadata": {"type": "object"},
        **properties,
    }
    if required:
        root["required"] = required
    return Version(
        name=name, schema=StructuralSchema(root), storage=storage, status_subresource="status" in properties
    )


def resource_of(versions: tuple[Version, ...], said: Said, source: Source) -> Resource:
    """What is told goes before what is said; a ``ScaffoldError`` names the flag for what is neither."""
    told = source.told
    group = told.group or said.group
    if group is None:
        raise _missing("the API group", "--group shop.example.com", source)
    kind = told.kind or said.kind
    if kind is None:
        raise _missing("the kind", "--kind Database", source)
    given = {"kind": kind, "plural": told.plural or said.plural, "shortNames": list(told.short_names) or None}
    names = _identity.names_of({key: Cursor(value) for key, value in given.items() if value is not None})
    group = _identity.group_of(Cursor(group))
    _identity.checked_crd_name(names.plural, group, Cursor(group).error)
    return Resource(
        group=group,
        names=names,
        scope=told.scope or said.scope or "Namespaced",
        versions=versions,
        origin=source.origin,
    )


def version_name(said: Said, source: Source) -> str:
    return _identity.version_name_of(Cursor(source.told.version or said.version or DEFAULT_VERSION))


def _missing(what: str, flag: str, source: Source) -> ScaffoldError:
    return ScaffoldError(f"it does not say {what}", hint=f"give it, such as {flag}", file=source.text)
