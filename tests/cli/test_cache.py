"""CRDs that are kept between runs: the same report with them as without, whatever becomes of what is kept."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scaffolder.workflows import cache_folder
from tests.conformance.recorded import content_of, features

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Scaffold = Callable[..., Done]

RECORDED = Path(__file__).parents[1] / "conformance" / "data" / "create"
SCHEMA = {
    "type": "object",
    "properties": {
        "spec": {
            "type": "object",
            "properties": {
                "replicas": {"type": "integer"},
                "names": {"type": "array", "items": {"type": "string"}},
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
            },
            "x-kubernetes-validations": [
                {"rule": "self.replicas <= 3", "messageExpression": "'not ' + string(self.replicas)"},
                # Its cost is known only when it is counted.
                {"rule": "self.names.all(n, self.names.all(m, n == m || n.startsWith(m)))", "message": "n"},
                # Fails where the label is missing.
                {"rule": "self.labels['a'] == 'x'"},
            ],
        }
    },
}


def crd(schema: dict[str, Any] = SCHEMA) -> dict[str, Any]:
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    names = {"kind": "Database", "plural": "databases"}
    spec = {"group": "shop.example.com", "scope": "Namespaced", "names": names, "versions": [version]}
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "spec": spec}


def database(name: str, **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "shop.example.com/v1",
        "kind": "Database",
        "metadata": {"name": name},
        "spec": {"replicas": 1, "names": ["a"], "labels": {"a": "x"}, **spec},
    }


DATABASES = [
    database("a"),
    database("b", replicas=4),
    database("c", names=["a", "b"]),
    database("d", labels={}),
    database("e", replicas="many"),
]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("SCAFFOLD_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    (tmp_path / "crds").mkdir()
    (tmp_path / "crds" / "database.yaml").write_text(json.dumps(crd()))
    (tmp_path / "databases.yaml").write_text("\n---\n".join(json.dumps(value) for value in DATABASES))
    return ["validate", str(tmp_path / "databases.yaml"), "--crds", str(tmp_path / "crds"), "--format=json"]


def entries(cache: Path) -> dict[str, bytes]:
    """What is kept of CRDs; the code of modules has tests of its own."""
    kept = [path for path in cache.rglob("*") if path.is_file() and not path.name.startswith("modules")]
    return {path.name: path.read_bytes() for path in kept}


def test_the_recorded_cases_are_judged_alike(tmp_path: Path, cache: Path, scaffold: Scaffold) -> None:
    for kind in ("crds", "resources"):
        (tmp_path / kind).mkdir()
    for name in features("create")[::3]:
        feature = json.loads((RECORDED / f"{name}.json").read_text())
        (tmp_path / "crds" / f"{name}.yaml").write_text(json.dumps(feature["crd"]))
        for number, case in enumerate(feature["cases"]):
            (tmp_path / "resources" / f"{name}-{number:03}.yaml").write_bytes(content_of(case))
    command = [
        "validate",
        tmp_path / "resources",
        "--crds",
        tmp_path / "crds",
        "--format=json",
        "--with-object",
    ]
    without = scaffold(*command, "--no-cache")
    assert entries(cache) == {}
    assert json.loads(without.out)["summary"]["valid"] > 30
    assert scaffold(*command) == without
    kept = entries(cache)
    assert scaffold(*command) == without
    assert entries(cache) == kept


def test_a_failing_rule_is_worded_alike(arguments: list[str], cache: Path, scaffold: Scaffold) -> None:
    without = scaffold(*arguments, "--no-cache")
    assert [result["verdict"] for result in json.loads(without.out)["results"]] == ["valid"] + 4 * ["invalid"]
    for _ in range(2):
        assert scaffold(*arguments) == without
    assert sorted(name.rpartition(".")[2] for name in entries(cache)) == ["crds", "rules"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _content: b"",
        lambda content: content[:10],
        lambda content: content[:-1],
        lambda content: content + b"\0",
        lambda content: content[:40] + bytes([content[40] ^ 1]) + content[41:],
        lambda _content: b"#!/bin/sh\n",
    ],
    ids=["empty", "cut early", "cut late", "longer", "one bit", "something else"],
)
def test_damage_is_noticed_and_mended(
    arguments: list[str], cache: Path, scaffold: Scaffold, damage: Callable[[bytes], bytes]
) -> None:
    first = scaffold(*arguments)
    whole = entries(cache)
    for path in [path for path in cache.rglob("*") if path.is_file()]:
        path.write_bytes(damage(path.read_bytes()))
    assert scaffold(*arguments) == first
    assert entries(cache).keys() == whole.keys()
    assert all(len(content) == len(whole[name]) for name, content in entries(cache).items())


def test_another_release_has_its_own(arguments: list[str], cache: Path, scaffold: Scaffold) -> None:
    first = scaffold(*arguments)
    (release,) = cache.iterdir()
    other = release.rename(cache / "0.0.1-cpython-311-30b00f0")
    kept = entries(other)
    assert scaffold(*arguments) == first
    assert entries(other) == kept
    assert entries(release).keys() == kept.keys()


@pytest.mark.parametrize("obstacle", ["file", "below a file", "read-only"])
def test_without_a_folder_there_is_no_cache(
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    scaffold: Scaffold,
    obstacle: str,
) -> None:
    folder = tmp_path / "obstacle"
    if obstacle == "read-only":
        folder.mkdir(mode=0o500)
    else:
        folder.write_text("")
    monkeypatch.setenv("SCAFFOLD_CACHE_DIR", str(folder / "cache" if obstacle == "below a file" else folder))
    for _ in range(2):
        assert scaffold(*arguments) == scaffold(*arguments, "--no-cache")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_others_have_put_there_is_not_run(arguments: list[str], cache: Path, scaffold: Scaffold) -> None:
    first = scaffold(*arguments)
    given_away = [path for path in cache.rglob("*") if path.is_file()]
    for path in given_away:
        os.chown(path, 12345, 12345)
    assert scaffold(*arguments) == first
    assert {path.stat().st_uid for path in given_away} == {os.geteuid()}


def test_many_at_once(arguments: list[str], cache: Path, scaffold: Scaffold) -> None:
    command = [sys.executable, "-m", "scaffolder", *arguments]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    reports = {process.communicate()[0] for process in running}
    assert reports == {scaffold(*arguments, "--no-cache").out}
    kept = entries(cache)
    assert sorted(name.rpartition(".")[2] for name in kept) == ["crds", "rules"]
    assert scaffold(*arguments).out in reports
    assert entries(cache) == kept


def test_what_was_compiled_in_another_run_is_added(
    tmp_path: Path, arguments: list[str], cache: Path, scaffold: Scaffold
) -> None:
    """A run that needs other rules' code than the one before keeps both."""
    (tmp_path / "one.yaml").write_text(json.dumps(DATABASES[0]))
    one = [arguments[0], str(tmp_path / "one.yaml"), *arguments[2:]]
    scaffold(*one)
    small = entries(cache)
    scaffold(*arguments)
    large = entries(cache)
    assert large.keys() == small.keys()
    assert sum(map(len, large.values())) > sum(map(len, small.values()))
    scaffold(*one)
    assert entries(cache) == large


@pytest.mark.usefixtures("cache")
def test_a_changed_crd_counts_at_once(tmp_path: Path, arguments: list[str], scaffold: Scaffold) -> None:
    before = scaffold(*arguments)
    stricter = json.loads(json.dumps(SCHEMA).replace("<= 3", "<= 0"))
    (tmp_path / "crds" / "database.yaml").write_text(json.dumps(crd(stricter)))
    assert scaffold(*arguments) == scaffold(*arguments, "--no-cache") != before


@pytest.mark.usefixtures("cache")
def test_two_definitions_of_a_kind_are_refused_alike(
    tmp_path: Path, arguments: list[str], scaffold: Scaffold
) -> None:
    shutil.copy(tmp_path / "crds" / "database.yaml", tmp_path / "crds" / "same.yaml")
    assert scaffold(*arguments).code == 1
    described = {**SCHEMA, "description": "Another one."}
    (tmp_path / "crds" / "second.yaml").write_text(json.dumps(crd(described)))
    refused = scaffold(*arguments, "--no-cache")
    assert "two different CustomResourceDefinitions for Database.shop.example.com" in refused.err
    for _ in range(2):
        assert scaffold(*arguments) == refused


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"SCAFFOLD_CACHE_DIR": "a", "XDG_CACHE_HOME": "b"}, "a"),
        ({"XDG_CACHE_HOME": "{here}/b", "HOME": "{here}/c"}, "b/scaffold"),
        ({"XDG_CACHE_HOME": "b", "HOME": "{here}/c"}, "c/.cache/scaffold"),
        ({"HOME": "c"}, None),
    ],
)
def test_where_it_is(
    tmp_path: Path,
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    scaffold: Scaffold,
    environment: dict[str, str],
    folder: str | None,
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    for name in ("SCAFFOLD_CACHE_DIR", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value.format(here=here))
    scaffold(*arguments)
    kept = [path.parent.parent for path in here.rglob("*.crds")]
    assert kept == ([] if folder is None else [here / folder])


def test_the_oldest_make_room(
    tmp_path: Path, arguments: list[str], cache: Path, scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch
) -> None:
    scaffold(*arguments)
    old = cache / "0.0.1-cpython-311-30b00f0"
    old.mkdir()
    (old / "a.crds").write_bytes(bytes(5000))
    os.utime(old / "a.crds", (1, 1))
    monkeypatch.setattr(cache_folder, "MOST_BYTES", 20_000)
    (tmp_path / "crds" / "database.yaml").write_text(json.dumps(crd({**SCHEMA, "description": "Changed."})))
    scaffold(*arguments)
    assert old.exists()
    monkeypatch.setattr(cache_folder, "MOST_BYTES", sum(map(len, entries(cache).values())) - 1)
    (tmp_path / "crds" / "database.yaml").write_text(json.dumps(crd({**SCHEMA, "description": "Again."})))
    scaffold(*arguments)
    assert not old.exists()
    assert entries(cache)
