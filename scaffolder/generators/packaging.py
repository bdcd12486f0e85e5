"""What of a project is neither API nor code: packaging, tests, container image, CI, documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.generators.controller import generated

if TYPE_CHECKING:
    from scaffolder.files import GeneratedFile
    from scaffolder.model.project import Project


def generate(project: Project) -> list[GeneratedFile]:
    """Files that belong to the user from the start."""
    return generated("packaging", project)
