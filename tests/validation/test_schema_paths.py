"""Paths to nodes of a schema, as people write them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.errors import ScaffoldError
from scaffolder.validation.schema_paths import occurrences, parse_path, path_text

_TEXT = {"type": "string"}
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "spec": {
            "type": "object",
            "properties": {
                "ports": {"type": "array", "items": {"type": "object", "properties": {"name": _TEXT}}},
                "labels": {"type": "object", "additionalProperties": _TEXT},
                "properties": {"type": "object", "properties": {"items": _TEXT}},
                "a.b/c": _TEXT,
            },
        }
    },
}
_PORTS = ("properties", "spec", "properties", "ports")


@pytest.mark.parametrize(
    ("text", "keywords", "canonical"),
    [
        ("", (), ""),
        (".", (), ""),
        (".spec.ports", _PORTS, "spec.ports"),
        ("spec.ports[]", (*_PORTS, "items"), "spec.ports[]"),
        ("spec.ports[].name", (*_PORTS, "items", "properties", "name"), "spec.ports[].name"),
        ("spec.labels{}", (*_PORTS[:3], "labels", "additionalProperties"), "spec.labels{}"),
        (".spec.ports[*].name", (*_PORTS, "items", "properties", "name"), "spec.ports[].name"),
        (".spec.labels[*]", (*_PORTS[:3], "labels", "additionalProperties"), "spec.labels{}"),
        ("spec['a.b/c']", (*_PORTS[:3], "a.b/c"), "spec['a.b/c']"),
        (
            "spec.properties.items",
            (*_PORTS[:3], "properties", "properties", "items"),
            "spec.properties.items",
        ),
    ],
)
def test_paths(text: str, keywords: tuple[str, ...], canonical: str) -> None:
    assert parse_path(text, _SCHEMA) == keywords
    assert path_text(keywords) == canonical


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("spec.prots", "--field spec.prots: spec has no field prots (did you mean ports?)"),
        ("spec.ports.name", "--field spec.ports.name: spec.ports has no field name "
         "(it is a list: its items are spec.ports[])"),
        ("spec.labels.a", "--field spec.labels.a: spec.labels has no field a "
         "(it is a map: its values are spec.labels{})"),
        ("spec[]", "--field spec[]: spec is no list (it is of type object)"),
        ("spec.ports{}", "--field spec.ports{}: spec.ports is no map "
         "(it is a list: its items are spec.ports[])"),
        ("spec..ports", "'spec..ports' is no path: '..ports' is not understood "
         "(write it like spec.storage, spec.ports[].name or spec.labels{})"),
        ("spec.ports[0]", "'spec.ports[0]' is no path: '[0]' is not understood "
         "(write it like spec.storage, spec.ports[].name or spec.labels{})"),
    ],
)  # fmt: skip
def test_wrong_paths(text: str, complaint: str) -> None:
    with pytest.raises(ScaffoldError) as caught:
        parse_path(text, _SCHEMA)
    assert str(caught.value) == complaint


_STEPS = st.sampled_from(
    ["spec", "ports", "labels", "name", ".", "[]", "{}", "[*]", "['a.b/c']", "[", "'", "x"]
)


@given(st.one_of(st.text(max_size=20), st.lists(_STEPS, max_size=8).map("".join)))
def test_any_text_is_a_path_or_is_explained(text: str) -> None:
    try:
        keywords = parse_path(text, _SCHEMA)
    except ScaffoldError:
        return
    assert parse_path(path_text(keywords), _SCHEMA) == keywords


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [()]),
        ("spec.ports[].name", [("spec", "ports", 0, "name"), ("spec", "ports", 2, "name")]),
        ("spec.labels{}", [("spec", "labels", "x")]),
        ("spec.properties", []),
    ],
)
def test_occurrences(text: str, found: list[tuple[str | int, ...]]) -> None:
    value = {"spec": {"ports": [{"name": "a"}, {}, {"name": "c"}], "labels": {"x": "1", "y": None}}}
    assert [path for path, _ in occurrences(value, parse_path(text, _SCHEMA))] == found
