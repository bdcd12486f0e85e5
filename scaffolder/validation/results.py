"""From the server's answer about a document to what is reported of it."""

from __future__ import annotations

from scaffolder.diagnostics import BAD_REQUEST, DUPLICATE_FIELD, WARNING, Diagnostic, Result, in_order
from scaffolder.validation.rules.unknown_fields import field_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffolder.diagnostics import Verdict
    from scaffolder.documents.reader import Document
    from scaffolder.errors import ScaffoldError
    from scaffolder.validation.answers import Answer

# What the server reads of an object to know its kind.
_TYPE_META = (
    r'struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }'
)


def unread(document: Document, file: str) -> Result:
    """A document that is no YAML."""
    error = document.error
    assert error is not None
    diagnostic = Diagnostic(
        "", BAD_REQUEST, error.message, line=error.line, column=error.column, hint=error.hint
    )
    return result_of(file, document, "error", [diagnostic])


def unchecked(document: Document, file: str, problem: ScaffoldError) -> Result:
    """A document that cannot be held against what it should be."""
    diagnostic = Diagnostic("", BAD_REQUEST, problem.message, hint=problem.hint, line=document.line, column=1)
    return result_of(file, document, "error", [diagnostic])


def too_deep(document: Document, file: str) -> Result:
    """A document that no check can follow to the end."""
    hint = "no schema in use goes deeper than some hundred levels"
    diagnostic = Diagnostic("", BAD_REQUEST, "the object is nested too deeply to be checked", hint=hint)
    diagnostic.line, diagnostic.column = document.line, 1
    return result_of(file, document, "error", [diagnostic])


def answered(answer: Answer, document: Document, file: str) -> Result:
    """An answer with its places in the document, errors in their order."""
    for diagnostic in (*answer.errors, *answer.warnings):
        if diagnostic.line is None:
            diagnostic.line, diagnostic.column = document.locate(diagnostic.path)
    errors = in_order(answer.errors)
    result = result_of(file, document, "invalid" if errors else "valid", errors)
    result.warnings = answer.warnings
    return result


def warn_of_rest(result: Result, document: Document) -> None:
    """Says what a server does not: it reads the first document of what it is sent, which goes to ``---``."""
    if document.rest is None:
        return
    line, column = document.rest
    warning = Diagnostic(
        "",
        WARNING,
        "what follows the document is not read",
        line=line + document.first_line,
        column=column + 1,
        hint="begin each document with a line ---",
    )
    result.warnings = [*result.warnings, warning]


def duplicate_fields(document: Document) -> list[Diagnostic]:
    """The keys that the document has twice, which strict field validation refuses."""
    return [
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


def undecodable(value: object, field: str = "") -> Diagnostic:
    """A document that is no object, or what stands at ``field`` (apiVersion or kind) and is no text."""
    shape = {list: "array", str: "string", bool: "bool", dict: "object"}.get(type(value), "number")
    target = f"Go struct field .{field} of type string" if field else f"Go value of type {_TYPE_META}"
    detail = f"couldn't get version/kind; json parse error: json: cannot unmarshal {shape} into {target}"
    return Diagnostic(field, BAD_REQUEST, detail, (field,) if field else ())


def result_of(file: str, document: Document, verdict: Verdict, errors: Sequence[Diagnostic] = ()) -> Result:
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
        errors=errors,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
