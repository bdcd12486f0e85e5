"""A SOURCE as the modules of this package are handed it, and the errors that they may raise."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from scaffolder.errors import ScaffoldError
from scaffolder.sources import _identity
from scaffolder.sources._cursor import Cursor
from scaffolder.sources._errors import SourceError, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scaffolder.documents.reader import Document
    from scaffolder.model.resource import Scope


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Told:
    """What the caller says about the resource, for sources that do not say it themselves; checked already."""

    group: str | None = None
    kind: str | None = None
    version: str | None = None
    plural: str | None = None
    scope: Scope | None = None
    short_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """``text`` is what the user wrote, ``origin`` the same without an absolute path.

    ``documents`` are those of the file that ``text`` names, without the empty ones; there are none where it
    names no file.
    """

    text: str
    origin: str
    documents: tuple[Document, ...] = ()
    told: Told = field(default_factory=Told)

    def mappings(self) -> Iterator[dict[str, Any]]:
        """The documents that are mappings, to be recognised by."""
        return (document.value for document in self.documents if isinstance(document.value, dict))

    @contextmanager
    def reading(self, document: Document) -> Iterator[Any]:
        """The value of a document. A ``SourceError`` raised while it is read gets file, line and column."""
        for duplicate in document.duplicates:
            raise ScaffoldError(
                f"the key {shown(duplicate.key)} is there twice in one mapping",
                hint="leave one of the two out",
                file=self.text,
                line=duplicate.line,
                column=duplicate.column,
            )
        try:
            yield document.value
        except SourceError as error:
            line, column = document.locate(error.path, key=error.at_key)
            raise ScaffoldError(
                error.message, hint=error.hint, file=self.text, line=line, column=column
            ) from None


def told_by(
    group: str | None,
    kind: str | None,
    version: str | None,
    plural: str | None,
    scope: str | None,
    short_names: tuple[str, ...],
) -> Told:
    """The caller's words, checked; a ``ScaffoldError`` names the flag that gives them."""

    def checked(flag: str, check: Callable[[Cursor], _T], value: str | None) -> _T | None:
        try:
            return None if value is None else check(Cursor(value))
        except SourceError as error:
            raise ScaffoldError(f"--{flag}: {error.message}", hint=error.hint) from None

    return Told(
        group=checked("group", _identity.group_of, group),
        kind=checked("kind", _identity.kind_of, kind),
        version=checked("version", _identity.version_name_of, version),
        plural=checked("plural", _identity.plural_name_of, plural),
        scope=checked("scope", _identity.scope_of, scope),
        short_names=tuple(
            filter(None, (checked("short-name", _identity.short_name_of, name) for name in short_names))
        ),
    )
