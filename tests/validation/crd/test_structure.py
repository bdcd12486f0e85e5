"""What gets lost when a server makes a schema structural."""

from __future__ import annotations

from typing import Any

import pytest

from scaffolder.validation.crd.definition import Part
from scaffolder.validation.crd.schema import check_schema


def _fields(node: dict[str, Any]) -> list[str]:
    schema = {"type": "object", "properties": {"a": node}}
    return [error.field for error in check_schema(Part(schema, "~", ()), has_status=False)]


@pytest.mark.parametrize(
    ("branch", "is_choice"),
    [
        ({}, True),
        ({"additionalProperties": False}, True),
        ({"patternProperties": {}}, True),
        ({"enum": []}, True),
        ({"allOf": []}, True),
        ({"items": []}, True),
        ({"required": []}, False),
        ({"properties": {}}, False),
        ({"x-kubernetes-list-map-keys": []}, False),
        ({"format": "int32"}, False),
    ],
)
def test_choice_between_integer_and_string(branch: dict[str, Any], is_choice: bool) -> None:
    choice = [{"type": "integer", **branch}, {"type": "string"}]
    expected = [] if is_choice else ["~.properties[a].anyOf[0].type", "~.properties[a].anyOf[1].type"]
    assert _fields({"x-kubernetes-int-or-string": True, "anyOf": choice}) == expected


def test_defaults_are_not_held_against_forbidden_properties_of_junctors() -> None:
    closed = {"additionalProperties": False}
    node = {"type": "object", "additionalProperties": {"type": "string"}, "default": {"x": "y"}}
    assert _fields({**node, "allOf": [closed], "not": {"not": closed}}) == []
