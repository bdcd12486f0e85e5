"""A document of a file, as it was read."""

from __future__ import annotations

from scaffolder.documents.splitting import split_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.documents.places import Node
    from scaffolder.documents.source import Source
    from scaffolder.documents.splitting import Piece


class DocumentError:
    """Why a document cannot be read.

    ``problem`` is what the server says of it, ``message`` the same with what it was about to do; lines in
    them are those that go-yaml names, often one off. ``line`` and ``column`` (from 1) say where it is.
    ``hint`` is ours.
    """

    __slots__ = ("column", "hint", "line", "message", "problem")

    def __init__(
        self,
        problem: str,
        line: int,
        column: int,
        hint: str | None = None,
        *,
        stage: str = "error converting YAML to JSON",
    ) -> None:
        self.problem = problem
        self.message = f"{stage}: {problem}" if stage else problem
        self.line = line
        self.column = column
        self.hint = hint

    def __repr__(self) -> str:
        return f"DocumentError({self.problem!r}, {self.line}, {self.column}, {self.hint!r})"


class DuplicateKey:
    """A key that a mapping has more than once, which strict reading refuses.

    ``message`` is the server's (if not given, that of YAML: ``line 27: key "a" already set in map``),
    ``path`` leads to the value, ``line`` and ``column`` (from 1) to the later of the two.
    """

    __slots__ = ("column", "key", "line", "message", "path")

    def __init__(self, key: str, path: Path, line: int, column: int, message: str | None = None) -> None:
        self.message = message or f"line {line}: key {key} already set in map"
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
        "_root",
        "_source",
        "duplicates",
        "error",
        "first_line",
        "index",
        "line",
        "value",
    )

    #: Line and column, from 0 in ``data``, of what follows the document without a line ``---`` before it.
    rest: tuple[int, int] | None = None

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
        self._root: Node | None = None
        self.index = piece.index
        self.first_line = piece.first_line
        self.value = value
        self.line = line
        self.error = error
        self.duplicates = duplicates

    @property
    def data(self) -> bytes:
        """The document's source as it is in the file, or in UTF-8 if that is in UTF-16."""
        return self._data

    @property
    def text(self) -> str:
        """The document's source, with the comments around it; bytes that are no UTF-8 are replaced."""
        return self._data.decode("utf-8-sig", "replace")

    @property
    def lines(self) -> list[str]:
        """The document's source as lines; the first is line ``first_line`` of the file."""
        return split_lines(self.text)

    @property
    def is_json(self) -> bool:
        """Whether it was read as JSON, of which a server decodes some parts less strictly than of YAML."""
        return False

    def objects(self) -> Iterable[Document]:
        """The items of a ``v1 List``, as ``kubectl get -o yaml`` prints several; else the document."""
        if not is_list(self.value):
            return (self,)
        from scaffolder.documents.items import items

        return items(self)

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
        if self._root is None:
            self._root = self._located()
        line, column = self._root.find(path, key=key)
        return line + self.first_line, column + 1

    def _located(self) -> Node:
        from scaffolder.documents.positions import locate_all

        return locate_all(self.source())


def is_list(value: object) -> bool:
    """Whether it is a ``v1 List``."""
    return isinstance(value, dict) and value.get("apiVersion") == "v1" and value.get("kind") == "List"


def template_hint(data: bytes) -> str | None:
    """What to do where a document cannot be read because it is a template of one."""
    if b"{{" in data:
        return "this looks like a template: render it first (helm template …) and check the result"
    return None
