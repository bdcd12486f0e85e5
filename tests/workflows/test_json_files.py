"""Files called ``.json`` are read as JSON, all others as YAML."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from scaffolder.workflows.lint import lint
from scaffolder.workflows.validate import Request, validate

CRD: dict[str, Any] = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "widgets.a.example.com"},
    "spec": {
        "group": "a.example.com",
        "scope": "Namespaced",
        "names": {"kind": "Widget", "plural": "widgets", "singular": "widget", "listKind": "WidgetList"},
        "versions": [
            {
                "name": "v1",
                "served": True,
                "storage": True,
                "schema": {
                    "openAPIV3Schema": {
                        "type": "object",
                        "properties": {
                            "spec": {
                                "type": "object",
                                "properties": {"size": {"type": "integer"}, "text": {"type": "string"}},
                            }
                        },
                    }
                },
            }
        ],
    },
}
WIDGET = """{"apiVersion": "a.example.com/v1", "kind": "Widget", "metadata": {"name": "w"},
 "spec": {%s}}
"""


def report_of(folder: Path, name: str, text: str) -> str:
    crd = folder / "crd.json"
    crd.write_text(json.dumps(CRD))
    file = folder / name
    file.write_text(text)
    out = io.StringIO()
    validate(Request([str(file)], [str(crd)]), "text", out)
    return out.getvalue().replace(f"{folder}/", "")


@pytest.mark.parametrize(
    ("name", "spec", "expected"),
    [
        ("a.json", '"size": 1.0', "1 valid"),
        ("a.json", r'"text": "\/\ud83d\ude00"', "1 valid"),
        (
            "a.yaml",
            r'"text": "\/"',
            "a.yaml:2:20: error: error converting YAML to JSON: yaml: line 2: found unknown",
        ),
        ("a.json", '"size": yes', "a.json:2:19: error: couldn't get version/kind; json parse error: invalid"),
        ("a.yaml", '"text": yes', "a.yaml:2:19: error: spec.text: Invalid value"),
        ("a.json", '"size": 1, "size": 2', 'a.json:2:22: error: spec.size: duplicate field "spec.size"'),
        ("a.yaml", '"size": 1, "size": 2', 'error: spec.size: line 2: key "size" already set in map'),
        ("a.json", '"size": "1"', "a.json:2:19: error: spec.size: Invalid value"),
        ("a.json", '"more": 1', 'a.json:2:19: error: spec.more: unknown field "spec.more"'),
    ],
)
def test_validate(tmp_path: Path, name: str, spec: str, expected: str) -> None:
    assert expected in report_of(tmp_path, name, WIDGET % spec)


def test_items_of_a_list_have_places(tmp_path: Path) -> None:
    items = ",\n".join(WIDGET % f'"size": "{size}"' for size in "ab")
    report = report_of(tmp_path, "a.json", f'{{"apiVersion": "v1", "kind": "List", "items": [\n{items}]}}')
    assert "a.json:3:19: error: spec.size" in report
    assert "a.json:6:19: error: spec.size" in report


def test_lint(tmp_path: Path) -> None:
    file = tmp_path / "crd.json"
    out = io.StringIO()
    file.write_text(json.dumps(CRD, indent=1).replace('"scope"', '"scope": "Cluster",\n  "scope"'))
    lint([str(file)], "text", out)
    assert 'duplicate field "spec.scope"' in out.getvalue()
