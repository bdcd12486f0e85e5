"""For CI servers: JUnit XML, one test case for each document."""

from __future__ import annotations

from scaffolder.reporters._style import told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scaffolder.diagnostics import Diagnostic, Result, Summary
    from scaffolder.reporters._style import Style


def report(results: Iterable[Result], summary: Summary, _style: Style) -> Iterator[str]:
    # The counts stand in the opening tag, so the cases have to wait for the last of them.
    cases = [_case(result) for result in results]
    failures = f'failures="{summary.invalid}" errors="{summary.errors}" skipped="{summary.skipped}"'
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites>\n<testsuite name="scaffold" tests="{summary.documents}" {failures}>\n'
    yield from cases
    yield "</testsuite>\n</testsuites>\n"


def _case(result: Result) -> str:
    name = f"{result.kind or 'document'} {result.name or result.document}"
    opening = f'<testcase classname="{_xml(result.file)}" name="{_xml(name)}"'
    if result.verdict == "skipped":
        note = result.note or "no CRD given defines this kind"
        return f'{opening}><skipped message="{_xml(note)}"/></testcase>\n'
    if not result.errors:
        return f"{opening}/>\n"
    tag = "error" if result.verdict == "error" else "failure"
    kind, message = _xml(result.errors[0].reason), _xml(result.errors[0].message)
    text = _xml("\n".join(_line(result, error) for error in result.errors))
    return f'{opening}><{tag} type="{kind}" message="{message}">{text}</{tag}></testcase>\n'


def _line(result: Result, found: Diagnostic) -> str:
    return f"{result.file}:{found.line or result.line}:{found.column or 1}: {told(found)}"


def _xml(text: str) -> str:
    """Escaped for text and attributes; characters that XML 1.0 cannot hold at all become U+FFFD."""
    allowed = "".join(
        c if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in text
    )
    allowed = allowed.encode("utf-8", "replace").decode()
    for raw, escaped in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", "&#10;")):
        allowed = allowed.replace(raw, escaped)
    return allowed
