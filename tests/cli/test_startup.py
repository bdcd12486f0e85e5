"""A pre-commit hook must feel instant: what ``scaffold validate`` and ``scaffold lint`` may not import."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCHEMA = {
    "type": "object",
    "properties": {"spec": {"type": "object", "properties": {"replicas": {"type": "integer"}}}},
}
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
                "schema": {"openAPIV3Schema": SCHEMA},
            }
        ],
    },
}
RESOURCE = (
    "apiVersion: shop.example.com/v1\nkind: Database\nmetadata: {{name: a}}\nspec:\n  replicas: {replicas}\n"
)
# Libraries that have no place in checking, and modules that each cost more than checking a file does.
NEVER = {"typer", "pydantic", "jinja2", "dataclasses", "argparse", "inspect", "datamodel_code_generator"}
# What a check that was made before with the same CRDs has no need of: libraries that read, compilers, and
# what of the standard library is slow to load.
NOT_WHEN_WARM = {
    *("yaml", "re2", "re", "json", "enum", "functools", "collections", "typing", "hashlib", "importlib"),
    *("scaffolder.cel.lexer", "scaffolder.cel.parser", "scaffolder.cel.checker", "scaffolder.cel.types"),
    *("scaffolder.cel.codegen", "scaffolder.validation.cel_types", "scaffolder.validation.go_text"),
    *("scaffolder.apimachinery.pattern_syntax", "scaffolder.apimachinery.automaton_builder"),
}
SPEC_WITH_RULES = {
    "type": "object",
    "properties": {
        "replicas": {"type": "integer"},
        "host": {"type": "string", "pattern": r"^[a-z]([-a-z0-9]*[a-z0-9])?(\.[a-z]+)*$"},
    },
    "x-kubernetes-validations": [{"rule": "self.replicas < 3 || self.host.startsWith('big')"}],
}
RESOURCE_WITH_RULES = """\
apiVersion: shop.example.com/v1
kind: Database
metadata:
  name: a
spec:
  replicas: 3
  host: big.example
"""


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


def test_a_second_check_compiles_nothing(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"spec": SPEC_WITH_RULES}}
    plain = json.dumps(SCHEMA)
    (tmp_path / "crd.yaml").write_text(json.dumps(CRD).replace(plain, json.dumps(schema)))
    (tmp_path / "one.yaml").write_text(RESOURCE_WITH_RULES)
    arguments = ["validate", str(tmp_path / "one.yaml"), "--crds", str(tmp_path / "crd.yaml")]
    report, modules = modules_after(arguments)
    assert "1 valid" in report
    assert {"scaffolder.cel.parser", "scaffolder.apimachinery.pattern_syntax"} <= modules
    report, modules = modules_after(arguments)
    assert "1 valid" in report
    assert modules & NOT_WHEN_WARM == set()
