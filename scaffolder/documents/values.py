"""An object that a program holds, where a document of a file is expected."""

from __future__ import annotations

from scaffolder.documents.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Path


class ValueDocument(Document):
    """A document without a text; everything in it is at line 1, column 1."""

    __slots__ = ()

    def __init__(self, value: Any) -> None:
        self.index = 0
        self.first_line = 1
        self.value = value
        self.line = 1
        self.error = None
        self.duplicates = []

    @property
    def data(self) -> bytes:
        return b""

    @property
    def text(self) -> str:
        return ""

    def locate(self, _path: Path, *, key: bool = False) -> tuple[int, int]:  # noqa: ARG002
        return (1, 1)
