"""A document of a file, as it was read."""

from __future__ import annotations

from scaffolder.documents.splitting import split_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.documents.positions import Positions
    from scaffolder.documents.source import Source
    from scaffolder.documents.splitting import Piece


class DocumentError:
    """Why a document cannot be read.

    ``problem`` is what the server says of it, ``message`` the same as kubectl prints it; lines in them are
    those that go-yaml names, often one off. ``line`` and ``column`` (from 1) say where it is.
    ``hint`` is ours.
    """

    __slots__ = ("column", "hint", "line", "problem")

    def __init__(self, problem: str, line: int, column: int, hint: str | None = None) -> None:
        self.problem = problem
        self.line = line
        self.column = column
        self.hint = hint

    @property
    def message(self) -> str:
        return f"error converting YAML to JSON: {self.problem}"

    def __repr__(self) -> str:
        return f"DocumentError({self.problem!r}, {self.line}, {self.column}, {self.hint!r})"


class DuplicateKey:
    """A key that a mapping has more than once, which strict reading refuses.

    ``message`` is the server's (``line 27: key "a" already set in map``), ``path`` leads to the value,
    ``line`` and ``column`` (from 1) to the later of the two.
    """

    __slots__ = ("column", "key", "line", "message", "path")

    def __init__(self, key: str, path: Path, line: int, column: int) -> None:
        self.message = f"line {line}: key {key} already set in map"
        self.key = path[-1] if path else key
        self.path = path
        self.line = line
        self.column = column

    def __repr__(self) -> str:
        return f"DuplicateKey({self.message!r}, {self.path!r}, {self.column})"


class Document:
    """One document of a file that is not empty.

    ``index`` counts the file's documents from 0, the empty ones too. ``value`` is what Kubernetes decodes,
    None if there is an ``error``. ``line`` is that of its first content, ``first_line`` that of
    ``lines[0]``.
    """

    __slots__ = (
        "_data",
        "_positions",
        "_source",
        "duplicates",
        "error",
        "first_line",
        "index",
        "line",
        "value",
    )

    def __init__(
        self,
        piece: Piece,
        value: Any,
        line: int,
        error: DocumentError | None,
        duplicates: list[DuplicateKey],
        source: Source | None = None,
    ) -> None:
        self._data = piece.data
        self._source = source
        self._positions: Positions | None = None
        self.index = piece.index
        self.first_line = piece.first_line
        self.value = value
        self.line = line
        self.error = error
        self.duplicates = duplicates

    @property
    def text(self) -> str:
        """The document's source, with the comments around it; bytes that are no UTF-8 are replaced."""
        return self._data.decode("utf-8-sig", "replace")

    @property
    def lines(self) -> list[str]:
        """The document's source as lines; the first is line ``first_line`` of the file."""
        return split_lines(self.text)

    def source(self) -> Source:
        """The text to read again, for what is not kept from the first reading."""
        if self._source is None:
            from scaffolder.documents.source import Source

            self._source = Source(self._data)
        return self._source

    def locate(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column (from 1) of the value at ``path``, or of its key.

        For a field that does not exist: of the nearest value around it that does. A value that comes from
        an alias or a merge is where its anchor is.
        """
        if self.error is not None:
            return self.error.line, self.error.column
        if self._positions is None:
            from scaffolder.documents.positions import Positions

            self._positions = Positions(self.source())
        line, column = self._positions.find(path, key=key)
        return line + self.first_line, column + 1
