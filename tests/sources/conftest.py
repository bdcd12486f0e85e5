from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolder.model.resource import Resource
from scaffolder.sources.loader import load

Reader = Callable[..., Resource]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Puts a text into ``source.yaml`` of an empty current folder."""
    monkeypatch.chdir(tmp_path)

    def put(text: str) -> str:
        (tmp_path / "source.yaml").write_text(text, encoding="utf-8")
        return "source.yaml"

    return put


@pytest.fixture
def read(write: Callable[[str], str]) -> Reader:
    """The one resource in a text."""

    def one(text: str, **told: str) -> Resource:
        (resource,) = load(write(text), **told)
        return resource

    return one
