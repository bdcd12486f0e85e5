"""A value inside a document together with the path to it, so that every complaint can say where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaffolder.sources._errors import MAX_DEPTH, SourceError, meant, shown, type_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scaffolder.diagnostics import Path


class Cursor:
    """Asks a value to be what is expected. Every method raises ``SourceError`` where it is not."""

    __slots__ = ("path", "value")

    def __init__(self, value: Any, path: Path = ()) -> None:
        self.value = value
        self.path = path

    def error(self, message: str, hint: str | None = None) -> SourceError:
        """A complaint about this value, to be raised."""
        return SourceError(message, hint=hint, path=self.path)

    @property
    def name(self) -> str:
        """The key or index that leads here, as a message names it."""
        names = [step for step in self.path if isinstance(step, str)]
        return shown(names[-1]) if names else "the document"

    def fields(
        self, known: Collection[str] | None = None, required: Collection[str] = ()
    ) -> dict[str, Cursor]:
        """The entries of a mapping that are not null; with ``known``, others are refused."""
        if not isinstance(self.value, dict):
            raise self.error(f"{self.name} has to be a mapping, not {type_name(self.value)}")
        if known is not None:
            for key in self.value:
                if key not in known:
                    hint = meant(key, known) or f"the keys here are {', '.join(known)}"
                    raise SourceError(
                        f"unknown key {shown(key)}", hint=hint, path=(*self.path, key), at_key=True
                    )
        found = {
            key: Cursor(value, (*self.path, key)) for key, value in self.value.items() if value is not None
        }
        for key in required:
            if key not in found:
                raise self.error(f"{key} is missing", hint=f"add {key}: ...")
        return found

    def items(self) -> Iterator[Cursor]:
        """The items of a list."""
        if not isinstance(self.value, list):
            raise self.error(f"{self.name} has to be a list, not {type_name(self.value)}")
        for index, item in enumerate(self.value):
            yield Cursor(item, (*self.path, index))

    def text(self) -> str:
        """Text, which may be empty."""
        if not isinstance(self.value, str):
            hint = "put it in quotes" if isinstance(self.value, (bool, int, float)) else None
            raise self.error(f"{self.name} has to be text, not {type_name(self.value)}", hint)
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.error(f"{self.name} has to be true or false, not {type_name(self.value)}")
        return self.value

    def integer(self) -> int:
        """A whole number of 32 bits."""
        if isinstance(self.value, bool) or not isinstance(self.value, int) or abs(self.value) >= 2**31:
            raise self.error(f"{self.name} has to be a whole number")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(item.text() for item in self.items())

    def text_map(self) -> dict[str, str]:
        """A mapping of text to text."""
        return {key: cursor.text() for key, cursor in self.fields().items()}


def check_depth(value: Any) -> None:
    """Refuse a value so deep that walking it would exhaust the stack."""
    level: list[tuple[Path, Any]] = [((), value)]
    for _ in range(MAX_DEPTH):
        level = [
            ((*path, step), child)
            for path, parent in level
            for step, child in (
                parent.items()
                if isinstance(parent, dict)
                else enumerate(parent)
                if isinstance(parent, list)
                else ()
            )
            if isinstance(child, (dict, list))
        ]
        if not level:
            return
    raise SourceError(f"the document is nested deeper than {MAX_DEPTH} levels", path=level[0][0])
