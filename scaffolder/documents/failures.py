"""Why a document cannot be read, as far as go-yaml and encoding/json are concerned."""

from __future__ import annotations

from scaffolder.documents.splitting import split_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Path


class Stage:
    """What gave up on the document; go-yaml's messages differ in how they name a line."""

    READER = "reader"  # bytes that are no text: no line
    SCANNER = "scanner"  # tokens: the line of the problem
    PARSER = "parser"  # structure: the line before the problem
    ANCHORS = "anchors"  # while parsing, but no line
    DECODER = "decoder"  # values: no line
    JSON = "json"  # after YAML was read: no line, and not the word "yaml"


class Place:
    """A line and a column, from 0, like the marks of libyaml."""

    __slots__ = ("column", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column

    @classmethod
    def after(cls, start: Any, text: str) -> Place:
        """The place after ``text``, which begins at the mark ``start``."""
        lines = split_lines(f"{text}|")
        column = len(lines[-1]) - 1
        return cls(start.line + len(lines) - 1, column + (start.column if len(lines) == 1 else 0))

    @classmethod
    def of_byte(cls, data: bytes, position: int) -> Place:
        """The place of the byte at ``position``."""
        return cls.after(cls(0, 0), data[:position].decode("utf-8-sig", "replace"))


class ReadError(Exception):
    """A document cannot be read. ``problem`` is go-yaml's text.

    ``mark`` is where it is (from 0), or ``path`` leads there; neither where nobody knows.
    """

    def __init__(
        self, problem: str, mark: Any = None, stage: str = Stage.DECODER, path: Path | None = None
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.mark = mark
        self.stage = stage
        self.path = path

    def in_words_of_go(self, first_line: int) -> str:
        """The error's text, lines counted from ``first_line``.

        Lines are those of ``parser.fail`` in go-yaml's decode.go: a parser's problem is reported one line
        early, and one on the first line without any.
        """
        if self.stage == Stage.JSON:
            return self.problem
        line = self.mark.line if self.mark is not None else 0
        if not line or self.stage not in (Stage.SCANNER, Stage.PARSER):
            return f"yaml: {self.problem}"
        return f"yaml: line {line + first_line - (self.stage == Stage.PARSER)}: {self.problem}"


def unknown_anchor(event: Any) -> ReadError:
    """An alias before its anchor: go-yaml gives up on the document at once."""
    return ReadError(f"unknown anchor '{event.anchor}' referenced", event.start_mark, Stage.ANCHORS)


def from_yaml_error(error: Any, data: bytes) -> ReadError:
    """What PyYAML's libyaml parser raises while it reads ``data``."""
    from yaml.reader import ReaderError
    from yaml.scanner import ScannerError

    if isinstance(error, ReaderError):
        return ReadError(str(error.reason), Place.of_byte(data, error.position), Stage.READER)
    stage = Stage.SCANNER if isinstance(error, ScannerError) else Stage.PARSER
    mark = error.problem_mark
    if (mark is None or not mark.line) and error.context_mark is not None and error.context_mark.line:
        mark, stage = error.context_mark, Stage.PARSER
    return ReadError(str(error.problem), mark, stage)
