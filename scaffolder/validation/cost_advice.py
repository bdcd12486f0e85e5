"""What brings a rule that is too expensive within its budget.

The cost that a server reckons with depends on how large lists, maps and strings can become, those that the
rule looks at and those around it, and nothing says so where a schema has no maxItems, maxProperties or
maxLength. Which limits help is found by asking the cost estimate itself, under many limits.
"""

from __future__ import annotations

from scaffolder.cel.ast import Literal, Select, walk
from scaffolder.cel.source import CompileError
from scaffolder.validation.cel_names import escape
from scaffolder.validation.cel_rules import MAX_RULE_COST, SELF_TYPE
from scaffolder.validation.cel_types import cel_type
from scaffolder.validation.rule_costs import PlacedRule
from scaffolder.validation.schema_paths import node_at, path_text, property_steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from scaffolder.diagnostics import Path

    Schema = Mapping[str, Any]

# No more sizes than these are tried out: a rule names few.
_MOST_SIZES = 40
_MOST_NODES = 2_000
# Halvings of the exponent that makes sizes small alike: 2^-16 of it changes a limit by a thousandth.
_HALVINGS = 16
_BYTES_PER_CHARACTER = 4
# Their values have a size of their own, whatever maxLength says.
_UNSIZED_FORMATS = ("date", "date-time", "duration")


class Size:
    """How large the values of a node may be: ``keyword`` limits that, to ``limit`` if the schema says so.

    ``assumed`` is the size that the server reckons with.
    """

    __slots__ = ("assumed", "keyword", "limit", "path")

    def __init__(self, path: Path, keyword: str, limit: int | None, assumed: int) -> None:
        self.path = path
        self.keyword = keyword
        self.limit = limit
        self.assumed = assumed

    @property
    def key(self) -> Path:
        return (*self.path, self.keyword)

    @property
    def field(self) -> str:
        return path_text(self.path)


class Advice:
    """``sizes`` are those that the cost depends on. Each of ``alone`` is enough by itself, and the largest
    limit that is; ``together`` is one set of limits that are enough, where more than one is needed or
    possible.
    """

    __slots__ = ("alone", "sizes", "together")

    def __init__(self, sizes: Sequence[Size]) -> None:
        self.sizes = sizes
        self.alone: list[tuple[Size, int]] = []
        self.together: list[tuple[Size, int]] = []


def cost_advice(schema: Schema, path: Path) -> str | None:
    """A hint for a rule that is too expensive, None if there is nothing to say.

    ``path`` leads from the schema of a version to the text of the rule, as in the diagnostics of
    ``cel_rules.check_rules``: ``(…, "x-kubernetes-validations", 0, "rule")``, or to its messageExpression.
    """
    *keywords, _, index, part = path
    node = node_at(schema, tuple(keywords))
    try:
        rule = node["x-kubernetes-validations"][index]
        placed = PlacedRule(
            schema,
            tuple(keywords),
            rule[part],
            optional_old=rule.get("optionalOldSelf") is True,
            message=part == "messageExpression",
        )
    except CompileError:
        return None
    if not placed.is_right_type or placed.cost().total <= MAX_RULE_COST:
        return None
    return advice_text(advise(placed))


def advice_text(advice: Advice) -> str:
    """The advice in one line."""
    if not advice.alone and not advice.together:
        return "no limit in the schema brings it under the budget: the rule itself has to do less"
    ways = [_limit_text(size, limit) for size, limit in advice.alone]
    if advice.together:
        ways.append(" with ".join(_limit_text(size, limit) for size, limit in advice.together))
    return f"enough would be {', or '.join(ways)}"


def _limit_text(size: Size, limit: int) -> str:
    return f"{size.keyword}: {limit} on {size.field or 'the root'}"


def advise(rule: PlacedRule, budget: int = MAX_RULE_COST) -> Advice:
    """Limits that bring ``rule`` within the budget: on what has none, or else on what has too large ones."""
    sizes = _sizes(rule)
    unlimited = [size for size in sizes if size.limit is None]
    search = _Search(rule, budget)
    deciding = search.deciding(unlimited)
    if not search.is_enough({size.key: 1 for size in deciding}):
        deciding = search.deciding(sizes)
    advice = Advice(deciding)
    if not deciding or not search.is_enough({size.key: 1 for size in deciding}):
        return advice
    advice.alone = [(size, limit) for size in deciding if (limit := search.largest(size)) > 0]
    if len(deciding) > 1:
        advice.together = search.balanced(deciding)
    return advice


class _Search:
    """Asks for the cost under limits."""

    def __init__(self, rule: PlacedRule, budget: int) -> None:
        self.rule = rule
        self.budget = budget

    def cost(self, limits: Mapping[Path, int]) -> int:
        return self.rule.cost(limits).total

    def is_enough(self, limits: Mapping[Path, int]) -> bool:
        return self.cost(limits) <= self.budget

    def deciding(self, sizes: Sequence[Size]) -> list[Size]:
        """The sizes that make a difference where all others are small."""
        small = {size.key: 1 for size in sizes}
        least = self.cost(small)
        return [
            size
            for size in sizes
            if self.cost({key: limit for key, limit in small.items() if key != size.key}) > least
        ]

    def largest(self, size: Size) -> int:
        """The largest limit of one size that is enough, 0 if none is."""
        enough, too_much = 0, size.assumed + 1
        if not self.is_enough({size.key: 1}):
            return 0
        while too_much - enough > 1:
            middle = (enough + too_much) // 2
            if self.is_enough({size.key: middle}):
                enough = middle
            else:
                too_much = middle
        return enough

    def balanced(self, sizes: Sequence[Size]) -> list[tuple[Size, int]]:
        """Limits for all sizes, each as large as the same power of what it could be, and rounded."""
        low, high = 0.0, 1.0
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if self.is_enough(_powers(sizes, middle)):
                low = middle
            else:
                high = middle
        limits = {key: _rounded(limit) for key, limit in _powers(sizes, low).items()}
        return [(size, limits[size.key]) for size in sizes]


def _powers(sizes: Sequence[Size], exponent: float) -> dict[Path, int]:
    return {size.key: max(1, int(size.assumed**exponent)) for size in sizes}


def _rounded(limit: int) -> int:
    """Two digits are enough for a limit that somebody is to choose."""
    unit = 10 ** max(0, len(str(limit)) - 2)
    return int(limit // unit * unit)


def _sizes(rule: PlacedRule) -> list[Size]:
    """The sizes around the rule and those that it may look at: below names that it mentions."""
    found = [
        size
        for path in _nodes_above(rule.keywords)
        if (size := _size(node_at(rule.schema, path), path)) is not None
    ]
    names = _mentioned(rule)
    pending = [rule.keywords]
    seen = 0
    while pending and len(found) < _MOST_SIZES and seen < _MOST_NODES:
        path = pending.pop(0)
        seen += 1
        node = node_at(rule.schema, path)
        size = _size(node, path)
        if size is not None:
            found.append(size)
        pending.extend((*path, *step) for step in _steps(node, names))
    return found


def _nodes_above(keywords: Path) -> Iterator[Path]:
    names = property_steps(keywords)
    for index in range(len(keywords)):
        if index not in names:
            yield keywords[:index]


def _mentioned(rule: PlacedRule) -> frozenset[str]:
    names = set()
    for node in walk(rule.expression.tree):
        if isinstance(node, Select):
            names.add(node.field)
        elif isinstance(node, Literal) and isinstance(node.value, str):
            names.add(node.value)
    return frozenset(names)


def _steps(node: Schema, names: frozenset[str]) -> Iterator[tuple[str, ...]]:
    properties = node.get("properties")
    for name, child in properties.items() if isinstance(properties, dict) else ():
        if isinstance(child, dict) and (name in names or escape(name) in names):
            yield "properties", name
    for keyword in ("items", "additionalProperties"):
        if isinstance(node.get(keyword), dict):
            yield (keyword,)


def _size(node: Schema, path: Path) -> Size | None:
    """The size of a node's values, if a limit could make it smaller."""
    keyword = _limiting_keyword(node)
    type_ = cel_type(node, SELF_TYPE) if keyword else None
    if keyword is None or type_ is None:
        return None
    assumed = type_.max_elements
    if keyword == "maxLength" and node.get("format") != "byte":
        assumed //= _BYTES_PER_CHARACTER
    limit = node.get(keyword)
    known = isinstance(limit, int) and not isinstance(limit, bool)
    if keyword == "maxLength" and not known and node.get("enum"):
        return None
    return Size(path, keyword, limit if known else None, assumed)


def _limiting_keyword(node: Schema) -> str | None:
    if node.get("x-kubernetes-int-or-string") is True:
        return "maxLength"
    kind = node.get("type")
    if kind == "array":
        return "maxItems"
    if kind == "object" and isinstance(node.get("additionalProperties"), dict):
        return "maxProperties"
    if kind == "string" and node.get("format", "") not in _UNSIZED_FORMATS:
        return "maxLength"
    return None
