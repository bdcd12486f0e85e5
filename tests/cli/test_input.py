"""What the checking commands read: nothing that lies in a folder is passed over without a word."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.definitions import definition

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Scaffold = Callable[..., Done]

CRD = definition("Widget", "a.example.com", "size: {type: integer, maximum: 9}\n")
WIDGET = "apiVersion: a.example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {size: 1}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCAFFOLD_CACHE_DIR", str(tmp_path / ".cache"))
    (tmp_path / "crd.yaml").write_text(CRD)
    (tmp_path / "tree").mkdir()
    return tmp_path


def report(done: Done) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = json.loads(done.out)["results"]
    return results


def check(scaffold: Scaffold, *arguments: object) -> list[dict[str, Any]]:
    return report(scaffold("validate", *arguments, "--crds=crd.yaml", "--format=json"))


def test_files_come_sorted_by_path(scaffold: Scaffold, here: Path) -> None:
    names = ["B/x.yaml", "a-b/x.yaml", "a/x.yaml", "a/y/z.yaml", "a.yaml", "b.yaml"]
    for name in names:
        path = here / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(WIDGET)
    files = [result["file"] for result in check(scaffold, "tree")]
    assert files == [str(path) for path in sorted(Path("tree").rglob("*.yaml"))]


@pytest.mark.parametrize(
    ("target", "problem"),
    [("a.yaml", "Too many levels of symbolic links"), ("nowhere.yaml", "No such file or directory")],
)
def test_a_link_that_leads_nowhere_is_said(scaffold: Scaffold, here: Path, target: str, problem: str) -> None:
    (here / "tree" / "a.yaml").symlink_to(target)
    (here / "tree" / "b.yaml").write_text(WIDGET)
    first, second = check(scaffold, "tree")
    assert (first["verdict"], first["errors"][0]["message"]) == ("error", f"cannot be read: {problem}")
    assert second["verdict"] == "valid"
    assert problem in scaffold("validate", "tree/b.yaml", "--crds=tree").err


def test_links_to_folders_are_not_searched(scaffold: Scaffold, here: Path) -> None:
    (here / "tree" / "a.yaml").write_text(WIDGET)
    (here / "tree" / "again").symlink_to(".")
    (here / "tree" / "again.yaml").symlink_to(".")
    assert [result["file"] for result in check(scaffold, "tree")] == ["tree/a.yaml"]


def test_a_folder_that_cannot_be_searched_is_a_result(
    scaffold: Scaffold, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "tree" / "b").mkdir()
    (here / "tree" / "c.yaml").write_text(WIDGET)
    scandir = os.scandir

    def refuse(path: str) -> Any:
        """Permissions do not keep root out."""
        if path == "tree/b":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert [(r["file"], r["verdict"]) for r in check(scaffold, "tree")] == [
        ("tree/b", "error"),
        ("tree/c.yaml", "valid"),
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", "-", "--crds", "-"],
        ["validate", "-", "--old", "-", "--crds", "crd.yaml"],
        ["validate", "-", "-", "--crds", "crd.yaml"],
        ["lint", "-", "-"],
    ],
)
@pytest.mark.usefixtures("here")
def test_standard_input_is_read_once(scaffold: Scaffold, arguments: list[str]) -> None:
    done = scaffold(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "standard input, which can be read only once" in done.err


@pytest.mark.usefixtures("here")
def test_standard_input_that_is_closed(scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    (result,) = check(scaffold, "-")
    assert (result["verdict"], result["errors"][0]["message"]) == ("error", "standard input is closed")


JSON_WIDGET = json.dumps(
    {
        "apiVersion": "a.example.com/v1",
        "kind": "Widget",
        "metadata": {"name": "w", "annotations": {"smile": "\U0001f600"}},
        "spec": {"size": 1},
    }
)


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        (JSON_WIDGET, ["valid"]),
        (f"{JSON_WIDGET}\n---\n{JSON_WIDGET}\n", ["valid", "valid"]),
        (f"{WIDGET}---\n{WIDGET}", ["valid", "valid"]),
        ("{apiVersion: a.example.com/v1, kind: Widget, metadata: {name: w}}", ["valid"]),
        # What follows would otherwise go unchecked.
        (f"{JSON_WIDGET}\n{JSON_WIDGET}\n", ["error"]),
    ],
)
@pytest.mark.usefixtures("here")
def test_what_is_piped_in_may_be_json(
    scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch, text: str, verdicts: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert [result["verdict"] for result in check(scaffold, "-")] == verdicts


LIST = "apiVersion: v1\nkind: List\n"
ITEM = "{apiVersion: a.example.com/v1, kind: Widget, metadata: {name: w}, spec: {size: 1}}"


@pytest.mark.parametrize(
    ("text", "verdict", "message", "place"),
    [
        (LIST, "error", "the items of this List are no list", (1, 1)),
        (LIST + "items: {a: 1}\n", "error", "the items of this List are no list", (3, 8)),
        (LIST + "item: []\n", "error", "the items of this List are no list", (1, 1)),
        (
            f"{LIST}items: [{ITEM}]\nitems: []\n",
            "error",
            'error converting YAML to JSON: line 4: key "items" already set in map',
            (4, 8),
        ),
        (LIST + "items: []\n", "skipped", None, None),
    ],
)
def test_a_list_without_items_is_a_result(
    scaffold: Scaffold,
    here: Path,
    text: str,
    verdict: str,
    message: str | None,
    place: tuple[int, int] | None,
) -> None:
    (here / "a.yaml").write_text(text)
    (result,) = check(scaffold, "a.yaml")
    found = result["errors"][0] if result["errors"] else {}
    assert (result["verdict"], found.get("message")) == (verdict, message)
    assert place is None or (found["line"], found["column"]) == place


def test_duplicates_belong_to_their_item(scaffold: Scaffold, here: Path) -> None:
    twice = ITEM.replace("size: 1", "size: 1, size: 2")
    (here / "a.yaml").write_text(
        f"{LIST}items:\n- {ITEM}\n- {twice}\n- {{apiVersion: v1, kind: List, items: [{ITEM}, {twice}]}}\n"
    )
    results = check(scaffold, "a.yaml")
    assert [result["verdict"] for result in results] == ["valid", "invalid", "valid", "invalid"]
    assert {error["reason"] for result in results for error in result["errors"]} == {"DuplicateField"}
    assert all(len(result["errors"]) == 1 for result in results[1::2])


def test_the_same_text_may_be_yaml_and_no_json(scaffold: Scaffold, here: Path) -> None:
    """What was kept of the one says nothing of the other."""
    (here / "one.yaml").write_text(WIDGET)
    for name in ("flow.yaml", "flow.json"):
        (here / name).write_text("{\n" + json.dumps(_loaded(CRD))[1:-1] + ",\n}")
    assert scaffold("validate", "one.yaml", "--crds=flow.yaml").code == 0
    assert scaffold("validate", "one.yaml", "--crds=flow.json").code == 2
    assert scaffold("validate", "one.yaml", "--crds=flow.json", "--no-cache").code == 2


def _loaded(text: str) -> Any:
    import yaml

    return yaml.safe_load(text)


NAMED = (
    "apiVersion: a.example.com/v1\nkind: Widget\nmetadata: {{name: w{namespace}}}\nspec: {{size: {size}}}\n"
)


@pytest.mark.parametrize(
    ("old", "new", "is_update"),
    [
        ("", "", True),
        (", namespace: a", ", namespace: a", True),
        (", namespace: default", "", True),
        ("", ", namespace: a", True),
        (", namespace: a", ", namespace: b", False),
    ],
)
def test_an_object_without_namespace_is_in_that_of_its_counterpart(
    scaffold: Scaffold, here: Path, old: str, new: str, is_update: bool
) -> None:
    """What was wrong before is forgiven in an update only."""
    (here / "old.yaml").write_text(NAMED.format(namespace=old, size=10))
    (here / "new.yaml").write_text(NAMED.format(namespace=new, size=10))
    (result,) = check(scaffold, "new.yaml", "--old", "old.yaml")
    assert (result["verdict"] == "valid") == is_update


def test_one_of_several_counterparts_is_not_guessed(scaffold: Scaffold, here: Path) -> None:
    both = [NAMED.format(namespace=f", namespace: {name}", size=1) for name in "ba"]
    (here / "old.yaml").write_text("---\n".join(both))
    (here / "new.yaml").write_text(NAMED.format(namespace="", size=1))
    (result,) = check(scaffold, "new.yaml", "--old", "old.yaml")
    message = "Widget w may be an update of several old ones: old.yaml:1, old.yaml:6"
    assert (result["verdict"], result["errors"][0]["message"]) == ("error", message)
    (here / "new.yaml").write_text(both[0])
    (result,) = check(scaffold, "new.yaml", "--old", "old.yaml")
    assert result["verdict"] == "valid"


@pytest.mark.usefixtures("here")
def test_an_empty_name_is_no_file(scaffold: Scaffold) -> None:
    """As an unset variable in a script gives it."""
    assert scaffold("validate", "crd.yaml", "--crds=crd.yaml", "--old", "").code == 2


def test_crds_in_very_deep_lists(scaffold: Scaffold, here: Path) -> None:
    deep = '{"kind":"List","apiVersion":"v1","items":[' * 900 + "]}" * 900
    (here / "deep.json").write_text(deep)
    done = scaffold("validate", "crd.yaml", "--crds=deep.json")
    assert (done.code, done.err) == (2, "scaffold: no CustomResourceDefinition in deep.json\n")


def test_long_lists_take_linear_time(scaffold: Scaffold, here: Path) -> None:
    """Thousands of mistakes in one list: a second, not the minutes of one search each."""
    wrong = ITEM.replace("size: 1", "size: 10")
    expecting = "# scaffold: expect spec.size: should be less than or equal to 9\n"
    (here / "b.yaml").write_text(f"{expecting}{LIST}items:\n" + f"- {wrong}\n" * 5000)
    assert {result["verdict"] for result in check(scaffold, "b.yaml")} == {"valid"}
    (here / "a.yaml").write_text(f"{LIST}items:\n" + f"- {wrong}\n" * 5000)
    results = check(scaffold, "a.yaml")
    assert [result["verdict"] for result in results] == ["invalid"] * 5000
    assert results[-1]["errors"][0]["line"] == 5003
