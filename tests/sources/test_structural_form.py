from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scaffolder.sources._errors import SourceError
from scaffolder.sources._structural_form import StructuralForm

PRESERVE = "x-kubernetes-preserve-unknown-fields"
INT_OR_STRING = "x-kubernetes-int-or-string"
TYPES = ("object", "array", "string", "integer", "number", "boolean")
NOT_IN_BRANCHES = {"type", "title", "description", "default", "nullable", "additionalProperties"}


def some_schema(random: Random, level: int = 0) -> Any:
    """A JSON Schema with a few keywords at each level."""

    def several(low: int, high: int) -> list[Any]:
        return [some_schema(random, level + 1) for _ in range(random.randint(low, high))]

    if random.random() < 0.05:
        return random.choice([True, False])
    makers: dict[str, tuple[float, Any]] = {
        "type": (0.7, lambda: random.choice([*TYPES, ["string", "null"], ["integer", "string"]])),
        "enum": (0.1, lambda: random.choice([["a"], ["a", None], [1, 2]])),
        "const": (0.05, lambda: "a"),
        "required": (0.15, lambda: ["a"]),
        "nullable": (0.1, lambda: True),
        "default": (0.1, lambda: "a"),
        "minimum": (0.1, lambda: random.randint(0, 9)),
        "exclusiveMinimum": (0.1, lambda: random.randint(0, 9)),
        "title": (0.1, lambda: "T"),
        "uniqueItems": (0.1, lambda: True),
        "$ref": (0.1, lambda: random.choice(["#", "#/$defs/a", "#/$defs/a", "#/$defs/a"])),
    }
    if level < 3:
        makers |= {
            "properties": (0.25, lambda: dict(zip("ab", several(0, 2), strict=False))),
            "items": (0.25, lambda: some_schema(random, level + 1)),
            "additionalProperties": (0.15, lambda: some_schema(random, level + 1)),
            "not": (0.08, lambda: some_schema(random, level + 1)),
            "anyOf": (0.15, lambda: several(1, 3)),
            "oneOf": (0.1, lambda: several(1, 3)),
            "allOf": (0.15, lambda: several(1, 2)),
        }
    return {key: make() for key, (chance, make) in makers.items() if random.random() < chance}


def check_structural(node: dict[str, Any]) -> None:
    """The rules for structural schemas in the documentation of Kubernetes."""
    if node.get(INT_OR_STRING):
        assert "type" not in node
        return
    assert node.get("type") in TYPES or node.get(PRESERVE), node
    assert not ("properties" in node and "additionalProperties" in node)
    assert not {"$ref", "const", "uniqueItems", "oneOf"} & node.keys()
    for child in node.get("properties", {}).values():
        check_structural(child)
    for keyword in ("items", "additionalProperties"):
        if isinstance(node.get(keyword), dict):
            check_structural(node[keyword])
    if node.get("type") == "array":
        assert "items" in node
    for branch in [*node.get("anyOf", ()), *([node["not"]] if "not" in node else [])]:
        check_branch(branch, node)


def check_branch(branch: dict[str, Any], whole: dict[str, Any]) -> None:
    """A branch says nothing of structure, and speaks only of what the whole has."""
    assert not NOT_IN_BRANCHES & branch.keys()
    assert not [key for key in branch if key.startswith("x-")]
    for name, child in branch.get("properties", {}).items():
        check_branch(child, whole["properties"][name])
    if "items" in branch:
        check_branch(branch["items"], whole["items"])
    for part in (*branch.get("anyOf", ()), *branch.get("allOf", ())):
        check_branch(part, whole)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_whatever_is_converted_is_structural(seed: int) -> None:
    random = Random(seed)
    schema = some_schema(random)
    root = {**(schema if isinstance(schema, dict) else {}), "$defs": {"a": some_schema(random, 1)}}
    with suppress(SourceError):
        check_structural(StructuralForm(root).of(root, ()))
