"""An object that a program holds, where a document of a file is expected."""

from __future__ import annotations

from collections.abc import Mapping

from scaffolder.documents.document import Document
from scaffolder.documents.scalars import as_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Path


class _Place:
    """Where a value goes in the copy, and where it comes from."""

    __slots__ = ("above", "holder", "source", "step")

    def __init__(self, holder: Any, step: str | int, source: object, above: _Place | None) -> None:
        self.holder = holder
        self.step = step
        self.source = source
        self.above = above

    def is_inside_itself(self) -> bool:
        above = self.above
        while above is not None and above.source is not self.source:
            above = above.above
        return above is not None

    def __str__(self) -> str:
        steps: list[str] = []
        place = self
        while place.above is not None:
            step = place.step
            is_name = isinstance(step, str) and step.isidentifier()
            steps.append(f".{step}" if is_name else f"[{step!r}]")
            place = place.above
        return "".join(reversed(steps)).removeprefix(".") or "the resource"


def plain(value: object) -> Any:
    """A copy of ``value`` made of what JSON is made of: dicts, lists, strings, numbers, booleans, None.

    Subclasses of these (members of a ``StrEnum``, a ``defaultdict``), other mappings and tuples become what
    they stand for. Raises ``TypeError`` for everything else, and ``ValueError`` for NaN, infinities and what
    contains itself; both name the place.
    """
    copy: list[Any] = [None]
    waiting = [_Place(copy, 0, value, None)]
    while waiting:
        place = waiting.pop()
        source = place.source
        found: Any
        if isinstance(source, Mapping):
            found = place.holder[place.step] = dict.fromkeys(_key(key, place) for key in source)
            below = [_Place(found, _key(key, place), inner, place) for key, inner in source.items()]
        elif isinstance(source, (list, tuple)):
            found = place.holder[place.step] = [None] * len(source)
            below = [_Place(found, index, inner, place) for index, inner in enumerate(source)]
        else:
            place.holder[place.step] = _scalar(source, place)
            continue
        if place.is_inside_itself():
            raise ValueError(f"{place}: contains itself")
        waiting += reversed(below)
    return copy[0]


def _key(key: object, place: _Place) -> str:
    if not isinstance(key, str):
        raise TypeError(f"{place}: the key {key!r} is no string")
    return str.__str__(key)


def _scalar(value: object, place: _Place) -> Any:
    if value is None or isinstance(value, bool):
        return value
    # Not str(value) and so on: an enumeration's own is the name of the member.
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return as_json(int.__int__(value))
    if isinstance(value, float):
        number = float.__float__(value)
        if number - number != 0:
            raise ValueError(f"{place}: {number} is nothing that JSON can hold")
        return number
    raise TypeError(f"{place}: a {type(value).__name__} is nothing that JSON can hold")


class ValueDocument(Document):
    """A document without a text; everything in it is at line 1, column 1.

    Raises ``TypeError`` and ``ValueError`` for what is not ``plain``.
    """

    __slots__ = ()

    def __init__(self, value: object) -> None:
        self.index = 0
        self.first_line = 1
        self.value = plain(value)
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
