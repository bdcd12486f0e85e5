"""Where the output goes may fail: a full disk is told in one line, a reader that leaves is no mistake."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / "samples" / "database.yaml"
CONSOLE = "from scaffolder.cli.entry import console; console()"
COMMANDS = [
    ["--help"],
    ["crd", str(SAMPLE)],
    ["lint", str(SAMPLE)],
    ["lint", str(SAMPLE), "--format", "json"],
]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_full_disk(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-c", CONSOLE, *arguments]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "scaffold: the output cannot be written: No space left on device\n"


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_reader_that_leaves(arguments: list[str]) -> None:
    command = [sys.executable, "-c", CONSOLE, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 2
