"""What ``validate_document`` reports beside the errors of a schema."""

from __future__ import annotations

from typing import Any

import pytest

from scaffolder.diagnostics import Result
from scaffolder.documents.reader import read_documents
from scaffolder.errors import ScaffoldError
from scaffolder.validation.registry import Registry
from scaffolder.validation.validate import validate_document

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "spec": {
            "type": "object",
            "required": ["image"],
            "properties": {
                "image": {"type": "string"},
                "replicas": {"type": "integer", "minimum": 0, "default": 1},
                "ports": {
                    "type": "array",
                    "x-kubernetes-list-type": "set",
                    "items": {"type": "integer"},
                },
            },
        },
        "status": {"type": "object", "properties": {"ready": {"type": "integer"}}},
    },
}


def registry(schema: object = SCHEMA, **version: Any) -> Registry:
    result = Registry()
    result.add(
        {
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "spec": {
                "group": "shop.example.com",
                "scope": "Namespaced",
                "names": {"kind": "Database", "plural": "databases"},
                "versions": [
                    {
                        "name": "v1",
                        "served": True,
                        "storage": True,
                        "schema": {"openAPIV3Schema": schema},
                        **version,
                    },
                    {"name": "v1alpha1", "served": False, "storage": False},
                ],
            },
        },
        "crd.yaml",
    )
    return result


def validate(text: str, known: Registry | None = None, old: str | None = None) -> Result:
    documents = list(read_documents(text.encode()))
    assert len(documents) == 1
    before = next(read_documents(old.encode())) if old is not None else None
    known = known if known is not None else registry()
    return validate_document(known, documents[0], file="f.yaml", with_object=True, old=before)


GOOD = """\
apiVersion: shop.example.com/v1
kind: Database
metadata:
  name: orders
spec:
  image: postgres
"""


def test_good() -> None:
    result = validate(GOOD)
    assert result.verdict == "valid"
    assert (result.api_version, result.kind, result.name) == ("shop.example.com/v1", "Database", "orders")
    assert result.object["spec"] == {"image": "postgres", "replicas": 1}


def test_the_document_is_left_as_it_is() -> None:
    document = next(read_documents((GOOD + "status: {ready: 1}\n").encode()))
    before = str(document.value)
    validate_document(registry(subresources={"status": {}}), document, file="f.yaml", with_object=True)
    assert str(document.value) == before


def test_errors_stand_where_their_values_are_in_the_order_of_lines() -> None:
    result = validate(GOOD.replace("postgres", "5") + "  ports: [80, 443, 80]\n  replicas: -1\n")
    assert [(error.field, error.line, error.column) for error in result.errors] == [
        ("spec.image", 6, 10),
        ("spec.ports[2]", 7, 20),
        ("spec.replicas", 8, 13),
    ]
    assert result.object is None


def test_what_is_missing_stands_at_its_parent() -> None:
    result = validate(GOOD.replace("  image: postgres", "  replicas: 2"))
    assert [(error.field, error.reason, error.line) for error in result.errors] == [
        ("spec.image", "FieldValueRequired", 6)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n",
        GOOD.replace("shop.example.com", "example.com"),
        GOOD.replace("Database", "Table"),
    ],
)
def test_what_no_crd_defines_is_skipped(text: str) -> None:
    assert validate(text).verdict == "skipped"


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("Database", "database", 'Invalid value: "database": must be Database'),
        (
            "shop.example.com/v1",
            "Shop.Example.com/v1",
            "the API version in the data (Shop.Example.com/v1) does not match "
            "the expected API version (shop.example.com/v1)",
        ),
        (
            "shop.example.com/v1",
            "shop.example.com",
            "the API version in the data (shop.example.com) does not match "
            "the expected API version (shop.example.com/v1)",
        ),
    ],
)
def test_what_is_nearly_a_known_kind_is_invalid(right: str, wrong: str, message: str) -> None:
    result = validate(GOOD.replace(right, wrong))
    assert result.verdict == "invalid"
    assert [error.message for error in result.errors] == [message]


@pytest.mark.parametrize("version", ["v1alpha1", "v2"])
def test_a_version_that_is_not_served_is_invalid(version: str) -> None:
    result = validate(GOOD.replace("/v1", f"/{version}"))
    assert result.verdict == "invalid"
    assert result.errors[0].hint == "served versions of Database.shop.example.com: v1"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("[a]", "invalid"),
        ("just text", "invalid"),
        ("a: 1", "invalid"),
        ("apiVersion: 1\nkind: Database", "invalid"),
        ("apiVersion: shop.example.com/v1\nkind: [Database]", "invalid"),
        ("a: [", "error"),
    ],
)
def test_what_is_no_object_at_all(text: str, verdict: str) -> None:
    result = validate(text)
    assert result.verdict == verdict
    assert [error.reason for error in result.errors] == ["BadRequest"]


def test_status_is_dropped_where_it_is_a_subresource() -> None:
    text = GOOD + "status: {ready: many}\n"
    assert validate(text).verdict == "invalid"
    result = validate(text, registry(subresources={"status": {}}))
    assert result.verdict == "valid"
    assert "status" not in result.object


def test_an_update_keeps_the_old_status_and_forgives_what_is_unchanged() -> None:
    known = registry(subresources={"status": {}})
    old = GOOD.replace("postgres", "5") + "status: {ready: 3}\n"
    bad = GOOD.replace("postgres", "5")
    assert validate(bad, known).verdict == "invalid"
    result = validate(bad + "  replicas: 4\n", known, old=old)
    assert result.verdict == "valid"
    assert result.object["status"] == {"ready": 3}
    assert validate(bad.replace("5", "6"), known, old=old).verdict == "invalid"


def test_an_old_object_that_cannot_be_read() -> None:
    with pytest.raises(ScaffoldError):
        validate(GOOD, old="a: [")


@pytest.mark.parametrize("levels", [100, 5000])
def test_deep_nesting(levels: int) -> None:
    nested = "[" * levels + "]" * levels
    text = GOOD + f"  deep: {nested}\n"
    assert validate(text).verdict == "invalid"
    kept = {**SCHEMA["properties"]["spec"], "x-kubernetes-preserve-unknown-fields": True}
    known = registry({"type": "object", "properties": {"spec": kept}})
    assert validate(text, known).verdict == "valid"
    loose = {"type": "object", "properties": {"spec": {"type": "object", "additionalProperties": True}}}
    assert validate(text, registry(loose)).verdict == "valid"


def test_a_schema_as_deep_as_the_object() -> None:
    schema: dict[str, Any] = {"type": "integer"}
    for _ in range(3000):
        schema = {"type": "array", "items": schema}
    known = registry({"type": "object", "properties": {"spec": schema}})
    text = GOOD.partition("spec:")[0] + f"spec: {'[' * 3000}1{']' * 3000}\n"
    result = validate(text, known)
    assert result.verdict == "error"
    assert "nested too deeply" in result.errors[0].message


@pytest.mark.parametrize(
    "schema",
    [
        None,
        5,
        [],
        {"type": 5},
        {"type": "object", "properties": []},
        {"type": "object", "properties": {"spec": 5}},
        {"type": "object", "properties": {"spec": {"properties": {"image": None}, "required": "image"}}},
        {
            "type": "object",
            "properties": {"spec": {"maxProperties": "many", "enum": {}, "anyOf": [5], "not": 5}},
        },
        {"type": "object", "properties": {"spec": {"items": [1], "additionalProperties": "x", "allOf": {}}}},
        {"properties": {"spec": {"properties": {"image": {"pattern": "(", "format": 5, "minimum": "x"}}}}},
        {
            "properties": {
                "spec": {"properties": {"image": {"enum": [[]], "default": {}, "maximum": 10**400}}}
            }
        },
    ],
)
def test_schemas_that_no_server_accepts_do_no_harm(schema: object) -> None:
    known = registry(schema, subresources=5)
    assert validate(GOOD, known).verdict in ("valid", "invalid")
    assert validate(GOOD, known, old=GOOD).verdict in ("valid", "invalid")
