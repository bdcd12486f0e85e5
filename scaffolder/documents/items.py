"""The objects inside a ``List``, as ``kubectl get -o yaml`` prints several of them in one document."""

from __future__ import annotations

from scaffolder.documents.document import Document, is_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.documents.source import Source


class Item(Document):
    """One object of a list, which knows where in the whole document it stands."""

    __slots__ = ("_prefix", "_whole")

    def __init__(self, whole: Document, prefix: Path, value: Any) -> None:
        self._whole = whole
        self._prefix = prefix
        self.index = whole.index
        self.first_line = whole.first_line
        self.value = value
        self.error = None
        self.duplicates = [d for d in whole.duplicates if d.path[: len(prefix)] == prefix]
        self.line = whole.locate(prefix)[0]

    @property
    def is_json(self) -> bool:
        return self._whole.is_json

    @property
    def data(self) -> bytes:
        return self._whole.data

    @property
    def text(self) -> str:
        return self._whole.text

    @property
    def lines(self) -> list[str]:
        return self._whole.lines

    def source(self) -> Source:
        return self._whole.source()

    def locate(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        return self._whole.locate((*self._prefix, *path), key=key)


def items(document: Document) -> Iterator[Document]:
    """The items of a ``v1 List``, and of the lists among them."""
    waiting: list[tuple[Path, Any]] = [((), document.value)]
    while waiting:
        prefix, inner = waiting.pop()
        if not is_list(inner):
            yield Item(document, prefix, inner)
            continue
        found = inner.get("items")
        below = [
            ((*prefix, "items", n), item) for n, item in enumerate(found if isinstance(found, list) else [])
        ]
        waiting += reversed(below)
