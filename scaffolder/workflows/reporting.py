"""What the checking commands have in common: files in, results out."""

from __future__ import annotations

import sys
from io import TextIOWrapper

from scaffolder.diagnostics import BAD_REQUEST, Diagnostic, Result
from scaffolder.errors import ScaffoldError
from scaffolder.workflows.inputs import find_files, read_bytes, shown
from scaffolder.workflows.kustomizations import is_kustomization

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TextIO

    from scaffolder.diagnostics import Summary
    from scaffolder.documents.reader import Document

    # Takes the name of a file and what is in it.
    CheckFile = Callable[[str, bytes], Iterator[Result]]


def write_report(
    results: Iterator[Result], summary: Summary, format: str, out: TextIO, *, colour: bool = False
) -> None:
    """Writes each result as it comes, in one of the formats that ``reporters`` has."""
    from scaffolder.reporters._style import Style

    make_encodable(out, utf8=format != "text")
    name = f"scaffolder.reporters.{format}"
    # importlib would be one more import, and a slow one.
    __import__(name)
    for piece in sys.modules[name].report(results, summary, Style(colour)):
        out.write(piece)


def make_encodable(out: TextIO, *, utf8: bool) -> None:
    """Lets everything be written to ``out``, whatever the locale says.

    What programs read is ``utf8``; people get what their terminal lacks as an escape (``\\u65e5``).
    """
    if isinstance(out, TextIOWrapper):
        out.reconfigure(encoding="utf-8" if utf8 else None, errors="backslashreplace")


def check_files(paths: Sequence[str], check: CheckFile, summary: Summary) -> Iterator[Result]:
    """The results of every file that the paths stand for, counted. One that cannot be read is a result."""
    for path in find_files(paths):
        if is_kustomization(path):
            continue
        summary.files += 1
        name = shown(path)
        try:
            data = read_bytes(path)
        except ScaffoldError as problem:
            results = iter([Result(name, 0, "error", errors=[Diagnostic("", BAD_REQUEST, problem.message)])])
        else:
            results = check(name, data)
        for result in results:
            summary.count(result)
            yield result


def add_excerpts(result: Result, document: Document) -> None:
    """Gives every finding the line that it is about."""
    found = [*result.errors, *result.warnings]
    if not found:
        return
    lines = document.lines
    for diagnostic in found:
        if diagnostic.line is not None and 0 <= diagnostic.line - document.first_line < len(lines):
            diagnostic.excerpt = lines[diagnostic.line - document.first_line]
