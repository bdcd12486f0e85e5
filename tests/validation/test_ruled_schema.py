"""Rules of nodes that CEL cannot see: a server takes them into a CRD, and never evaluates them."""

from __future__ import annotations

from typing import Any

import pytest

from scaffolder.validation.cel_rules import check_rules
from scaffolder.validation.create import create
from scaffolder.validation.registry import Resource
from scaffolder.validation.ruled_schema import KnownRules, ruled_schema

RULES = [{"rule": "self == 'a'"}]
TEXT: dict[str, Any] = {"type": "string", "x-kubernetes-validations": RULES}
OPEN: dict[str, Any] = {"x-kubernetes-preserve-unknown-fields": True, "properties": {"l": TEXT}}
OBJECT: dict[str, Any] = {"type": "object", "properties": {"l": TEXT}}


def schema(spec: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {"spec": spec}}


@pytest.mark.parametrize(
    ("spec", "value", "evaluated"),
    [
        ({"type": "object", "properties": {"f": OPEN}}, {"f": {"l": "b"}}, False),
        ({"type": "object", "properties": {"é": OPEN}}, {"é": {"l": "b"}}, False),
        (
            {"type": "object", "properties": {"f": {"type": "array", "items": OPEN}}},
            {"f": [{"l": "b"}]},
            False,
        ),
        ({"type": "object", "additionalProperties": OPEN}, {"f": {"l": "b"}}, False),
        (OPEN, {"l": "b"}, False),
        ({**OPEN, "type": "object"}, {"l": "b"}, True),
        ({"type": "object", "properties": {"é": OBJECT}}, {"é": {"l": "b"}}, True),
    ],
)
def test_what_is_out_of_sight_is_not_evaluated(
    spec: dict[str, Any], value: dict[str, Any], evaluated: bool
) -> None:
    assert check_rules(schema(spec), "~") == []
    known = KnownRules()
    tree = ruled_schema(schema(spec), known)
    assert (tree is not None) is evaluated
    assert bool(known.outline) is evaluated
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema(spec)}}
    names = {"kind": "Shop", "plural": "shops"}
    resource = Resource.of({"group": "example.com", "names": names, "versions": [version]}, "shop.yaml")
    shop = {"apiVersion": "example.com/v1", "kind": "Shop", "metadata": {"name": "a"}, "spec": value}
    assert bool(create(resource, resource.versions["v1"], shop).errors) is evaluated
