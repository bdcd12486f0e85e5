"""Reads what a project is made from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.errors import ScaffoldError
from scaffolder.model.layout import APIS_DIR, PROJECT_FILE
from scaffolder.model.project import Project
from scaffolder.workflows.settings import find_root, read_settings

if TYPE_CHECKING:
    from scaffolder.model.resource import Resource


def require_root() -> Path:
    """The project that the current folder is in."""
    root = find_root()
    if root is None:
        raise ScaffoldError(
            f"not in a project: no {PROJECT_FILE} here or above", hint="start one with `scaffold new NAME`"
        )
    return Path(root)


def load_project(root: Path) -> Project:
    """The project's settings and every resource below ``apis/``, sorted by file name."""
    settings = read_settings(str(root))
    return Project(
        name=settings.name,
        package=settings.package,
        image=settings.image,
        licence=settings.licence,
        resources=tuple(_read_resources(root / APIS_DIR)),
    )


def _read_resources(folder: Path) -> list[Resource]:
    from scaffolder.sources.loader import load

    files = sorted(path for path in folder.glob("*") if path.suffix in (".yaml", ".yml", ".json"))
    if not files:
        hint = "add one, as docs/resource-file.md says"
        raise ScaffoldError("no resource file in it", file=os.path.relpath(folder), hint=hint)
    return [resource for path in files for resource in load(str(path))]
