"""A project passes its own checks as it comes out: format, style, types, tests."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.projects import example, odd

PROJECTS = {"example": example, "odd": odd}


@pytest.fixture(scope="module", params=PROJECTS)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return PROJECTS[request.param](tmp_path_factory.mktemp(request.param))


def run(project: Path, *command: str) -> None:
    """With the libraries of this environment; the project itself is not installed."""
    environment = os.environ | {"PYTHONPATH": "src"}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=project, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_compiles(project: Path) -> None:
    assert compileall.compile_dir(project, quiet=1)


def test_it_is_formatted(project: Path) -> None:
    run(project, "ruff", "format", "--check")


def test_it_has_no_lint(project: Path) -> None:
    run(project, "ruff", "check")


def test_its_types_fit(project: Path) -> None:
    run(project, "mypy")


def test_its_tests_pass(project: Path) -> None:
    run(project, "pytest", "-p", "no:cacheprovider")
