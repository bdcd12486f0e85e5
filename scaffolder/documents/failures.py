"""Why a document cannot be read, as far as go-yaml and encoding/json are concerned."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Stage:
    """What gave up on the document; go-yaml's messages differ in how they name a line."""

    READER = "reader"  # bytes that are no text: no line
    SCANNER = "scanner"  # tokens: the line of the problem
    PARSER = "parser"  # structure: the line before the problem
    ANCHORS = "anchors"  # while parsing, but no line
    DECODER = "decoder"  # values: no line
    JSON = "json"  # after YAML was read: no line, and not the word "yaml"


class ReadError(Exception):
    """A document cannot be read. ``problem`` is go-yaml's text, ``mark`` where it is (from 0), if known."""

    def __init__(self, problem: str, mark: Any = None, stage: str = Stage.DECODER) -> None:
        super().__init__(problem)
        self.problem = problem
        self.mark = mark
        self.stage = stage

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


def from_yaml_error(error: Any) -> ReadError:
    """What PyYAML's libyaml parser raises."""
    from yaml.reader import ReaderError
    from yaml.scanner import ScannerError

    if isinstance(error, ReaderError):
        return ReadError(str(error.reason), None, Stage.READER)
    stage = Stage.SCANNER if isinstance(error, ScannerError) else Stage.PARSER
    mark = error.problem_mark
    if (mark is None or not mark.line) and error.context_mark is not None and error.context_mark.line:
        mark, stage = error.context_mark, Stage.PARSER
    return ReadError(str(error.problem), mark, stage)
