"""The whole road: start a project, change its source, regenerate, check."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from scaffolder.generators.controller import owned_kinds
from scaffolder.sources.loader import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

    Scaffold = Callable[..., Done]

NEW = ["new", "shop", "--group", "shop.example.com", "--kind", "Database"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def shop(scaffold: Scaffold, here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project; the current folder."""
    assert scaffold(*NEW).code == 0
    monkeypatch.chdir(here / "shop")
    return here / "shop"


def edit(path: Path, pattern: str, replacement: str) -> None:
    text, count = re.subn(pattern, replacement, path.read_text(), count=1)
    assert count == 1
    path.write_text(text)


def test_new_shows_a_tree_and_what_to_do_next(scaffold: Scaffold, here: Path) -> None:
    done = scaffold(*NEW)
    assert (done.code, done.err) == (0, "")
    assert "├── apis/\n│   └── database.yaml\n" in done.out
    assert "scaffold generate" in done.out
    assert (here / "shop" / "apis" / "database.yaml").is_file()


def test_new_is_reproducible(scaffold: Scaffold, here: Path) -> None:
    def everything() -> dict[str, bytes]:
        return {str(p.relative_to(here)): p.read_bytes() for p in here.rglob("*") if p.is_file()}

    scaffold(*NEW)
    first = everything()
    (here / "shop").rename(here / "other")
    for path in sorted((here / "other").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (here / "other").rmdir()
    scaffold(*NEW)
    assert everything() == first


def test_a_dry_run_writes_nothing(scaffold: Scaffold, here: Path) -> None:
    assert scaffold(*NEW, "--dry-run").code == 0
    assert list(here.iterdir()) == []


@pytest.mark.usefixtures("here")
def test_what_is_missing_is_an_error_without_a_terminal(scaffold: Scaffold) -> None:
    done = scaffold("new", "shop", "--group", "shop.example.com")
    assert done.code == 2
    assert done.err == "scaffold: --kind is missing (such as --kind Shop)\n"


def test_a_terminal_is_asked_until_the_answer_is_one(here: Path) -> None:
    answers = ["no group", "shop.example.com", "data base", "Database", "v1", "Cluster", "", "MIT"]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "scaffolder", "new", "shop"],
        cwd=here,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
        said = read_all(ours)
    assert process.returncode == 0, said
    assert said.count("API group [shop.example.com]: ") == 2
    assert '"data base" cannot be a kind' in said
    (resource,) = load(str(here / "shop" / "apis" / "database.yaml"))
    assert (resource.kind, resource.scope, resource.versions[0].name) == ("Database", "Cluster", "v1")


def read_all(terminal: int) -> str:
    said = b""
    try:
        while part := os.read(terminal, 4096):
            said += part
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(terminal)
    return said.decode()


@pytest.mark.parametrize("group", ["k8s.io", "shop.k8s.io", "shop.kubernetes.io"])
def test_groups_of_kubernetes_are_refused(scaffold: Scaffold, here: Path, group: str) -> None:
    done = scaffold("new", "shop", "--group", group, "--kind", "Database")
    assert done.code == 2
    assert group in done.err
    assert list(here.iterdir()) == []


def test_a_resource_file_stays_as_it_is_written(scaffold: Scaffold, here: Path) -> None:
    text = (
        "# ours\ngroup: a.example.com\nkind: Widget # it is\nversions:\n- name: v1\n  spec: {size: integer}\n"
    )
    owns = "owns:\n- apiVersion: v1\n  kind: ConfigMap\n"
    for name, given in (("one", text), ("two", text + owns)):
        (here / "widget.yaml").write_text(given)
        assert scaffold("new", name, "--from", "widget.yaml").code == 0
        assert (here / name / "apis" / "widget.yaml").read_text() == text + owns


@pytest.mark.usefixtures("shop")
def test_a_new_project_is_in_step_and_its_samples_are_valid(scaffold: Scaffold) -> None:
    assert scaffold("generate", "--check").code == 0
    done = scaffold("validate", "config/samples")
    assert done == (0, "2 files: 2 valid\n", "")


def test_the_example_owns_what_its_controller_makes(shop: Path) -> None:
    (resource,) = load(str(shop / "apis" / "database.yaml"))
    assert resource.owns == owned_kinds(resource)


def test_a_change_of_the_source_is_brought_in_step(scaffold: Scaffold, shop: Path) -> None:
    edit(shop / "apis" / "database.yaml", r"maximum=9\b", "maximum=7")
    crd = shop / "config" / "crd" / "databases.shop.example.com.yaml"
    before = crd.read_text()

    for looking in ("--check", "--dry-run"):
        done = scaffold("generate", looking)
        assert done.code == (1 if looking == "--check" else 0)
        assert "update  config/crd/databases.shop.example.com.yaml" in done.out
    done = scaffold("generate", "--diff")
    assert re.search(r"-\s+maximum: 9\n\+\s+maximum: 7\n", done.out)
    assert crd.read_text() == before

    assert scaffold("generate").code == 0
    assert "maximum: 7" in crd.read_text()
    assert scaffold("generate", "--check").code == 0


def test_edits_are_never_lost(scaffold: Scaffold, shop: Path) -> None:
    controller = shop / "src" / "shop" / "controllers" / "database.py"
    controller.write_text("# mine\n")
    crd = shop / "config" / "crd" / "databases.shop.example.com.yaml"
    crd.write_text(crd.read_text() + "# mine\n")
    edit(shop / "apis" / "database.yaml", r"maximum=9\b", "maximum=7")

    done = scaffold("generate")
    assert done.code == 2
    assert "config/crd/databases.shop.example.com.yaml" in done.err
    assert "--force" in done.err
    assert done.err.count("\n") == 1
    assert "conflict  config/crd/databases" in scaffold("generate", "--check").out
    assert crd.read_text().endswith("# mine\n")

    assert scaffold("generate", "--force").code == 0
    assert not crd.read_text().endswith("# mine\n")
    assert controller.read_text() == "# mine\n"


def test_a_mistake_in_the_source_has_its_place(scaffold: Scaffold, shop: Path) -> None:
    edit(shop / "apis" / "database.yaml", r"integer \| default=1 minimum=0", "integr | default=1 minimum=0")
    done = scaffold("generate")
    assert done.code == 2
    assert re.match(r"scaffold: \S*apis/database\.yaml:\d+:\d+: ", done.err), done.err
    assert done.err.count("\n") == 1


def test_every_folder_of_a_project_is_as_good(
    scaffold: Scaffold, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop / "src" / "shop")
    assert scaffold("generate", "--check").code == 0
    edit(shop / "apis" / "database.yaml", "kind: Database", "kid: Database")
    assert scaffold("generate").err.startswith("scaffold: ../../apis/database.yaml:4:1: ")


def test_a_kind_comes_and_goes(scaffold: Scaffold, shop: Path) -> None:
    source = shop / "apis" / "cache-node.yaml"
    source.write_text(
        "group: shop.example.com\nkind: CacheNode\nversions:\n- name: v1\n  spec: {size: integer}\n"
    )
    assert scaffold("generate").code == 0
    controller = shop / "src" / "shop" / "controllers" / "cachenode.py"
    assert "`owns:` of apis/cache-node.yaml" in controller.read_text()

    source.unlink()
    done = scaffold("generate")
    assert "  orphan  src/shop/controllers/cachenode.py\n" in done.out
    assert controller.exists()


def test_a_kind_that_is_there_twice(scaffold: Scaffold, shop: Path) -> None:
    source = shop / "apis" / "database.yaml"
    (shop / "apis" / "copy.yaml").write_text(source.read_text())
    done = scaffold("generate")
    assert done.code == 2
    assert "databases.shop.example.com is defined in apis/copy.yaml and in apis/database.yaml" in done.err


@pytest.mark.parametrize("name", ["Bad Name", "../x", "class", ""])
def test_names_of_operators(scaffold: Scaffold, shop: Path, name: str) -> None:
    done = scaffold("rbac", "apis/database.yaml", "--name", name)
    assert (done.code, done.out) == (2, "")
    assert "cannot name a project" in done.err
    edit(shop / "scaffold.yaml", 'name: "shop"', f'name: "{name}"')
    assert "cannot name a project" in scaffold("generate").err


@pytest.mark.usefixtures("shop")
def test_an_output_that_is_a_file(scaffold: Scaffold) -> None:
    done = scaffold("crd", "apis/database.yaml", "-o", "README.md")
    assert (done.code, done.err) == (2, "scaffold: README.md: this is not a folder (name one after -o)\n")


REFUSED = [
    # what is changed, what is said
    (r"maximum=9\b", "maximum=0", "Invalid value: 1: "),
    (r"self\.replicas <= 1", "self.replicsa <= 1", "undefined field 'replicsa'"),
    (r"self\.replicas <= 1", "self.replicas <=", "Syntax error"),
]


@pytest.mark.parametrize(("pattern", "replacement", "problem"), REFUSED)
def test_a_crd_that_no_cluster_would_take_is_not_generated(
    scaffold: Scaffold, shop: Path, pattern: str, replacement: str, problem: str
) -> None:
    edit(shop / "apis" / "database.yaml", pattern, replacement)
    done = scaffold("generate")
    assert (done.code, done.out) == (2, "")
    assert re.match(
        r"scaffold: apis/database\.yaml:\d+:\d+: a kube-apiserver would refuse the CRD: ", done.err
    )
    assert problem in done.err
    assert done.err.count("\n") == 1
    line = int(done.err.split(":")[2])
    assert replacement in (shop / "apis" / "database.yaml").read_text().splitlines()[line - 1]


@pytest.mark.usefixtures("here")
def test_outside_a_project(scaffold: Scaffold) -> None:
    done = scaffold("generate")
    assert done.code == 2
    assert "not in a project" in done.err


SOURCES = {
    "schema.json": """{"title": "Widget", "type": "object", "properties":
        {"spec": {"type": "object", "properties": {"size": {"type": "integer", "minimum": 1}}}}}""",
    "resource.yaml": "group: a.example.com\nkind: Widget\nversions:\n- name: v1\n  spec: {size: integer}\n",
}


@pytest.mark.parametrize("name", SOURCES)
def test_new_from_a_source(
    scaffold: Scaffold, here: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (here / name).write_text(SOURCES[name])
    arguments = ["--group", "a.example.com"] if name.endswith("json") else []
    done = scaffold("new", "widgets", "--from", name, *arguments)
    assert (done.code, done.err) == (0, "")
    monkeypatch.chdir(here / "widgets")
    assert scaffold("generate", "--check").code == 0
    assert scaffold("validate", "config/samples").code == 0
    (resource,) = load("apis/widget.yaml")
    assert "size" in resource.storage_version.schema.properties["spec"].properties


def test_new_from_a_crd_of_this_tool(scaffold: Scaffold, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crd = shop / "config" / "crd" / "databases.shop.example.com.yaml"
    assert scaffold("new", "again", "--from", crd).code == 0
    monkeypatch.chdir(shop / "again")
    (first,), (second,) = load(str(shop / "apis" / "database.yaml")), load("apis/database.yaml")
    assert first.versions == second.versions
    assert scaffold("validate", "config/samples").code == 0


ARTEFACTS = [
    ("crd", ["databases.shop.example.com.yaml"]),
    ("models", ["database_v1alpha1.py"]),
    (
        "sample",
        ["databases.shop.example.com_v1alpha1_full.yaml", "databases.shop.example.com_v1alpha1_minimal.yaml"],
    ),
]


@pytest.mark.parametrize(("command", "names"), ARTEFACTS)
def test_artefacts_alone(scaffold: Scaffold, shop: Path, here: Path, command: str, names: list[str]) -> None:
    source = shop / "apis" / "database.yaml"
    assert scaffold(command, source, "-o", here / "out").code == 0
    assert sorted(p.name for p in (here / "out").iterdir()) == names
    # Again is no conflict; an edit is.
    assert scaffold(command, source, "-o", here / "out").code == 0
    (here / "out" / names[0]).write_text("# mine\n")
    done = scaffold(command, source, "-o", here / "out")
    assert (done.code, (here / "out" / names[0]).read_text()) == (2, "# mine\n")
    assert scaffold(command, source, "-o", here / "out", "--force").code == 0


def test_the_crd_of_a_crd_is_the_crd(scaffold: Scaffold, shop: Path) -> None:
    origin, _, first = scaffold("crd", "apis/database.yaml").out.partition("\n")
    assert origin == "# Generated by scaffold from apis/database.yaml; do not edit."
    (shop / "crd.yaml").write_text(first)
    assert scaffold("crd", "crd.yaml").out.partition("\n")[2] == first


def test_every_command_has_an_example(scaffold: Scaffold) -> None:
    listing = scaffold("--help").out
    commands = re.findall(r"(?m)^  ([a-z]+)  ", listing.partition("Commands:")[2])
    assert {"new", "generate", "crd", "models", "rbac", "controller", "sample", "validate"} <= set(commands)
    for command in commands:
        assert re.search(rf"Examples?:\s.*scaffold {command}", scaffold(command, "--help").out, re.DOTALL)
