"""One document as a CustomResourceDefinition: what ``scaffold lint`` reports of it."""

from __future__ import annotations

from scaffolder.diagnostics import BAD_REQUEST, Diagnostic
from scaffolder.documents.json_text import JsonDocument
from scaffolder.validation.answers import Answer
from scaffolder.validation.crd.create import create_definition
from scaffolder.validation.crd.decoding import is_strict_at
from scaffolder.validation.results import (
    answered,
    duplicate_fields,
    result_of,
    too_deep,
    undecodable,
    unread,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Result
    from scaffolder.documents.reader import Document

API_VERSION = "apiextensions.k8s.io/v1"
KIND = "CustomResourceDefinition"


def lint_document(document: Document, *, file: str) -> Result:
    """The server's verdict on a create of ``document``; ``skipped`` is what is no CustomResourceDefinition.

    Lines and columns are those of the document.
    """
    if document.error is not None:
        return unread(document, file)
    value = document.value
    if not isinstance(value, dict):
        return answered(Answer([undecodable(value)]), document, file)
    if not is_definition(value):
        result = result_of(file, document, "skipped")
        result.note = f"this is no {KIND}"
        return result
    refusal = _wrong_version(value)
    if refusal is not None:
        return answered(Answer([refusal]), document, file)
    try:
        answer = create_definition(value, _duplicates(document))
    except RecursionError:
        return too_deep(document, file)
    return answered(answer, document, file)


def _duplicates(document: Document) -> list[Diagnostic]:
    """YAML is read before it is decoded, so that no repeated key is missed there. JSON is not."""
    found = duplicate_fields(document)
    if not isinstance(document, JsonDocument):
        return found
    return [duplicate for duplicate in found if is_strict_at(duplicate.path)]


def is_definition(value: dict[str, Any]) -> bool:
    """Whether a document is meant to be a CustomResourceDefinition, of whatever version.

    The server knows it by the URL, and takes one that lacks apiVersion, kind or both. An object without
    anything cannot be something else either.
    """
    if not value:
        return True
    kind = value.get("kind") or KIND
    if value.get("kind") or value.get("apiVersion") == API_VERSION:
        return bool(kind == KIND)
    spec = value.get("spec")
    return not value.get("apiVersion") and isinstance(spec, dict) and {"names", "versions"} <= spec.keys()


def _wrong_version(value: dict[str, Any]) -> Diagnostic | None:
    version = value.get("apiVersion") or API_VERSION
    if version == API_VERSION:
        return None
    detail = f'no kind "{KIND}" is registered for version "{version}"'
    if isinstance(version, str) and version.count("/") > 1:
        detail = f"unexpected GroupVersion string: {version}"
    return Diagnostic("apiVersion", BAD_REQUEST, detail, ("apiVersion",), hint=f"it has to be {API_VERSION}")
