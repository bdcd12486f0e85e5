"""Rules are compiled once for schemas that say the same, and only for these."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from scaffolder.validation import rule_reuse
from scaffolder.validation.create import create
from scaffolder.validation.registry import Resource

SCHEMA = {"type": "object", "properties": {"a": {"type": "integer", "maximum": 1, "nullable": True}}}


def deep(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(levels):
        schema = {"type": "array", "items": schema}
    return schema


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (SCHEMA, deepcopy(SCHEMA), True),
        (deep(500), deep(500), True),
        ({"enum": ["a", "b"]}, {"enum": ["a", "b"]}, True),
        ({"enum": ["a", "b"]}, {"enum": ["a"]}, False),
        ({"maximum": 1}, {"maximum": 1.0}, False),
        ({"nullable": True}, {"nullable": 1}, False),
        ({"type": "object", "nullable": True}, {"nullable": True, "type": "object"}, False),
        ({"a": {}}, {"a": []}, False),
        ({"description": "a" * 200_000}, {"description": "a" * 199_999 + "a"}, False),
        (deep(50_000), deep(50_000), False),
    ],
)
def test_what_says_the_same(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    key = ("self == self", False, False, False)
    kept: Any = (None, True, {})
    rule_reuse.keep(key, one, kept)
    assert (rule_reuse.find(key, other) is kept) is same
    assert rule_reuse.find(("self == self", True, False, False), one) is None


def errors(schema: dict[str, Any], value: object) -> list[str]:
    root = {"type": "object", "properties": {"spec": schema}}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": root}}
    names = {"kind": "Shop", "plural": "shops"}
    resource = Resource.of({"group": "example.com", "names": names, "versions": [version]}, "shop.yaml")
    shop = {"apiVersion": "example.com/v1", "kind": "Shop", "metadata": {"name": "a"}, "spec": value}
    return [str(error) for error in create(resource, resource.versions["v1"], shop).errors]


def test_each_schema_has_rules_of_its_own() -> None:
    rules = [{"rule": "self.size() > 2"}]
    text = {"type": "string", "x-kubernetes-validations": rules}
    items = {"type": "array", "items": {"type": "string"}, "x-kubernetes-validations": rules}
    number = {"type": "integer", "x-kubernetes-validations": rules}
    failed = "failed rule: self.size() > 2"
    for _ in range(2):
        assert errors(deepcopy(text), "abc") == []
        assert errors(deepcopy(text), "ab") == [f'spec: Invalid value: "ab": {failed}']
        assert errors(deepcopy(items), ["abc"]) == [f"spec: Invalid value: {failed}"]
        assert "found no matching overload for 'size'" in errors(deepcopy(number), 3)[0]
