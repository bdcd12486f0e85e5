"""For programs: the results document, ``schemaVersion`` 1. Public API (docs/command-line.md)."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from scaffolder.diagnostics import Diagnostic, Result, Summary
    from scaffolder.reporters._style import Style


# Python's JSON reader, for one, gives up at 1,000 levels; the server takes 10,000.
_MAX_DEPTH = 500


def report(results: Iterable[Result], summary: Summary, _style: Style) -> Iterator[str]:
    yield '{"schemaVersion": 1, "results": ['
    separator = "\n"
    for result in results:
        yield separator + json.dumps(_result(result))
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
        "object": None if _is_deep(result.object) else result.object,
    }


def _is_deep(value: Any) -> bool:
    """Whether few programs could read it."""
    level = [value]
    for _ in range(_MAX_DEPTH):
        below = [inner for item in level for inner in _children(item)]
        if not below:
            return False
        level = below
    return True


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _diagnostic(found: Diagnostic) -> dict[str, Any]:
    return {
        "field": found.field,
        "reason": found.reason,
        "message": found.message,
        "line": found.line,
        "column": found.column,
    }
