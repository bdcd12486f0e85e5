"""Reads what a project is made from."""

from __future__ import annotations

import keyword
import os
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.apimachinery.names import dns1123_label
from scaffolder.errors import ScaffoldError
from scaffolder.model.layout import APIS_DIR, PROJECT_FILE
from scaffolder.model.project import Project
from scaffolder.workflows.settings import find_root, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    refuse_name(settings.name)
    return Project(
        name=settings.name,
        package=settings.package,
        image=settings.image,
        licence=settings.licence,
        resources=tuple(_read_resources(root)),
    )


def refuse_name(name: str) -> None:
    """Raises for what cannot be the name of a project, and so of its package and its objects in a cluster."""
    if dns1123_label(name):
        raise ScaffoldError(
            f"{name!r} cannot name a project",
            hint="lower-case letters, digits and -, at most 63, such as shop or database-operator",
        )
    package = name.replace("-", "_")
    if not package.isidentifier() or keyword.iskeyword(package):
        raise ScaffoldError(f"{name!r} cannot name a project: {package!r} is not a Python package's name")


def api_files(root: Path) -> list[Path]:
    """The sources of truth."""
    return sorted(path for path in (root / APIS_DIR).glob("*") if path.suffix in (".yaml", ".yml", ".json"))


def _read_resources(root: Path) -> list[Resource]:
    from scaffolder.sources.loader import load

    files = api_files(root)
    if not files:
        hint = "add one, as docs/resource-file.md says"
        raise ScaffoldError("no resource file in it", file=os.path.relpath(root / APIS_DIR), hint=hint)
    # The same from whatever folder of the project the command is run.
    return without_twins(
        resource
        for path in files
        for resource in load(os.path.relpath(path), origin=f"{APIS_DIR}/{path.name}")
    )


def without_twins(resources: Iterable[Resource]) -> list[Resource]:
    """All of them; two definitions of one kind are an error."""
    seen: dict[str, Resource] = {}
    for resource in resources:
        other = seen.setdefault(resource.crd_name, resource)
        if other is not resource:
            places = " and in ".join(dict.fromkeys((other.origin, resource.origin)))
            twice = " twice" if other.origin == resource.origin else ""
            raise ScaffoldError(
                f"{resource.crd_name} is defined{twice} in {places}", hint="leave one of the two out"
            )
    return list(seen.values())
