"""JSON read as JSON. YAML takes most of it, but reads 1.0 as 1 and lacks some escapes.

kubectl sends what begins like JSON as it is, whatever its file is called (``YAMLOrJSONDecoder`` in
``k8s.io/apimachinery/pkg/util/yaml/decoder.go``), and the server then reads it with ``encoding/json``.
"""

from __future__ import annotations

from scaffolder.documents.reader import Document, DocumentError, DuplicateKey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from scaffolder.diagnostics import Path
    from scaffolder.documents.source import Source

_SPACE = b" \t\r\n"


class JsonDocument(Document):
    """A document whose value was read as JSON. Places in it are found by way of YAML."""

    __slots__ = ()

    def __init__(self, document: Document) -> None:
        self._data = document._data
        self._source = None
        self._positions = None
        self.index = document.index
        self.first_line = document.first_line
        self.value = None
        self.error = None
        self.duplicates = []
        lead = self._data[: len(self._data) - len(self._data.lstrip(_SPACE))]
        self.line = document.first_line + lead.count(b"\n")

    def source(self) -> Source:
        if self._source is None:
            import re

            from scaffolder.documents.source import Source

            # Halves of a character, which YAML does not know: another of that length for each.
            data = re.sub(rb"\\u[dD][89a-fA-F][0-9a-fA-F]{2}", rb"\\ufffd", self._data)
            self._source = Source(data)
        return self._source

    def locate(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        from yaml import YAMLError

        from scaffolder.documents.failures import ReadError

        try:
            return super().locate(path, key=key)
        except (YAMLError, ReadError):
            return self.line, 1


def read_as_json(document: Document) -> Document:
    """The same document with the value that JSON gives it, or as it is if it does not begin like JSON."""
    text = document._data.lstrip(_SPACE)
    if not text.startswith(b"{") or text[1:].lstrip(_SPACE)[:1] not in (b'"', b"}"):
        return document
    import json

    result = JsonDocument(document)
    pairs = _Pairs()
    try:
        result.value = json.loads(
            result._data.decode("utf-8", "replace"),
            object_pairs_hook=pairs.collect,
            parse_constant=_refuse_constant,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        problem = f"json: {error.msg}"
        line = document.first_line + error.lineno - 1
        result.error = DocumentError(problem, line, error.colno)
    except RecursionError:
        return document  # too deep for Python's reader, but not for the server's
    except ValueError as error:
        result.error = DocumentError(str(error), result.line, 1)
    else:
        if pairs.repeated:
            result.duplicates = _duplicates(result, pairs)
    return result


class _Pairs:
    """Makes dicts of pairs, of which the last counts, and remembers the keys that came again."""

    __slots__ = ("repeated",)

    def __init__(self) -> None:
        # By the identity of the dict, which is kept with them so that no other takes it over.
        self.repeated: dict[int, tuple[dict[str, Any], list[str]]] = {}

    def collect(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            names = [name for name, _ in pairs]
            again = [name for n, name in enumerate(names) if name in names[:n]]
            self.repeated[id(made)] = (made, again)
        return made


def _dotted(path: Path) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"json: invalid character '{name.lstrip('-')[0]}' looking for beginning of value")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"json: cannot unmarshal number {text} into Go value of type float64")
    return number


def _duplicates(document: JsonDocument, pairs: _Pairs) -> list[DuplicateKey]:
    """The repeated keys with their paths, in the order of the document. Iterative: it may be deep."""
    found = []
    pending: list[tuple[Path, Any]] = [((), document.value)]
    while pending:
        path, value = pending.pop()
        below: list[tuple[Path, Any]] = []
        if isinstance(value, dict):
            for key in pairs.repeated.get(id(value), (value, ()))[1]:
                line, column = document.locate((*path, key), key=True)
                duplicate = DuplicateKey(key, (*path, key), line, column)
                duplicate.message = f'duplicate field "{_dotted(duplicate.path)}"'
                found.append(duplicate)
            below = [((*path, key), item) for key, item in value.items()]
        elif isinstance(value, list):
            below = [((*path, index), item) for index, item in enumerate(value)]
        pending.extend(reversed(below))
    return found
