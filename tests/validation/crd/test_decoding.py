"""Which of several mistakes of decoding is told, in Go's words."""

from __future__ import annotations

from typing import Any

import pytest

from scaffolder.validation.crd.decoding import decode_definition, is_strict_at

_INTO = "into Go struct field"
_AT = f"{_INTO} JSONSchemaProps.spec.versions.schema.openAPIV3Schema"


def _error(schema: dict[str, Any], **rest: Any) -> str | None:
    versions = [{"schema": {"openAPIV3Schema": schema}}]
    return decode_definition({"spec": {"group": 5, "versions": versions}, **rest}).error


@pytest.mark.parametrize(
    ("schema", "error"),
    [
        (
            {"type": 5},
            f"json: cannot unmarshal number {_INTO} CustomResourceDefinitionSpec.spec.group of type string",
        ),
        # What is wrong within items or additionalProperties hides all that is wrong before.
        (
            {"items": {"type": 5, "title": 5}},
            f"json: cannot unmarshal number {_AT}.items.type of type string",
        ),
        (
            {"items": {"type": 5, "additionalProperties": {"title": True}}},
            f"json: cannot unmarshal bool {_AT}.items.additionalProperties.title of type string",
        ),
        (
            {"items": {"x-kubernetes-validations": [{"rule": []}]}},
            f"json: cannot unmarshal array {_AT}.items.x-kubernetes-validations.rule of type string",
        ),
        ({"type": 5, "additionalProperties": []}, "boolean or JSON schema expected"),
    ],
)
def test_first_mistake(schema: dict[str, Any], error: str) -> None:
    assert _error(schema) == error


def test_a_time_that_cannot_be_read_hides_what_is_before() -> None:
    conditions = [{"lastTransitionTime": "x"}]
    assert str(_error({}, status={"conditions": conditions})).startswith('parsing time "x"')
    assert str(_error({}, metadata={"labels": [], "creationTimestamp": "x"})).startswith('parsing time "x"')


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", None),
        ("YQ==", None),
        ("Y\nQ=\r=\n", None),
        ("YQ", 0),
        ("YWFhYQ", 4),
        ("YWFhYQ\n", 5),
        ("YQ=", 3),
        ("YQ=Q", 2),
        ("YQ==Q", 4),
        ("Y===", 1),
        ("=", 0),
        ("YW-h", 2),
    ],
)
def test_base64(text: str, wrong: int | None) -> None:
    webhook = {"clientConfig": {"caBundle": text}}
    decoded = decode_definition({"spec": {"conversion": {"webhook": webhook}}})
    assert decoded.error == (None if wrong is None else f"illegal base64 data at input byte {wrong}")


@pytest.mark.parametrize(
    ("path", "strict"),
    [
        (("metadata", "name"), True),
        (("metadata", "labels", "a"), True),
        (("metadata", "ownerReferences", 0, "uid"), True),
        (("metadata", "foo"), False),
        (("metadata", "foo", "a"), False),
        (("metadata", "ownerReferences", 0, "foo"), False),
        (("metadata", "managedFields", 0, "fieldsV1", "a"), False),
        (("foo",), False),
    ],
)
def test_where_repeated_keys_are_told(path: tuple[str | int, ...], strict: bool) -> None:
    assert is_strict_at(path) is strict
