"""What ``scaffold cel`` prints: for people, and as JSON for programs (docs/command-line.md)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scaffolder.cel.releases import release_text
from scaffolder.cel.source import Source
from scaffolder.reporters._style import Style, printable
from scaffolder.validation.cel_rules import MAX_RULE_COST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaffolder.cel.explanation import Explanation
    from scaffolder.validation.cost_advice import Size
    from scaffolder.validation.rule_costs import Cost
    from scaffolder.workflows.explain_rule import CheckedObject, Place, RuleReport

_LABEL = 9
_WIDEST_PART = 60
# Where a rule fails in more places than these, the rest is counted.
_MOST_PLACES = 10
_MOST_ERRORS = 5


def as_text(report: RuleReport, style: Style) -> str:
    return "".join(f"{line.rstrip()}\n" for line in _lines(report, style))


def _lines(report: RuleReport, style: Style) -> Iterator[str]:
    where = report.field or "the root"
    yield _labelled("at", f"{where} ({report.node_type}) of {report.resource}, version {report.version}")
    if report.error:
        first, *rest = report.error.split("\n")
        yield _labelled("error", style.bad(printable(first)))
        yield from (printable(line) for line in rest)
    if report.hint:
        yield _labelled("hint", printable(report.hint))
    if report.type:
        yield _labelled("type", report.type)
    if report.cost is not None:
        yield from _cost_lines(report, report.cost, style)
    for newer in report.newer:
        line, column = Source(report.rule).location(newer.pos)
        oldest = release_text(report.release or newer.since)
        yield _labelled("error", style.bad(f"{line}:{column}: {newer}, not in {oldest}"))
    for checked in report.objects:
        yield ""
        yield from _object_lines(checked, style)


def _labelled(label: str, text: str) -> str:
    return f"{label:<{_LABEL}}{text}"


def _cost_lines(report: RuleReport, cost: Cost, style: Style) -> Iterator[str]:
    runs = "1 run" if cost.runs == 1 else f"up to {cost.runs:,} runs"
    yield _labelled("cost", f"{cost.run:,} a run, {runs}: {cost.total:,} of {MAX_RULE_COST:,}")
    if not report.over_budget:
        return
    yield _labelled("error", style.bad(f"over the budget by a factor of {cost.total / MAX_RULE_COST:,.1f}"))
    advice = report.advice
    if advice is None or (not advice.alone and not advice.together):
        yield _labelled(
            "", "no limit in the schema brings it under the budget: the rule itself has to do less"
        )
        return
    width = max(len(size.field or "the root") for size in advice.sizes)
    for label, size in zip(["because", *[""] * len(advice.sizes)], advice.sizes, strict=False):
        has = f"has no {size.keyword}" if size.limit is None else f"has {size.keyword}: {size.limit:,}"
        reckoned = f"so up to {size.assumed:,} are reckoned with"
        yield _labelled(label, f"{size.field or 'the root':<{width}}  {has}, {reckoned}")
    ways = [[way] for way in advice.alone] + ([advice.together] if advice.together else [])
    for label, way in zip(["enough", *["or"] * len(ways)], ways, strict=False):
        yield _labelled(label, "  and  ".join(_limit(size, limit) for size, limit in way))


def _limit(size: Size, limit: int) -> str:
    return f"{size.keyword}: {limit} on {size.field or 'the root'}"


def _object_lines(checked: CheckedObject, style: Style) -> Iterator[str]:
    name = printable(f"{checked.file}:{checked.line}")
    if checked.blocked:
        yield f"{style.bold(name)}: {style.bad('not evaluated')}: a server stops before the rules"
        for error in checked.blocked[:_MOST_ERRORS]:
            yield f"  {printable(str(error))}"
        return
    if not checked.places:
        yield f"{style.bold(name)}: not evaluated: the object has no such value"
    wrong = [place for place in checked.places if not place.evaluation.holds]
    right = [place for place in checked.places if place.evaluation.holds]
    for place in wrong[:_MOST_PLACES]:
        yield from _place_lines(checked, place, style)
    if len(wrong) > _MOST_PLACES:
        yield f"{style.bold(name)}: and {len(wrong) - _MOST_PLACES} more places"
    if right and not wrong and len(right) <= _MOST_PLACES:
        for place in right:
            yield from _place_lines(checked, place, style)
    elif right:
        yield f"{style.bold(name)}: {style.quiet(f'holds for {len(right)} of {len(checked.places)}')}"


def _place_lines(checked: CheckedObject, place: Place, style: Style) -> Iterator[str]:
    evaluation = place.evaluation
    field = "" if evaluation.field == "<nil>" else f"{evaluation.field}: "
    head = style.bold(printable(f"{checked.file}:{place.line}:{place.column}"))
    explanation = evaluation.explanation
    if explanation is None:
        reason = "it is about a change (oldSelf), and nothing came before"
        yield f"{head}: {printable(field)}not evaluated: {reason}"
        return
    outcome = printable(explanation.outcome)
    yield f"{head}: {printable(field)}{outcome if evaluation.holds else style.bad(outcome)}"
    if not evaluation.holds:
        rows = list(_rows(explanation, 1))
        width = min(_WIDEST_PART, max(len(text) for text, _ in rows))
        for text, result in rows:
            yield f"{text:<{width}}  {result}"


def _rows(explanation: Explanation, depth: int) -> Iterator[tuple[str, str]]:
    """A part and what came of it; what it was computed from further in."""
    indent = "  " * depth
    for name, value in explanation.bindings:
        yield f"{indent}{name} is {printable(value)}", ""
    note = explanation.note
    result = explanation.outcome
    if note:
        result = note if note.startswith(f"{result} ") else f"{result}: {note}"
    yield f"{indent}{_shortened(explanation.text, _WIDEST_PART - len(indent))}", printable(result)
    for text, value in explanation.operands:
        yield f"{indent}  {_shortened(text, _WIDEST_PART - len(indent) - 2)}", printable(value)
    for part in explanation.parts:
        yield from _rows(_innermost_error(part), depth + 1)


def _innermost_error(explanation: Explanation) -> Explanation:
    """Where the error came from, past parts that only pass it on."""
    while explanation.error and len(explanation.parts) == 1 and not explanation.bindings:
        (part,) = explanation.parts
        if part.error != explanation.error or part.bindings:
            break
        explanation = part
    return explanation


def _shortened(text: str, width: int) -> str:
    text = printable(text)
    width = max(width, 20)
    return text if len(text) <= width else f"{text[: width - 1]}…"


def as_json(report: RuleReport) -> str:
    document = {
        "schemaVersion": 1,
        "rule": report.rule,
        "resource": report.resource,
        "version": report.version,
        "field": report.field,
        "error": (
            {
                "message": report.error,
                "line": report.line,
                "column": report.column,
                "hint": report.hint or None,
            }
            if report.error
            else None
        ),
        "type": report.type or None,
        "cost": None if report.cost is None else _cost(report, report.cost),
        "newer": [
            {
                "name": newer.name,
                "since": release_text(newer.since),
                "line": Source(report.rule).location(newer.pos)[0],
                "column": Source(report.rule).location(newer.pos)[1],
            }
            for newer in report.newer
        ],
        "objects": [_object(checked) for checked in report.objects],
    }
    return json.dumps(document, indent=2) + "\n"


def _cost(report: RuleReport, cost: Cost) -> dict[str, Any]:
    advice = report.advice
    ways = [] if advice is None else [[way] for way in advice.alone]
    if advice is not None and advice.together:
        ways.append(advice.together)
    return {
        "run": cost.run,
        "runs": cost.runs,
        "total": cost.total,
        "budget": MAX_RULE_COST,
        "causes": [
            {"field": size.field, "keyword": size.keyword, "limit": size.limit, "assumed": size.assumed}
            for size in (advice.sizes if advice is not None else ())
        ],
        "enough": [
            [{"field": size.field, "keyword": size.keyword, "limit": limit} for size, limit in way]
            for way in ways
        ],
    }


def _object(checked: CheckedObject) -> dict[str, Any]:
    return {
        "file": checked.file,
        "line": checked.line,
        "name": checked.name,
        "blockedBy": [str(error) for error in checked.blocked],
        "places": [
            {
                "field": place.evaluation.field,
                "line": place.line,
                "column": place.column,
                "holds": place.evaluation.holds if place.evaluation.explanation is not None else None,
                "explanation": (
                    None
                    if place.evaluation.explanation is None
                    else _explanation(place.evaluation.explanation)
                ),
            }
            for place in checked.places
        ],
    }


def _explanation(found: Explanation) -> dict[str, Any]:
    return {
        "text": found.text,
        "offset": found.pos,
        "outcome": found.outcome,
        "note": found.note,
        "variables": dict(found.bindings),
        "operands": [{"text": text, "value": value} for text, value in found.operands],
        "parts": [_explanation(part) for part in found.parts],
    }
