"""What the author of an expression that does not compile may have meant. The server gives no hints."""

from __future__ import annotations

import re
from difflib import get_close_matches

from scaffolder.cel.environment import DEFAULT_VERSION, vocabulary
from scaffolder.validation.cel_names import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from scaffolder.cel.source import LocatedError

    Schema = Mapping[str, Any]

_MOST_NODES = 2_000
_UNKNOWN_FIELD = re.compile(r"undefined field '(.*)'")
_UNKNOWN_NAME = re.compile(r"undeclared reference to '(.*)' \(in container ''\)")


def expression_hint(error: LocatedError, schema: Schema) -> str | None:
    """``schema`` is that of ``self``."""
    if (found := _UNKNOWN_FIELD.fullmatch(error.message)) is not None:
        return _did_you_mean(found[1], _names_below(schema))
    if (found := _UNKNOWN_NAME.fullmatch(error.message)) is None:
        return None
    properties = schema.get("properties")
    if isinstance(properties, dict) and found[1] in properties:
        return f"did you mean self.{escape(found[1])}?"
    return _did_you_mean(found[1], ["self", "oldSelf", *vocabulary(DEFAULT_VERSION).functions])


def _did_you_mean(name: str, known: Iterable[str]) -> str | None:
    # a field of this very name is somewhere else
    near = get_close_matches(name, [other for other in known if other != name], n=1, cutoff=0.7)
    return f"did you mean {near[0]}?" if near else None


def _names_below(schema: Schema) -> list[str]:
    """The names of fields as expressions spell them, nearest first."""
    names: dict[str, None] = {}
    nodes: list[Any] = [schema]
    for node in nodes:
        properties = node.get("properties")
        for name, child in properties.items() if isinstance(properties, dict) else ():
            escaped = escape(name)
            if escaped is not None:
                names[escaped] = None
            nodes += [child] if isinstance(child, dict) else []
        below = (node.get("items"), node.get("additionalProperties"))
        nodes += [child for child in below if isinstance(child, dict)]
        if len(nodes) > _MOST_NODES:
            break
    return list(names)
