"""``scaffold lint`` on rules: what it says besides the server's verdict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.definitions import definition

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

    Scaffold = Callable[..., Done]

_CRD = definition(
    "Database",
    "shop.example.com",
    """\
hosts:
  type: array
  items:
    type: string
    x-kubernetes-validations:
    - rule: RULE
""",
)
_FIELD = ".properties[spec].properties[hosts].items.x-kubernetes-validations[0].rule"
_RESOURCE_FILE = """\
group: shop.example.com
kind: Database
versions:
- name: v1
  spec:
    hosts: "[]string"
  rules:
  - {at: ".spec", rule: "self.hosts.all(h, isIP(h))"}
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], str]:
    def run(text: str) -> str:
        path = tmp_path / "crd.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return run


def test_what_would_be_enough(scaffold: Scaffold, write: Callable[[str], str]) -> None:
    path = write(_CRD.replace("RULE", "self.contains('a')"))
    hint = (
        "(enough would be maxItems: 31 on spec.hosts, or maxLength: 20 on spec.hosts[], "
        "or maxItems: 5400 on spec.hosts with maxLength: 4500 on spec.hosts[])"
    )
    done = scaffold("lint", path)
    assert done.code == 1
    assert hint in done.out
    # programs get the server's words alone
    assert "enough would" not in scaffold("lint", path, "--format", "json").out


@pytest.mark.parametrize(
    ("rule", "release", "messages"),
    [
        ("isIP('1') || true", "1.30", ["isIP() can be used from Kubernetes 1.31 on, and not in 1.30"]),
        ("isIP('1') || true", "1.31", []),
        ("self.size() > 3", "1.25", []),
        # what today's server refuses is not refused twice
        ("isIp('1')", "1.25", []),
    ],
)
def test_an_older_cluster(
    scaffold: Scaffold, write: Callable[[str], str], rule: str, release: str, messages: list[str]
) -> None:
    path = write(_CRD.replace("RULE", rule))
    done = scaffold("lint", path, "--min-kubernetes", release, "--format", "json")
    errors = json.loads(done.out)["results"][0]["errors"]
    found = [error for error in errors if "can be used from" in error["message"]]
    assert [error["message"] for error in found] == [f"Invalid value: {message}" for message in messages]
    assert all(error["field"].endswith(_FIELD) for error in found)
    assert {(error["line"], error["column"]) for error in found} <= {(24, 27)}


def test_an_older_cluster_and_a_resource_file(scaffold: Scaffold, write: Callable[[str], str]) -> None:
    done = scaffold("lint", write(_RESOURCE_FILE), "--min-kubernetes", "1.29")
    assert done.code == 1
    assert "isIP() can be used from Kubernetes 1.31 on, and not in 1.29" in done.out


def test_what_is_no_release(scaffold: Scaffold, write: Callable[[str], str]) -> None:
    done = scaffold("lint", write(_RESOURCE_FILE), "--min-kubernetes", "latest")
    assert (done.code, done.err) == (2, "scaffold: --min-kubernetes is a release like 1.30, not 'latest'\n")
