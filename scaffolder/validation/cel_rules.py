"""The rules of a schema, as a kube-apiserver checks them when a CustomResourceDefinition is created.

Sources: ``apiextensions-apiserver/pkg/apis/apiextensions/validation/{validation,cel_validation}.go`` and
``pkg/apiserver/schema/cel/compilation.go``.
"""

from __future__ import annotations

from scaffolder import cel
from scaffolder.cel.environment import DEFAULT_VERSION, Environment
from scaffolder.cel.source import CompileError
from scaffolder.cel.types import BOOL_KIND, STRING_KIND, optional_of
from scaffolder.diagnostics import INTERNAL, Diagnostic
from scaffolder.validation.cel_types import MAX_REQUEST_SIZE, cel_type, min_size, with_type_and_object_meta
from scaffolder.validation.field_errors import forbidden, invalid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from scaffolder.cel.overloads import KubernetesVersion
    from scaffolder.diagnostics import Path

    Schema = Mapping[str, Any]

# units of cost
MAX_RULE_COST = 10_000_000
MAX_TOTAL_COST = 100_000_000
_WORTH_NAMING = MAX_TOTAL_COST // 100
_NAMED = 4
_INFINITE = (1 << 64) - 1

RULES = "x-kubernetes-validations"
# The name of the type that rules see is made up by the server, a new one each time.
SELF_TYPE = "selfType"


class Expense:
    """What one rule or messageExpression may cost: ``field`` is its path in the schema."""

    __slots__ = ("cost", "field", "path")

    def __init__(self, field: str, path: Path, cost: int) -> None:
        self.field = field
        self.path = path
        self.cost = cost


class SchemaPlace:
    """A node of a schema, with what rules on it need to know of the nodes above.

    ``field`` is its path as the server writes it, ``path`` the keys that lead to it. ``cardinality`` is how
    often the node can occur in an object, ``None`` if nothing bounds it. ``typed`` is the schema that its
    type is made of. ``uncorrelated`` is the field of the nearest list above whose items cannot be told from
    one another.
    """

    __slots__ = ("cardinality", "field", "path", "resource_root", "schema", "typed", "uncorrelated")

    def __init__(
        self,
        schema: Schema,
        typed: Schema,
        field: str,
        path: Path,
        cardinality: int | None,
        uncorrelated: str | None,
        *,
        resource_root: bool,
    ) -> None:
        self.schema = schema
        self.typed = typed
        self.field = field
        self.path = path
        self.cardinality = cardinality
        self.uncorrelated = uncorrelated
        self.resource_root = resource_root


def check_rules(
    schema: Schema,
    field: str,
    path: Path = (),
    *,
    is_blocked: Callable[[str], bool] | None = None,
    version: KubernetesVersion = DEFAULT_VERSION,
) -> list[Diagnostic]:
    """What is wrong with the rules of one version's schema: do they compile, and how dear can they become?

    ``field`` is the schema's path in the server's words, ``path`` the keys that lead to it. Rules of a node
    for which ``is_blocked`` says so (there are other errors at or below it) are left alone. The schema is a
    valid structural schema apart from that.
    """
    diagnostics: list[Diagnostic] = []
    expenses: list[Expense] = []
    for place in places_with_rules(schema, field, path):
        if is_blocked is None or not is_blocked(place.field):
            diagnostics.extend(_check_place(place, version, expenses))
    diagnostics.extend(_check_total(expenses, field, path))
    return diagnostics


def places_with_rules(schema: Schema, field: str, path: Path) -> Iterator[SchemaPlace]:
    """Every node that has rules: never one within allOf, anyOf, oneOf or not."""
    pending = [SchemaPlace(schema, schema, field, path, 1, None, resource_root=True)]
    in_scope = {field: bool(schema.get(RULES))}
    while pending:
        place = pending.pop()
        scoped = in_scope.pop(place.field)
        if place.schema.get(RULES):
            yield place
        children = list(_children(place, types_from_parent=scoped))
        for child in children:
            in_scope[child.field] = scoped or bool(child.schema.get(RULES))
        pending.extend(reversed(children))


def _children(place: SchemaPlace, *, types_from_parent: bool) -> Iterator[SchemaPlace]:
    schema = place.schema
    typed = place.typed
    if place.resource_root and types_from_parent:
        typed = with_type_and_object_meta(typed)
    cardinality = _children_cardinality(place)
    properties = schema.get("properties")
    if isinstance(properties, dict):
        seen = typed.get("properties", properties) if types_from_parent else properties
        for name, child in properties.items():
            if isinstance(child, dict):
                field, path = f"{place.field}.properties[{name}]", (*place.path, "properties", name)
                yield _place(child, seen.get(name, child), field, path, cardinality, place.uncorrelated)
    for keyword in ("additionalProperties", "items"):
        child = schema.get(keyword)
        if isinstance(child, dict):
            uncorrelated = place.uncorrelated
            if keyword == "items" and schema.get("x-kubernetes-list-type") != "map":
                uncorrelated = uncorrelated or place.field
            field, path = f"{place.field}.{keyword}", (*place.path, keyword)
            yield _place(child, child, field, path, cardinality, uncorrelated)


def _place(
    schema: Schema, typed: Schema, field: str, path: Path, cardinality: int | None, uncorrelated: str | None
) -> SchemaPlace:
    embedded = typed.get("x-kubernetes-embedded-resource") is True
    return SchemaPlace(schema, typed, field, path, cardinality, uncorrelated, resource_root=embedded)


def _children_cardinality(place: SchemaPlace) -> int | None:
    """How often the nodes directly below can occur (``extractMaxElements``)."""
    schema = place.schema
    factor: Any = 1
    if schema.get("type") == "object" and schema.get("additionalProperties") is not None:
        factor = schema.get("maxProperties")
    elif schema.get("type") == "array":
        factor = schema.get("maxItems")
    if place.cardinality is None or factor is None:
        return None
    return min(place.cardinality * max(int(factor), 0), _INFINITE)


def _check_place(
    place: SchemaPlace, version: KubernetesVersion, expenses: list[Expense]
) -> Iterator[Diagnostic]:
    rules_path = (*place.path, RULES)
    self_type = cel_type(place.typed, SELF_TYPE, resource_root=place.resource_root)
    if self_type is None:
        message = (
            "Internal error: internal error: failed to construct type information for "
            "x-kubernetes-validations rules: unable to convert structural schema to CEL declarations"
        )
        yield Diagnostic(f"{place.field}.{RULES}", INTERNAL, message, rules_path)
        return
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
