"""What rules see of a schema."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.validation.cel_names import escape
from scaffolder.validation.cel_rules import check_rules
from scaffolder.validation.cel_types import cel_type, min_size


@pytest.mark.parametrize(
    ("name", "escaped"),
    [
        ("name", "name"),
        ("_a1", "_a1"),
        ("namespace", "__namespace__"),
        ("a-b.c/d", "a__dash__b__dot__c__slash__d"),
        ("a__b", "a__underscores__b"),
        ("a___b", "a__underscores___b"),
        ("in", "__in__"),
        ("int", "int"),
        ("", None),
        ("1a", None),
        ("a b", None),
        ("é", None),
        ("$ref", None),
    ],
)
def test_escape(name: str, escaped: str | None) -> None:
    assert escape(name) == escaped


@given(st.text(alphabet="ab_-./ 1", max_size=8), st.text(alphabet="ab_-./ 1", max_size=8))
def test_escaped_names_are_identifiers(one: str, other: str) -> None:
    escaped = escape(one)
    assert escaped is None or escaped.isidentifier()
    assert escaped != escape(other) or one == other or escaped is None


@pytest.mark.parametrize(
    ("schema", "printed", "size", "smallest"),
    [
        ({"type": "boolean"}, "bool", 0, 4),
        ({"type": "integer"}, "int", 0, 1),
        ({"type": "number"}, "double", 0, 1),
        ({"type": "string"}, "string", 3145726, 2),
        ({"type": "string", "maxLength": 10}, "string", 40, 2),
        ({"type": "string", "maxLength": -1}, "string", 0, 2),
        ({"type": "string", "enum": ["a", "äb"]}, "string", 3, 2),
        ({"type": "string", "format": "byte", "maxLength": 10}, "bytes", 10, 2),
        ({"type": "string", "format": "date"}, "timestamp", 12, 12),
        ({"type": "string", "format": "date-time", "maxLength": 10}, "timestamp", 32, 21),
        ({"type": "string", "format": "duration"}, "duration", 32, 3),
        ({"x-kubernetes-int-or-string": True}, "dyn", 3145726, 1),
        ({"type": "string", "x-kubernetes-int-or-string": True, "maxLength": 3}, "dyn", 12, 1),
        ({"type": "array", "items": {"type": "integer"}}, "list(int)", 1572863, 2),
        ({"type": "array", "items": {"type": "integer"}, "maxItems": 7}, "list(int)", 7, 2),
        ({"type": "object", "additionalProperties": {"type": "boolean"}}, "map(string, bool)", 314572, 2),
        ({"type": "object"}, "Self", 0, 2),
        (
            {"type": "object", "required": ["ab"], "properties": {"ab": {"type": "boolean"}}},
            "Self",
            0,
            2 + 2 + 4 + 4,
        ),
        (
            {
                "type": "object",
                "required": ["a"],
                "properties": {"a": {"type": "boolean", "default": True}, "b": {"type": "string"}},
            },
            "Self",
            0,
            2,
        ),
    ],
)
def test_type_and_sizes(schema: dict[str, Any], printed: str, size: int, smallest: int) -> None:
    type_ = cel_type(schema, "Self")
    assert type_ is not None
    assert (str(type_), type_.max_elements, min_size(schema)) == (printed, size, smallest)


@pytest.mark.parametrize(
    "schema",
    [
        {"x-kubernetes-preserve-unknown-fields": True},
        {"type": "array"},
        {"type": "array", "items": {"x-kubernetes-preserve-unknown-fields": True}},
        {"type": "object", "additionalProperties": {"x-kubernetes-preserve-unknown-fields": True}},
    ],
)
def test_rules_do_not_see_what_has_no_type(schema: dict[str, Any]) -> None:
    assert cel_type(schema, "Self") is None
    around = cel_type({"type": "object", "properties": {"a": schema, "b": {"type": "string"}}}, "Self")
    assert around is not None
    assert list(around.fields) == ["b"]


def test_objects_are_named_after_their_path() -> None:
    items = {"type": "object", "properties": {"a": {"type": "object"}}}
    values = {"type": "object", "additionalProperties": {"type": "array", "items": items}}
    schema = {"type": "object", "properties": {"m": values}}
    type_ = cel_type(schema, "Self")
    assert type_ is not None
    inner = type_.fields["m"].parameters[1].parameters[0]
    assert (str(inner), str(inner.fields["a"])) == ("Self.m.@elem.@idx", "Self.m.@elem.@idx.a")


def test_resource_has_type_and_names() -> None:
    metadata = {"type": "object", "properties": {"labels": {"type": "object"}}}
    type_ = cel_type({"type": "object", "properties": {"metadata": metadata}}, "Self", resource_root=True)
    assert type_ is not None
    assert sorted(type_.fields) == ["apiVersion", "kind", "metadata"]
    assert sorted(type_.fields["metadata"].fields) == ["generateName", "name"]


def test_reserved_words_need_no_escape() -> None:
    type_ = cel_type({"type": "object", "properties": {"for": {"type": "integer"}}}, "Self")
    assert type_ is not None
    assert dict(type_.aliases) == {"for": "__for__"}


def test_deep_schema_is_looked_into_only_as_far_as_asked() -> None:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(100_000):
        schema = {"type": "object", "required": ["a"], "properties": {"a": schema}}
    type_ = cel_type(schema, "Self")
    assert type_ is not None
    assert str(type_.fields["a"].fields["a"]) == "Self.a.a"
    assert min_size(schema) == 700_002


@pytest.mark.parametrize("around", [{"type": "array"}, {"type": "object"}])
def test_lists_and_maps_nested_deeper_than_a_rule_can_reach(around: dict[str, Any]) -> None:
    keyword = "items" if around["type"] == "array" else "additionalProperties"
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(20_000):
        schema = {**around, keyword: schema}
    schema["x-kubernetes-validations"] = [{"rule": "size(self) > 0 && self == self"}]
    assert check_rules({"type": "object", "properties": {"deep": schema}}, "~") == []
