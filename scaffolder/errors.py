"""The one exception that a user is meant to see."""

from __future__ import annotations


class ScaffoldError(Exception):
    """The work cannot go on, and the user can mend it.

    Wrong *content* is not raised but returned as a ``Diagnostic``. Anything raised that is not a
    ``ScaffoldError`` is a defect of ours and keeps its traceback.

    ``message`` says what is wrong, ``hint`` what to do about it; both in one line. ``file``, ``line`` and
    ``column`` (from 1) say where, as far as it is known.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.file = file
        self.line = line
        self.column = column

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        text = f"{where}: {self.message}" if where else self.message
        if self.hint:
            text = f"{text} ({self.hint})"
        return " ".join(text.splitlines())
