"""What there is to say of the rules of a CustomResourceDefinition besides the server's verdict.

``definition`` is the whole definition, and paths lead from it, as in the diagnostics of ``create``.
"""

from __future__ import annotations

from scaffolder.diagnostics import INVALID, Diagnostic
from scaffolder.validation.crd.decoding import decode_definition
from scaffolder.validation.crd.definition import Definition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from scaffolder.cel.overloads import KubernetesVersion
    from scaffolder.diagnostics import Path
    from scaffolder.validation.crd.definition import Part

_SCHEMA = "openAPIV3Schema"
_MOST_HINTS = 5
_EXPRESSIONS = ("rule", "messageExpression")
_TOO_EXPENSIVE = ("Forbidden: estimated rule cost", "Forbidden: estimated messageExpression cost")


def add_cost_hints(errors: Iterable[Diagnostic], definition: Mapping[str, Any]) -> None:
    """Fills in ``hint`` where a rule is too expensive: which limits in the schema would be enough.

    Only for the first of them: it may take a second for a large rule.
    """
    expensive = [error for error in errors if error.message.startswith(_TOO_EXPENSIVE)]
    for error in expensive[:_MOST_HINTS]:
        from scaffolder.validation.cost_advice import cost_advice

        root = error.path.index(_SCHEMA) + 1
        schema: Any = definition
        for step in error.path[:root]:
            schema = schema[step]
        error.hint = cost_advice(schema, error.path[root:])


def check_releases(definition: dict[str, Any], oldest: KubernetesVersion) -> list[Diagnostic]:
    """The rules that a server of release ``oldest`` would not take, though one of today does."""
    decoded = decode_definition(definition)
    if decoded.error is not None or decoded.unknown:
        return []
    known = Definition(decoded.value)
    schemas = [level.open_api_schema for level in (known.shared, *(v.level for v in known.versions))]
    return [
        found for schema in schemas if schema.value is not None for found in _check_schema(schema, oldest)
    ]


def _check_schema(schema: Part, oldest: KubernetesVersion) -> Iterator[Diagnostic]:
    from scaffolder.validation.rule_places import RULES, places_with_rules

    for place in places_with_rules(schema.value, schema.field, ()):
        for index, rule in enumerate(place.schema[RULES]):
            for part in _EXPRESSIONS if isinstance(rule, dict) else ():
                field = f"{place.field}.{RULES}[{index}].{part}"
                path = (*schema.path, *place.path, RULES, index, part)
                for message in _newer(schema.value, place.path, rule, part, oldest):
                    yield Diagnostic(field, INVALID, message, path)


def _newer(
    schema: Mapping[str, Any], keywords: Path, rule: Mapping[str, Any], part: str, oldest: KubernetesVersion
) -> list[str]:
    from scaffolder.cel.releases import newer_parts, release_text
    from scaffolder.cel.source import CompileError
    from scaffolder.validation.rule_costs import PlacedRule

    text = rule.get(part)
    if not isinstance(text, str) or not text.strip():
        return []
    try:
        placed = PlacedRule(schema, keywords, text, optional_old=rule.get("optionalOldSelf") is True)
    except CompileError:
        return []  # the server says so itself
    return [
        f"Invalid value: {newer}, and not in {release_text(oldest)}"
        for newer in newer_parts(placed.expression, oldest)
    ]
