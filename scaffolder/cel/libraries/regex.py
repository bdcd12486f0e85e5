"""``find`` and ``findAll``: https://github.com/kubernetes/apiserver/blob/master/pkg/cel/library/regex.go"""

from __future__ import annotations

from scaffolder.cel.libraries.standard import compiled
from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime.errors import CelError
from scaffolder.cel.types import INT, STRING, list_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.apimachinery.patterns import Matcher


def declare() -> Library:
    return Library(
        Function("find", Overload("string_find_string", (STRING, STRING), STRING, find, member=True)),
        Function(
            "findAll",
            Overload("string_find_all_string", (STRING, STRING), list_of(STRING), find_all, member=True),
            Overload(
                "string_find_all_string_int", (STRING, STRING, INT), list_of(STRING), find_all, member=True
            ),
        ),
    )


def _matcher(pattern: str) -> Matcher:
    try:
        return compiled(pattern)
    except CelError as error:
        raise CelError(f"Illegal regex: {error}") from error


def find(text: str, pattern: str) -> str:
    return _matcher(pattern).find(text) or ""


def find_all(text: str, pattern: str, limit: int = -1) -> list[str]:
    return _matcher(pattern).find_all(text, limit)
