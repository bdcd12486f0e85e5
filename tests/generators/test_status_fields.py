"""Which fields of a status an operator may write."""

from __future__ import annotations

from typing import Any

import pytest

from scaffolder.generators._status_fields import StatusFields
from scaffolder.model.resource import Version
from scaffolder.model.structural_schema import StructuralSchema
from scaffolder.rendering import Identifier

NOTHING = StatusFields(conditions=False, observed_generation=False, counts=(), selector=False)
INTEGER = {"type": "integer"}


def conditions(**condition: Any) -> dict[str, Any]:
    return {"conditions": {"type": "array", "items": {"type": "object"} | condition}}


def of(status: dict[str, Any], *, subresource: bool = True, is_workload: bool = True) -> StatusFields:
    schema = StructuralSchema({"type": "object", "properties": {"status": {"type": "object"} | status}})
    return StatusFields.of(Version("v1", schema, status_subresource=subresource), is_workload=is_workload)


ALL = conditions() | {
    "observedGeneration": INTEGER,
    "replicas": INTEGER,
    "readyReplicas": INTEGER,
    "selector": {"type": "string"},
}


def test_everything() -> None:
    assert of({"properties": ALL}) == StatusFields(
        True, True, (Identifier("readyReplicas"), Identifier("replicas")), True
    )


def test_without_a_workload_there_is_nothing_to_count() -> None:
    assert of({"properties": ALL}, is_workload=False) == StatusFields(True, True, (), False)


def test_without_the_subresource_nothing_is_written() -> None:
    assert of({"properties": ALL}, subresource=False) == NOTHING


def test_without_a_status_nothing_is_written() -> None:
    version = Version("v1", StructuralSchema({"type": "object"}), status_subresource=True)
    assert StatusFields.of(version, is_workload=True) == NOTHING


@pytest.mark.parametrize(
    ("required", "expected"),
    [
        (["replicas", "conditions"], StatusFields(True, False, (Identifier("replicas"),), False)),
        (["replicas", "endpoint"], NOTHING),
    ],
    ids=["what is written", "something else"],
)
def test_the_server_refuses_a_status_that_lacks_what_is_required(
    required: list[str], expected: StatusFields
) -> None:
    properties = conditions() | {"replicas": INTEGER, "endpoint": {"type": "string"}}
    assert of({"properties": properties, "required": required}) == expected


@pytest.mark.parametrize(
    "status",
    [
        {"observedGeneration": {"type": "string"}},
        {"conditions": {"type": "object"}},
        {"conditions": {"type": "array"}},
        conditions(type="string"),
        conditions(required=["type", "severity"]),
        conditions(properties={"type": {"type": "string", "enum": ["Available"]}}),
    ],
    ids=["a word", "no list", "no items", "a list of words", "more is required", "other types"],
)
def test_what_has_another_form_is_left_alone(status: dict[str, Any]) -> None:
    assert of({"properties": status}) == NOTHING


def test_conditions_that_know_ready() -> None:
    known = {"type": {"type": "string", "enum": ["Available", "Ready"]}}
    assert of({"properties": conditions(properties=known)}).conditions
