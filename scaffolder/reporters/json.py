"""For programs: the results document, ``schemaVersion`` 1. Public API (docs/command-line.md)."""

from __future__ import annotations

import json

from scaffolder.reporters._json_text import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from scaffolder.diagnostics import Diagnostic, Result, Summary
    from scaffolder.reporters._style import Style


def report(results: Iterable[Result], summary: Summary, _style: Style) -> Iterator[str]:
    yield '{"schemaVersion": 1, "results": ['
    separator = "\n"
    for result in results:
        yield separator + dumps(_result(result))
        separator = ",\n"
    totals = {
        "files": summary.files,
        "documents": summary.documents,
        "valid": summary.valid,
        "invalid": summary.invalid,
        "skipped": summary.skipped,
        "errors": summary.errors,
    }
    yield f'\n], "summary": {json.dumps(totals)}}}\n'


def _result(result: Result) -> dict[str, Any]:
    return {
        "file": result.file,
        "document": result.document,
        "line": result.line,
        "apiVersion": result.api_version,
        "kind": result.kind,
        "name": result.name,
        "verdict": result.verdict,
        "errors": [_diagnostic(error) for error in result.errors],
        "warnings": [_diagnostic(warning) for warning in result.warnings],
        "object": result.object,
    }


def _diagnostic(found: Diagnostic) -> dict[str, Any]:
    return {
        "field": found.field,
        "reason": found.reason,
        "message": found.message,
        "line": found.line,
        "column": found.column,
    }
