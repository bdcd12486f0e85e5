"""Where the output goes: what it cannot encode, a full disk, a reader that leaves."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from scaffolder.cli.entry import main
from scaffolder.cli.validate import colour_wanted
from tests.definitions import definition

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


@pytest.mark.parametrize(
    ("closed", "code", "out", "err"),
    [
        (1, 2, "", "scaffold: the output cannot be written: standard output is closed\n"),
        (2, 2, "", ""),
        (0, 2, "", "scaffold: <stdin>: standard input is closed\n"),
    ],
)
def test_a_closed_stream(tmp_path: Path, closed: int, code: int, out: str, err: str) -> None:
    command = [sys.executable, "-c", CONSOLE, "validate", "a.yaml", "--crds", "-" if closed == 0 else "none"]
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}>&-', "sh", *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (code, out, err)


CRD = definition(
    "Widget", "a.example.com", "size: {type: integer}\nsigné: {type: string, description: 日本}\n"
)
ENCODED = [
    # encoding of stdout, arguments -> what is in the output
    (
        "cp1252",
        ["validate", "w\udcff.yaml", "--crds", "crd.yaml"],
        b"w\\udcff.yaml:4:12: error: spec.\\u65e5",
    ),
    ("latin-1", ["validate", "w\udcff.yaml", "--crds", "crd.yaml"], b'unknown field "spec.\\u65e5'),
    (
        "cp1252",
        ["validate", "w\udcff.yaml", "--crds", "crd.yaml", "--format", "github"],
        "spec.日本".encode(),
    ),
    (
        "cp1252",
        ["validate", "w\udcff.yaml", "--crds", "crd.yaml", "--format", "github"],
        rb"file=w\udcff.yaml",
    ),
    ("cp1252", ["validate", "w\udcff.yaml", "--crds", "crd.yaml", "--format", "junit"], "spec.日本".encode()),
    ("cp1252", ["validate", "w\udcff.yaml", "--crds", "crd.yaml", "--format", "sarif"], b"w%FF.yaml"),
    ("cp1252", ["validate", "w\udcff.yaml", "--crds", "crd.yaml", "--format", "json"], rb"w\udcff.yaml"),
    ("cp1252", ["lint", "crd.yaml", "--format", "github"], b""),
    ("cp1252", ["crd", "crd.yaml"], "description: 日本".encode()),
]


@pytest.mark.skipif(sys.platform == "darwin", reason="its file names are UTF-8")
@pytest.mark.parametrize(("encoding", "arguments", "expected"), ENCODED)
def test_what_stdout_cannot_encode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, arguments: list[str], expected: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "crd.yaml").write_text(CRD, "utf-8")
    widget = "apiVersion: a.example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {日本: 1}\n"
    (tmp_path / "w\udcff.yaml").write_text(widget, "utf-8")
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    main([*arguments])
    sys.stdout.flush()
    assert expected in raw.getvalue()


@pytest.mark.parametrize(("no_color", "coloured"), [(None, True), ("", True), ("1", False), ("0", False)])
def test_no_color_counts_if_it_is_not_empty(
    monkeypatch: pytest.MonkeyPatch, no_color: str | None, coloured: bool
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    assert colour_wanted("auto") == coloured
