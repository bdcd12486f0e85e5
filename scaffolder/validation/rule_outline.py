"""Where in a schema there are rules.

An outline has, for each node with rules on it or below, parents first: which of these nodes is its parent (-1
for the root), and the keyword and the name under which it hangs there.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffolder.validation.ruled_schema import Outline, RuledNode, Schema

_RULES = "x-kubernetes-validations"
_PROPERTIES = "properties"
_SINGLE = ("items", "additionalProperties")
# What a node has if there are rules on it or below.
_BELOW = frozenset((_RULES, _PROPERTIES, *_SINGLE))


def find(schema: Schema) -> Outline:
    """Iterative: schemas may be deep."""
    # Every node with the position of its parent and how it hangs there; parents come before their children.
    nodes, parents, keywords, names = [schema], [-1], [""], [""]
    ruled: set[int] = set()
    for position, node in enumerate(nodes):
        if node.get(_RULES):
            ruled.add(position)
        properties = node.get(_PROPERTIES)
        if isinstance(properties, dict):
            # Most of them hold scalars, and have nothing below.
            for name, child in properties.items():
                if isinstance(child, dict) and not _BELOW.isdisjoint(child):
                    nodes.append(child)
                    parents.append(position)
                    keywords.append(_PROPERTIES)
                    names.append(name)
        for keyword in _SINGLE:
            child = node.get(keyword)
            if isinstance(child, dict):
                nodes.append(child)
                parents.append(position)
                keywords.append(keyword)
                names.append("")
    for position in range(len(nodes) - 1, 0, -1):
        if position in ruled:
            ruled.add(parents[position])
    order = sorted(ruled)
    numbers = {-1: -1} | {position: number for number, position in enumerate(order)}
    return [(numbers[parents[at]], keywords[at], names[at]) for at in order]


def in_sight(outline: Outline, nodes: Sequence[RuledNode]) -> Outline:
    """The outline without what is hidden, and without what then has no rules on it or below."""
    seen: set[int] = set()
    for number, (parent, _, _) in enumerate(outline):
        if (parent < 0 or parent in seen) and not nodes[number].hidden:
            seen.add(number)
    ruled = {number for number in seen if nodes[number].schema.get(_RULES)}
    for number in range(len(outline) - 1, 0, -1):
        if number in ruled:
            ruled.add(outline[number][0])
    order = sorted(ruled)
    numbers = {-1: -1} | {number: new for new, number in enumerate(order)}
    return [(numbers[outline[number][0]], *outline[number][1:]) for number in order]
