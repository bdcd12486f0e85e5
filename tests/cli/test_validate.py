"""``scaffold validate``: what is read, what is skipped, what is expected to fail, how it ends."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.definitions import definition

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Scaffold = Callable[..., Done]

CRD = definition("Widget", "a.example.com", "size: {type: integer, default: 1, maximum: 9}\n")
WIDGET = "apiVersion: a.example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec:\n  size: "
SETTINGS = "name: shop\npackage: shop\nimage: shop\nlicence: ''\ninvalid: [config/samples/invalid]\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCAFFOLD_CACHE_DIR", str(tmp_path / ".cache"))
    (tmp_path / "crd.yaml").write_text(CRD)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
GADGET = "apiVersion: b.example.com/v1\nkind: Gadget\n"
EXPECTING = "# scaffold: expect spec.size: less than or equal to 9\n" + WIDGET
ITEM = "- {apiVersion: a.example.com/v1, kind: Widget, metadata: {name: w}, spec: {size: %d}}\n"
LIST = "apiVersion: v1\nkind: List\nitems:\n" + ITEM % 1 + ITEM % 10
VERDICTS: list[tuple[str, list[str], int, str]] = [
    # text, options -> exit code, the last line
    (WIDGET + "1\n", [], 0, "1 file: 1 valid"),
    (WIDGET + "10\n", [], 1, "1 file: 0 valid, 1 invalid"),
    (WIDGET + "1\n---\n" + WIDGET + "10\n", [], 1, "1 file: 1 valid, 1 invalid"),
    (CONFIG_MAP, [], 0, "1 file: 0 valid, 1 skipped"),
    (CONFIG_MAP, ["--strict-kinds"], 0, "1 file: 0 valid, 1 skipped"),
    (GADGET, [], 0, "1 file: 0 valid, 1 skipped"),
    (GADGET, ["--strict-kinds"], 1, "1 file: 0 valid, 1 unreadable"),
    (LIST, [], 1, "1 file: 1 valid, 1 invalid"),
    (EXPECTING + "10\n", [], 0, "1 file: 1 valid"),
    (EXPECTING + "1\n", [], 1, "1 file: 0 valid, 1 invalid"),
    ("", [], 0, "1 file: 0 valid"),
]


@pytest.mark.parametrize(("text", "options", "code", "last"), VERDICTS)
def test_verdicts(
    scaffold: Scaffold, here: Path, text: str, options: list[str], code: int, last: str
) -> None:
    write(here / "one.yaml", text)
    done = scaffold("validate", "one.yaml", "--crds", "crd.yaml", *options)
    assert (done.code, done.out.splitlines()[-1], done.err) == (code, last, "")


def test_an_error_has_its_place_in_a_list(scaffold: Scaffold, here: Path) -> None:
    write(here / "one.yaml", LIST)
    done = scaffold("validate", "one.yaml", "--crds", "crd.yaml")
    assert done.out.startswith("one.yaml:5:82: error: spec.size: Invalid value: 10")


def test_a_folder_is_searched_and_sorted(scaffold: Scaffold, here: Path) -> None:
    for name in ("b/2.yaml", "b/10.yml", "a.json", ".hidden/x.yaml", "notes.txt", "b/kustomization.yaml"):
        write(
            here / "tree" / name, json.dumps({"kind": "Widget"}) if name.endswith("json") else WIDGET + "1\n"
        )
    done = scaffold("validate", "tree", "--crds", "crd.yaml", "--format", "json")
    assert [r["file"] for r in json.loads(done.out)["results"]] == [
        "tree/a.json",
        "tree/b/10.yml",
        "tree/b/2.yaml",
    ]


def test_standard_input(scaffold: Scaffold, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((WIDGET + "10\n").encode())))
    done = scaffold("validate", "-", "--crds", here / "crd.yaml")
    assert done.out.startswith("<stdin>:5:9: error: spec.size")


def test_an_update(scaffold: Scaffold, here: Path) -> None:
    write(here / "old.yaml", WIDGET + "10\n")
    write(here / "same.yaml", WIDGET + "10\n")
    write(here / "worse.yaml", WIDGET + "11\n")
    for name, code in (("same.yaml", 0), ("worse.yaml", 1)):
        assert scaffold("validate", "--old", "old.yaml", name, "--crds", "crd.yaml").code == code


def test_the_stored_object(scaffold: Scaffold, here: Path) -> None:
    write(here / "one.yaml", "apiVersion: a.example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {}\n")
    arguments = ["validate", "one.yaml", "--crds", "crd.yaml", "--format", "json"]
    assert json.loads(scaffold(*arguments).out)["results"][0]["object"] is None
    stored = json.loads(scaffold(*arguments, "--with-object").out)["results"][0]["object"]
    assert stored["spec"] == {"size": 1}


def test_a_folder_that_the_project_calls_invalid(scaffold: Scaffold, here: Path) -> None:
    write(here / "scaffold.yaml", SETTINGS)
    write(here / "config" / "crd" / "crd.yaml", CRD)
    bad = write(here / "config" / "samples" / "invalid" / "bad.yaml", WIDGET + "10\n")
    write(here / "config" / "samples" / "good.yaml", WIDGET + "1\n")
    assert scaffold("validate", "config/samples") == (0, "2 files: 2 valid\n", "")
    bad.write_text(WIDGET + "1\n")
    done = scaffold("validate", "config/samples")
    assert done.code == 1
    assert "bad.yaml:1:1: error: this is meant to be invalid" in done.out
    bad.write_text("# scaffold: expect spec.size: TypeInvalid\n" + WIDGET + "10\n")
    assert scaffold("validate", bad).code == 1


USAGE = [
    ([], "nothing to validate"),
    (["one.yaml"], "give --crds"),
    (["one.yaml", "--crds"], "--crds needs a value"),
    (["one.yaml", "--crds", "crd.yaml", "--fromat", "json"], "did you mean --format?"),
    (
        ["one.yaml", "--crds", "crd.yaml", "--format", "xml"],
        "--format is one of github, json, junit, sarif, text",
    ),
    (["one.yaml", "--crds", "crd.yaml", "--with-object=yes"], "--with-object takes no value"),
    (["one.yaml", "--crds", "crd.yaml", "--with-object"], "goes with --format json"),
    (["one.yaml", "--crds", "missing.yaml"], "missing.yaml: cannot be read"),
    (["one.yaml", "--crds", "one.yaml"], "no CustomResourceDefinition in one.yaml"),
    (["one.yaml", "--crds", "crd.yaml", "--crds", "other.yaml"], "two different CustomResourceDefinitions"),
]


@pytest.mark.parametrize(("arguments", "problem"), USAGE)
def test_what_it_cannot_do(scaffold: Scaffold, here: Path, arguments: list[str], problem: str) -> None:
    write(here / "one.yaml", WIDGET + "1\n")
    write(here / "other.yaml", CRD.replace("maximum: 9", "maximum: 8"))
    done = scaffold("validate", *arguments)
    assert (done.code, done.out) == (2, "")
    assert problem in done.err
    assert done.err.count("\n") == 1


def test_a_file_that_is_not_there_is_one_of_the_results(scaffold: Scaffold, here: Path) -> None:
    write(here / "one.yaml", WIDGET + "1\n")
    done = scaffold("validate", "missing.yaml", "one.yaml", "--crds", "crd.yaml")
    assert done.code == 1
    assert done.out.splitlines()[-1] == "2 files: 1 valid, 1 unreadable"


def test_settings_with_a_mistake(scaffold: Scaffold, here: Path) -> None:
    write(here / "one.yaml", WIDGET + "1\n")
    write(here / "scaffold.yaml", SETTINGS + "colour: red\n")
    done = scaffold("validate", "one.yaml", "--crds", "crd.yaml")
    assert done.err.startswith("scaffold: scaffold.yaml:6:1: unknown key 'colour'")
