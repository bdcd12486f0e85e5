"""What the schema says of a field, as a comment above it."""

from __future__ import annotations

import re
from typing import Any

from scaffolder.documents.reader import read_documents
from scaffolder.model.structural_schema import StructuralSchema

_WIDTH = 100
#: What every object has needs no explanation.
_COMMON = ("apiVersion", "kind", "metadata")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^a-z])")


def commented(text: str, schema: StructuralSchema) -> str:
    """``text``, one YAML document, with the first sentence of its description above each optional field."""
    (document,) = read_documents(text.encode())
    lines = text.splitlines(keepends=True)
    comments: dict[int, str] = {}
    pending: list[tuple[tuple[str | int, ...], Any, StructuralSchema]] = [((), document.value, schema)]
    while pending:
        path, value, node = pending.pop()
        if isinstance(value, list) and node.items is not None:
            pending += [((*path, index), item, node.items) for index, item in enumerate(value)]
        elif isinstance(value, dict):
            value = {key: item for key, item in value.items() if path or key not in _COMMON}
            properties, values = node.properties, node.additional_properties
            for key, item in value.items():
                child = properties.get(key, values if isinstance(values, StructuralSchema) else None)
                if child is None:
                    continue
                pending.append(((*path, key), item, child))
                comment = _first_sentence(child.description)
                if comment and key in properties and key not in node.required:
                    line, _ = document.locate((*path, key), key=True)
                    comments[line - 1] = comment
    return "".join(
        f"{' ' * (len(line) - len(line.lstrip()))}# {comments[index]}\n{line}" if index in comments else line
        for index, line in enumerate(lines)
    )


def _first_sentence(description: str) -> str:
    text = "".join(c if c.isprintable() else " " for c in description)
    sentence = _SENTENCE_END.split(" ".join(text.split()), maxsplit=1)[0]
    return sentence if len(sentence) <= _WIDTH else f"{sentence[: _WIDTH - 1].rsplit(' ', 1)[0]} …"
