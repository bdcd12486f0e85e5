"""Expected failures: which comment turns which verdict round."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scaffolder.diagnostics import Diagnostic, Result
from scaffolder.validation.expectations import UNMET, hold_against, read_expectations
from scaffolder.validation.rules.cel import rules_not_checked

REPLICAS = Diagnostic("spec.replicas", "FieldValueInvalid", "Invalid value: 12: should be less than 9")
NOT_CHECKED = rules_not_checked()
ROOT = Diagnostic("<nil>", "FieldValueInvalid", '"" must validate one schema (oneOf)')

if TYPE_CHECKING:
    from scaffolder.diagnostics import Verdict

CASES = [
    # comments, errors -> verdict, fields still wrong
    ([], [REPLICAS], "invalid", ["spec.replicas"]),
    ([" scaffold: expect spec.replicas: less than 9"], [REPLICAS], "valid", []),
    ([" scaffold: expect spec.replicas: Invalid value: 12"], [REPLICAS], "valid", []),
    ([" scaffold: expect : must validate one"], [ROOT], "valid", []),
    (
        [" scaffold: expect spec.replicas: more than 9"],
        [REPLICAS],
        "invalid",
        ["spec.replicas", "spec.replicas"],
    ),
    ([" scaffold: expect spec.image: Required"], [REPLICAS], "invalid", ["spec.replicas", "spec.image"]),
    ([" scaffold: expect spec.replicas: less"], [REPLICAS, ROOT], "invalid", ["<nil>"]),
    ([" scaffold: expect spec.replicas: less"], [], "invalid", ["spec.replicas"]),
    ([" scaffold: expect spec.replicas: less", "scaffold: expect : oneOf"], [REPLICAS, ROOT], "valid", []),
    (["Scaffold:expect spec.replicas: less"], [REPLICAS], "valid", []),
    (["scaffold : Expect  spec.replicas: less"], [REPLICAS], "valid", []),
    (["scaffold: expect spec.replicas:"], [REPLICAS], "valid", []),
    (["scaffold: expect spec.replicas"], [REPLICAS], "valid", []),
    (["scaffold: expectations are nice"], [], "valid", []),
    (["scaffold:"], [], "valid", []),
    # What follows from another error is no surprise, but may be expected.
    ([" scaffold: expect spec.replicas: less"], [REPLICAS, NOT_CHECKED], "valid", []),
    ([" scaffold: expect : some validation rules"], [REPLICAS, NOT_CHECKED], "invalid", ["spec.replicas"]),
    ([" just a remark: scaffold: expect nothing"], [], "valid", []),
]


@pytest.mark.parametrize(("comments", "errors", "verdict", "wrong"), CASES)
def test_verdicts(comments: list[str], errors: list[Diagnostic], verdict: str, wrong: list[str]) -> None:
    result = Result("f", 0, "invalid" if errors else "valid", errors=errors)
    hold_against(result, read_expectations(enumerate(comments, 1)))
    assert result.verdict == verdict
    assert [error.field for error in result.errors] == wrong


def test_an_unmet_expectation_points_at_its_comment() -> None:
    result = Result("f", 0, "valid")
    hold_against(result, read_expectations([(7, "scaffold: expect spec.image: Required")]))
    assert [(e.reason, e.line) for e in result.errors] == [(UNMET, 7)]


@pytest.mark.parametrize(
    ("field", "told"),
    [("spec.image", "spec.image: Required"), ("spec.image:", "spec.image"), ("", "Required")],
)
def test_an_unmet_expectation_says_what_was_wanted(field: str, told: str) -> None:
    text = ": Required" if "Required" in told else ""
    result = Result("f", 0, "valid")
    hold_against(result, read_expectations([(1, f"scaffold: expect {field}{text}")]))
    assert [e.message for e in result.errors] == [f"expected an error that did not come: {told}"]


def test_errors_are_in_order() -> None:
    found = [Diagnostic(field, "FieldValueInvalid", "m", line=line, column=1) for field, line in [("b", 9)]]
    result = Result("f", 0, "invalid", errors=found)
    hold_against(result, read_expectations([(4, "scaffold: expect d: x"), (2, "scaffold: expect c: x")]))
    assert [(e.line, e.field) for e in result.errors] == [(2, "c"), (4, "d"), (9, "b")]


@pytest.mark.parametrize("verdict", ["skipped", "error"])
def test_what_was_not_checked_stays_so(verdict: Verdict) -> None:
    result = Result("f", 0, verdict)
    hold_against(result, read_expectations([(1, "scaffold: expect : x")]))
    assert (result.verdict, list(result.errors)) == (verdict, [])
