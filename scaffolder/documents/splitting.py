"""Cuts a file into its documents without parsing any of them.

kubectl cuts at lines that begin with ``---`` (``YAMLReader`` in k8s.io/apimachinery/pkg/util/yaml/decoder.go)
and gives each piece to go-yaml, which reads the first document of it and ignores the rest: so what follows a
``...`` line is dropped. Two things are taken more kindly here, as the server itself takes them: text after
the marker on its line (``--- {a: 1}``) belongs to the document, and so do ``%YAML`` lines above it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKER = b"---"
# What ends a line in YAML 1.1, besides the line feed; in this order.
_LINE_BREAKS = ("\r\n", "\r", "\x85", "\u2028", "\u2029")


class Piece:
    """The bytes of one document, UTF-8 if the file was readable.

    ``index`` counts documents from 0, empty ones included; ``first_line`` is the line of the file, from 1,
    on which ``data`` begins.
    """

    __slots__ = ("data", "first_line", "index")

    def __init__(self, data: bytes, index: int, first_line: int) -> None:
        self.data = data
        self.index = index
        self.first_line = first_line


def split(data: bytes) -> Iterator[Piece]:
    """The documents of a file, one at a time, the empty ones too."""
    data = _as_utf8(data)
    start, line, index = 0, 1, 0
    marker = _next_marker(data, 0)
    if marker >= 0 and _is_preamble(data[:marker]):
        marker = _next_marker(data, marker + len(_MARKER))
    while marker >= 0:
        yield Piece(data[start:marker], index, line)
        index += 1
        line += data.count(b"\n", start, marker)
        start = marker
        rest = data[marker + len(_MARKER) : _line_end(data, marker)].strip()
        if not rest or rest.startswith(b"#"):
            start = _line_end(data, marker)
            line += 1
        marker = _next_marker(data, marker + len(_MARKER))
    yield Piece(data[start:] if start else data, index, line)


def _as_utf8(data: bytes) -> bytes:
    """UTF-16, which go-yaml knows by its byte order mark, as UTF-8; if it is broken, as it was."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    try:
        return data.decode("utf-16").encode()
    except UnicodeDecodeError:
        return data


def _next_marker(data: bytes, start: int) -> int:
    """Where the next ``---`` line begins, -1 if there is none."""
    while True:
        if start == 0 and data.startswith(_MARKER):
            found = 0
        else:
            found = data.find(b"\n" + _MARKER, max(start - 1, 0)) + 1
            if found == 0:
                return -1
        after = data[found + len(_MARKER) : found + len(_MARKER) + 1]
        if after in (b"", b" ", b"\t", b"\r", b"\n"):
            return found
        start = found + len(_MARKER)


def _line_end(data: bytes, start: int) -> int:
    return data.find(b"\n", start) + 1 or len(data)


def _is_preamble(data: bytes) -> bool:
    """Whether it has no content of its own: blank lines, comments, a byte order mark, directives."""
    return all(
        line.startswith((b"#", b"%")) or not line.strip()
        for line in (raw.lstrip() for raw in data.removeprefix(b"\xef\xbb\xbf").splitlines())
    )


def split_lines(text: str) -> list[str]:
    """The lines that libyaml counts; ``str.splitlines`` knows line breaks that YAML does not."""
    for line_break in _LINE_BREAKS:
        if line_break in text:
            text = text.replace(line_break, "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines
