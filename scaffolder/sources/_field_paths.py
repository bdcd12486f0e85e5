"""Paths to fields of a schema, as rules, columns and scale write them: ``.spec.backups[*].name``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scaffolder.sources._errors import meant, shown

if TYPE_CHECKING:
    from scaffolder.sources._cursor import Cursor

#: The step from a list or map to what is in it.
EACH = "[*]"
_STEP = re.compile(r"\.([^.\[\]'\"\s]+)|\['([^']+)'\]|(\[\*\])")


def steps_of(cursor: Cursor) -> list[str]:
    """The steps of a path; none for the object itself, ``.``. The first dot may be left out."""
    text = cursor.text()
    if text in ("", "."):
        return []
    rest = text if text[0] in ".[" else f".{text}"
    steps = []
    position = 0
    while position < len(rest):
        match = _STEP.match(rest, position)
        if match is None:
            raise cursor.error(
                f"{shown(text)} is not a path", "such as .spec.replicas or .spec.ports[*].name"
            )
        steps.append(match[1] or match[2] or EACH)
        position = match.end()
    return steps


def is_plain(text: str) -> bool:
    """Whether a JSONPath has field names only, ``.spec.replicas``, so that a schema can be asked about it."""
    return re.fullmatch(r"(\.[A-Za-z0-9_$-]+)+", text) is not None


def field_at(schema: dict[str, Any], steps: list[str], cursor: Cursor) -> dict[str, Any] | None:
    """The node of a schema that a path leads to; None where the schema leaves open what is there.

    Raises ``SourceError`` at ``cursor`` where there cannot be such a field.
    """
    if steps[:1] == ["metadata"]:
        return None  # every object has it, and its schema is the server's own
    node = schema
    for index, step in enumerate(steps):
        if step == EACH:
            below = node.get("items", node.get("additionalProperties"))
        else:
            properties = node.get("properties")
            below = properties.get(step) if isinstance(properties, dict) else None
            if below is None and isinstance(node.get("additionalProperties"), dict):
                below = node["additionalProperties"]
        if not isinstance(below, dict):
            if _is_open(node) or below is True:
                return None
            so_far = "".join(part if part == EACH else f".{part}" for part in steps[:index]) or "the object"
            properties = node.get("properties")
            names = properties if isinstance(properties, dict) else {}
            what = "is no list or map" if step == EACH else f"has no field {shown(step)}"
            raise cursor.error(f"{so_far} {what}", meant(step, names))
        node = below
    return node


def _is_open(node: dict[str, Any]) -> bool:
    return node.get("x-kubernetes-preserve-unknown-fields") is True or any(
        junctor in node for junctor in ("allOf", "anyOf", "oneOf")
    )
