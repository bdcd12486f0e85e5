"""A resource file, held against what a server says of the CustomResourceDefinition that it gives."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from scaffolder.diagnostics import BAD_REQUEST, Diagnostic
from scaffolder.errors import ScaffoldError
from scaffolder.generators.crd import manifest
from scaffolder.sources.loader import load_text
from scaffolder.validation.crd.create import create_definition
from scaffolder.validation.results import answered, result_of

if TYPE_CHECKING:
    from scaffolder.diagnostics import Path, Result
    from scaffolder.documents.reader import Document
    from scaffolder.validation.crd.lint import Review

# What a version calls the parts that its CustomResourceDefinition has under another name.
_PARTS = {"additionalPrinterColumns": "columns", "subresources": "scale"}


def lint_resource(document: Document, *, file: str, review: Review | None = None) -> Result:
    """The verdict on the definition that ``document`` gives; places are those of the resource file."""
    try:
        (resource,) = load_text(document.text, file)
    except ScaffoldError as error:
        line = (error.line or 1) + document.first_line - 1
        problem = Diagnostic(
            "", BAD_REQUEST, error.message, line=line, column=error.column or 1, hint=error.hint
        )
        return result_of(file, document, "error", [problem])
    definition = manifest(resource)
    answer = create_definition(definition)
    if review is not None:
        review(definition, answer)
    for diagnostic in (*answer.errors, *answer.warnings):
        path = _written_rule(diagnostic.path, definition, document.value) or _in_resource_file(
            diagnostic.path
        )
        diagnostic.line, diagnostic.column = document.locate(path)
    result = answered(answer, document, file)
    result.api_version, result.kind = definition["apiVersion"], definition["kind"]
    result.name = resource.crd_name
    return result


def _written_rule(path: Path, definition: dict[str, Any], written: Any) -> Path | None:
    """Where a version's ``rules`` have the rule that ``path`` of the definition leads to or into."""
    if path[:2] != ("spec", "versions") or "x-kubernetes-validations" not in path:
        return None
    until = path.index("x-kubernetes-validations") + 2
    found: Any = definition
    for step in path[:until]:
        found = found[step]
    version = path[2]
    rules = written["versions"][version].get("rules", [])
    texts = [entry.get("rule") for entry in rules if isinstance(entry, dict)]
    if found.get("rule") not in texts:
        return None
    return ("versions", version, "rules", texts.index(found["rule"]), *path[until:])


def _in_resource_file(path: Path) -> Path:
    """Where the resource file says what stands at ``path`` of the definition, or close to it."""
    if path[:1] != ("spec",):
        return path[1:]
    if path[1:2] == ("names",):
        return path[2:]
    if path[1:2] != ("versions",) or len(path) < 4:
        return path[1:]
    version, part, below = path[1:3], path[3], path[4:]
    if part != "schema":
        return (*version, _PARTS.get(str(part), part), *below)
    # Of a schema the names of fields are left: those that follow "properties".
    names = [name for keyword, name in pairwise(below) if keyword == "properties"]
    return (*version, *names)
