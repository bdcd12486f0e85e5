"""Samples that are meant to fail, so that every rule of an API can have its unit test.

A comment ``# scaffold: expect FIELD: TEXT`` says that the server must refuse the document with an error at
FIELD whose message contains TEXT. With such comments a document is valid when each of them is met and nothing
else is wrong. Capitals and blanks of ``scaffold: expect`` do not matter: what is overlooked would pass.
"""

from __future__ import annotations

from scaffolder.diagnostics import INVALID, Diagnostic, in_order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from scaffolder.diagnostics import Result

#: The reason of an error that was expected and did not come.
UNMET = "ExpectationNotMet"


class Expectation:
    """``field`` is written as the server prints it; ``""`` (``expect : TEXT``) is the whole object.

    Any error of the field will do if ``text`` is empty.
    """

    __slots__ = ("field", "line", "text")

    def __init__(self, field: str, text: str, line: int) -> None:
        self.field = field
        self.text = text
        self.line = line

    def is_met_by(self, error: Diagnostic) -> bool:
        field = "" if error.field == "<nil>" else error.field
        return field == self.field and self.text in error.message


def read_expectations(comments: Iterable[tuple[int, str]]) -> list[Expectation]:
    """Those among the comments of a document, given as (line, text without ``#``)."""
    return [
        Expectation(*wanted, line) for line, comment in comments if (wanted := _wanted(comment)) is not None
    ]


def _wanted(comment: str) -> tuple[str, str] | None:
    """Field and text; None if the comment is about something else."""
    tool, colon, rest = comment.partition(":")
    verb, *wanted = rest.split(None, 1) or [""]
    if not colon or tool.strip().lower() != "scaffold" or verb.lower() != "expect":
        return None
    # A field may hold a colon (a map's key), but hardly one with a space behind it.
    field, _, text = " ".join(wanted).partition(": ")
    return field.strip().removesuffix(":"), text.strip()


def hold_against(result: Result, expectations: list[Expectation]) -> None:
    """Turns the verdict round: what was expected is fine, what was not or did not come is an error."""
    if not expectations or result.verdict not in ("valid", "invalid"):
        return
    unmet = [e for e in expectations if not any(e.is_met_by(error) for error in result.errors)]
    surprises = [error for error in result.errors if not any(e.is_met_by(error) for e in expectations)]
    surprises = [error for error in surprises if not _follows_from_others(error)]
    result.errors = in_order([*surprises, *(_unmet(expectation) for expectation in unmet)])
    result.verdict = "invalid" if result.errors else "valid"
    result.object = None


def _follows_from_others(error: Diagnostic) -> bool:
    """Whether it only says that other errors kept the rules of the schema from being evaluated."""
    if error.field != "<nil>" or error.reason != INVALID:
        return False
    from scaffolder.validation.rules.cel import rules_not_checked

    return error.message == rules_not_checked().message


def must_fail(result: Result) -> None:
    """For a document of which only is known that it is invalid somehow, and that is to stay so."""
    if result.verdict == "invalid":
        result.verdict, result.errors = "valid", []
    elif result.verdict == "valid":
        problem = "this is meant to be invalid, and the server would accept it"
        result.verdict, result.errors = (
            "invalid",
            [Diagnostic("", UNMET, problem, line=result.line, column=1)],
        )
    result.object = None


def _unmet(expectation: Expectation) -> Diagnostic:
    wanted = ": ".join(part for part in (expectation.field, expectation.text) if part)
    return Diagnostic(
        expectation.field,
        UNMET,
        f"expected an error that did not come: {wanted}",
        line=expectation.line,
        column=1,
    )
