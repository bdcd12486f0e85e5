"""``charAt``, ``indexOf``, ``replace``, ``split``, ``substring``, ``trim``, ``join`` …; version 2 of the
library.

https://github.com/google/cel-go/blob/master/ext/strings.go
"""

from __future__ import annotations

from scaffolder.cel.libraries.string_format import format_
from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime.access import key_text
from scaffolder.cel.runtime.errors import CelError
from scaffolder.cel.types import DYN, INT, STRING, list_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# What Go's strings.TrimSpace takes for a space (unicode.White_Space), unlike Python's str.strip.
_SPACES = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)

_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def declare() -> Library:
    text, texts = STRING, list_of(STRING)
    return Library(
        Function("charAt", Overload("string_char_at_int", (text, INT), text, char_at, member=True)),
        Function(
            "indexOf",
            Overload("string_index_of_string", (text, text), INT, index_of, member=True),
            Overload("string_index_of_string_int", (text, text, INT), INT, index_of, member=True),
        ),
        Function(
            "lastIndexOf",
            Overload("string_last_index_of_string", (text, text), INT, last_index_of, member=True),
            Overload(
                "string_last_index_of_string_int", (text, text, INT), INT, last_index_of_from, member=True
            ),
        ),
        Function("lowerAscii", Overload("string_lower_ascii", (text,), text, lower_ascii, member=True)),
        Function(
            "replace",
            Overload("string_replace_string_string", (text, text, text), text, replace, member=True),
            Overload("string_replace_string_string_int", (text, text, text, INT), text, replace, member=True),
        ),
        Function(
            "split",
            Overload("string_split_string", (text, text), texts, split, member=True),
            Overload("string_split_string_int", (text, text, INT), texts, split, member=True),
        ),
        Function(
            "substring",
            Overload("string_substring_int", (text, INT), text, substring, member=True),
            Overload("string_substring_int_int", (text, INT, INT), text, substring_range, member=True),
        ),
        Function("trim", Overload("string_trim", (text,), text, trim, member=True)),
        Function("upperAscii", Overload("string_upper_ascii", (text,), text, upper_ascii, member=True)),
        Function(
            "format",
            Overload("string_format", (text, list_of(DYN)), text, format_, member=True, since=(1, 29)),
        ),
        Function("strings.quote", Overload("strings_quote", (text,), text, quote, since=(1, 29))),
        Function(
            "join",
            Overload("list_join", (texts,), text, join, member=True),
            Overload("list_join_string", (texts, text), text, join, member=True),
        ),
        since=(1, 23),
    )


def char_at(text: str, index: int) -> str:
    if not 0 <= index <= len(text):
        raise _out_of_range(index)
    return text[index : index + 1]


def index_of(text: str, part: str, start: int = 0) -> int:
    # cel-go indexOfOffset: the empty text is found wherever it is looked for, even beyond the ends
    if not part:
        return start
    if start < 0:
        raise _out_of_range(start)
    return text.find(part, start) if start < len(text) else -1


def last_index_of(text: str, part: str) -> int:
    return text.rfind(part)


def last_index_of_from(text: str, part: str, start: int) -> int:
    """The last place not after ``start``; -1 if ``start`` lies beyond the text."""
    if not part:
        return start
    if start < 0:
        raise _out_of_range(start)
    return text.rfind(part, 0, start + len(part)) if start < len(text) else -1


def lower_ascii(text: str) -> str:
    return text.translate(_LOWER)


def upper_ascii(text: str) -> str:
    return text.translate(_UPPER)


# Where the server would run out of memory: costs are counted when the work has been done.
_MAX_TEXT = 100_000_000


def _check_size(size: int) -> None:
    if size > _MAX_TEXT:
        raise CelError("string is too long")


def replace(text: str, old: str, new: str, count: int = -1) -> str:
    _check_size(len(text) + text.count(old) * len(new))
    return text.replace(old, new, count)


def split(text: str, separator: str, limit: int = -1) -> list[str]:
    """``strings.SplitN``: at most ``limit`` parts, all of them if it is negative; characters without a
    separator.
    """
    if limit == 0:
        return []
    if not separator:
        parts = list(text)
        if 0 < limit < len(parts):
            parts[limit - 1 :] = ["".join(parts[limit - 1 :])]
        return parts
    return text.split(separator, limit - 1 if limit > 0 else -1)


def substring(text: str, start: int) -> str:
    if not 0 <= start <= len(text):
        raise _out_of_range(start)
    return text[start:]


def substring_range(text: str, start: int, end: int) -> str:
    if start > end:
        raise CelError(f"invalid substring range. start: {start}, end: {end}")
    for index in (start, end):
        if not 0 <= index <= len(text):
            raise _out_of_range(index)
    return text[start:end]


def trim(text: str) -> str:
    return text.strip(_SPACES)


def join(texts: Any, separator: str = "") -> str:
    parts = list(texts)
    for part in parts:
        if type(part) is not str:
            raise CelError(f"join: invalid input: {key_text(part)}")
    _check_size(sum(map(len, parts)) + len(parts) * len(separator))
    return separator.join(parts)


_QUOTED = str.maketrans(
    {
        "\a": r"\a",
        "\b": r"\b",
        "\f": r"\f",
        "\n": r"\n",
        "\r": r"\r",
        "\t": r"\t",
        "\v": r"\v",
        "\\": r"\\",
        '"': r"\"",
    }
)


def quote(text: str) -> str:
    return f'"{text.translate(_QUOTED)}"'


def _out_of_range(index: int) -> CelError:
    return CelError(f"index out of range: {index}")
