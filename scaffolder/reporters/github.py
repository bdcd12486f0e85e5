"""For GitHub Actions: workflow commands that become annotations on the changed lines.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from scaffolder.reporters._style import printable, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scaffolder.diagnostics import Diagnostic, Result, Summary
    from scaffolder.reporters._style import Style


def report(results: Iterable[Result], _summary: Summary, _style: Style) -> Iterator[str]:
    for result in results:
        for error in result.errors:
            yield _command("error", result, error)
        for warning in result.warnings:
            yield _command("warning", result, warning)


def _command(level: str, result: Result, found: Diagnostic) -> str:
    line = found.line or result.line
    where = [f"file={_property(result.file)}", f"line={line}"]
    if found.column is not None:
        where.append(f"col={found.column}")
    where.append(f"title={_property(found.reason)}")
    return f"::{level} {','.join(where)}::{_data(told(found))}\n"


def _data(text: str) -> str:
    """Escaped as the runner's ``core.error`` does, or a newline would end the command and start another.

    The log is shown on terminals, too: of control characters only line breaks are handed on.
    """
    return "%0A".join(printable(line) for line in text.replace("%", "%25").split("\n"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
