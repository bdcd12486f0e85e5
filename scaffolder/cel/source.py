"""The text of an expression, and errors that point into it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# common/errors.go, common/error.go of cel-go
_MAX_ERRORS = 100
_MAX_SNIPPET_BYTES = 16384


class LocatedError(Exception):
    """One thing that is wrong, at an offset in code points (``None``: with the expression as a whole)."""

    def __init__(self, pos: int | None, message: str) -> None:
        super().__init__(message)
        self.pos = pos
        self.message = message


class CompileError(Exception):
    """Why an expression does not compile. Its text is what kube-apiserver says, excerpts and carets included.

    ``errors`` are in the order of their position. The text begins with the stage that failed:
    ``compilation failed`` or ``program instantiation failed``.
    """

    def __init__(self, stage: str, errors: Iterable[LocatedError], source: Source | None = None) -> None:
        self.stage = stage
        self.errors = sorted(errors, key=lambda error: -1 if error.pos is None else error.pos)
        described = [
            error.message if source is None else source.describe(error) for error in self.errors[:_MAX_ERRORS]
        ]
        if len(self.errors) > _MAX_ERRORS:
            described.append(f"{len(self.errors) - _MAX_ERRORS} more errors were truncated")
        super().__init__(f"{stage}: " + "\n".join(described) if described else stage)


class Source:
    """Knows where lines begin. Only a line feed ends a line."""

    __slots__ = ("_line_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._line_starts = [0, *(offset + 1 for offset, char in enumerate(text) if char == "\n")]

    def location(self, pos: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        from bisect import bisect_right

        line = bisect_right(self._line_starts, pos)
        return line, pos - self._line_starts[line - 1] + 1

    def describe(self, error: LocatedError) -> str:
        """``ERROR: <input>:line:column: message``, the line, and a caret (cel-go: Error.ToDisplayString)."""
        if error.pos is None:
            return f"ERROR: <input>:-1:0: {error.message}"
        line, column = self.location(error.pos)
        head = f"ERROR: <input>:{line}:{column}: {error.message}"
        start = self._line_starts[line - 1]
        end = self._line_starts[line] - 1 if line < len(self._line_starts) else len(self.text)
        snippet = self.text[start:end]
        if not self.text or len(snippet.encode(errors="replace")) > _MAX_SNIPPET_BYTES:
            return head
        before = snippet[: column - 1]
        dots = "".join("．" if ord(char) > 127 else "." for char in before)
        at = snippet[column - 1 : column]
        caret = "＾" if at and ord(at) > 127 else "^"
        return f"{head}\n | {snippet.replace(chr(9), ' ')}\n | {dots}{caret}"
