"""Rules as people write them, and whether a kube-apiserver 1.36 found that they hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scaffolder.validation.compiler import SchemaNode
from scaffolder.validation.ratcheting import Correlation
from scaffolder.validation.ruled_schema import ruled_schema
from scaffolder.validation.rules.cel import check_rules

_RECORDED = json.loads((Path(__file__).parent / "data" / "recorded-verdicts.json").read_text())
_RULES = {name: (schema, rule) for name, schema, rule, *_ in _RECORDED["rules"]}
_CASES = [result for result in _RECORDED["results"] if result["name"] in _RULES]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case['name']}-{case['case']}")
def test_verdict(case: dict[str, Any]) -> None:
    schema, rule = _RULES[case["name"]]
    ruled = {**schema, "x-kubernetes-validations": [{"rule": rule, "message": f"M:{case['name']}"}]}
    whole = {"type": "object", "properties": {case["name"]: ruled}}
    value, node, tree = {case["name"]: case["self"]}, SchemaNode.of(whole), ruled_schema(whole)
    assert tree is not None
    old = {case["name"]: case["old"]} if case["isupd"] else None
    correlation = None if old is None else Correlation(value, old, node)
    errors, _ = check_rules(value, node, tree, old, correlation)
    assert [not errors] == [case["ok"]], [str(error) for error in errors]
    if errors:
        assert errors[0].message.partition("Invalid value: ")[2] in case["msg"]
