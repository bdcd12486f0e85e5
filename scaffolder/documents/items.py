"""The objects inside a ``List``, as ``kubectl get -o yaml`` prints several of them in one document."""

from __future__ import annotations

from scaffolder.documents.document import Document, DocumentError, is_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.documents.document import DuplicateKey
    from scaffolder.documents.source import Source


class _Whole:
    """The document that items are in, and its lines, which are split once for all of them."""

    __slots__ = ("_lines", "document")

    def __init__(self, document: Document) -> None:
        self.document = document
        self._lines: list[str] | None = None

    @property
    def lines(self) -> list[str]:
        if self._lines is None:
            self._lines = self.document.lines
        return self._lines


class Item(Document):
    """One object of a list, which knows where in the whole document it stands."""

    __slots__ = ("_prefix", "_whole")

    def __init__(
        self,
        whole: _Whole,
        prefix: Path,
        value: Any,
        duplicates: Sequence[DuplicateKey] = (),
        error: DocumentError | None = None,
    ) -> None:
        self._whole = whole
        self._prefix = prefix
        self.index = whole.document.index
        self.first_line = whole.document.first_line
        self.value = value
        self.error = error
        self.duplicates = list(duplicates)
        self.line = whole.document.locate(prefix)[0]

    @property
    def is_json(self) -> bool:
        return self._whole.document.is_json

    @property
    def data(self) -> bytes:
        return self._whole.document.data

    @property
    def text(self) -> str:
        return self._whole.document.text

    @property
    def lines(self) -> list[str]:
        return self._whole.lines

    def source(self) -> Source:
        return self._whole.document.source()

    def locate(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        if self.error is not None:
            return self.error.line, self.error.column
        return self._whole.document.locate((*self._prefix, *path), key=key)


def items(document: Document) -> Iterator[Document]:
    """The items of a ``v1 List``, and of the lists among them.

    A list that is empty is given as it is; one whose items are no list, or that has them twice, is an item
    that cannot be read.
    """
    whole = _Whole(document)
    duplicates = _by_object(document.duplicates)
    waiting: list[tuple[Path, Any]] = [((), document.value)]
    while waiting:
        prefix, inner = waiting.pop()
        inside = duplicates.get(prefix, [])
        if not is_list(inner):
            yield Item(whole, prefix, inner, inside)
            continue
        error = _list_error(document, prefix, inner, inside)
        if error is not None:
            yield Item(whole, prefix, None, error=error)
        elif not inner["items"]:
            yield Item(whole, prefix, inner)
        else:
            waiting += reversed([((*prefix, "items", n), item) for n, item in enumerate(inner["items"])])


def _list_error(
    document: Document, prefix: Path, value: dict[str, Any], duplicates: Sequence[DuplicateKey]
) -> DocumentError | None:
    """Why the items of a list cannot be told."""
    for duplicate in duplicates:
        if duplicate.path == (*prefix, "items"):
            return DocumentError(duplicate.message, duplicate.line, duplicate.column)
    if isinstance(value.get("items"), list):
        return None
    return DocumentError("the items of this List are no list", *document.locate((*prefix, "items")), stage="")


def _by_object(duplicates: Sequence[DuplicateKey]) -> dict[Path, list[DuplicateKey]]:
    """By the path of every object that they are in: the document, one of its items, an item of that list …"""
    found: dict[Path, list[DuplicateKey]] = {}
    for duplicate in duplicates:
        path, depth = duplicate.path, 0
        found.setdefault((), []).append(duplicate)
        while len(path) > depth + 2 and path[depth] == "items" and isinstance(path[depth + 1], int):
            depth += 2
            found.setdefault(path[:depth], []).append(duplicate)
    return found
