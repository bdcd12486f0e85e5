"""Defaults are held against plain OpenAPI: formats count that custom resources are never held against."""

from __future__ import annotations

from typing import Any

import pytest

from scaffolder.validation.crd.defaults import check_defaults
from scaffolder.validation.crd.definition import Part

_METADATA: dict[str, Any] = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "labels": {"type": "object", "additionalProperties": {}}},
}


def _messages(node: dict[str, Any]) -> list[tuple[str, str]]:
    schema = {"type": "object", "properties": {"a": node}}
    return [(error.field, error.message) for error in check_defaults(Part(schema, "~", ()))]


@pytest.mark.parametrize(
    ("node", "message"),
    [
        ({"type": "integer", "format": "uint32", "default": 4294967295}, None),
        (
            {"type": "integer", "format": "uint32", "default": -1},
            'Invalid value: "": Checked value must be of type integer with format uint32 in ',
        ),
        ({"type": "string", "format": "int32", "default": "a"}, None),
        (
            {"type": "string", "format": "int32", "default": 5},
            'Invalid value: "int64":  in body must be of type int32: "int64"',
        ),
        ({"x-kubernetes-int-or-string": True, "default": {}}, None),
        ({"x-kubernetes-int-or-string": True, "default": 1.5}, None),
        (
            {"x-kubernetes-int-or-string": True, "format": "x", "default": 5},
            'Invalid value: "int64":  in body must be of type x: "int64"',
        ),
        (
            {"type": "object", "properties": {}, "default": {"b": 1}},
            'Invalid value: {"b":1}: must not have unknown fields',
        ),
    ],
)
def test_formats_and_fields(node: dict[str, Any], message: str | None) -> None:
    expected = [] if message is None else [("~.properties[a].default", message)]
    assert _messages(node) == expected


def _embedded(**properties: dict[str, Any]) -> dict[str, Any]:
    metadata = {**_METADATA, "properties": {**_METADATA["properties"], **properties}}
    return {"type": "object", "x-kubernetes-embedded-resource": True, "properties": {"metadata": metadata}}


def test_defaults_of_metadata_are_tried_in_an_object() -> None:
    found = _messages(_embedded(name={"type": "string", "default": "a/b"}))
    text = 'Invalid value: "a/b": must result in valid metadata: metadata.name: Invalid value: "a/b": '
    field = "~.properties[a].properties[metadata].properties[name].default"
    assert found == [(field, f"{text}may not contain '/'")]


def test_several_faults_of_metadata_make_one_error() -> None:
    labels = {"type": "object", "additionalProperties": {"type": "string"}, "default": {"a b": "c d"}}
    ((field, message),) = _messages(_embedded(labels=labels))
    assert field.endswith(".properties[labels].default")
    assert 'must result in valid metadata: [metadata.labels: Invalid value: "a b": ' in message
    assert message.endswith("]")


def test_metadata_of_embedded_resources_is_decoded_for_good() -> None:
    node = _embedded()
    metadata = {"type": "object", "required": ["name"], "additionalProperties": {"type": "string"}}
    node["properties"] = {"metadata": metadata}
    resource = {"apiVersion": "v1", "kind": "X"}
    field = "~.properties[a].default"
    node["default"] = {**resource, "metadata": None}
    assert _messages(node) == [(f"{field}.metadata.name", "Required value")]
    # It is not held against the schema of a field that it loses.
    node["default"] = {**resource, "metadata": {"name": "x", "zz": 5}}
    assert _messages(node) == []
    node["default"] = {**resource, "metadata": {"name": "x", "zz": 5}, "b": 1}
    shown = '{"apiVersion":"v1","b":1,"kind":"X","metadata":{"name":"x"}}'
    assert _messages(node) == [(field, f"Invalid value: {shown}: must not have unknown fields")]
