"""The rules of a schema, as a kube-apiserver checks them when a CustomResourceDefinition is created.

Sources: ``apiextensions-apiserver/pkg/apis/apiextensions/validation/{validation,cel_validation}.go`` and
``pkg/apiserver/schema/cel/compilation.go``.
"""

from __future__ import annotations

from scaffolder.cel import expression as cel
from scaffolder.cel.environment import DEFAULT_VERSION, Environment
from scaffolder.cel.source import CompileError
from scaffolder.cel.types import BOOL_KIND, STRING_KIND, optional_of
from scaffolder.diagnostics import INTERNAL, Diagnostic
from scaffolder.validation.cel_types import MAX_REQUEST_SIZE, cel_type, min_size
from scaffolder.validation.field_errors import forbidden, invalid
from scaffolder.validation.rule_places import RULES, places_with_rules
from scaffolder.validation.rule_texts import check_rule_texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from typing import Any

    from scaffolder.cel.overloads import KubernetesVersion
    from scaffolder.diagnostics import Path
    from scaffolder.validation.rule_places import SchemaPlace

    Schema = Mapping[str, Any]

# units of cost
MAX_RULE_COST = 10_000_000
MAX_TOTAL_COST = 100_000_000
_WORTH_NAMING = MAX_TOTAL_COST // 100
_NAMED = 4
_INFINITE = (1 << 64) - 1

# The name of the type that rules see is made up by the server, a new one each time.
SELF_TYPE = "selfType"


class Expense:
    """What one rule or messageExpression may cost: ``field`` is its path in the schema."""

    __slots__ = ("cost", "field", "path")

    def __init__(self, field: str, path: Path, cost: int) -> None:
        self.field = field
        self.path = path
        self.cost = cost


def check_rules(
    schema: Schema,
    field: str,
    path: Path = (),
    *,
    others: Collection[str] = (),
    compilable: bool = True,
    version: KubernetesVersion = DEFAULT_VERSION,
) -> list[Diagnostic]:
    """What is wrong with the rules of one version's schema: their parts, their expressions, their price.

    ``field`` is the schema's path in the server's words, ``path`` the keys that lead to it. ``others`` are
    the fields of all other errors in the schema: expressions of a node are left alone if there is one at or
    below it. They are left alone altogether unless ``compilable``: the schema is structural and its defaults
    are right. ``version`` is the oldest Kubernetes release that is to take the rules.
    """
    places = list(places_with_rules(schema, field, path))
    diagnostics = [
        found for place in places for found in check_rule_texts(place.schema, place.field, place.path)
    ]
    if not compilable:
        return diagnostics
    fields = [*others, *(diagnostic.field for diagnostic in diagnostics)]
    expenses: list[Expense] = []
    for place in places:
        if not any(_at_or_below(other, place.field) for other in fields):
            diagnostics.extend(_check_place(place, version, expenses))
    diagnostics.extend(_check_total(expenses, field, path))
    return diagnostics


def _at_or_below(field: str, above: str) -> bool:
    return field.startswith(above) and field[len(above) : len(above) + 1] in ("", ".", "[")


def _check_place(
    place: SchemaPlace, version: KubernetesVersion, expenses: list[Expense]
) -> Iterator[Diagnostic]:
    rules_path = (*place.path, RULES)
    if place.problem is not None:
        yield Diagnostic(f"{place.field}.{RULES}", INTERNAL, f"Internal error: {place.problem}", rules_path)
        return
    self_type = cel_type(place.typed, SELF_TYPE, resource_root=place.resource_root)
    assert self_type is not None, "a type without a problem"
    environment = Environment({"self": self_type, "oldSelf": self_type}, version)
    optional = Environment({"self": self_type, "oldSelf": optional_of(self_type)}, version)
    runs = place.cardinality
    if runs is None:
        smallest = min_size(place.typed, resource_root=place.resource_root)
        runs = MAX_REQUEST_SIZE // (smallest + 1)
    for index, rule in enumerate(place.schema[RULES]):
        if isinstance(rule, dict):
            within = optional if rule.get("optionalOldSelf") is True else environment
            field = f"{place.field}.{RULES}[{index}]"
            yield from _check_rule(rule, within, field, (*rules_path, index), place, runs, expenses)


def _check_rule(
    rule: Mapping[str, Any],
    environment: Environment,
    field: str,
    path: Path,
    place: SchemaPlace,
    runs: int,
    expenses: list[Expense],
) -> Iterator[Diagnostic]:
    text = rule.get("rule")
    if not isinstance(text, str) or not text.strip():
        return
    rule_field, rule_path = f"{field}.rule", (*path, "rule")
    shown = _as_go_prints(rule)
    uses_old_self = False
    try:
        expression = cel.check(text, environment)
        if expression.type.kind != BOOL_KIND:
            raise CompileError("cel expression must evaluate to a bool", ())
        uses_old_self = expression.refers_to("oldSelf")
        cel.check_constants(expression)
        cost = min(cel.estimate(expression).high * runs, _INFINITE)
        yield from _check_cost("rule", cost, rule_field, rule_path, expenses)
    except CompileError as error:
        yield Diagnostic(rule_field, "FieldValueInvalid", f"Invalid value: {shown}: {error}", rule_path)
    else:
        yield from _check_message_expression(rule, environment, field, path, expenses)
    if uses_old_self and place.uncorrelated is not None:
        where = f"within {place.uncorrelated}"
        detail = f"oldSelf cannot be used on the uncorrelatable portion of the schema {where}"
        yield invalid(rule_field, text, detail, rule_path)
    elif not uses_old_self and isinstance(rule.get("optionalOldSelf"), bool):
        detail = "may not be set if oldSelf is not used in rule"
        value = rule["optionalOldSelf"]
        yield invalid(f"{field}.optionalOldSelf", value, detail, (*path, "optionalOldSelf"))


def _check_message_expression(
    rule: Mapping[str, Any], environment: Environment, field: str, path: Path, expenses: list[Expense]
) -> Iterator[Diagnostic]:
    text = rule.get("messageExpression")
    if not isinstance(text, str) or not text:
        return
    field, path = f"{field}.messageExpression", (*path, "messageExpression")
    try:
        expression = cel.check(text, environment)
        if expression.type.kind != STRING_KIND:
            raise CompileError("must evaluate to a string", ())
        cel.check_constants(expression)
    except CompileError as error:
        # "program instantiation failed" and "messageExpression instantiation failed"
        detail = str(error).removeprefix("program ")
        message = f"Invalid value: {_as_go_prints(rule)}: messageExpression {detail}"
        yield Diagnostic(field, "FieldValueInvalid", message, path)
        return
    cost = cel.estimate(expression).high
    yield from _check_cost("messageExpression", cost, field, path, expenses)


def _check_cost(
    what: str, cost: int, field: str, path: Path, expenses: list[Expense]
) -> Iterator[Diagnostic]:
    expenses.append(Expense(field, path, cost))
    if cost > MAX_RULE_COST:
        yield forbidden(field, _too_expensive(f"estimated {what} cost", cost, MAX_RULE_COST), path)


def _check_total(expenses: list[Expense], field: str, path: Path) -> Iterator[Diagnostic]:
    total = min(sum(expense.cost for expense in expenses), _INFINITE)
    if total <= MAX_TOTAL_COST:
        return
    dear = [expense for expense in expenses if expense.cost >= _WORTH_NAMING]
    for expense in sorted(dear, key=lambda expense: -expense.cost)[:_NAMED]:
        detail = "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema"
        yield forbidden(expense.field, detail, expense.path)
    what = "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema"
    yield forbidden(field, _too_expensive(what, total, MAX_TOTAL_COST), path)


def _too_expensive(what: str, cost: int, limit: int) -> str:
    factor = float(cost) / float(limit)
    if factor > 100:
        shown = "more than 100x"
    elif factor < 1.5:
        shown = f"{factor:.6f}x"
    else:
        shown = f"{factor:.1f}x"
    return (
        f"{what} exceeds budget by factor of {shown} (try simplifying the rule, or adding maxItems, "
        "maxProperties, and maxLength where arrays, maps, and strings are declared)"
    )


def _as_go_prints(rule: Mapping[str, Any]) -> str:
    """The server's internal rule object, in the order of its fields."""
    from scaffolder.validation.go_text import json

    fields = {
        "Rule": rule.get("rule", ""),
        "Message": rule.get("message", ""),
        "MessageExpression": rule.get("messageExpression", ""),
        "Reason": rule.get("reason"),
        "FieldPath": rule.get("fieldPath", ""),
        "OptionalOldSelf": rule.get("optionalOldSelf"),
    }
    return "{" + ",".join(f'"{name}":{json(value)}' for name, value in fields.items()) + "}"
