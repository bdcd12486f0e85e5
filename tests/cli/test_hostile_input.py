"""Hostile or broken input: a one-line error, or correct output. Never a traceback or half a project."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Scaffold = Callable[..., Done]

COMMANDS = ["crd", "models", "sample", "rbac", "controller"]
NEW = ["new", "shop", "--group", "shop.example.com", "--kind", "Database"]


def refused(done: Done) -> str:
    """The one line that a refusal consists of."""
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("scaffold: ")
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err
    return done.err


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


HOSTILE_NAMES = [
    ("--kind", 'X"; import os; os.abort() #'),
    ("--kind", "database"),
    ("--kind", "Ünïcode"),
    ("--kind", "X" * 64),
    ("--group", "../../etc"),
    ("--group", "Shop.Example.com"),
    ("--group", "shop example.com"),
    ("--version", "1"),
    ("--version", "v1/../../x"),
    ("--plural", "data bases"),
    ("--plural", "../x"),
    ("--scope", "Galaxy"),
    ("--short-name", "d\nb"),
    ("--licence", "WTFPL"),
    ("--image", "x\n  command: [rm]"),
    ("--image", "UPPER/case"),
    ("--from", "no/such/file.yaml"),
    ("--from", "os:system"),
    ("--from", "no_such_module:Class"),
]


@pytest.mark.parametrize(("flag", "value"), HOSTILE_NAMES)
def test_names_that_would_be_code_or_paths(scaffold: Scaffold, here: Path, flag: str, value: str) -> None:
    refused(scaffold(*NEW, flag, value))
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["../x", "a/b", "/tmp/x", "", ".", "Shop", "class", "1shop", "x" * 64, "a b"]
)
def test_project_names(scaffold: Scaffold, here: Path, name: str) -> None:
    refused(scaffold("new", name, "--group", "shop.example.com", "--kind", "Database"))
    assert list(here.iterdir()) == []


def test_a_folder_that_is_there_already(scaffold: Scaffold, here: Path) -> None:
    (here / "shop").mkdir()
    (here / "shop" / "precious").write_text("mine")
    assert "exists already" in refused(scaffold(*NEW))
    assert [p.name for p in (here / "shop").iterdir()] == ["precious"]


def crd_with(schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "xs.shop.example.com"},
        "spec": {
            "group": "shop.example.com",
            "scope": "Namespaced",
            "names": {"kind": "X", "plural": "xs", "singular": "x", "listKind": "XList"},
            "versions": [
                {
                    "name": "v1",
                    "served": True,
                    "storage": True,
                    "schema": {
                        "openAPIV3Schema": {
                            "type": "object",
                            "properties": {"spec": {"type": "object", **schema}},
                        }
                    },
                }
            ],
        },
    }


FIELDS = [
    "class", "__init__", "model_config", "self", "from", "a-b", "$ref", "y", "名前", "", "1a", "_x", "a b",
    '"', "'''", '"""', "{{ x }}", "{% raw %}", "\\", "\n", "None", "model_dump", "copy", "schema", "json",
    "__class__", "a.b", "a/b", "A", "a",
]  # fmt: skip
EVIL = 'says """ and {{ evil }} {% for %} \\N{x} \\x0 \' \n import os\nos.abort() # \x7f \u2028 "'
HOSTILE_SCHEMAS = [
    {"properties": {name: {"type": "string"} for name in FIELDS}, "required": ["class", "y"]},
    {"description": EVIL, "properties": {"a": {"type": "string", "description": EVIL, "title": EVIL}}},
    {"properties": {"a": {"type": "string", "pattern": r"^\Qa.b\E$"}}},
    {"properties": {"a": {"type": "string", "pattern": r"(?i)^\pL+\z", "maxLength": 5}}},
    {"properties": {"a": {"type": "string", "pattern": '"""); import os; os.abort() #'}}},
    {"properties": {"a": {"type": "string", "enum": [EVIL, "", "a", "A", "a b", "None", "1", "名前"]}}},
    {"properties": {"a": {"type": "string", "default": EVIL}}},
    {"properties": {"a": {"type": "integer", "enum": [1, 2, -1], "default": 2}}},
    {
        "properties": {
            "a": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "object"}}}
        }
    },
    {"x-kubernetes-preserve-unknown-fields": True},
]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("schema", HOSTILE_SCHEMAS)
def test_hostile_schemas_give_output_that_compiles(
    scaffold: Scaffold, here: Path, command: str, schema: dict[str, Any]
) -> None:
    (here / "crd.json").write_text(json.dumps(crd_with(schema)))
    done = scaffold(command, "crd.json", "-o", "out")
    assert (done.code, done.err) == (0, "")
    written = [path for path in (here / "out").rglob("*") if path.is_file()]
    assert written
    for path in written:
        if path.suffix == ".py":
            compile(path.read_text(), path.name, "exec")
            assert "os.abort() #" not in path.read_text().splitlines()


@pytest.mark.parametrize("schema", HOSTILE_SCHEMAS)
def test_hostile_schemas_give_samples_that_validate(
    scaffold: Scaffold, here: Path, schema: dict[str, Any]
) -> None:
    (here / "crd.json").write_text(json.dumps(crd_with(schema)))
    assert scaffold("crd", "crd.json", "-o", "crds").code == 0
    assert scaffold("sample", "crd.json", "-o", "samples").code == 0
    done = scaffold("validate", "samples", "--crds", "crds")
    assert done.code == 0, done.out


def nested(depth: int) -> str:
    """A CRD in JSON; put together as text, because ``json.dumps`` does not go that deep."""
    around = json.dumps(crd_with({"properties": {"a": "HERE"}}))
    opening, closing = '{"type": "object", "properties": {"a": ', "}}"
    return around.replace('"HERE"', opening * depth + '{"type": "string"}' + closing * depth)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_schema_nested_2000_deep(scaffold: Scaffold, here: Path, command: str) -> None:
    (here / "deep.yaml").write_text(nested(2000))
    done = scaffold(command, "deep.yaml", "-o", "out")
    if done.code != 0:
        refused(done)


def test_a_resource_nested_10000_deep(scaffold: Scaffold, here: Path) -> None:
    (here / "crd.json").write_text(json.dumps(crd_with({"x-kubernetes-preserve-unknown-fields": True})))
    value = "{a: " * 10_000 + "1" + "}" * 10_000
    (here / "deep.yaml").write_text(
        f"apiVersion: shop.example.com/v1\nkind: X\nmetadata: {{name: x}}\nspec: {value}\n"
    )
    done = scaffold("validate", "deep.yaml", "--crds", "crd.json")
    assert done.code == 1
    assert "exceeded max depth" in done.out


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 11)
)
BROKEN = {
    "bomb.yaml": BOMB.encode(),
    "utf8.yaml": b"kind: \xff\xfe\xfa",
    "nul.yaml": b"kind: \x00",
    "empty.yaml": b"",
    "blank.yaml": b"\n# nothing\n---\n",
    "list.yaml": b"- a\n- b\n",
    "scalar.yaml": b"42",
    "open.yaml": b"{a: [",
    "tabs.yaml": b"a:\n\t- b",
    "template.yaml": b"kind: {{ .Values.kind }}\n",
    "broken.json": b'{"kind": ',
    "png.yaml": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("command", COMMANDS)
def test_broken_sources(scaffold: Scaffold, here: Path, command: str, name: str) -> None:
    (here / name).write_bytes(BROKEN[name])
    start = time.process_time()
    assert name in refused(scaffold(command, name, "-o", "out"))
    assert time.process_time() - start < 5
    assert not (here / "out").exists()


@pytest.mark.parametrize("name", BROKEN)
def test_broken_resources(scaffold: Scaffold, here: Path, name: str) -> None:
    (here / "crd.json").write_text(json.dumps(crd_with({})))
    (here / name).write_bytes(BROKEN[name])
    done = scaffold("validate", name, "--crds", "crd.json")
    assert done.err == ""
    assert done.code == (0 if name in ("empty.yaml", "blank.yaml") else 1)


@pytest.mark.parametrize("name", BROKEN)
def test_broken_crds(scaffold: Scaffold, here: Path, name: str) -> None:
    (here / "good.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    (here / name).write_bytes(BROKEN[name])
    assert name in refused(scaffold("validate", "good.yaml", "--crds", name))


def test_a_file_of_50_megabytes(scaffold: Scaffold, here: Path) -> None:
    (here / "large.yaml").write_bytes(b"a: " + b"x" * 50_000_000 + b"\n")
    for command in COMMANDS:
        assert "large.yaml" in refused(scaffold(command, "large.yaml", "-o", "out"))


@pytest.mark.parametrize("command", COMMANDS)
def test_files_that_are_none(scaffold: Scaffold, here: Path, command: str) -> None:
    (here / "folder").mkdir()
    for name in ("missing.yaml", "folder"):
        assert name in refused(scaffold(command, name))


def test_output_below_a_file(scaffold: Scaffold, here: Path) -> None:
    (here / "crd.json").write_text(json.dumps(crd_with({})))
    (here / "file").write_text("")
    refused(scaffold("crd", "crd.json", "-o", "file/below"))
    assert (here / "file").read_text() == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(scaffold: Scaffold, here: Path) -> None:
    here.chmod(0o500)
    try:
        assert "Permission denied" in refused(scaffold(*NEW))
    finally:
        here.chmod(0o700)


@pytest.mark.parametrize("limit", [100, 1_000, 5_000])
def test_a_disk_that_is_full_in_the_middle(here: Path, limit: int) -> None:
    """The largest size that a file may have stands for the room that is left."""

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        [sys.executable, "-B", "-m", "scaffolder", *NEW],
        preexec_fn=little_room,
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("scaffold: ")
    assert done.stderr.count("\n") == 1
    assert list(here.iterdir()) == []
