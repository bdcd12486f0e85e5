"""For people: one line for each thing wrong, with the source line and a caret below it."""

from __future__ import annotations

from scaffolder.reporters._style import Style, printable, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scaffolder.diagnostics import Diagnostic, Result, Summary

# A line longer than this is cut around the caret.
_WIDTH = 160


def report(results: Iterable[Result], summary: Summary, style: Style) -> Iterator[str]:
    for result in results:
        for error in result.errors:
            yield _entry(result, error, style.bad("error"), style)
        for warning in result.warnings:
            yield _entry(result, warning, style.doubtful("warning"), style)
        if result.verdict == "skipped" and not _is_known(result):
            what = printable(f"{result.api_version or '?'} {result.kind or '?'}")
            note = f"skipped: {result.note or f'no CRD given defines {what}'}"
            yield f"{_place(result.file, result.line, None)}: {style.quiet(note)}\n"
    yield _totals(summary, style)


def _is_known(result: Result) -> bool:
    """Kinds that every cluster has are for others to check: being told of each would hide what matters."""
    from scaffolder.apimachinery.groups import is_built_in

    if result.note or not result.api_version:
        return False
    return is_built_in(result.api_version.rpartition("/")[0])


def _entry(result: Result, found: Diagnostic, label: str, style: Style) -> str:
    place = style.bold(_place(result.file, found.line or result.line, found.column))
    return f"{place}: {label}: {printable(told(found))}\n{_excerpt(found, style)}"


def _place(file: str, line: int, column: int | None) -> str:
    return printable(f"{file}:{line}" if column is None else f"{file}:{line}:{column}")


def _excerpt(found: Diagnostic, style: Style) -> str:
    if found.excerpt is None or found.line is None or found.column is None:
        return ""
    start = max(0, found.column - _WIDTH // 2) if len(found.excerpt) > _WIDTH else 0
    shown = found.excerpt[start : start + _WIDTH]
    caret = found.column - 1 - start
    # Everything before the caret keeps its width; a tab or a wide letter would move the caret.
    lead = "".join("\t" if c == "\t" else " " * _columns(c) for c in shown[:caret])
    number = str(found.line)
    gutter, below = style.quiet(f"{number} |"), style.quiet(f"{' ' * len(number)} |")
    marks = style.bad("^" * max(1, _token_length(shown[caret:])))
    return f"{gutter} {_visible(shown)}\n{below} {lead}{marks}\n"


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c if c == "\t" else printable(c) for c in text)


def _columns(character: str) -> int:
    if not character.isprintable():
        return len(printable(character))
    if character.isascii():
        return 1
    from unicodedata import combining, east_asian_width

    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _token_length(text: str) -> int:
    """How far the value under the caret reaches: to its closing quote, a comment, or the end of the line."""
    if text[:1] in ("'", '"'):
        end = text.find(text[0], 1)
        return end + 1 if end > 0 else len(text)
    if text[:1] in ("[", "{", "&", "|", ">"):
        return 1
    for stop in (" #", ": ", ", ", "]", "}"):
        text = text.split(stop, 1)[0]
    return len(text.rstrip().rstrip(":,"))


def _totals(summary: Summary, style: Style) -> str:
    counts = [f"{summary.valid} valid"]
    if summary.invalid:
        counts.append(style.bad(f"{summary.invalid} invalid"))
    if summary.skipped:
        counts.append(f"{summary.skipped} skipped")
    if summary.errors:
        counts.append(style.bad(f"{summary.errors} {'error' if summary.errors == 1 else 'errors'}"))
    if summary.warnings:
        counts.append(
            style.doubtful(f"{summary.warnings} {'warning' if summary.warnings == 1 else 'warnings'}")
        )
    files = "1 file" if summary.files == 1 else f"{summary.files} files"
    return f"{files}: {', '.join(counts)}\n"
