"""``scaffold lint``: documents → the checks of CustomResourceDefinitions → diagnostics → a reporter."""

from __future__ import annotations

from scaffolder.diagnostics import Summary
from scaffolder.documents.items import opened
from scaffolder.documents.json_text import read_as_json
from scaffolder.documents.reader import read_documents
from scaffolder.errors import ScaffoldError
from scaffolder.validation.crd.lint import lint_document
from scaffolder.workflows.inputs import JSON_EXTENSION
from scaffolder.workflows.reporting import add_excerpts, check_files, write_report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, TextIO

    from scaffolder.diagnostics import Result
    from scaffolder.documents.reader import Document
    from scaffolder.validation.answers import Answer
    from scaffolder.validation.crd.lint import Review


def lint(
    paths: Sequence[str],
    format: str,
    out: TextIO,
    *,
    colour: bool = False,
    min_kubernetes: str | None = None,
) -> Summary:
    """Checks every CustomResourceDefinition in the files and folders, and those that resource files give.

    A rule that a server of release ``min_kubernetes`` (``1.30``) does not understand is an error, too.
    """
    summary = Summary()
    review = _review(hints=format == "text", min_kubernetes=min_kubernetes)

    def check_file(name: str, data: bytes) -> Iterator[Result]:
        for whole in read_documents(data, is_json=name.endswith(JSON_EXTENSION)):
            for document in opened(read_as_json(whole)):
                result = _check_document(document, name, review)
                add_excerpts(result, document)
                yield result

    write_report(check_files(paths, check_file, summary), summary, format, out, colour=colour)
    return summary


def _check_document(document: Document, name: str, review: Review) -> Result:
    if _is_resource_file(document.value):
        from scaffolder.workflows.resource_lint import lint_resource

        return lint_resource(document, file=name, review=review)
    return lint_document(document, file=name, review=review)


def _review(*, hints: bool, min_kubernetes: str | None) -> Review:
    """What is added to the server's answer. Only text has hints, and only some errors have any."""
    oldest = None
    if min_kubernetes is not None:
        from scaffolder.cel.releases import parse_release

        oldest = parse_release(min_kubernetes)
        if oldest is None:
            raise ScaffoldError(f"--min-kubernetes is a release like 1.30, not {min_kubernetes!r}")

    def review(definition: dict[str, Any], answer: Answer) -> None:
        if oldest is not None or (hints and answer.errors):
            from scaffolder.validation.crd.rule_review import add_cost_hints, check_releases

            if oldest is not None:
                answer.errors = [*answer.errors, *check_releases(definition, oldest)]
            if hints:
                add_cost_hints(answer.errors, definition)

    return review


def _is_resource_file(value: object) -> bool:
    """The project's own form, which unlike Kubernetes objects has no apiVersion."""
    return isinstance(value, dict) and "apiVersion" not in value and {"group", "versions"} <= value.keys()
