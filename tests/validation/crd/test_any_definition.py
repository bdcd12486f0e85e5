"""Definitions that no recording has: what must hold for all of them."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scaffolder.validation.crd.create import create_definition
from scaffolder.validation.crd.decoding import decode_definition
from scaffolder.validation.crd.go_types import STRUCTS
from scaffolder.validation.rules.metadata import drop_repeated_owners

_KEYWORDS = sorted({name for fields in STRUCTS.values() for name in fields})
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.sampled_from(["object", "array", "string", "integer", "map", "set", ".spec", "self.a", "^a(", "date"]),
)
_VALUES = st.recursive(
    _SCALARS,
    lambda below: st.one_of(
        st.lists(below, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(_KEYWORDS), st.text(max_size=3)), below, max_size=4),
    ),
    max_leaves=12,
)
_SCHEMAS = st.recursive(
    st.fixed_dictionaries({"type": st.sampled_from(["string", "integer", "boolean", "object", "bogus"])}),
    lambda below: st.one_of(
        st.fixed_dictionaries(
            {"type": st.just("object"), "properties": st.dictionaries(st.text(max_size=3), below, max_size=3)}
        ),
        st.fixed_dictionaries({"type": st.just("array"), "items": below}),
        st.fixed_dictionaries({"type": st.just("object"), "additionalProperties": below}),
        st.fixed_dictionaries({"anyOf": st.lists(below, max_size=2), "default": _VALUES}),
        st.builds(
            lambda node, keyword, value: {**node, keyword: value}, below, st.sampled_from(_KEYWORDS), _VALUES
        ),
    ),
    max_leaves=8,
)


def _definition(schema: Any) -> dict[str, Any]:
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "databases.shop.example.com"},
        "spec": {
            "group": "shop.example.com",
            "scope": "Namespaced",
            "names": {"kind": "Database", "plural": "databases"},
            "versions": [
                {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}},
            ],
        },
    }


@settings(max_examples=150, deadline=None)
@given(st.one_of(_SCHEMAS, _VALUES))
def test_any_schema_has_an_answer(schema: Any) -> None:
    definition = _definition({"type": "object", "properties": {"spec": schema}})
    before = copy.deepcopy(definition)
    answer = create_definition(definition)
    assert definition == before
    assert all(error.field and error.message for error in answer.errors)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(_KEYWORDS), _VALUES, max_size=4))
def test_any_spec_has_an_answer(spec: dict[str, Any]) -> None:
    definition = _definition({"type": "object"})
    definition["spec"].update(spec)
    create_definition(definition)


@settings(max_examples=150, deadline=None)
@given(st.one_of(_SCHEMAS, _VALUES))
def test_decoding_twice_changes_nothing(schema: Any) -> None:
    once = decode_definition(_definition({"type": "object", "properties": {"spec": schema}}))
    if once.error is None:
        twice = decode_definition(once.value)
        assert twice.error is None
        assert twice.unknown == []
        assert twice.value == once.value


def test_repeated_owners_are_dropped_with_a_warning() -> None:
    owner = {"apiVersion": "v1", "kind": "ConfigMap", "name": "x", "uid": "u1", "controller": True}
    definition = _definition({"type": "object"})
    definition["metadata"]["ownerReferences"] = [owner, dict(owner)]
    answer = create_definition(definition)
    assert list(answer.errors) == []
    (warning,) = answer.warnings
    assert warning.message == drop_repeated_owners({"ownerReferences": [owner, owner]})[0].message


def test_the_random_end_of_a_generated_name_is_no_fault_of_its_own() -> None:
    definition = _definition({"type": "object"})
    definition["metadata"] = {"generateName": "databases.shop.example.co"}
    found = [(error.field, error.message) for error in create_definition(definition).errors]
    detail = 'must be spec.names.plural+"."+spec.group'
    assert found == [
        ("metadata.generateName", f'Invalid value: "databases.shop.example.co": {detail}'),
        ("metadata.name", f'Invalid value: "databases.shop.example.co?????": {detail}'),
    ]


def test_unknown_fields_are_quoted() -> None:
    definition = {**_definition({"type": "object"}), 'a"b': 1}
    (error,) = create_definition(definition).errors
    assert error.message == r'unknown field "a\"b"'
