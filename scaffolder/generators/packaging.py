"""What of a project is neither API nor code: packaging, tests, container image, CI, documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder import __version__
from scaffolder.generators.controller import generated
from scaffolder.rendering import Plain

if TYPE_CHECKING:
    from scaffolder.files import GeneratedFile
    from scaffolder.model.project import Project

#: Where CI and pre-commit of a project find scaffold, at the tag of the version that made the project.
REPOSITORY = "https://github.com/scaffolder/scaffolder"
#: The minor version that the container image runs.
PYTHON = "3.13"
#: The version whose format a new project has; pre-commit and the virtual environment begin with the same.
RUFF = "0.17.6"


def generate(project: Project, repository: str = REPOSITORY) -> list[GeneratedFile]:
    """Files that belong to the user from the start."""
    return generated(
        "packaging",
        project,
        repository=Plain(repository, "repository"),
        version=Plain(__version__),
        python=Plain(PYTHON),
        ruff=Plain(RUFF),
    )
