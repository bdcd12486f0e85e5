"""Builds one object from a schema, by a plan that says which way to go wherever there are several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from scaffolder.generators._example_scalars import compiled, numbers, texts
from scaffolder.generators._identifiers import singular
from scaffolder.generators._schema_choices import Schema, merged, required_by

Path = tuple[str | int, ...]

#: Nothing is built deeper than this; real schemas are at most some 20 levels deep.
MAX_DEPTH = 64
#: A list that asks for more items than this is not worth a sample.
_MOST_ITEMS = 64


class UnbuildableError(Exception):
    """No value was found that the schema allows."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Decisions by the path of the value that they are about.

    ``full`` includes optional fields down to ``depth`` levels. ``present`` overrides that for single fields,
    ``branches`` picks from ``anyOf`` and ``oneOf``, ``variants`` takes another than the first value that is
    allowed, ``values`` sets a value outright.
    """

    full: bool = False
    depth: int = MAX_DEPTH
    present: dict[Path, bool] = field(default_factory=dict)
    branches: dict[Path, int] = field(default_factory=dict)
    variants: dict[Path, int] = field(default_factory=dict)
    values: dict[Path, Any] = field(default_factory=dict)

    def including(self, path: Path, present: bool) -> Plan:
        return replace(self, present=self.present | {path: present})

    def branching(self, path: Path, branch: int) -> Plan:
        return replace(self, branches=self.branches | {path: branch})

    def varying(self, path: Path, variant: int) -> Plan:
        return replace(self, variants=self.variants | {path: variant})

    def setting(self, path: Path, value: Any) -> Plan:
        return replace(self, values=self.values | {path: value})


def schema_at(schema: Schema, plan: Plan, path: Path) -> Schema:
    """The merged schema of the value at ``path``; empty where nothing is known of it."""
    node = effective(schema, plan, ())
    for depth, step in enumerate(path):
        key = "items" if isinstance(step, int) else "properties"
        below = node.get(key)
        if isinstance(step, str):
            properties = below if isinstance(below, dict) else {}
            below = properties.get(step, node.get("additionalProperties"))
        if not isinstance(below, dict):
            return {}
        node = effective(below, plan, path[: depth + 1])
    return node


def effective(schema: Schema, plan: Plan, path: Path) -> Schema:
    """The schema with one branch chosen of each ``anyOf`` and ``oneOf``.

    Left to itself, a small sample takes the branch that asks for the least, a full one the first that asks
    for something.
    """
    needed = set(schema.get("required", ()))

    def choose(_: str, branches: list[Schema]) -> int:
        asked = [len(set(required_by(branch)) - needed) for branch in branches]
        first = min(range(len(branches)), key=lambda index: asked[index])
        if plan.full:
            first = next((index for index, names in enumerate(asked) if names), first)
        return first + plan.branches.get(path, 0)

    return merged(schema, choose)


def build(raw: Schema, plan: Plan, path: Path = (), name: str = "", hint: Any = None) -> Any:
    """The value at ``path``. ``name`` is the nearest field's; ``hint`` is preferred where it is allowed.

    Raises ``UnbuildableError``.
    """
    if path in plan.values:
        return plan.values[path]
    if len(path) > MAX_DEPTH:
        raise UnbuildableError
    schema = effective(raw, plan, path)
    for preferred in (hint, schema.get("example"), schema.get("default")):
        if preferred is not None:
            hint = preferred
            break
    match _type(schema):
        case "object":
            return _object(schema, plan, path, name, hint)
        case "array":
            return _array(schema, plan, path, name, hint)
        case _:
            return _scalar(schema, plan, path, name, hint)


def optional_fields(schema: Schema) -> list[str]:
    """The properties of a merged schema that an object may lack."""
    forbidden = schema.get("forbidden", ())
    return [
        name
        for name in schema.get("properties", ())
        if name not in schema.get("required", ()) and name not in forbidden
    ]


def _type(schema: Schema) -> str:
    if schema.get("x-kubernetes-int-or-string") is True:
        return "int-or-string"
    if isinstance(schema.get("type"), str):
        return str(schema["type"])
    for keyword, type_ in (("properties", "object"), ("required", "object"), ("items", "array")):
        if keyword in schema:
            return type_
    return "object" if schema.get("x-kubernetes-preserve-unknown-fields") is True else ""


def _object(schema: Schema, plan: Plan, path: Path, name: str, hint: Any) -> dict[str, Any]:
    hint = hint if isinstance(hint, dict) else {}
    result: dict[str, Any] = {}
    if schema.get("x-kubernetes-embedded-resource") is True:
        result |= {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "example"}}
    properties: dict[str, Schema] = schema.get("properties") or {}
    most = schema.get("maxProperties")
    for key, child in properties.items():
        if most is not None and len(result) >= most and key not in schema.get("required", ()):
            continue
        if not isinstance(child, dict) or (key in result and key in ("apiVersion", "kind", "metadata")):
            continue
        if not _is_wanted(schema, plan, (*path, key), key, child):
            continue
        try:
            result[key] = build(child, plan, (*path, key), key, hint.get(key))
        except UnbuildableError:
            if key in schema.get("required", ()):
                raise
    values = schema.get("additionalProperties")
    least = schema.get("minProperties") or 0
    if isinstance(values, dict) or values is True:
        _fill_map(result, values if isinstance(values, dict) else {}, schema, plan, path, name, hint)
    for key in optional_fields(schema):
        if len(result) >= least:
            break
        if key not in result and plan.present.get((*path, key), True):
            result[key] = build(properties[key], plan, (*path, key), key, hint.get(key))
    if (
        not properties
        and not isinstance(values, dict)
        and schema.get("x-kubernetes-preserve-unknown-fields") is True
    ):
        result |= hint or {f"example-{n}": "example" for n in range(len(result), least)}
    missing = set(schema.get("required", ())) - set(result) - _with_default(properties)
    if missing and values is None:
        # Named by a branch, described by nobody: anything goes where unknown fields are kept.
        result |= dict.fromkeys(sorted(missing - set(properties)), "example")
    return result


def _is_wanted(schema: Schema, plan: Plan, path: Path, key: str, child: Schema) -> bool:
    if path in plan.present:
        return plan.present[path]
    if key in schema.get("required", ()):
        return plan.full or child.get("default") is None
    if key in schema.get("forbidden", ()):
        return False
    return plan.full and len(path) <= plan.depth


def _with_default(properties: dict[str, Schema]) -> set[str]:
    return {
        key
        for key, child in properties.items()
        if isinstance(child, dict) and child.get("default") is not None
    }


def _fill_map(
    result: dict[str, Any],
    values: Schema,
    schema: Schema,
    plan: Plan,
    path: Path,
    name: str,
    hint: dict[str, Any],
) -> None:
    least, most = schema.get("minProperties") or 0, schema.get("maxProperties")
    required = [key for key in schema.get("required", ()) if key not in (schema.get("properties") or {})]
    wanted = max(least, 1 if plan.full and len(path) < plan.depth else 0, len(required))
    keys = [*required, *(key for key in hint if key not in required)] or [
        (name and singular(name)) or "example"
    ]
    keys += [f"example-{index + 1}" for index in range(len(keys), min(wanted, _MOST_ITEMS))]
    for key in keys[: wanted if most is None else min(wanted, most)]:
        try:
            result[key] = build(values, plan, (*path, key), name, hint.get(key)) if values else "example"
        except UnbuildableError:
            if wanted <= least:
                raise


def _array(schema: Schema, plan: Plan, path: Path, name: str, hint: Any) -> list[Any]:
    items = schema.get("items")
    items = items if isinstance(items, dict) else {}
    least, most = schema.get("minItems") or 0, schema.get("maxItems")
    if least > _MOST_ITEMS:
        raise UnbuildableError
    wanted = max(least, 1 if plan.full and len(path) < plan.depth else 0)
    if isinstance(hint, list) and hint and len(hint) >= wanted:
        wanted = len(hint)
    if most is not None:
        wanted = min(wanted, most)
    hints = [*hint, *[None] * wanted] if isinstance(hint, list) else [None] * wanted
    plan = _with_keys(plan, schema, path, wanted)
    found: list[Any] = []
    for index in range(wanted):
        try:
            found.append(build(items, plan, (*path, index), singular(name), hints[index]))
        except UnbuildableError:
            if index < least:
                raise
    return found


def _with_keys(plan: Plan, schema: Schema, path: Path, items: int) -> Plan:
    """Several items of a map list must differ in their keys, so no key may be left to its default."""
    keys = schema.get("x-kubernetes-list-map-keys")
    if items < 2 or not isinstance(keys, list):
        return plan
    present = {(*path, index, key): True for index in range(items) for key in keys}
    return replace(plan, present=present | plan.present)


def _scalar(schema: Schema, plan: Plan, path: Path, name: str, hint: Any) -> Any:
    wanted = plan.variants.get(path, 0) + next((step for step in reversed(path) if isinstance(step, int)), 0)
    excluded = schema.get("excluded", ())
    candidates = (
        value for value in _candidates(schema, name, hint) if not any(_same(value, e) for e in excluded)
    )
    last = None
    for value in islice(candidates, wanted + 1):
        last = value
    if last is None:
        raise UnbuildableError
    return last


def _candidates(schema: Schema, name: str, hint: Any) -> Iterator[Any]:
    """Values that are allowed, the preferred one first, none twice in a row."""
    type_ = _type(schema)
    choices = schema.get("enum")
    if isinstance(choices, list):
        choices = [
            _whole(choice) if type_ == "integer" else choice for choice in choices if choice is not None
        ]
        yield from sorted(choices, key=lambda choice: choice != hint)
        return
    if hint is not None and _is_allowed(schema, type_, hint):
        yield hint
    match type_:
        case "boolean":
            yield from (value for value in (True, False) if value is not hint)
        case "integer" | "number":
            yield from (value for value in numbers(schema, name) if value != hint)
        case "int-or-string":
            if "patterns" not in schema and schema.get("format") is None and "minLength" not in schema:
                yield from islice(numbers(schema, name), 3)
            yield from (value for value in texts(schema, name) if value != hint)
            yield from numbers(schema, name)
        case "string" | "":
            yield from (value for value in texts(schema, name) if value != hint)


def _whole(value: Any) -> Any:
    """``1.0`` is the integer 1 to the server."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _is_allowed(schema: Schema, type_: str, value: Any) -> bool:
    """A default is always allowed, an example need not be."""
    match type_:
        case "boolean":
            return isinstance(value, bool)
        case "string":
            if not isinstance(value, str):
                return False
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool) and _in_bounds(schema, value)
        case "number":
            return (
                isinstance(value, int | float) and not isinstance(value, bool) and _in_bounds(schema, value)
            )
        case "int-or-string":
            if isinstance(value, int) and not isinstance(value, bool):
                return True
            if not isinstance(value, str):
                return False
    if not isinstance(value, str):
        return True
    matchers = compiled(schema)
    most = schema.get("maxLength")
    return (
        (schema.get("minLength") or 0) <= len(value)
        and (most is None or len(value) <= most)
        and all(matcher.search(value) for matcher in matchers or ())
    )


def _in_bounds(schema: Schema, value: float) -> bool:
    least, most = schema.get("minimum"), schema.get("maximum")
    return (least is None or value >= least) and (most is None or value <= most)


def _same(value: Any, other: Any) -> bool:
    return bool(value == other) and isinstance(value, bool) == isinstance(other, bool)
