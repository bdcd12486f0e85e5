"""Why it cannot be told which resource an object is, or why it is none: ``kind`` and ``apiVersion``.

Sources: ``Interpret`` in ``k8s.io/apimachinery/pkg/runtime/serializer/json/meta.go``, ``Decode`` in
``pkg/apis/meta/v1/unstructured/unstructured.go``, ``createHandler`` in
``k8s.io/apiserver/pkg/endpoints/handlers/create.go``.
"""

from __future__ import annotations

from scaffolder.diagnostics import BAD_REQUEST, UNKNOWN_FIELD, Diagnostic
from scaffolder.validation.answers import Answer
from scaffolder.validation.decoding import metadata_faults
from scaffolder.validation.field_errors import invalid
from scaffolder.validation.results import undecodable
from scaffolder.validation.rules.defaults import completed
from scaffolder.validation.rules.unknown_fields import META_FIELDS
from scaffolder.validation.strategy import check_beyond_schema, version_warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from scaffolder.validation.registry import Registry, Resource

# What the server says where it wants to say that a version cannot be handled, and there is none.
_NO_VERSION = "Object 'apiVersion' is missing in 'object has no apiVersion field'"


def untyped(value: Any, registry: Registry, duplicates: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Of what is no object, or has no ``kind`` or ``apiVersion``; nothing if it has both."""
    if not isinstance(value, dict):
        return [undecodable(value)]
    for key in ("apiVersion", "kind"):
        if value.get(key) is not None and not isinstance(value[key], str):
            return [undecodable(value[key], key)]
    api_version, kind = value.get("apiVersion") or "", value.get("kind")
    if api_version.count("/") > 1:
        return [_at("apiVersion", f"unexpected GroupVersion string: {api_version}")]
    if not kind:
        return [_at("kind", "Object 'Kind' is missing", hint=_misspelt_key("kind", value))]
    if not api_version:
        return _without_version(value, registry, duplicates)
    return []


def _misspelt_key(key: str, value: dict[str, Any]) -> str | None:
    from scaffolder.validation.suggestions import nearest

    instead = nearest(key, list(value))
    return f"did you mean {key} instead of {instead}?" if instead not in (None, key) else None


def _without_version(
    value: dict[str, Any], registry: Registry, duplicates: Sequence[Diagnostic]
) -> list[Diagnostic]:
    """The server knows the resource by the URL, as we do if just one has the kind."""
    hint = _misspelt_key("apiVersion", value) or "apiVersion is missing"
    meant = [resource for resource in registry if resource.kind == value["kind"]]
    if len(meant) != 1:
        return [_at("apiVersion", "Object 'Kind' is missing", hint=hint)]
    if "apiVersion" in value and value["apiVersion"] is None:
        detail = ".apiVersion accessor error: <nil> is of the type <nil>, expected string"
        return [_at("apiVersion", detail, hint=hint)]
    found = metadata_faults(value, duplicates)
    if not found:
        return [_at("apiVersion", _mismatch("", meant[0]), hint=hint)]
    return found if _is_bad_request(found) else [_at("apiVersion", _NO_VERSION, hint=hint)]


def misspelt(value: dict[str, Any], meant: Resource, duplicates: Sequence[Diagnostic]) -> Answer:
    """A kind or group in other capitals, or an apiVersion without a version, reaches no resource.

    Of another kind the server checks neither metadata nor the schema, nor does it prune and default, but all
    that comes after (``ValidateTypeMeta`` in
    ``k8s.io/apiextensions-apiserver/pkg/registry/customresource/validator.go``).
    """
    group, _, version_name = value["apiVersion"].rpartition("/")
    version = meant.versions.get(version_name)
    found = metadata_faults(value, duplicates)
    if found:
        return Answer(found)
    if group != meant.group or version is None or not version.served:
        return Answer([_at("apiVersion", _mismatch(value["apiVersion"], meant))])
    new = completed(value, version.schema, defaulting=False)
    if version.has_status:
        new.drop("status")
    wrong = invalid("kind", value["kind"], f"must be {meant.kind}", ("kind",))
    errors, _ = check_beyond_schema(version, new, [wrong])
    return Answer(errors, warnings=version_warnings(meant, version))


def unserved(
    value: dict[str, Any], resource: Resource, version_name: str, duplicates: Sequence[Diagnostic]
) -> list[Diagnostic]:
    """A version that the CRD lacks knows no fields; one that is not served cannot be reached."""
    served = ", ".join(version.name for version in resource.versions.values() if version.served)
    hint = f"served versions of {resource.kind}.{resource.group}: {served or 'none'}"
    if version_name not in resource.versions:
        found = metadata_faults(value, duplicates)
        if _is_bad_request(found):
            return found
        found += [
            Diagnostic(field, UNKNOWN_FIELD, f'unknown field "{field}"', (field,), hint=hint)
            for field in sorted(key for key in value if key not in META_FIELDS)
        ]
        if found:
            return found if version_name else [_at("apiVersion", _NO_VERSION, hint=hint)]
    detail = f'no matches for kind "{resource.kind}" in version "{value["apiVersion"]}"'
    return [_at("apiVersion", detail, hint=hint)]


def _is_bad_request(faults: Sequence[Diagnostic]) -> bool:
    return any(fault.reason == BAD_REQUEST for fault in faults)


def _mismatch(api_version: str, meant: Resource) -> str:
    expected = next((version.name for version in meant.versions.values() if version.served), "")
    return (
        f"the API version in the data ({api_version}) does not match "
        f"the expected API version ({meant.group}/{expected})"
    )


def _at(field: str, detail: str, hint: str | None = None) -> Diagnostic:
    return Diagnostic(field, BAD_REQUEST, detail, (field,), hint=hint)
