"""A project's settings: ``scaffold.yaml``, whose presence makes a folder a project.

Read by ``scaffold validate`` too, so without ``pathlib`` and the model, which take longer to import than a
file takes to check.
"""

from __future__ import annotations

import os

from scaffolder.documents.reader import read_documents
from scaffolder.errors import ScaffoldError
from scaffolder.model.layout import PROJECT_FILE
from scaffolder.workflows.inputs import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.documents.reader import Document

_TEXTS = ("name", "package", "image", "licence")
_KEYS = (*_TEXTS, "invalid")


class Settings:
    """``invalid`` are the folders, relative to the root, whose resources are meant to be refused."""

    __slots__ = ("image", "invalid", "licence", "name", "package")

    def __init__(self, name: str, package: str, image: str, licence: str, invalid: tuple[str, ...]) -> None:
        self.name = name
        self.package = package
        self.image = image
        self.licence = licence
        self.invalid = invalid


def find_root(start: str = ".") -> str | None:
    """The nearest folder at or above ``start`` that is a project, as an absolute path."""
    here = os.path.abspath(start)
    while not os.path.isfile(os.path.join(here, PROJECT_FILE)):
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above
    return here


def read_settings(root: str) -> Settings:
    """Raises ``ScaffoldError`` with the place of whatever is wrong in the file."""
    file = os.path.relpath(os.path.join(root, PROJECT_FILE))
    document = next(read_documents(read_bytes(file)), None)
    if document is None:
        raise ScaffoldError(f"is empty; it needs {', '.join(_TEXTS)}", file=file)
    if document.error is not None:
        error = document.error
        raise ScaffoldError(error.message, file=file, line=error.line, column=error.column)
    value = document.value
    if not isinstance(value, dict):
        raise ScaffoldError("is not a mapping", file=file, line=document.line)
    for key in value:
        if key not in _KEYS:
            hint = f"it may hold {', '.join(_KEYS)}"
            raise _mistake(document, file, key, f"unknown key {key!r}", hint=hint, at_key=True)
    for key in _TEXTS:
        if not isinstance(value.get(key), str):
            raise _mistake(document, file, key, f"{key} must be a string")
    invalid = value.get("invalid", [])
    if not (isinstance(invalid, list) and all(isinstance(folder, str) for folder in invalid)):
        raise _mistake(document, file, "invalid", "invalid must be a list of folders")
    return Settings(
        name=value["name"],
        package=value["package"],
        image=value["image"],
        licence=value["licence"],
        invalid=tuple(invalid),
    )


def _mistake(
    document: Document, file: str, key: str, problem: str, *, hint: str | None = None, at_key: bool = False
) -> ScaffoldError:
    line, column = document.locate((key,), key=at_key)
    return ScaffoldError(problem, hint=hint, file=file, line=line, column=column)
