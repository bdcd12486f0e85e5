"""JSON read as JSON. YAML takes most of it, but reads 1.0 as 1 and lacks some escapes.

kubectl sends what begins like JSON as it is, whatever its file is called (``YAMLOrJSONDecoder`` in
``k8s.io/apimachinery/pkg/util/yaml/decoder.go``). The server then looks for the version and kind with
``encoding/json`` and decodes with sigs.k8s.io/json.
"""

from __future__ import annotations

from scaffolder.documents.document import Document, DocumentError, DuplicateKey, template_hint
from scaffolder.documents.go_syntax import quote
from scaffolder.documents.json_tokens import END, KEY, LIST, MAP, NUMBER, JsonError, decode, tokens
from scaffolder.documents.places import Node
from scaffolder.documents.scalars import MAX_INT64, MIN_INT64
from scaffolder.documents.splitting import Piece

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Path

_SPACE = b" \t\r\n"
_SYNTAX = "couldn't get version/kind; json parse error"
# kubernetes_patch.go: saveStrictError
_MOST_DUPLICATES = 100
# Those that come again in the same place are no new ones; nor are they looked at for ever.
_MOST_REPEATED = 1000
# Longer numbers are no int64 for sure; Python's own limit lies far above.
_LONGEST_INTEGER = 20
_LONGEST_SHOWN = 400


class JsonDocument(Document):
    """A document whose value was read as JSON."""

    __slots__ = ()

    @property
    def is_json(self) -> bool:
        return True

    @property
    def lines(self) -> list[str]:
        return [line.removesuffix("\r") for line in decode(self._data).removesuffix("\n").split("\n")]

    def _located(self) -> Node:
        return _locate_all(decode(self._data))


def read_json(data: bytes) -> JsonDocument | None:
    """The one document of a JSON file, None if there is none."""
    return _read(Piece(data, 0, 1)) if data.strip(_SPACE) else None


def read_as_json(document: Document) -> Document:
    """The same document with the value that JSON gives it, or as it is if it does not begin like JSON."""
    if isinstance(document, JsonDocument):
        return document
    text = document.data.lstrip(_SPACE)
    if not text.startswith(b"{") or text[1:].lstrip(_SPACE)[:1] not in (b'"', b"}"):
        return document
    return _read(Piece(document.data, document.index, document.first_line)) or document


def _read(piece: Piece) -> JsonDocument | None:
    text = decode(piece.data)
    reader = _Reader(text, piece.first_line)
    try:
        value = reader.read()
    except JsonError as error:
        line, column = reader.place(error.place)
        hint = template_hint(piece.data)
        problem = DocumentError(error.problem, line, column, hint, stage=_SYNTAX)
        return JsonDocument(piece, None, line, problem, [])
    if reader.error is not None:
        return JsonDocument(piece, None, reader.error.line, reader.error, [])
    if value is None:
        return None
    lead = len(text) - len(text.lstrip())
    return JsonDocument(piece, value, reader.place(lead)[0], None, reader.duplicates)


class _Reader:
    """Makes the value of the tokens. A list is its stack: JSON nests as deeply as Go allows."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first_line = first_line
        root: list[Any] = []
        # What is open, from the outside, and in each mapping the key whose value comes next.
        self._holders: list[Any] = [root]
        self._keys: list[str] = [""]
        self._seen: set[str] = set()
        self._repeated = 0
        self.duplicates: list[DuplicateKey] = []
        self.error: DocumentError | None = None

    def place(self, place: int) -> tuple[int, int]:
        """Line and column of a character, from 1; lines are those of the file."""
        line = self._text.count("\n", 0, place)
        return line + self._first_line, place - self._text.rfind("\n", 0, place)

    def read(self) -> Any:
        """The value. Raises ``JsonError``; a number that cannot be one is ``error`` then."""
        holders, keys = self._holders, self._keys
        root = holder = holders[0]
        for kind, value, place in tokens(self._text):
            if kind is KEY:
                keys[-1] = value
                if value in holder:
                    self._add_duplicate(place)
                continue
            if kind is END:
                holders.pop()
                keys.pop()
                holder = holders[-1]
                continue
            if kind is NUMBER:
                item: Any = self._number(value, place)
            else:
                item = {} if kind is MAP else [] if kind is LIST else value
            if holder.__class__ is list:
                holder.append(item)
            else:
                holder[keys[-1]] = item
            if kind is MAP or kind is LIST:
                holders.append(item)
                keys.append("")
                holder = item
        return root[0]

    def _number(self, text: str, place: int) -> int | float:
        """``convertNumber`` with ``PreserveInts``: an int64 if it is one as it stands, else a float64."""
        if len(text) <= _LONGEST_INTEGER and text.removeprefix("-").isdigit():
            whole = int(text)
            if MIN_INT64 <= whole <= MAX_INT64:
                return whole
        number = float(text)
        if number - number != 0 and self.error is None:
            shown = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "..."
            problem = f"json: cannot unmarshal number {shown} into Go value of type float64"
            self.error = DocumentError(problem, *self.place(place), stage="")
        return number

    def _add_duplicate(self, place: int) -> None:
        self._repeated += 1
        if self._repeated > _MOST_REPEATED:
            return
        path: Path = tuple(
            key if isinstance(holder, dict) else len(holder) - 1
            for holder, key in zip(self._holders[1:], self._keys[1:], strict=True)
        )
        text = _dotted(path)
        if text not in self._seen and len(self._seen) < _MOST_DUPLICATES:
            self._seen.add(text)
            message = f"duplicate field {quote(text)}"
            self.duplicates.append(DuplicateKey(self._keys[-1], path, *self.place(place), message))


def _dotted(path: Path) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def _locate_all(text: str) -> Node:
    """The places of everything in a readable text."""
    root = Node(0, 0)
    root.items = []
    open_nodes = [root]
    key = ("", 0, 0)
    keys = [key]
    line = line_start = counted = 0
    for kind, value, place in tokens(text):
        breaks = text.count("\n", counted, place)
        if breaks:
            line += breaks
            line_start = text.rfind("\n", counted, place) + 1
        counted = place
        if kind is KEY:
            keys[-1] = (value, line, place - line_start)
        elif kind is END:
            open_nodes.pop()
            keys.pop()
        else:
            node = Node(line, place - line_start)
            around = open_nodes[-1]
            if around.fields is not None:
                name, key_line, key_column = keys[-1]
                around.fields[name] = (key_line, key_column, node)
            elif around.items is not None:
                around.items.append(node)
            if kind is MAP or kind is LIST:
                if kind is MAP:
                    node.fields = {}
                else:
                    node.items = []
                open_nodes.append(node)
                keys.append(key)
    return root.items[0]
