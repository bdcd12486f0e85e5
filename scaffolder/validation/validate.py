"""One document held against the CRDs: what ``scaffold validate`` reports of it."""

from __future__ import annotations

from scaffolder.errors import ScaffoldError
from scaffolder.validation.answers import Answer
from scaffolder.validation.create import create
from scaffolder.validation.results import (
    answered,
    duplicate_fields,
    result_of,
    too_deep,
    unread,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Result
    from scaffolder.documents.reader import Document
    from scaffolder.validation.registry import Registry


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
    if not _is_typed(value):
        from scaffolder.validation.type_meta import untyped

        return Answer(untyped(value, registry, duplicate_fields(document)))
    group, _, version_name = value["apiVersion"].rpartition("/")
    resource = registry.find(group, value["kind"])
    if resource is None:
        meant = registry.find_ignoring_case(group or value["apiVersion"], value["kind"])
        if meant is None:
            return None
        from scaffolder.validation.type_meta import misspelt

        return misspelt(value, meant, duplicate_fields(document))
    version = resource.versions.get(version_name)
    if version is None or not version.served:
        from scaffolder.validation.type_meta import unserved

        return Answer(unserved(value, resource, version_name, duplicate_fields(document)))
    duplicates = duplicate_fields(document)
    if old is None:
        return create(resource, version, value, duplicates, with_object=with_object)
    if not isinstance(old.value, dict):
        problem = old.error.message if old.error is not None else "it is not an object"
        raise ScaffoldError(f"the old {resource.kind} cannot be read: {problem}")
    from scaffolder.validation.update import update

    return update(resource, version, value, old.value, duplicates, with_object=with_object)


def _is_typed(value: Any) -> bool:
    """Whether it is an object with a kind and an apiVersion."""
    if not isinstance(value, dict):
        return False
    kind, version = value.get("kind"), value.get("apiVersion")
    return (
        isinstance(kind, str)
        and isinstance(version, str)
        and "" not in (kind, version)
        and version.count("/") < 2
    )
