"""``scaffold lint``: what it prints and how it ends."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.definitions import definition

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

    Scaffold = Callable[..., Done]

GOOD = definition("Database", "shop.example.com", "replicas: {type: integer, default: 1}\n")
BAD = GOOD.replace("default: 1", "default: one")
DEFAULT = "spec.validation.openAPIV3Schema.properties[spec].properties[replicas].default"
MESSAGE = 'Invalid value: "string":  in body must be of type integer: "string"'
RESOURCE_FILE = """\
group: shop.example.com
kind: Database
versions:
- name: v1
  spec:
    replicas: integer | default=1
    note:
      openAPIV3Schema: {type: string, default: 5}
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], str]:
    monkeypatch.chdir(tmp_path)

    def write(text: str, name: str = "crd.yaml") -> str:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return name

    return write


def results(done: Done) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(done.out)
    return document


def test_a_good_definition(scaffold: Scaffold, file: Callable[..., str]) -> None:
    assert scaffold("lint", file(GOOD)) == (0, "1 file: 1 valid\n", "")


def test_a_bad_definition(scaffold: Scaffold, file: Callable[..., str]) -> None:
    done = scaffold("lint", file(BAD))
    assert done.code == 1
    assert done.out.splitlines()[0] == f"crd.yaml:19:50: error: {DEFAULT}: {MESSAGE}"
    assert "19 |               replicas: {type: integer, default: one}" in done.out


def test_json(scaffold: Scaffold, file: Callable[..., str]) -> None:
    (result,) = results(scaffold("lint", "--format", "json", file(BAD)))["results"]
    assert result["verdict"] == "invalid"
    assert result["kind"] == "CustomResourceDefinition"
    assert result["name"] == "databases.shop.example.com"
    assert result["errors"] == [
        {"field": DEFAULT, "reason": "FieldValueTypeInvalid", "message": MESSAGE, "line": 19, "column": 50}
    ]


def test_warnings_do_not_fail(scaffold: Scaffold, file: Callable[..., str]) -> None:
    done = scaffold("lint", file(GOOD.replace("default: 1", "format: int8")))
    assert done.code == 0
    assert "crd.yaml:19:49: warning: " in done.out
    assert 'unrecognized format "int8"' in done.out


@pytest.mark.parametrize("format", ["github", "junit", "sarif"])
def test_formats(scaffold: Scaffold, file: Callable[..., str], format: str) -> None:
    done = scaffold("lint", "--format", format, file(BAD))
    assert done.code == 1
    if format == "sarif":
        (run,) = json.loads(done.out)["runs"]
        assert len(run["results"]) == 1
    elif format == "junit":
        assert [case.get("name") for case in ElementTree.fromstring(done.out).iter("testcase")] == [
            "CustomResourceDefinition databases.shop.example.com"
        ]
    else:
        assert done.out.startswith("::error file=crd.yaml,line=19")


def test_what_is_no_definition_is_skipped(scaffold: Scaffold, file: Callable[..., str]) -> None:
    other = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
    done = scaffold("lint", file(f"{other}---\n{GOOD}"))
    assert done.code == 0
    assert done.out == (
        "crd.yaml:1: skipped: this is no CustomResourceDefinition\n1 file: 1 valid, 1 skipped\n"
    )


def test_lists_are_opened(scaffold: Scaffold, file: Callable[..., str]) -> None:
    items = "".join(f"  {line}\n" for line in BAD.splitlines())
    done = scaffold("lint", file(f"apiVersion: v1\nkind: List\nitems:\n-\n{items}"))
    assert done.code == 1
    assert done.out.startswith(f"crd.yaml:23:52: error: {DEFAULT}")


def test_folders(scaffold: Scaffold, file: Callable[..., str]) -> None:
    file(GOOD, "crds/a.yaml")
    file(json.dumps({"apiVersion": "v1", "kind": "Secret"}), "crds/b.json")
    file(BAD, "crds/c.yml")
    file("not read", "crds/d.txt")
    summary = results(scaffold("lint", "--format", "json", "crds"))["summary"]
    expected = {"files": 3, "documents": 3, "valid": 1, "invalid": 1, "skipped": 1, "errors": 0}
    assert summary == expected


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        ("scope:", "skope:", "spec.skope", "UnknownField"),
        ("served: true", "served: 'true'", "spec.versions[0].served", "BadRequest"),
        ("/v1\n", "/v1beta1\n", "apiVersion", "BadRequest"),
        ("kind: CustomR", "kind: customR", "kind", "BadRequest"),
        ("  scope:", "  group: a.b\n  scope:", "spec.group", "DuplicateField"),
    ],
)
def test_bad_requests(
    scaffold: Scaffold, file: Callable[..., str], old: str, new: str, field: str, reason: str
) -> None:
    done = scaffold("lint", "--format", "json", file(GOOD.replace(old, new, 1)))
    (result,) = results(done)["results"]
    assert [(error["field"], error["reason"]) for error in result["errors"]] == [(field, reason)]


@pytest.mark.parametrize("version", ["apiextensions.k8s.io/", "/", '""'])
def test_the_version_may_be_left_out(scaffold: Scaffold, file: Callable[..., str], version: str) -> None:
    text = GOOD.replace("apiextensions.k8s.io/v1\n", f"{version}\n", 1)
    assert results(scaffold("lint", "--format", "json", file(text)))["summary"]["valid"] == 1


def test_yaml_is_decoded_in_the_order_of_its_keys(scaffold: Scaffold, file: Callable[..., str]) -> None:
    wrong = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "spec": {"scope": 5, "group": 7},
    }
    as_json = scaffold("lint", "--format", "json", file(json.dumps(wrong)))
    as_yaml = scaffold("lint", "--format", "json", file(yaml.safe_dump(wrong, sort_keys=False)))
    fields = [results(done)["results"][0]["errors"][0]["field"] for done in (as_json, as_yaml)]
    assert fields == ["spec.scope", "spec.group"]


def test_misspelt_fields_have_neighbours(scaffold: Scaffold, file: Callable[..., str]) -> None:
    text = GOOD.replace("scope:", "skope:").replace("default: 1", "defualt: 1, zzz: 1")
    out = scaffold("lint", file(text)).out
    assert 'unknown field "spec.skope" (did you mean scope?)' in out
    assert '.defualt" (did you mean default?)' in out
    assert '.zzz"\n' in out


def test_a_resource_file(scaffold: Scaffold, file: Callable[..., str]) -> None:
    done = scaffold("lint", "--format", "json", file(RESOURCE_FILE, "apis/database.yaml"))
    (result,) = results(done)["results"]
    assert result["name"] == "databases.shop.example.com"
    assert [(e["field"], e["line"]) for e in result["errors"]] == [
        ("spec.validation.openAPIV3Schema.properties[spec].properties[note].default", 8)
    ]


def test_a_resource_file_that_cannot_be_read(scaffold: Scaffold, file: Callable[..., str]) -> None:
    text = RESOURCE_FILE.replace("integer |", "intiger |")
    done = scaffold("lint", file(f"# the file of a resource\n---\n{text}", "apis/database.yaml"))
    assert done.code == 1
    assert done.out.startswith("apis/database.yaml:8:")
    assert "intiger" in done.out


@pytest.mark.parametrize("arguments", [[], ["--format", "xml", "a.yaml"], ["--crds", "a.yaml"]])
def test_usage(scaffold: Scaffold, arguments: list[str]) -> None:
    done = scaffold("lint", *arguments)
    assert done.code == 2
    assert done.err.count("\n") == 1


def test_a_file_that_is_not_there(scaffold: Scaffold, tmp_path: Path) -> None:
    done = scaffold("lint", tmp_path / "none.yaml")
    assert done.code == 1
    assert "cannot be read: No such file or directory" in done.out


def test_help(scaffold: Scaffold) -> None:
    done = scaffold("lint", "--help")
    assert done.code == 0
    assert "scaffold lint config/crd" in done.out


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ('{"type": "object", "properties": {"a": ', "}}"),
        ('{"type": "array", "items": ', "}"),
        ('{"type": "object", "additionalProperties": ', "}"),
        ('{"type": "object", "allOf": [', "]}"),
    ],
)
def test_schemas_may_be_deep(
    scaffold: Scaffold, file: Callable[..., str], opening: str, closing: str
) -> None:
    depth = 2000
    schema = opening * depth + '{"type": "object"}' + closing * depth
    done = scaffold("lint", file(f"{GOOD}              deep: {schema}\n"))
    assert done.err == ""
    assert "1 file: " in done.out
