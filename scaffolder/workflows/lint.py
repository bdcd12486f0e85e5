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


def lint(paths: Sequence[str], format: str, out: TextIO, *, colour: bool = False) -> Summary:
    """Checks every CustomResourceDefinition in the files and folders, and writes the report."""
    summary = Summary()
    write_report(check_files(paths, _check_file, summary), summary, format, out, colour=colour)
    return summary


def _check_file(name: str, data: bytes) -> Iterator[Result]:
    for whole in read_documents(data):
        for document in opened(read_as_json(whole)):
            result = lint_document(document, file=name)
            add_excerpts(result, document)
            yield result
