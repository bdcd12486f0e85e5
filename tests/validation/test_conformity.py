"""Values that the schema lets pass although rules see another type: what a kube-apiserver says of them."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from scaffolder.documents.values import ValueDocument
from scaffolder.validation.registry import Registry
from scaffolder.validation.validate import validate_document
from tests.definitions import definition

FORMATS = ("date-time", "date", "duration", "byte", "uuid", "email", "ipv4", "password", "int32")
VALUES: list[Any] = [
    [],
    ["2024-01-01T00:00:00Z"],
    [["a"]],
    {},
    {"a": 1},
    5,
    5.5,
    True,
    "",
    "2024-01-01T00:00:00Z",
]
RULES = (
    "!has(self.v) || self.v == self.v",
    "!has(self.v) || size(string(self.v)) < 100",
    "dyn(self).v != 'x'",
    "self.all(k, k == 'v')",
)


def registry(type_: str, format_: str | None, rule: str) -> Registry:
    import yaml

    crd = yaml.safe_load(definition("Widget", "a.example.com", "v: {}\n"))
    spec = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]
    spec["properties"]["v"] = {"type": type_, **({"format": format_} if format_ else {})}
    spec["x-kubernetes-validations"] = [{"rule": rule}]
    found = Registry()
    found.add(crd, "crd.yaml")
    return found


def messages(crds: Registry, value: Any, old: Any = None) -> list[str]:
    document, before = (
        ValueDocument(
            {"apiVersion": "a.example.com/v1", "kind": "Widget", "metadata": {"name": "w"}, "spec": {"v": v}}
        )
        for v in (value, old)
    )
    result = validate_document(crds, document, file="w", old=before if old is not None else None)
    return [error.message for error in result.errors]


@pytest.mark.parametrize(
    ("format_", "rule", "expected"),
    [
        (
            "date-time",
            "!has(self.v) || self.v > timestamp('2020-01-01T00:00:00Z')",
            "invalid data, expected string, got []interface {}",
        ),
        (
            "uuid",
            "!has(self.v) || self.v.size() < 4",
            "invalid data, expected string, got []interface {}",
        ),
    ],
)
def test_a_list_that_passes_for_a_text(format_: str, rule: str, expected: str) -> None:
    """The schema's check of formats lets it through, in a create as well as in an update."""
    crds = registry("string", format_, rule)
    wanted = [f'Invalid value: "object": {expected} evaluating rule: {rule}']
    assert messages(crds, ["2024-01-01T00:00:00Z"]) == wanted
    assert messages(crds, ["2024-01-01T00:00:00Z"], ["another"]) == wanted


@pytest.mark.parametrize("rule", RULES)
def test_whatever_the_type_rules_end_in_a_verdict(rule: str) -> None:
    for type_, format_ in (
        *product(("string",), (None, *FORMATS)),
        *product(("integer", "number", "boolean"), (None,)),
    ):
        if type_ != "string" and "size(" in rule:
            continue
        crds = registry(type_, format_, rule)
        for value in VALUES:
            messages(crds, value)
            messages(crds, value, value)
