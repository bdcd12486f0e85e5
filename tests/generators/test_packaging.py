"""What a project has beside its code."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from scaffolder import __version__
from scaffolder.documents.reader import read_documents
from scaffolder.files import Owner
from scaffolder.generators.packaging import REPOSITORY, generate
from scaffolder.model.layout import PROJECT_FILE, api_path
from scaffolder.model.project import Project
from scaffolder.sources.example import example_resource
from scaffolder.workflows.project import load_project
from tests.generators.kinds import database


def project(**settings: str) -> Project:
    given = {"name": "web-shop", "package": "web_shop", "image": "registry:5000/shop", "licence": "MIT"}
    return Project(**(given | settings), resources=(database(),))


def files(**settings: str) -> dict[str, str]:
    return {file.path: file.text for file in generate(project(**settings))}


def yaml(text: str) -> Any:
    [document] = read_documents(text.encode())
    assert document.error is None
    return document.value


def test_everything_is_the_users() -> None:
    assert {file.owner for file in generate(project())} == {Owner.USER}


@pytest.mark.parametrize("licence", ["", "MIT", "Apache-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"])
def test_the_settings_are_read_back(tmp_path: Path, licence: str) -> None:
    (tmp_path / PROJECT_FILE).write_text(files(licence=licence)[PROJECT_FILE])
    resource = tmp_path / api_path(database())
    resource.parent.mkdir()
    resource.write_text(example_resource("shop.example.com", "Database"))

    loaded = load_project(tmp_path)

    given = project(licence=licence)
    assert (loaded.name, loaded.package) == (given.name, given.package)
    assert (loaded.image, loaded.licence) == (given.image, given.licence)


@pytest.mark.parametrize(
    ("licence", "title"),
    [("MIT", "MIT License"), ("Apache-2.0", "Apache License")],
)
def test_licences_with_a_text(licence: str, title: str) -> None:
    made = files(licence=licence)
    assert title in made["LICENSE"]
    assert tomllib.loads(made["pyproject.toml"])["project"]["license"] == licence


def test_a_licence_whose_text_is_not_known_is_only_named() -> None:
    made = files(licence="EUPL-1.2")
    assert "LICENSE" not in made
    assert tomllib.loads(made["pyproject.toml"])["project"]["license"] == "EUPL-1.2"


def test_without_a_licence_nothing_is_published_by_mistake() -> None:
    made = files(licence="")
    assert "LICENSE" not in made
    assert "Licence" not in made["README.md"]
    metadata = tomllib.loads(made["pyproject.toml"])["project"]
    assert "license" not in metadata
    assert metadata["classifiers"] == ["Private :: Do Not Upload"]


def test_scaffold_itself_is_no_dependency() -> None:
    metadata = tomllib.loads(files()["pyproject.toml"])
    wanted = [*metadata["project"]["dependencies"], *metadata["dependency-groups"]["dev"]]
    assert not [requirement for requirement in wanted if requirement.startswith("scaffold")]


def test_hooks_and_ci_take_the_version_that_made_the_project() -> None:
    made = files()
    repositories = {entry["repo"]: entry for entry in yaml(made[".pre-commit-config.yaml"])["repos"]}
    assert repositories[REPOSITORY]["rev"] == f"v{__version__}"
    assert {hook["id"] for hook in repositories[REPOSITORY]["hooks"]} == {
        "scaffold-lint",
        "scaffold-validate",
        "scaffold-generate-check",
    }
    jobs = yaml(made[".github/workflows/ci.yaml"])["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    commands = [step["run"] for step in steps if "run" in step]
    assert f'python -m pip install "scaffolder @ git+{REPOSITORY}@v{__version__}"' in commands
    assert {"make install", "make lint", "make test", "scaffold generate --check"} <= set(commands)


def test_another_repository_can_be_named() -> None:
    texts = [file.text for file in generate(project(), repository="https://git.example.com/s")]
    assert not [text for text in texts if REPOSITORY in text]


def test_the_image_runs_the_package_without_privileges() -> None:
    lines = files()["Dockerfile"].splitlines()
    assert 'ENTRYPOINT ["python", "-m", "web_shop"]' in lines
    assert "USER 65532:65532" in lines


def test_every_target_is_phony_and_explained() -> None:
    lines = files()["Makefile"].splitlines()
    [phony] = [line.partition(":")[2].split() for line in lines if line.startswith(".PHONY")]
    targets = [line.partition(":")[0] for line in lines if " ## " in line]
    assert targets == phony
    assert {"help", "install", "run", "test", "lint", "generate", "validate", "deploy"} <= set(targets)
