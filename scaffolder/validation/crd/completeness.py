"""Junctors may speak only of fields that the structure declares. The server looks at those of the root alone.

Source: ``complete.go`` in ``k8s.io/apiextensions-apiserver/pkg/apiserver/schema``.
"""

from __future__ import annotations

from scaffolder.validation.field_errors import required

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from scaffolder.diagnostics import Diagnostic, Path
    from scaffolder.validation.crd.definition import Part

    Schema = dict[str, Any]


class _Pair:
    """A branch and the part of the structure that it speaks of, each with its field."""

    __slots__ = ("branch", "field", "path", "said_in", "structure")

    def __init__(
        self, branch: Schema, said_in: str, path: Path, structure: Schema | None, field: str
    ) -> None:
        self.branch = branch
        self.said_in = said_in
        self.path = path
        self.structure = structure
        self.field = field


def check_completeness(schema: Part) -> Iterator[Diagnostic]:
    """Iterative: schemas may be deep."""
    pending = _branches(_Pair(schema.value, schema.field, schema.path, schema.value, schema.field))
    while pending:
        pair = pending.pop()
        if pair.structure is None:
            yield required(pair.field, f"because it is defined in {pair.said_in}", pair.path)
            continue
        pending += _branches(pair)
        items = pair.branch.get("items")
        if isinstance(items, dict):
            declared = pair.structure.get("items")
            pending.append(
                _Pair(
                    items,
                    f"{pair.said_in}.items",
                    (*pair.path, "items"),
                    declared if isinstance(declared, dict) else None,
                    f"{pair.field}.items",
                )
            )
        properties = pair.structure.get("properties", {})
        for name, child in pair.branch.get("properties", {}).items():
            said_in, path = f"{pair.said_in}.properties[{name}]", (*pair.path, "properties", name)
            field = f"{pair.field}.properties[{name}]"
            pending.append(_Pair(child, said_in, path, properties.get(name), field))


def _branches(pair: _Pair) -> list[_Pair]:
    branch = pair.branch
    found = []
    if "not" in branch:
        said_in, path = f"{pair.said_in}.not", (*pair.path, "not")
        found.append(_Pair(branch["not"], said_in, path, pair.structure, pair.field))
    for keyword in ("allOf", "anyOf", "oneOf"):
        for n, item in enumerate(branch.get(keyword, ())):
            said_in, path = f"{pair.said_in}.{keyword}[{n}]", (*pair.path, keyword, n)
            found.append(_Pair(item, said_in, path, pair.structure, pair.field))
    return found
