"""What one rule at one place of a schema may cost, and how that depends on the limits in the schema.

The numbers are those of ``cel_rules``; here a rule can be priced again and again under other limits without
being parsed again, because sizes are looked up in the types of the variables alone.
"""

from __future__ import annotations

from scaffolder.cel import expression as cel
from scaffolder.cel.environment import Environment
from scaffolder.cel.ranges import INFINITE
from scaffolder.cel.source import CompileError
from scaffolder.cel.types import BOOL_KIND, STRING_KIND, optional_of
from scaffolder.validation.cel_rules import SELF_TYPE
from scaffolder.validation.cel_types import MAX_REQUEST_SIZE, cel_type, min_size
from scaffolder.validation.rule_places import RULES, places_with_rules
from scaffolder.validation.schema_paths import node_at, property_steps, replaced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.validation.rule_places import SchemaPlace

    Schema = Mapping[str, Any]
    # The keywords that lead to a node with the name of the limit (``maxItems``) → its value.
    Limits = Mapping[Path, int]

# Properties whose presence decides whether a resource's own types are completed (``cel_types``).
_OF_RESOURCES = ("apiVersion", "kind", "metadata")


class Cost:
    """``runs`` is how often the rule can run for one object, ``run`` what that can cost each time."""

    __slots__ = ("run", "runs")

    def __init__(self, run: int, runs: int) -> None:
        self.run = run
        self.runs = runs

    @property
    def total(self) -> int:
        return min(self.run * self.runs, INFINITE)


class PlacedRule:
    """An expression that compiles at the node that ``keywords`` lead to. Raises ``CompileError`` otherwise.

    ``message`` is for the text of a messageExpression, which is run once. ``is_right_type``: whether the
    expression gives what a rule (bool) or a messageExpression (string) must give.
    """

    __slots__ = ("expression", "keywords", "message", "schema")

    def __init__(
        self, schema: Schema, keywords: Path, text: str, *, optional_old: bool = False, message: bool = False
    ) -> None:
        self.schema = schema
        self.keywords = keywords
        self.message = message
        place = _place(schema, keywords)
        own = _type(place)
        old = optional_of(own) if optional_old else own
        self.expression = cel.check(text, Environment({"self": own, "oldSelf": old}))
        cel.check_constants(self.expression)

    @property
    def is_right_type(self) -> bool:
        return self.expression.type.kind == (STRING_KIND if self.message else BOOL_KIND)

    @property
    def place(self) -> SchemaPlace:
        return _place(self.schema, self.keywords)

    def cost(self, limits: Limits | None = None) -> Cost:
        """``limits`` go before those that the schema has."""
        from scaffolder.cel.cost import estimate_cost

        schema = self.schema
        for path, limit in (limits or {}).items():
            node = {**node_at(schema, path[:-1]), str(path[-1]): limit}
            schema = replaced(schema, path[:-1], node)
        place = _place(schema, self.keywords)
        with cel.RecursionLimit():
            run = estimate_cost(self.expression.tree, _type(place)).high
        return Cost(run, 1 if self.message else _runs(place))


def _runs(place: SchemaPlace) -> int:
    if place.cardinality is not None:
        return place.cardinality
    return int(MAX_REQUEST_SIZE // (min_size(place.typed, resource_root=place.resource_root) + 1))


def _type(place: SchemaPlace) -> Any:
    found = cel_type(place.typed, SELF_TYPE, resource_root=place.resource_root)
    if found is None or place.problem is not None:
        raise CompileError("rules cannot see this node: it has no type", ())
    return found


def _place(schema: Schema, keywords: Path) -> SchemaPlace:
    """The node with what rules on it need to know of the nodes above."""
    node = node_at(schema, keywords)
    path: Any = _path_only(schema, keywords, node if node.get(RULES) else {**node, RULES: [{}]})
    for place in places_with_rules(path, "", ()):
        if place.path == tuple(keywords):
            return place
    raise CompileError("rules cannot see this node", ())


def _path_only(schema: Schema, keywords: Path, node: Schema) -> Schema:
    """The schema without what lies beside the way to a node: a schema may have ten thousand nodes."""
    above: list[Any] = [schema]
    for keyword in keywords[:-1]:
        above.append(above[-1][keyword])
    names = property_steps(keywords)
    made: Any = node
    for index in reversed(range(len(keywords))):
        parent = above[index]
        if index in names:
            parent = {name: parent[name] for name in _OF_RESOURCES if name in parent}
        made = {**parent, keywords[index]: made}
    result: Schema = made
    return result
