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
    (GADGET, ["--strict-kinds"], 1, "1 file: 0 valid, 1 error"),
    (EXPECTING.replace("Widget", "Wigdet") + "10\n", [], 1, "1 file: 0 valid, 1 error"),
    ("# scaffold:Expect data: nothing\n" + CONFIG_MAP, [], 1, "1 file: 0 valid, 1 error"),
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


MISSPELT = [
    ("kind: Widget", "Kind: Widget", "Object 'Kind' is missing (did you mean kind instead of Kind?)"),
    ("kind: Widget", "", "Object 'Kind' is missing\n"),
    ("kind: Widget", "kind: ''", "Object 'Kind' is missing\n"),
    ("apiVersion", "apVersion", "(did you mean apiVersion instead of apVersion?)"),
    ("apiVersion: a.example.com/v1", "", "(apiVersion is missing)"),
    ("{name: w}", "{nmae: w}", '"metadata.nmae" (did you mean name?)'),
    (
        "v1\nkind: Widget\nmetadata: {name: w}",
        "v2\nkind: Widget\nmetadata: {nmae: w}",
        "(did you mean name?)",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "said"), MISSPELT)
def test_what_may_be_meant(scaffold: Scaffold, here: Path, right: str, wrong: str, said: str) -> None:
    write(here / "one.yaml", WIDGET.replace(right, wrong) + "1\n")
    assert said in scaffold("validate", "one.yaml", "--crds", "crd.yaml").out


STRICT: list[tuple[str, str]] = [
    # apiVersion and kind -> what is said of it, nothing if it is one of Kubernetes' own
    ("v1 ConfigMap", ""),
    ("v1 ConfigMapList", ""),
    ("apps/v1 Deployment", ""),
    ("policy/v1 PodDisruptionBudget", ""),
    ("apiextensions.k8s.io/v1 CustomResourceDefinition", ""),
    ("apps/v1 Deploymnt", 'kind "Deploymnt" in version "apps/v1" (did you mean Deployment?)'),
    ("v1 Database", 'kind "Database" in version "v1"'),
    ("v7 ConfigMap", 'kind "ConfigMap" in version "v7" (ConfigMap is in v1)'),
    ("apps/v1beta1 Deployment", 'version "apps/v1beta1" (Deployment is in apps/v1)'),
    ("extensions/v1beta1 Ingress", 'version "extensions/v1beta1" (Ingress is in networking.k8s.io/v1)'),
    (
        "autoscaling/v2beta2 HorizontalPodAutoscaler",
        "(HorizontalPodAutoscaler is in autoscaling/v2, autoscaling/v1)",
    ),
    ("a.example.com/v1 Wigdet", 'kind "Wigdet" in version "a.example.com/v1" (did you mean Widget?)'),
    ("b.example.com/v1 Deployment", 'kind "Deployment" in version "b.example.com/v1"'),
]


@pytest.mark.parametrize(("what", "problem"), STRICT)
def test_strict_kinds(scaffold: Scaffold, here: Path, what: str, problem: str) -> None:
    api_version, kind = what.split()
    write(here / "one.yaml", f"metadata: {{name: a}}\nkind:  {kind}\napiVersion: {api_version}\n")
    done = scaffold("validate", "one.yaml", "--crds", "crd.yaml", "--strict-kinds")
    first, *_ = done.out.splitlines()
    if problem:
        assert first.startswith("one.yaml:2:8: error: kind: no matches for kind ")
        assert first.endswith(problem)
    assert done.code == (1 if problem else 0)


PLACES = [
    ("one.json", '{\n "kind": "Gadget", "apiVersion": "b.example.com/v1"}', "one.json:2:10"),
    (
        "one.yaml",
        "apiVersion: v1\nkind: List\nitems: [{kind: Gadget, apiVersion: b.example.com/v1}]",
        "one.yaml:3:16",
    ),
]


@pytest.mark.parametrize(("name", "text", "place"), PLACES)
def test_where_a_kind_is_unknown(scaffold: Scaffold, here: Path, name: str, text: str, place: str) -> None:
    write(here / name, text)
    done = scaffold("validate", name, "--crds", "crd.yaml", "--strict-kinds")
    assert done.out.startswith(f"{place}: error: kind: no matches")


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


IN_INVALID = [
    # a document in a folder of what is meant to be invalid -> exit code, what is said
    (GADGET, 1, 'no matches for kind "Gadget"'),
    (WIDGET.replace("Widget", "Wigdet") + "10\n", 1, "did you mean Widget?"),
    (CONFIG_MAP, 0, "1 file: 0 valid, 1 skipped"),
    (CONFIG_MAP.replace("ConfigMap", "ConfgMap"), 1, "did you mean ConfigMap?"),
    ("# scaffold: expect data: nothing\n" + CONFIG_MAP, 1, "no CRD given defines v1 ConfigMap"),
]


@pytest.mark.parametrize(("text", "code", "said"), IN_INVALID)
def test_what_is_not_checked_does_not_fail_as_it_should(
    scaffold: Scaffold, here: Path, text: str, code: int, said: str
) -> None:
    write(here / "scaffold.yaml", SETTINGS)
    bad = write(here / "config" / "samples" / "invalid" / "bad.yaml", text)
    done = scaffold("validate", bad, "--crds", "crd.yaml")
    assert done.code == code
    assert said in done.out


@pytest.mark.parametrize("start", [".", "shop", "shop/config/samples/invalid", "elsewhere"])
@pytest.mark.parametrize("through", ["shop", "link"])
def test_the_project_is_that_around_each_file(
    scaffold: Scaffold, here: Path, monkeypatch: pytest.MonkeyPatch, start: str, through: str
) -> None:
    write(here / "shop" / "scaffold.yaml", SETTINGS)
    write(here / "shop" / "config" / "samples" / "invalid" / "deep" / "bad.yaml", WIDGET + "10\n")
    (here / "link").symlink_to("shop", target_is_directory=True)
    (here / "elsewhere").mkdir()
    monkeypatch.chdir(here / start)
    for path in ("config", "config/samples/invalid", "config/samples/invalid/deep/bad.yaml"):
        done = scaffold("validate", here / through / path, "--crds", here / "crd.yaml")
        assert (done.code, "1 valid" in done.out) == (0, True)


def test_a_project_inside_of_another(scaffold: Scaffold, here: Path) -> None:
    write(here / "scaffold.yaml", SETTINGS.replace("config/samples/invalid", "bad"))
    write(here / "bad" / "one.yaml", WIDGET + "10\n")
    write(here / "inner" / "scaffold.yaml", SETTINGS)
    write(here / "inner" / "bad" / "one.yaml", WIDGET + "10\n")
    write(here / "inner" / "config" / "samples" / "invalid" / "two.yaml", WIDGET + "10\n")
    done = scaffold("validate", "bad", "inner/bad", "inner/config", "--crds", "crd.yaml", "--format", "json")
    verdicts = {result["file"]: result["verdict"] for result in json.loads(done.out)["results"]}
    assert verdicts == {
        "bad/one.yaml": "valid",
        "inner/bad/one.yaml": "invalid",
        "inner/config/samples/invalid/two.yaml": "valid",
    }


USAGE = [
    ([], "nothing to validate"),
    (["one.yaml"], "give --crds"),
    (["one.yaml", "--crds"], "--crds needs a value"),
    (["one.yaml", "--crds", "crd.yaml", "--fromat", "json"], "did you mean --format?"),
    (
        ["-dash.yaml", "--crds", "crd.yaml"],
        "no such option: -dash.yaml; is it a file? Then write -- -dash.yaml",
    ),
    (["one.yaml", "--crds", "a\x1b[31m\udcff.yaml"], "scaffold: a\\x1b[31m\\udcff.yaml: cannot be read"),
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
    assert done.out.splitlines()[-1] == "2 files: 1 valid, 1 error"


def test_settings_with_a_mistake(scaffold: Scaffold, here: Path) -> None:
    write(here / "one.yaml", WIDGET + "1\n")
    write(here / "scaffold.yaml", SETTINGS + "colour: red\n")
    done = scaffold("validate", "one.yaml", "--crds", "crd.yaml")
    assert done.err.startswith("scaffold: scaffold.yaml:6:1: unknown key 'colour'")
    assert scaffold("validate", here, "--crds", "crd.yaml").out == ""
