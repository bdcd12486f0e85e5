"""What a user may have meant: hints that the server does not give."""

from __future__ import annotations

from scaffolder.diagnostics import NOT_SUPPORTED, UNKNOWN_FIELD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from scaffolder.diagnostics import Diagnostic, Path

# What every object has, whatever its schema declares.
_ROOT_FIELDS = ("apiVersion", "kind", "metadata")


def add_suggestions(errors: Iterable[Diagnostic], schema: Mapping[str, Any], value: Any) -> None:
    """Fills in ``hint`` where a misspelt field or enum value has a near neighbour in the schema."""
    for error in errors:
        if error.hint is None and error.path:
            meant = _suggestion(error, schema, value)
            error.hint = f"did you mean {meant}?" if meant else None


def _suggestion(error: Diagnostic, schema: Mapping[str, Any], value: Any) -> str | None:
    if error.reason == UNKNOWN_FIELD:
        parent = _node_at(schema, error.path[:-1])
        declared = list(parent.get("properties") or ())
        known = [*declared, *_undeclared(schema, error.path)]
        return nearest(str(error.path[-1]), known)
    if error.reason == NOT_SUPPORTED:
        wrong = _value_at(value, error.path)
        allowed = [item for item in _node_at(schema, error.path).get("enum") or () if isinstance(item, str)]
        return nearest(wrong, allowed) if isinstance(wrong, str) else None
    return None


def _undeclared(schema: Mapping[str, Any], path: Path) -> Iterable[str]:
    """The fields beside that at ``path`` which no schema declares: those of every object, and of metadata."""
    if len(path) == 1:
        return _ROOT_FIELDS
    for depth, step in enumerate(path[:-1]):
        if step == "metadata" and (
            depth == 0 or _node_at(schema, path[:depth]).get("x-kubernetes-embedded-resource")
        ):
            from scaffolder.validation.rules.metadata_decoding import metadata_fields

            return metadata_fields(path[depth + 1 : -1])
    return ()


def nearest(word: str, known: list[str]) -> str | None:
    """The one of ``known`` that ``word`` may be meant for, None if none is close enough."""
    from difflib import get_close_matches

    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.7)
    return by_folded[near[0]] if near else None


def _node_at(schema: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    node: Any = schema
    for step in path:
        properties = node.get("properties")
        if isinstance(step, int):
            node = node.get("items")
        elif isinstance(properties, dict) and step in properties:
            node = properties[step]
        else:
            node = node.get("additionalProperties")
        if not isinstance(node, dict):
            return {}
    return node if isinstance(node, dict) else {}


def _value_at(value: Any, path: Path) -> Any:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value
