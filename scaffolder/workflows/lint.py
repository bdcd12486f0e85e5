"""``scaffold lint``: documents → the checks of CustomResourceDefinitions → diagnostics → a reporter."""

from __future__ import annotations

from scaffolder.diagnostics import Summary
from scaffolder.documents.items import opened
from scaffolder.documents.json_text import read_as_json
from scaffolder.documents.reader import read_documents
from scaffolder.validation.crd.lint import lint_document
from scaffolder.workflows.reporting import add_excerpts, check_files, write_report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from scaffolder.diagnostics import Result
    from scaffolder.documents.reader import Document


def lint(paths: Sequence[str], format: str, out: TextIO, *, colour: bool = False) -> Summary:
    """Checks every CustomResourceDefinition in the files and folders, and those that resource files give."""
    summary = Summary()
    write_report(check_files(paths, _check_file, summary), summary, format, out, colour=colour)
    return summary


def _check_file(name: str, data: bytes) -> Iterator[Result]:
    for whole in read_documents(data):
        for document in opened(read_as_json(whole)):
            result = _check_document(document, name)
            add_excerpts(result, document)
            yield result


def _check_document(document: Document, name: str) -> Result:
    if _is_resource_file(document.value):
        from scaffolder.workflows.resource_lint import lint_resource

        return lint_resource(document, file=name)
    return lint_document(document, file=name)


def _is_resource_file(value: object) -> bool:
    """The project's own form, which unlike Kubernetes objects has no apiVersion."""
    return isinstance(value, dict) and "apiVersion" not in value and {"group", "versions"} <= value.keys()
