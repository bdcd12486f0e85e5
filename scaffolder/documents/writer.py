"""Values as YAML text that Kubernetes, like any other reader of YAML, reads back the same.

Block style, keys in the order of the mapping, lists not indented below their key (as Kubernetes' own tools
write them), no line ever folded. A string is plain only where no version of YAML takes it for anything else;
one of several lines is a literal block where that keeps every character.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

# What YAML 1.1, YAML 1.2 or go-yaml take for null, a boolean, a number or a merge, in any case.
_WORDS = frozenset(
    ("y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", ".inf", ".nan", "=", "<<")
)
_DIGITS = frozenset("0123456789")
# Text of only these that begins like a number may be one, a date or a time, to one reader or another.
_NUMERIC = _DIGITS | frozenset("+-_.:,abcdefABCDEFoOxXtTzZ ")
_NUMBER_STARTS = _DIGITS | frozenset("+-.")
# Beginnings with no meaning of their own, besides letters and digits.
_PLAIN_STARTS = frozenset("_/.($^+<\\;=~")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
# A key that ends later than 1,024 characters after its beginning must be marked as one; this is safely below.
_LONGEST_SIMPLE_KEY = 1000
_INDENT = "  "


def dump(value: Any) -> str:
    """One document, ending with a line break.

    ``value`` is made of dict (string keys), list, str, int, float, bool and None; anything else raises
    ``TypeError``, an infinity or NaN ``ValueError``. A surrogate, which UTF-8 cannot hold, becomes U+FFFD, as
    it does in Go.
    """
    lines: list[str] = []
    if isinstance(value, (dict, list)) and value:
        _write_collection(lines, value)
    else:
        lines.append(_scalar(value, ""))
    return "\n".join(lines) + "\n"


def dump_all(values: Iterable[Any]) -> str:
    """Several documents with ``---`` between them."""
    return "---\n".join(dump(value) for value in values)


class _Level:
    """A collection that is being written; ``lead`` stands before its next entry."""

    __slots__ = ("entries", "indent", "is_map", "lead")

    def __init__(self, value: Any, indent: str, lead: str) -> None:
        self.is_map = isinstance(value, dict)
        self.entries: Iterator[Any] = iter(value.items() if self.is_map else value)
        self.indent = indent
        self.lead = lead


_DONE: Any = object()


def _write_collection(lines: list[str], value: Any) -> None:
    levels = [_Level(value, "", "")]
    while levels:
        level = levels[-1]
        entry = next(level.entries, _DONE)
        if entry is _DONE:
            levels.pop()
            continue
        lead, level.lead = level.lead, level.indent
        inner = level.indent + _INDENT
        if not level.is_map:
            if isinstance(entry, (dict, list)) and entry:
                levels.append(_Level(entry, inner, f"{lead}- "))
            else:
                lines.append(f"{lead}- {_scalar(entry, level.indent)}")
            continue
        key, child = entry
        text = _key(key)
        if len(text) > _LONGEST_SIMPLE_KEY:
            lines.append(f"{lead}? {text}")
            lead, text = level.indent, ""
        if isinstance(child, (dict, list)) and child:
            lines.append(f"{lead}{text}:")
            child_indent = level.indent if isinstance(child, list) and text else inner
            levels.append(_Level(child, child_indent, child_indent))
        else:
            lines.append(f"{lead}{text}: {_scalar(child, level.indent)}")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be a string, not {type(key).__name__}")
    return key if _is_plain(key) else _quoted(key)


def _scalar(value: Any, indent: str) -> str:
    if isinstance(value, str):
        if _is_plain(value):
            return value
        return _literal(value, indent) if _is_literal(value) else _quoted(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _float(value)
    if value == {}:
        return "{}"
    if value == []:
        return "[]"
    raise TypeError(f"a value of type {type(value).__name__} has no place in YAML for Kubernetes")


def _float(value: float) -> str:
    if value - value != 0:
        raise ValueError(f"{value} has no place in YAML for Kubernetes")
    text = repr(value)
    # YAML 1.1 wants a dot in every float.
    return text if "." in text else text.replace("e", ".0e")


def _is_plain(text: str) -> bool:
    if not text or text[-1] in " :" or text.startswith(("---", "...")) or not _is_printable(text):
        return False
    first = text[0]
    if first == "-":
        if text[1:2] in ("", " "):
            return False
    elif not (first.isalnum() or first in _PLAIN_STARTS):
        return False
    if ": " in text or " #" in text or text.lower().lstrip("+-") in _WORDS:
        return False
    return first not in _NUMBER_STARTS or _DIGITS.isdisjoint(text) or not _NUMERIC.issuperset(text)


def _is_literal(text: str) -> bool:
    """Whether a literal block keeps it: several lines, the first of which shows the indentation."""
    if "\n" not in text or text[0] in " \t\n":
        return False
    return all(
        not line or (line[-1] not in " \t" and _is_printable(line.replace("\t", "")))
        for line in text.split("\n")
    )


def _literal(text: str, indent: str) -> str:
    if not text.endswith("\n"):
        header = "|-"
    else:
        header = "|+" if text.endswith("\n\n") else "|"
        text = text[:-1]
    inner = indent + _INDENT
    return "\n".join([header, *(inner + line if line else "" for line in text.split("\n"))])


def _quoted(text: str) -> str:
    if _is_printable(text):
        if '"' not in text and "\\" not in text:
            return f'"{text}"'
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if _is_printable(char):
        return char
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _is_printable(text: str) -> bool:
    """Whether all of it may stand as it is; the ideographic space is common inside text."""
    return text.isprintable() or text.replace("\u3000", "").isprintable()
