"""For code scanning services: SARIF 2.1.0.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json

from scaffolder.reporters._style import told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from scaffolder.diagnostics import Diagnostic, Result, Summary
    from scaffolder.reporters._style import Style

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def report(results: Iterable[Result], _summary: Summary, _style: Style) -> Iterator[str]:
    rules: set[str] = set()
    yield f'{{"$schema": {json.dumps(_SCHEMA)}, "version": "2.1.0", "runs": [{{"results": ['
    separator = "\n"
    for result in results:
        levels = [("error", found) for found in result.errors]
        levels += [("warning", found) for found in result.warnings]
        for level, found in levels:
            rules.add(found.reason)
            yield separator + json.dumps(_finding(level, result, found))
            separator = ",\n"
    yield f'\n], "columnKind": "unicodeCodePoints", "tool": {json.dumps(_tool(rules))}}}]}}\n'


def _tool(rules: set[str]) -> dict[str, Any]:
    from scaffolder import __version__

    return {
        "driver": {
            "name": "scaffold",
            "version": __version__,
            "rules": [{"id": rule} for rule in sorted(rules)],
        }
    }


def _finding(level: str, result: Result, found: Diagnostic) -> dict[str, Any]:
    from os import fsencode
    from urllib.parse import quote

    region = {"startLine": found.line or result.line}
    if found.column is not None:
        region["startColumn"] = found.column
    return {
        "ruleId": found.reason,
        "level": level,
        "message": {"text": told(found)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(fsencode(result.file.replace("\\", "/")))},
                    "region": region,
                }
            }
        ],
    }
