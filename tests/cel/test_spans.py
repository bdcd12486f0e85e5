"""The text of parts of expressions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scaffolder.cel import expression as cel
from scaffolder.cel.ast import Node, StructLiteral, walk
from scaffolder.cel.environment import DEFAULT_VERSION, Environment, vocabulary
from scaffolder.cel.parser import parse
from scaffolder.cel.spans import Spans
from scaffolder.cel.types import DYN

_RULES = Path(__file__).parents[1] / "validation" / "data" / "cel-rules.json"
_ENVIRONMENT = Environment({"self": DYN})


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("self.a && self.b", ["self.a && self.b", "self.a", "self", "self.b", "self"]),
        (
            "(self.a || self.b) && true",
            ["(self.a || self.b) && true", "self.a || self.b", *["self.a", "self"]],
        ),
        ("((self.a) + 1) == -2", ["((self.a) + 1) == -2", "(self.a) + 1", "self.a", "self", "1", "-2"]),
        ("size( self.a )>1", ["size( self.a )>1", "size( self.a )", "self.a", "self", "1"]),
        ("!has(self.a.b)", ["!has(self.a.b)", "has(self.a.b)", "self.a", "self"]),
        ("self.a.size() == 0", ["self.a.size() == 0", "self.a.size()", "self.a", "self", "0"]),
        ("self.all(x, x == 'a b')", ["self.all(x, x == 'a b')", "self", "x == 'a b'", "x", "'a b'"]),
        ("sets.contains([1], self)", ["sets.contains([1], self)", "[1]", "1", "self"]),
        ("self\n  ? 'a' // a comment\n  : 'b'", ["self ? 'a' : 'b'", "self", "'a'", "'b'"]),
        ("{'a': self.?b}[self.c]", ["{'a': self.?b}[self.c]", "{'a': self.?b}", "'a'", "self.?b", "self"]),
        ("r'\\d'.matches(self[0])", ["r'\\d'.matches(self[0])", "r'\\d'", "self[0]", "self", "0"]),
    ],
)
def test_parts(text: str, parts: list[str]) -> None:
    expression = cel.check(text, _ENVIRONMENT)
    spans = Spans(text)
    assert [spans.text(node) for node in walk(expression.tree)][: len(parts)] == parts


def test_parts_of_real_rules_mean_the_same_by_themselves() -> None:
    cases = json.loads(_RULES.read_text(encoding="utf-8"))["cases"]
    words = vocabulary(DEFAULT_VERSION)
    checked = 0
    for text in sorted({rule for case in cases for rule in _rules(case)}):
        tree, errors = parse(text, words)
        # the names of a message's fields are literals in the tree and none in the text
        if errors or len(text) > 2_000 or any(isinstance(node, StructLiteral) for node in walk(tree)):
            continue
        spans = Spans(text)
        for node in walk(tree):
            again, errors = parse(spans.text(node), words)
            assert not errors, (text, spans.text(node))
            assert _shape(again) == _shape(node), (text, spans.text(node))
            checked += 1
    assert checked > 1_000


def _rules(case: dict[str, object]) -> list[str]:
    versions = case["versions"]
    assert isinstance(versions, list)
    return [
        rule["rule"]
        for version in versions
        for _, rules in version["rules"]
        for rule in rules
        if isinstance(rule, dict) and isinstance(rule.get("rule"), str)
    ]


def _shape(tree: Node) -> list[str]:
    return [type(node).__name__ for node in walk(tree)]
