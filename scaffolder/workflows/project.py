"""Finds the project that a command runs in and reads what it is made from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.documents.reader import read_documents
from scaffolder.errors import ScaffoldError
from scaffolder.model.project import APIS_DIR, CRD_DIR, PROJECT_FILE, Project

if TYPE_CHECKING:
    from scaffolder.model.resource import Resource

__all__ = ["CRD_DIR", "find_root", "load_project", "require_root"]

_SETTINGS = ("name", "package", "image", "licence")


def find_root(start: Path | None = None) -> Path | None:
    """The nearest folder at or above ``start`` (default: the current one) that is a project."""
    here = (start or Path()).absolute()
    return next((folder for folder in (here, *here.parents) if (folder / PROJECT_FILE).is_file()), None)


def require_root(start: Path | None = None) -> Path:
    root = find_root(start)
    if root is None:
        raise ScaffoldError(
            f"not in a project: no {PROJECT_FILE} here or above", hint="start one with `scaffold new NAME`"
        )
    return root


def load_project(root: Path) -> Project:
    """The project's settings and every resource below ``apis/``, sorted by file name."""
    settings = _read_settings(root / PROJECT_FILE)
    return Project(**settings, resources=tuple(_read_resources(root / APIS_DIR)))


def _read_settings(path: Path) -> dict[str, str]:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise ScaffoldError(f"cannot be read: {problem.strerror}", file=str(path)) from None
    document = next(read_documents(data), None)
    if document is None:
        raise ScaffoldError(f"is empty; it needs {', '.join(_SETTINGS)}", file=str(path))
    if document.error is not None:
        error = document.error
        raise ScaffoldError(error.message, file=str(path), line=error.line, column=error.column)
    value = document.value
    if not isinstance(value, dict):
        raise ScaffoldError("is not a mapping", file=str(path), line=document.line)
    for key in value:
        if key not in _SETTINGS:
            line, column = document.locate((key,), key=True)
            hint = f"it may hold {', '.join(_SETTINGS)}"
            raise ScaffoldError(f"unknown key {key!r}", file=str(path), line=line, column=column, hint=hint)
    for key in _SETTINGS:
        if not isinstance(value.get(key), str):
            line, column = document.locate((key,))
            raise ScaffoldError(f"{key} must be a string", file=str(path), line=line, column=column)
    return {key: value[key] for key in _SETTINGS}


def _read_resources(folder: Path) -> list[Resource]:
    from scaffolder.sources.loader import load

    files = sorted(path for path in folder.glob("*") if path.suffix in (".yaml", ".yml", ".json"))
    if not files:
        raise ScaffoldError(
            "no resource file in it", file=str(folder), hint="add one, as docs/resource-file.md says"
        )
    return [resource for path in files for resource in load(str(path))]
