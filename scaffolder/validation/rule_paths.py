"""``fieldPath`` of a rule: which field below the rule's node a failure is reported for.

Source: ``ValidFieldPath`` in ``k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "'": "'", "\\": "\\"}
_DELIMITERS = ".[]"


def resolve(field_path: str, schema: Mapping[str, Any]) -> tuple[str, tuple[str, ...]] | None:
    """``.spec.labels['a.b']`` as the server writes it (``spec.labels[a.b]``), and its steps.

    ``None`` if it is no such path, or leads to nothing that the schema declares. List items have no paths.
    """
    field = ""
    steps: list[str] = []
    tokens = _tokens(field_path)
    below: Any = schema
    for token in tokens:
        name = _name(token, tokens)
        if name is None or not isinstance(below, dict):
            return None
        properties = below.get("properties")
        if properties:
            below = properties.get(name) if isinstance(properties, dict) else None
            if below is None:
                return None
            field = f"{field}.{name}" if field else name
        elif below.get("additionalProperties") is not None:
            below = below["additionalProperties"]
            field = f"{field}[{name}]"
        else:
            return None
        steps.append(name)
    return field, tuple(steps)


def _name(token: str, tokens: Iterator[str]) -> str | None:
    """The name that follows a dot or stands in brackets."""
    name = next(tokens, None)
    if token == ".":
        return name
    if token != "[" or name is None or len(name) < 2 or not (name[0] == name[-1] == "'"):
        return None
    return _unescaped(name[1:-1]) if next(tokens, None) == "]" else None


def _unescaped(text: str) -> str | None:
    parts = []
    position = 0
    while position < len(text):
        char = text[position]
        if char == "\\" and position + 1 < len(text):
            position += 1
            if text[position] not in _ESCAPES:
                return None
            char = _ESCAPES[text[position]]
        parts.append(char)
        position += 1
    return "".join(parts)


def _tokens(text: str) -> Iterator[str]:
    """Dots and brackets, quoted texts, and whatever is between them."""
    start = 0
    while start < len(text):
        end = start + 1
        if text[start] == "'":
            while end < len(text) and (text[end] != "'" or text[end - 1] == "\\"):
                end += 1
            end += 1
        elif text[start] not in _DELIMITERS:
            while end < len(text) and text[end] not in _DELIMITERS:
                end += 1
        yield text[start:end]
        start = end
