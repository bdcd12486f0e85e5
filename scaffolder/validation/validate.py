"""One document held against the CRDs: what ``scaffold validate`` reports of it."""

from __future__ import annotations

from scaffolder.diagnostics import BAD_REQUEST, DUPLICATE_FIELD, UNKNOWN_FIELD, Diagnostic, Result
from scaffolder.errors import ScaffoldError
from scaffolder.validation.answers import Answer
from scaffolder.validation.create import create
from scaffolder.validation.field_errors import invalid
from scaffolder.validation.go_text import with_json_numbers
from scaffolder.validation.rules.unknown_fields import META_FIELDS, field_text
from scaffolder.validation.update import update

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Verdict
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
        error = document.error
        diagnostic = Diagnostic(
            "", BAD_REQUEST, error.message, line=error.line, column=error.column, hint=error.hint
        )
        return _result(file, document, "error", [diagnostic])
    try:
        answer = _answer(registry, document, old, with_object)
    except RecursionError:
        hint = "no schema in use goes deeper than some hundred levels"
        diagnostic = Diagnostic("", BAD_REQUEST, "the object is nested too deeply to be checked", hint=hint)
        diagnostic.line, diagnostic.column = document.line, 1
        return _result(file, document, "error", [diagnostic])
    if answer is None:
        return _result(file, document, "skipped")
    for diagnostic in (*answer.errors, *answer.warnings):
        if diagnostic.line is None:
            diagnostic.line, diagnostic.column = document.locate(diagnostic.path)
    errors = sorted(answer.errors, key=lambda d: (d.line or 0, d.column or 0, d.field))
    result = _result(file, document, "invalid" if errors else "valid", errors)
    result.warnings = answer.warnings
    if with_object and not errors:
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
        return Answer([_misspelt(value, meant)]) if meant is not None else None
    version = resource.versions.get(version_name)
    if version is None or not version.served:
        return Answer(_unserved(value, resource, version_name))
    duplicates = [
        Diagnostic(
            field_text(duplicate.path),
            DUPLICATE_FIELD,
            duplicate.message,
            duplicate.path,
            line=duplicate.line,
            column=duplicate.column,
        )
        for duplicate in document.duplicates
    ]
    if old is None:
        return create(resource, version, value, duplicates, with_object=with_object)
    if not isinstance(old.value, dict):
        problem = old.error.message if old.error is not None else "it is not an object"
        raise ScaffoldError(f"the old {resource.kind} cannot be read: {problem}")
    return update(resource, version, value, old.value, duplicates, with_object=with_object)


def _untyped(value: Any) -> Diagnostic | None:
    """Why it cannot be told what kind of object this is."""
    if not isinstance(value, dict):
        shape = {list: "array", str: "string", bool: "bool"}.get(type(value), "number")
        detail = f"couldn't get version/kind; json parse error: json: cannot unmarshal {shape} into an object"
        return Diagnostic("", BAD_REQUEST, detail)
    for key in ("kind", "apiVersion"):
        text = value.get(key)
        if text is None or text == "":
            # Without an apiVersion the server misses the kind, too.
            return Diagnostic(key, BAD_REQUEST, "Object 'Kind' is missing", hint=f"{key} is missing")
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


def _unserved(value: dict[str, Any], resource: Resource, version_name: str) -> list[Diagnostic]:
    """A version that the CRD lacks knows no fields; one that is not served cannot be reached."""
    served = ", ".join(version.name for version in resource.versions.values() if version.served)
    hint = f"served versions of {resource.kind}.{resource.group}: {served or 'none'}"
    if version_name not in resource.versions:
        fields = sorted(key for key in value if key not in META_FIELDS)
        if fields:
            return [
                Diagnostic(field, UNKNOWN_FIELD, f'unknown field "{field}"', (field,), hint=hint)
                for field in fields
            ]
    detail = f'no matches for kind "{resource.kind}" in version "{value["apiVersion"]}"'
    return [Diagnostic("apiVersion", BAD_REQUEST, detail, ("apiVersion",), hint=hint)]


def _result(
    file: str, document: Document, verdict: Verdict, errors: list[Diagnostic] | None = None
) -> Result:
    value = document.value if isinstance(document.value, dict) else {}
    metadata = value.get("metadata")
    name = metadata.get("name") if isinstance(metadata, dict) else None
    return Result(
        file,
        document.index,
        verdict,
        line=document.line,
        api_version=_text(value.get("apiVersion")),
        kind=_text(value.get("kind")),
        name=_text(name),
        errors=errors or [],
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
