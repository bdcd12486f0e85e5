"""Whatever the schema and whatever the value: an answer, and the same one each time."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffolder.diagnostics import Result
from scaffolder.documents.reader import Document, read_documents
from scaffolder.validation.registry import Registry
from scaffolder.validation.validate import validate_document

KEYS = st.sampled_from(["a", "b", "c", "metadata", "kind", "apiVersion", "x.y", ""])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 70)
    | st.sampled_from([2**31, 2**53 + 1, 2**63 - 1, 0.5, 1e20, -1.5, 3.0000000000001])
    | st.sampled_from(["", "a", "B", "1", "2024-01-01", "1h", "é"])
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
CONSTRAINTS = st.fixed_dictionaries(
    {},
    optional={
        "nullable": st.booleans(),
        "default": VALUES,
        "enum": st.lists(VALUES, min_size=1, max_size=3),
        "format": st.sampled_from(["date", "int32", "float", "duration", "nonsense"]),
        "pattern": st.sampled_from(["^a", "b$", "[0-9]+"]),
        "minLength": st.integers(0, 3),
        "maxLength": st.integers(0, 3),
        "minimum": st.sampled_from([0, 0.1, 5, 1e21]),
        "maximum": st.sampled_from([0, 0.3, 5, 2**63]),
        "exclusiveMinimum": st.booleans(),
        "multipleOf": st.sampled_from([2, 0.1, 0.5, 7]),
        "minItems": st.integers(0, 2),
        "maxItems": st.integers(0, 2),
        "minProperties": st.integers(0, 2),
        "maxProperties": st.integers(0, 2),
        "required": st.lists(KEYS, max_size=2),
        "x-kubernetes-preserve-unknown-fields": st.just(True),
        "x-kubernetes-embedded-resource": st.just(True),
        "x-kubernetes-int-or-string": st.just(True),
        "x-kubernetes-list-type": st.sampled_from(["atomic", "set", "map"]),
        "x-kubernetes-list-map-keys": st.lists(KEYS, min_size=1, max_size=2),
    },
)
TYPES = st.sampled_from(["object", "array", "string", "integer", "number", "boolean"])


def _nested(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    below = st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES,
            "properties": st.dictionaries(KEYS, inner, max_size=3),
            "additionalProperties": inner | st.booleans(),
            "items": inner,
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "oneOf": st.lists(inner, min_size=1, max_size=2),
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "not": inner,
        },
    )
    return st.tuples(below, CONSTRAINTS).map(lambda parts: {**parts[1], **parts[0]})


SCHEMAS = st.recursive(
    st.tuples(st.fixed_dictionaries({}, optional={"type": TYPES}), CONSTRAINTS).map(
        lambda parts: {**parts[1], **parts[0]}
    ),
    _nested,
    max_leaves=6,
)
VERSIONS = st.fixed_dictionaries(
    {"schema": SCHEMAS, "status": st.booleans(), "other": SCHEMAS},
)


SCALE = {"specReplicasPath": ".spec.a", "statusReplicasPath": ".status.b"}


def _registry(parts: dict[str, Any]) -> Registry:
    def version(name: str, spec: dict[str, Any]) -> dict[str, Any]:
        schema = {"type": "object", "properties": {"spec": spec, "status": spec}}
        subresources = {"status": {}, "scale": SCALE}
        return {
            "name": name,
            "served": True,
            "storage": name == "v2",
            "schema": {"openAPIV3Schema": schema},
            "subresources": subresources if parts["status"] else {},
        }

    registry = Registry()
    registry.add(
        {
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "spec": {
                "group": "example.com",
                "names": {"kind": "Thing"},
                "versions": [version("v1", parts["schema"]), version("v2", parts["other"])],
            },
        },
        "crd.yaml",
    )
    return registry


def _document(spec: Any) -> Document:
    value = {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "t"}, "spec": spec}
    return next(read_documents(json.dumps(value).encode()))


def _summary(result: Result) -> Any:
    errors = sorted((error.field, error.reason, error.message) for error in result.errors)
    return result.verdict, errors, result.object


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(VERSIONS, VALUES, VALUES)
def test_answers_are_given_and_repeatable(parts: dict[str, Any], spec: Any, before: Any) -> None:
    registry = _registry(parts)
    for old in (None, _document(before)):
        document = _document(spec)
        first = validate_document(registry, document, file="f", with_object=True, old=old)
        again = _document(document.value.get("spec"))
        second = validate_document(_registry(parts), again, file="f", with_object=True, old=old)
        assert first.verdict in ("valid", "invalid")
        assert _summary(first) == _summary(second)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(VERSIONS, VALUES)
def test_an_update_that_changes_nothing_is_no_worse_than_a_create(parts: dict[str, Any], spec: Any) -> None:
    registry = _registry(parts)
    created = validate_document(registry, _document(spec), file="f")
    updated = validate_document(registry, _document(spec), file="f", old=_document(spec))
    if created.verdict == "valid" and not parts["status"]:
        assert updated.verdict == "valid"
