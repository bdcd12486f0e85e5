"""Rules held against objects one by one, and what a kube-apiserver said of all of them together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from scaffolder.cel.explanation import Explanation
from scaffolder.cel.source import CompileError
from scaffolder.validation.rule_costs import PlacedRule
from scaffolder.validation.rule_evaluation import RuleEvaluator
from scaffolder.validation.rule_places import RULES, places_with_rules
from tests.conformance.recorded import content_of, features, first_document, read_feature


def _evaluators(feature: dict[str, Any]) -> Iterator[tuple[str, RuleEvaluator]]:
    (version,) = feature["crd"]["spec"]["versions"]
    schema = version["schema"]["openAPIV3Schema"]
    status = "status" in version.get("subresources", {})
    for place in places_with_rules(schema, "", ()):
        if status and place.path[:2] == ("properties", "status"):
            continue  # dropped before rules see it
        for rule in place.schema[RULES]:
            optional = rule.get("optionalOldSelf") is True
            try:
                placed = PlacedRule(schema, place.path, rule["rule"], optional_old=optional)
            except CompileError:
                continue
            yield rule["rule"], RuleEvaluator(placed, optional_old=optional)


@pytest.mark.parametrize("name", [name for name in features("create") if name.startswith("cel-")])
def test_rules_hold_where_the_server_accepts(name: str) -> None:
    _, feature = read_feature("create", name)
    if len(feature["crd"]["spec"]["versions"]) > 1:
        pytest.skip("rules of several versions")
    evaluators = list(_evaluators(feature))
    checked = 0
    for case in feature["cases"]:
        document = first_document(content_of(case))
        if document is None or document.error is not None or case["code"] not in (201, 422):
            continue
        checked += 1
        failed = {rule for rule, evaluator in evaluators if _fails(evaluator, document.value)}
        if case["code"] == 201:
            assert failed == set(), case["name"]
        for cause in case["causes"]:
            _, _, rule = cause["message"].partition("failed rule: ")
            assert not rule or rule in {text.strip() for text in failed}, case["name"]
    assert checked > 0
    assert evaluators


def _fails(evaluator: RuleEvaluator, value: dict[str, Any]) -> bool:
    if evaluator.blocking_errors(value):
        return False
    found = False
    for evaluation in evaluator.evaluate(value):
        if not evaluation.holds:
            assert evaluation.explanation is not None
            _assert_leads_to_reasons(evaluation.explanation)
            found = True
    return found


def _assert_leads_to_reasons(explanation: Explanation) -> None:
    """Whatever is false or fails has parts, values or a word that say why, unless nothing is behind it."""
    assert explanation.outcome
    says_why = explanation.parts or explanation.operands or explanation.note
    is_last = explanation.text == "self" or "self" not in explanation.text
    assert says_why or is_last or "cost limit" in explanation.error, explanation.text
    for part in explanation.parts:
        _assert_leads_to_reasons(part)
