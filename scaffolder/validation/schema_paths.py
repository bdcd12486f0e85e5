"""Paths to nodes of a schema: ``spec.ports[].name``, ``spec.labels{}``, ``metadata.annotations['a.b/c']``.

``[]`` stands for the items of a list, ``{}`` for the values of a map, and as in resource files ``[*]`` for
either. A node may occur in an object many times, or not at all.
"""

from __future__ import annotations

import re

from scaffolder.errors import ScaffoldError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from scaffolder.diagnostics import Path

    Schema = Mapping[str, Any]
    # The keywords that lead to a node: ("properties", "spec", "properties", "ports", "items").
    Keywords = tuple[str, ...]

_STEP = re.compile(
    r"""\.?(?P<name>[^.\[\]{}'"]+)|(?P<items>\[\])|(?P<values>\{\})|(?P<each>\[\*\])|\['(?P<quoted>[^']*)'\]"""
)


def parse_path(text: str, schema: Schema) -> Keywords:
    """The keywords of a path; ``""`` and ``.`` are the root. Raises ScaffoldError if the schema has no such
    node.
    """
    keywords: list[str] = []
    node = schema
    position = 0
    while position < len(text) and text != ".":
        step = _STEP.match(text, position)
        if step is None:
            raise ScaffoldError(
                f"{text!r} is no path: {text[position:]!r} is not understood",
                hint="write it like spec.storage, spec.ports[].name or spec.labels{}",
            )
        added = _keywords(step, node)
        below: Any = node
        for keyword in added:
            below = below.get(keyword) if isinstance(below, dict) else None
        if not isinstance(below, dict):
            raise _no_such_node(text, text[:position], step, node)
        keywords += added
        node = below
        position = step.end()
    return tuple(keywords)


def path_text(keywords: Path) -> str:
    """The path with these keywords; ``""`` is the root."""
    text = ""
    steps = iter(keywords)
    for keyword in steps:
        if keyword == "items":
            text += "[]"
        elif keyword == "additionalProperties":
            text += "{}"
        else:
            name = str(next(steps, ""))
            plain = name and not any(character in name for character in ".[]{}'\"")
            text += (f".{name}" if text else name) if plain else f"['{name}']"
    return text


def node_at(schema: Schema, keywords: Path) -> Schema:
    """The node that the keywords lead to, which must exist."""
    node: Any = schema
    for keyword in keywords:
        node = node[keyword]
    found: Schema = node
    return found


def property_steps(keywords: Path) -> frozenset[int]:
    """Which of the keywords are names of properties: ``properties`` may be one."""
    found = []
    at = 0
    while at < len(keywords):
        if keywords[at] == "properties":
            found.append(at + 1)
            at += 1
        at += 1
    return frozenset(found)


def replaced(schema: Schema, keywords: Path, node: Schema) -> Schema:
    """A copy of ``schema`` with another node at a place; what is beside it is shared."""
    above: list[Any] = [schema]
    for keyword in keywords[:-1]:
        above.append(above[-1][keyword])
    made: Any = node
    for parent, keyword in zip(reversed(above), reversed(keywords), strict=False):
        made = {**parent, keyword: made}
    result: Schema = made
    return result


def occurrences(value: Any, keywords: Keywords) -> Iterator[tuple[Path, Any]]:
    """Every value that the node at ``keywords`` describes, with its path. Null is a value to no rule."""
    pending: list[tuple[Any, Path, int]] = [(value, (), 0)]
    while pending:
        found, path, at = pending.pop()
        if found is None:
            continue
        if at == len(keywords):
            yield path, found
        elif keywords[at] == "items":
            if isinstance(found, list):
                pending += [(item, (*path, index), at + 1) for index, item in reversed([*enumerate(found)])]
        elif isinstance(found, dict):
            if keywords[at] == "properties":
                name = keywords[at + 1]
                pending.append((found.get(name), (*path, name), at + 2))
            else:
                pending += [(item, (*path, key), at + 1) for key, item in reversed([*found.items()])]


def _keywords(step: re.Match[str], node: Schema) -> Keywords:
    if step["items"] or (step["each"] and isinstance(node.get("items"), dict)):
        return ("items",)
    if step["values"] or step["each"]:
        return ("additionalProperties",)
    return "properties", step["name"] if step["quoted"] is None else step["quoted"]


def _no_such_node(text: str, before: str, step: re.Match[str], node: Schema) -> ScaffoldError:
    where = before or "the root"
    if step["items"]:
        return ScaffoldError(f"--field {text}: {where} is no list", hint=_what_it_is(before, node))
    if step["values"] or step["each"]:
        return ScaffoldError(f"--field {text}: {where} is no map", hint=_what_it_is(before, node))
    name = _keywords(step, node)[1]
    properties = node.get("properties")
    declared = sorted(properties) if isinstance(properties, dict) else []
    if not declared:
        hint = _what_it_is(before, node)
    else:
        from difflib import get_close_matches

        near = get_close_matches(name, declared, n=1)
        hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(declared[:12])}"
    return ScaffoldError(f"--field {text}: {where} has no field {name}", hint=hint)


def _what_it_is(before: str, node: Schema) -> str:
    if isinstance(node.get("items"), dict):
        return f"it is a list: its items are {before}[]"
    if isinstance(node.get("additionalProperties"), dict):
        return f"it is a map: its values are {before}{{}}"
    return f"it is of type {node.get('type') or 'any'}"
