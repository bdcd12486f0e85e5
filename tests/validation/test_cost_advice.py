"""Prices of single rules and limits that make them cheaper, held against the check of whole schemas."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from scaffolder.cel.source import CompileError
from scaffolder.validation.cel_rules import check_rules
from scaffolder.validation.cost_advice import advise, cost_advice
from scaffolder.validation.rule_costs import PlacedRule
from scaffolder.validation.schema_paths import parse_path

_DATA = Path(__file__).parent / "data" / "cel-rules.json"
_RULES = "x-kubernetes-validations"
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "spec": {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "ports": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "name": {"type": "string"},
                            "kind": {"type": "string", "enum": ["A", "B"]},
                        },
                    },
                },
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                "limited": {"type": "array", "maxItems": 9_000, "items": {"type": "integer"}},
                "matrix": {
                    "type": "array",
                    "items": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
                },
            },
        }
    },
}


def _too_expensive(schema: dict[str, Any], keywords: tuple[str, ...], rule: str) -> bool:
    """Whether the server's check of the whole schema says so of the rule."""
    schema = copy.deepcopy(schema)
    node = schema
    for keyword in keywords:
        node = node[keyword]
    node[_RULES] = [{"rule": rule}]
    return any("estimated rule cost exceeds" in found.message for found in check_rules(schema, ""))


def _with_limits(limits: list[tuple[tuple[str | int, ...], int]]) -> dict[str, Any]:
    schema = copy.deepcopy(_SCHEMA)
    for path, limit in limits:
        node: Any = schema
        for keyword in path[:-1]:
            node = node[keyword]
        node[path[-1]] = limit
    return schema


@pytest.mark.parametrize(
    ("field", "rule", "causes"),
    [
        ("spec", "self.name.contains(self.name)", ["name maxLength"]),
        ("spec.ports[]", "self.name.contains('a')", ["ports maxItems", "ports[].name maxLength"]),
        (
            "spec",
            "self.ports.all(p, self.ports.exists(q, q.name == p.name))",
            ["ports maxItems", "ports[].name maxLength"],
        ),
        ("spec", "self.ports.all(p, self.ports.exists(q, q.kind == p.kind))", ["ports maxItems"]),
        ("spec.labels{}", "self.matches('a.*b.*c.*d')", ["labels maxProperties", "labels{} maxLength"]),
        # all have limits, and they are too large
        ("spec", "self.limited.all(a, self.limited.all(b, a != b))", ["limited maxItems"]),
        (
            "",
            "self.spec.matrix.all(a, a.all(b, b.all(c, c > 0)))",
            ["matrix maxItems", "matrix[] maxItems", "matrix[][] maxItems"],
        ),
    ],
)
def test_limits_are_enough_and_the_largest_that_are(field: str, rule: str, causes: list[str]) -> None:
    keywords = parse_path(field, _SCHEMA)
    placed = PlacedRule(_SCHEMA, keywords, rule)
    assert _too_expensive(_SCHEMA, keywords, rule)
    advice = advise(placed)
    assert [f"{size.field.removeprefix('spec.')} {size.keyword}" for size in advice.sizes] == causes
    for size, limit in advice.alone:
        assert not _too_expensive(_with_limits([(size.key, limit)]), keywords, rule)
        assert _too_expensive(_with_limits([(size.key, limit + 1)]), keywords, rule)
    together = [(size.key, limit) for size, limit in advice.together]
    assert bool(together) == (len(causes) > 1)
    if together:
        assert not _too_expensive(_with_limits(together), keywords, rule)
        assert _too_expensive(_with_limits([(path, limit * 2) for path, limit in together]), keywords, rule)
    assert advice.alone or together


def test_one_line() -> None:
    rule = {"rule": "self.name.contains('a') && self.kind.startsWith('b')"}
    schema = copy.deepcopy(_SCHEMA)
    schema["properties"]["spec"]["properties"]["ports"]["items"][_RULES] = [rule]
    found = check_rules(schema, "")[0]
    assert cost_advice(schema, found.path) == (
        "enough would be maxItems: 31 on spec.ports, or maxLength: 10 on spec.ports[].name, "
        "or maxItems: 5400 on spec.ports with maxLength: 4500 on spec.ports[].name"
    )


_NUMBERS = str(list(range(60)))
_NESTED = f"{_NUMBERS}.all(a, {_NUMBERS}.all(b, {_NUMBERS}.all(c, {_NUMBERS}.all(d, a + b + c + d >= 0))))"


@pytest.mark.parametrize(
    ("rule", "hint"),
    [
        (_NESTED, "no limit in the schema brings it under the budget: the rule itself has to do less"),
        ("self.name.size() > 3", None),
        ("self.nope", None),
        ("self.name", None),
    ],
)
def test_there_may_be_nothing_to_limit(rule: str, hint: str | None) -> None:
    schema = copy.deepcopy(_SCHEMA)
    schema["properties"]["spec"][_RULES] = [{"rule": rule}]
    assert cost_advice(schema, ("properties", "spec", _RULES, 0, "rule")) == hint


def test_a_rule_costs_what_the_check_of_the_whole_schema_says() -> None:
    """Recorded rules, one by one: over the budget exactly where the server said so."""
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    over = 0
    for case in data["cases"]:
        fields = {field for field, _, message in case["causes"] if "estimated rule cost exceeds" in message}
        for version in case["versions"]:
            schema = copy.deepcopy(data["schemas"][version["schema"]])
            for path, rules in version["rules"]:
                node = schema
                for key in path:
                    node = node[key]
                node[_RULES] = rules
            for path, rules in version["rules"]:
                for index, rule in enumerate(rules):
                    field = _field(version["field"], path, index)
                    cost = _cost(schema, tuple(path), rule)
                    assert (cost > 10_000_000) == (field in fields), (case["name"], field, cost)
                    over += cost > 10_000_000
    assert over > 20


def _cost(schema: dict[str, Any], keywords: tuple[str, ...], rule: Any) -> int:
    if not isinstance(rule, dict) or not isinstance(rule.get("rule"), str):
        return 0
    try:
        optional = rule.get("optionalOldSelf") is True
        return PlacedRule(schema, keywords, rule["rule"], optional_old=optional).cost().total
    except CompileError:
        return 0


def _field(root: str, path: list[str], index: int) -> str:
    """The field of a rule as the server writes it."""
    field = root
    keys = iter(path)
    for key in keys:
        field += f".properties[{next(keys)}]" if key == "properties" else f".{key}"
    return f"{field}.{_RULES}[{index}].rule"
