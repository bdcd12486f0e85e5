"""Runs the command line in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from scaffolder.cli.entry import main

if TYPE_CHECKING:
    from collections.abc import Callable


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def scaffold(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """``scaffold("crd", path)``; an exception that is not the user's mistake fails the test."""

    def run(*arguments: object) -> Done:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return run
