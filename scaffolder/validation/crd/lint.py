"""One document as a CustomResourceDefinition: what ``scaffold lint`` reports of it."""

from __future__ import annotations

from scaffolder.diagnostics import BAD_REQUEST, Diagnostic
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
    from collections.abc import Callable
    from typing import Any

    from scaffolder.diagnostics import Result
    from scaffolder.documents.reader import Document

    # Adds to the server's answer about a definition what else there is to say.
    Review = Callable[[dict[str, Any], Answer], None]

GROUP = "apiextensions.k8s.io"
API_VERSION = f"{GROUP}/v1"
_OLD_VERSION = f"{GROUP}/v1beta1"
KIND = "CustomResourceDefinition"
# As good as none: ``gvkWithDefaults`` in apimachinery's ``serializer/json/json.go`` fills in what is empty.
_WITHOUT_VERSION = (f"{GROUP}/", "/")
_OTHER_KINDS = (f"{KIND}List", "ConversionReview")


def lint_document(document: Document, *, file: str, review: Review | None = None) -> Result:
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
    refusal = _wrong_type(value)
    if refusal is not None:
        return answered(Answer([refusal]), document, file)
    try:
        was_yaml = not document.is_json
        answer = create_definition(value, _duplicates(document), sort_keys=was_yaml)
        if review is not None:
            review(value, answer)
    except RecursionError:
        return too_deep(document, file)
    return answered(answer, document, file)


def _duplicates(document: Document) -> list[Diagnostic]:
    """YAML is read before it is decoded, so that no repeated key is missed there. JSON is not."""
    found = duplicate_fields(document)
    if not document.is_json:
        return found
    return [duplicate for duplicate in found if is_strict_at(duplicate.path)]


def is_definition(value: dict[str, Any]) -> bool:
    """Whether a document is meant to be a CustomResourceDefinition, of whatever version.

    The server knows it by the URL, and takes one that lacks apiVersion, kind or both. An object without
    anything cannot be something else either.
    """
    version, kind = value.get("apiVersion"), value.get("kind")
    if isinstance(version, str) and version.startswith(f"{GROUP}/"):
        return kind not in _OTHER_KINDS
    if version or kind:
        return bool(kind == KIND)
    spec = value.get("spec")
    return not value or (isinstance(spec, dict) and {"names", "versions"} <= spec.keys())


def _wrong_type(value: dict[str, Any]) -> Diagnostic | None:
    for name in ("apiVersion", "kind"):
        if value.get(name) is not None and not isinstance(value[name], str):
            return undecodable(value[name], name)
    version, kind = value.get("apiVersion") or API_VERSION, value.get("kind") or KIND
    if version in _WITHOUT_VERSION:
        version = API_VERSION
    if (version, kind) == (API_VERSION, KIND):
        return None
    if isinstance(version, str) and version.count("/") > 1:
        return Diagnostic(
            "apiVersion", BAD_REQUEST, f"unexpected GroupVersion string: {version}", ("apiVersion",)
        )
    wrong, right = ("kind", KIND) if version == API_VERSION else ("apiVersion", API_VERSION)
    if kind == KIND and version == _OLD_VERSION:
        # The server still knows it, but has nothing at the URL.
        detail = (
            f"the API version in the data ({version}) does not match the expected API version ({API_VERSION})"
        )
    else:
        detail = f'no kind "{kind}" is registered for version "{version}"'
    return Diagnostic(wrong, BAD_REQUEST, detail, (wrong,), hint=f"it has to be {right}")
