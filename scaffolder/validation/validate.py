"""One document held against the CRDs: what ``scaffold validate`` reports of it."""

from __future__ import annotations

from scaffolder.diagnostics import BAD_REQUEST, UNKNOWN_FIELD, Diagnostic
from scaffolder.errors import ScaffoldError
from scaffolder.validation.answers import Answer
from scaffolder.validation.create import create
from scaffolder.validation.decoding import metadata_faults, metadata_refusal
from scaffolder.validation.field_errors import invalid
from scaffolder.validation.results import (
    answered,
    duplicate_fields,
    result_of,
    too_deep,
    undecodable,
    unread,
)
from scaffolder.validation.rules.unknown_fields import META_FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from scaffolder.diagnostics import Result
    from scaffolder.documents.reader import Document
    from scaffolder.validation.registry import Registry, Resource


def validate_document(
    registry: Registry,
    document: Document,
    *,
    file: str,
    with_object: bool = False,
    old: Document | None = None,
) -> Result:
    """The server's verdict on a create of ``document``, or on an update of ``old`` to it.

    ``skipped`` is what no CRD of the registry defines, not even in other capitals. With ``with_object`` a
    valid document's result has the object that would be stored. Lines and columns are those of the document.
    Raises ScaffoldError if ``old`` cannot be read.
    """
    if document.error is not None:
        return unread(document, file)
    try:
        answer = _answer(registry, document, old, with_object)
    except RecursionError:
        return too_deep(document, file)
    if answer is None:
        return result_of(file, document, "skipped")
    result = answered(answer, document, file)
    if with_object and not result.errors:
        from scaffolder.validation.go_text import with_json_numbers

        result.object = with_json_numbers(answer.value)
    return result


def _answer(registry: Registry, document: Document, old: Document | None, with_object: bool) -> Answer | None:
    value = document.value
    refusal = _untyped(value)
    if refusal is not None:
        return Answer([refusal])
    group, _, version_name = value["apiVersion"].rpartition("/")
    resource = registry.find(group, value["kind"])
    if resource is None:
        meant = registry.find_ignoring_case(group or value["apiVersion"], value["kind"])
        if meant is None:
            return None
        return Answer(metadata_faults(value, duplicate_fields(document)) or [_misspelt(value, meant)])
    version = resource.versions.get(version_name)
    if version is None or not version.served:
        return Answer(_unserved(value, resource, version_name, duplicate_fields(document)))
    duplicates = duplicate_fields(document)
    if old is None:
        return create(resource, version, value, duplicates, with_object=with_object)
    if not isinstance(old.value, dict):
        problem = old.error.message if old.error is not None else "it is not an object"
        raise ScaffoldError(f"the old {resource.kind} cannot be read: {problem}")
    from scaffolder.validation.update import update

    return update(resource, version, value, old.value, duplicates, with_object=with_object)


def _untyped(value: Any) -> Diagnostic | None:
    """Why it cannot be told what kind of object this is."""
    if not isinstance(value, dict):
        return undecodable(value)
    for key in ("kind", "apiVersion"):
        text = value.get(key)
        if text is None or text == "":
            # Without an apiVersion the server misses the kind, too, but only after it has read metadata.
            metadata = metadata_refusal(value) if key == "apiVersion" else None
            return metadata or Diagnostic(
                key, BAD_REQUEST, "Object 'Kind' is missing", hint=f"{key} is missing"
            )
        if not isinstance(text, str):
            detail = f"couldn't get version/kind; json parse error: {key} must be a string"
            return Diagnostic(key, BAD_REQUEST, detail, (key,))
    if value["apiVersion"].count("/") > 1:
        detail = f"unexpected GroupVersion string: {value['apiVersion']}"
        return Diagnostic("apiVersion", BAD_REQUEST, detail, ("apiVersion",))
    return None


def _misspelt(value: dict[str, Any], meant: Resource) -> Diagnostic:
    """A kind or group in other capitals, or an apiVersion without a version, reaches no resource."""
    if value["kind"] != meant.kind:
        return invalid("kind", value["kind"], f"must be {meant.kind}", ("kind",))
    expected = next((version.name for version in meant.versions.values() if version.served), "")
    detail = (
        f"the API version in the data ({value['apiVersion']}) does not match "
        f"the expected API version ({meant.group}/{expected})"
    )
    return Diagnostic("apiVersion", BAD_REQUEST, detail, ("apiVersion",))


def _unserved(
    value: dict[str, Any], resource: Resource, version_name: str, duplicates: Sequence[Diagnostic]
) -> list[Diagnostic]:
    """A version that the CRD lacks knows no fields; one that is not served cannot be reached."""
    served = ", ".join(version.name for version in resource.versions.values() if version.served)
    hint = f"served versions of {resource.kind}.{resource.group}: {served or 'none'}"
    if version_name not in resource.versions:
        found = metadata_faults(value, duplicates)
        if any(fault.reason == BAD_REQUEST for fault in found):
            return found
        found += [
            Diagnostic(field, UNKNOWN_FIELD, f'unknown field "{field}"', (field,), hint=hint)
            for field in sorted(key for key in value if key not in META_FIELDS)
        ]
        if found:
            return found
    detail = f'no matches for kind "{resource.kind}" in version "{value["apiVersion"]}"'
    return [Diagnostic("apiVersion", BAD_REQUEST, detail, ("apiVersion",), hint=hint)]
