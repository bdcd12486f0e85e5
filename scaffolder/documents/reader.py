"""YAML text as Kubernetes reads it, one document at a time (docs/yaml.md)."""

from __future__ import annotations

from scaffolder.documents.document import Document, DocumentError, DuplicateKey
from scaffolder.documents.fast_reader import read_fast
from scaffolder.documents.plain_places import PlainDocument
from scaffolder.documents.splitting import split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaffolder.documents.splitting import Piece

__all__ = ["Document", "DocumentError", "DuplicateKey", "read_documents"]


def read_documents(data: bytes, *, is_json: bool = False) -> Iterator[Document]:
    """The documents of a YAML file that are not empty, read one at a time; with ``is_json``, of a JSON file.

    A document that cannot be read has an ``error``; the others are read all the same.
    """
    if is_json:
        from scaffolder.documents.json_text import read_json

        document: Document | None = read_json(data)
        if document is not None:
            yield document
        return
    for piece in split(data):
        document = _read(piece)
        if document is not None:
            yield document


def _read(piece: Piece) -> Document | None:
    plain = read_fast(piece.data)
    if plain is None:
        from scaffolder.documents.event_reader import read_events

        return read_events(piece)
    value, line = plain
    return None if value is None else PlainDocument(piece, value, line + piece.first_line)
