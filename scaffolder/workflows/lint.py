"""``scaffold lint``: documents → the checks of CustomResourceDefinitions → diagnostics → a reporter."""

from __future__ import annotations

from scaffolder.diagnostics import Summary
from scaffolder.documents.json_text import read_as_json
from scaffolder.documents.reader import read_documents
from scaffolder.errors import ScaffoldError
from scaffolder.validation.crd.lint import lint_document
from scaffolder.validation.results import warn_of_rest
from scaffolder.workflows.inputs import JSON_EXTENSION
from scaffolder.workflows.reporting import add_excerpts, check_files, write_report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
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
    review = _review(hints=format != "json", min_kubernetes=min_kubernetes)

    def check(name: str, data: bytes) -> Iterator[Result]:
        return check_file(name, data, review)

    write_report(check_files(paths, check, summary), summary, format, out, colour=colour)
    return summary


def check_file(name: str, data: bytes, review: Review | None = None) -> Iterator[Result]:
    """A result for each document of one file."""
    for whole in read_documents(data, is_json=name.endswith(JSON_EXTENSION)):
        for document in read_as_json(whole).objects():
            result = _check_document(document, name, review)
            warn_of_rest(result, document)
            add_excerpts(result, document)
            yield result


def refuse_definitions(files: Mapping[str, bytes]) -> None:
    """Raises ``ScaffoldError`` with the place of the first thing for which a server would refuse a CRD."""
    found = [
        (result, error)
        for name, data in files.items()
        for result in check_file(name, data)
        for error in result.errors
    ]
    if found:
        result, error = found[0]
        more = f"and {len(found) - 1} more: " if len(found) > 1 else ""
        raise ScaffoldError(
            f"a kube-apiserver would refuse the CRD: {error}",
            hint=error.hint or f"{more}see `scaffold lint {result.file}`",
            file=result.file,
            line=error.line or result.line,
            column=error.column,
        )


def _check_document(document: Document, name: str, review: Review | None) -> Result:
    if _is_resource_file(document.value):
        from scaffolder.workflows.resource_lint import lint_resource

        return lint_resource(document, file=name, review=review)
    return lint_document(document, file=name, review=review)


def _review(*, hints: bool, min_kubernetes: str | None) -> Review:
    """What is added to the server's answer. JSON has no hints, and only some errors have any."""
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
