"""A pre-commit hook must feel instant: what ``scaffold validate`` and ``scaffold lint`` may not import."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CRD = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "databases.shop.example.com"},
    "spec": {
        "group": "shop.example.com",
        "scope": "Namespaced",
        "names": {"kind": "Database", "plural": "databases"},
        "versions": [
            {
                "name": "v1",
                "served": True,
                "storage": True,
                "schema": {
                    "openAPIV3Schema": {
                        "type": "object",
                        "properties": {
                            "spec": {"type": "object", "properties": {"replicas": {"type": "integer"}}}
                        },
                    }
                },
            }
        ],
    },
}
RESOURCE = (
    "apiVersion: shop.example.com/v1\nkind: Database\nmetadata: {{name: a}}\nspec:\n  replicas: {replicas}\n"
)
# Libraries that have no place in checking, and modules that each cost more than checking a file does.
NEVER = {"typer", "pydantic", "jinja2", "dataclasses", "argparse", "inspect", "datamodel_code_generator"}


def modules_after(arguments: list[str]) -> tuple[str, set[str]]:
    code = (
        "import sys; before = set(sys.modules)\n"
        "from scaffolder.cli.entry import main\n"
        f"main({arguments!r})\n"
        "print('MODULES', *(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    report, _, modules = done.stdout.partition("MODULES ")
    return report, set(modules.split())


@pytest.mark.parametrize(("replicas", "verdict"), [("1", "1 valid"), ("many", "1 invalid")])
def test_validate_imports_nothing_heavy(tmp_path: Path, replicas: str, verdict: str) -> None:
    (tmp_path / "crd.yaml").write_text(json.dumps(CRD))
    (tmp_path / "one.yaml").write_text(RESOURCE.format(replicas=replicas))
    arguments = ["validate", str(tmp_path / "one.yaml"), "--crds", str(tmp_path / "crd.yaml")]
    report, modules = modules_after(arguments)
    assert verdict in report
    assert modules & NEVER == set()


@pytest.mark.parametrize(("plural", "verdict"), [("databases", "1 valid"), ("data bases", "1 invalid")])
def test_lint_imports_nothing_heavy(tmp_path: Path, plural: str, verdict: str) -> None:
    (tmp_path / "crd.yaml").write_text(json.dumps(CRD).replace('"databases"', json.dumps(plural)))
    report, modules = modules_after(["lint", str(tmp_path / "crd.yaml")])
    assert verdict in report
    assert modules & NEVER == set()
