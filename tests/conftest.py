"""Comparison with the trees below tests/golden; ``pytest --update-golden`` writes them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from scaffolder.files import GeneratedFile

_GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden instead of comparing")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or fills the cache of whoever runs it."""
    os.environ["SCAFFOLD_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, Sequence[GeneratedFile]], None]:
    """``golden(case, files)``: the files are those of ``tests/golden/<case>``, no more and no fewer."""

    def compare(case: str, files: Sequence[GeneratedFile]) -> None:
        folder = _GOLDEN / case
        if request.config.getoption("--update-golden"):
            shutil.rmtree(folder, ignore_errors=True)
            for file in files:
                target = folder / file.path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(file.text, encoding="utf-8", newline="")
        wanted = {
            path.relative_to(folder).as_posix(): path.read_bytes().decode()
            for path in folder.rglob("*")
            if path.is_file()
        }
        assert {file.path: file.text for file in files} == wanted

    return compare
