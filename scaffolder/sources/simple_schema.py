"""SimpleSchema, kro's short form of a schema, and the OpenAPI v3 that it stands for.

https://kro.run/api/specifications/simple-schema; the rules are those of kro's ``pkg/simpleschema``
(``parse.go``, ``transform.go``). A field is text (``[]string | minItems=1``), a mapping of fields, or, where
that says too little, a mapping with the sole key ``openAPIV3Schema``. Three things are added to kro's
language: the words of Kubernetes that it lacks (``WORDS`` below), more markers (see ``markers``), and the key
``.`` in a structure, whose markers are about the structure itself.

A schema is made in three steps. ``SimpleSchema`` builds nodes, which may share what a custom type stands for.
``expanded`` gives every place its own copy, to which rules can then be added. ``settled`` fills in the
defaults that structures have because their fields have them.
"""

from __future__ import annotations

import re
from copy import copy
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from scaffolder.sources._errors import MAX_DEPTH, SourceError, meant, shown, type_name
from scaffolder.sources.condition import condition_schema
from scaffolder.sources.markers import apply_markers, parse_markers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scaffolder.diagnostics import Path

#: The key that holds the markers of the structure that it stands in.
SELF = "."
OPENAPI = "openAPIV3Schema"

# A request to the server is at most 3 MiB, which fewer schema nodes than this fill.
MAX_NODES = 100_000
# maxTypeNestingDepth in kro's parse.go
_MAX_WRAPPERS = 16

QUANTITY_PATTERN = (
    r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))"
    r"(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$"
)
_INT_OR_STRING = {"anyOf": [{"type": "integer"}, {"type": "string"}], "x-kubernetes-int-or-string": True}
_KRO_WORDS: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "float": {"type": "number"},
    "object": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
}
_KUBERNETES_WORDS: dict[str, dict[str, Any]] = {
    "quantity": {**_INT_OR_STRING, "pattern": QUANTITY_PATTERN},
    "intOrString": _INT_OR_STRING,
    "dateTime": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "duration": {"type": "string", "format": "duration"},
    "bytes": {"type": "string", "format": "byte"},
    "Condition": condition_schema(),
}
#: Every built-in type. A custom type may take the name of one that Kubernetes adds, but not of kro's own.
WORDS = (*_KRO_WORDS, *_KUBERNETES_WORDS)

# What people write out of habit, and the word for it here.
_HABITS = {
    "any": "object",
    "array": "[]T",
    "bool": "boolean",
    "bytestring": "bytes",
    "datetime": "dateTime",
    "dict": "map[string]T",
    "double": "float",
    "float64": "float",
    "int": "integer",
    "int32": "integer | format=int32",
    "int64": "integer | format=int64",
    "int-or-string": "intOrString",
    "list": "[]T",
    "map": "map[string]T",
    "number": "float",
    "str": "string",
    "text": "string",
    "time": "dateTime",
    "timestamp": "dateTime",
}
_FIELD_NAME = re.compile(r"[A-Za-z0-9_$][-A-Za-z0-9_./$]*")


class Structure(dict[str, Any]):
    """The schema of an object that was written field by field, until ``settled`` makes it a plain one."""


class SimpleSchema:
    """A compiler with a set of custom types. ``path`` is where those stand in the document."""

    def __init__(self, types: Mapping[str, Any] | None = None, path: Path = ()) -> None:
        self._types: dict[str, tuple[dict[str, Any], bool]] = {}
        types = types or {}
        for name in types:
            if not _FIELD_NAME.fullmatch(name) or name == SELF or name in _KRO_WORDS:
                why = "is a built-in type" if name in _KRO_WORDS else "cannot be the name of a type"
                hint = "choose another name"
                raise SourceError(f"{shown(name)} {why}", hint=hint, path=(*path, name), at_key=True)
        for name in _dependency_order(types, path):
            self._types[name] = self.field(types[name], (*path, name))

    def field(self, spec: Any, path: Path) -> tuple[dict[str, Any], bool]:
        """The schema of one field, and whether it is required. Raises ``SourceError``."""
        if isinstance(spec, str):
            try:
                return self._from_text(spec)
            except SourceError as problem:
                raise SourceError(problem.message, hint=problem.hint, path=path) from None
        if isinstance(spec, dict):
            if _is_openapi(spec):
                return _from_openapi(spec, path)
            return self.structure(spec, path)
        raise SourceError(
            f"a field has to be text or a mapping, not {type_name(spec)}", hint=_shape_hint(spec), path=path
        )

    def structure(self, spec: Mapping[str, Any], path: Path) -> tuple[Structure, bool]:
        """The schema of an object with these fields, and whether its own markers say that it is required."""
        properties: dict[str, Any] = {}
        required: list[str] = []
        for name, field in spec.items():
            if name == SELF:
                continue
            if not _FIELD_NAME.fullmatch(name):
                raise SourceError(
                    f"{shown(name)} cannot be the name of a field here",
                    hint=f"letters, digits and _ - . / $ only; anything else can be said under {OPENAPI}",
                    path=(*path, name),
                    at_key=True,
                )
            properties[name], needed = self.field(field, (*path, name))
            if needed:
                required.append(name)
        schema = Structure(type="object")
        if properties:
            schema["properties"] = properties
        if required:
            schema["required"] = sorted(required)
        return schema, _apply_own_markers(schema, spec, path)

    def _from_text(self, text: str) -> tuple[dict[str, Any], bool]:
        type_text, bar, marker_text = text.partition("|")
        wrappers, name = parse_type(type_text)
        schema, required = self._named(name)
        if wrappers:
            required = False  # kro: an alias that is required says so only where it is used by itself
            for wrapper in reversed(wrappers):
                schema = _wrapped(wrapper, schema)
        else:
            schema = copy(schema)
        if bar:
            markers = parse_markers(marker_text)
            if not markers:
                raise SourceError("there is no marker after the |", hint="such as: string | required=true")
            required = apply_markers(schema, markers) or required
        if wrappers == ("[]",) and name == "Condition" and name not in self._types:
            _key_by_type(schema)
        return schema, required

    def _named(self, name: str) -> tuple[dict[str, Any], bool]:
        if name in _KRO_WORDS:
            return _KRO_WORDS[name], False
        if name in self._types:
            return self._types[name]
        if name in _KUBERNETES_WORDS:
            return _KUBERNETES_WORDS[name], False
        if name.lower() in _HABITS:
            raise SourceError(f"unknown type {shown(name)}", hint=f"write {_HABITS[name.lower()]}")
        if name.startswith("${"):
            hint = "expressions of kro mean nothing here; name the type of the value"
            raise SourceError(f"{shown(name)} is not a type", hint=hint)
        known = (*self._types, *WORDS)
        hint = meant(name, known) or "a type of your own has to stand under types:"
        raise SourceError(f"unknown type {shown(name)}", hint=hint)


def parse_type(text: str) -> tuple[tuple[str, ...], str]:
    """``[]map[string]Port`` → ``(("[]", "map"), "Port")``; whether there is such a name is not asked here."""
    wrappers: list[str] = []
    rest = text.strip()
    while True:
        if rest.startswith("[]"):
            wrappers.append("[]")
            rest = rest[2:].strip()
        elif rest.startswith("map["):
            if not rest.startswith("map[string]"):
                raise SourceError(
                    f"{shown(text.strip())}: the keys of a map are strings", hint="write map[string]T"
                )
            wrappers.append("map")
            rest = rest[len("map[string]") :].strip()
        else:
            break
        if len(wrappers) > _MAX_WRAPPERS:
            raise SourceError(f"lists and maps are nested deeper than {_MAX_WRAPPERS} levels")
    if rest == "":
        raise SourceError(
            f"{shown(text.strip())} names no type", hint="such as string, or []string in quotes"
        )
    if rest.endswith("[]"):
        raise SourceError(f"unknown type {shown(rest)}", hint=f'write "[]{rest[:-2]}", in quotes')
    return tuple(wrappers), rest


def expanded(schema: dict[str, Any], path: Path = ()) -> dict[str, Any]:
    """A copy in which no two places share a node. Raises ``SourceError`` if it is too large or too deep.

    Types that use types that use types … can stand for far more than was written.
    """
    budget = iter(range(MAX_NODES))

    def copied(value: Any, level: int) -> Any:
        if not isinstance(value, (dict, list)):
            return value
        if next(budget, None) is None:
            raise SourceError(
                f"the schema has more than {MAX_NODES} parts", hint="a server takes no such CRD", path=path
            )
        if level > MAX_DEPTH:
            raise SourceError(f"the schema is nested deeper than {MAX_DEPTH} levels", path=path)
        if isinstance(value, list):
            return [copied(item, level + 1) for item in value]
        result = type(value)()
        for key, item in value.items():
            result[key] = copied(item, level + 1)
        return result

    copy_of_all: dict[str, Any] = copied(schema, 0)
    return copy_of_all


def settled(schema: dict[str, Any]) -> dict[str, Any]:
    """The plain schema: an object whose fields have defaults gets the default ``{}``, so that they count.

    As kro has it (``buildSchema``): not where a field is required, for ``{}`` would not be valid. For the
    same reason not where rules or ``minProperties`` are about the object itself: the server holds a default
    to both.
    """
    result = {}
    for key, value in schema.items():
        if key == "properties":
            result[key] = {name: settled(child) for name, child in value.items()}
        elif key in ("items", "additionalProperties") and isinstance(value, dict):
            result[key] = settled(value)
        else:
            result[key] = value
    if (
        isinstance(schema, Structure)
        and not {"default", "required", "x-kubernetes-validations"} & schema.keys()
        and not schema.get("minProperties")
        and any("default" in child for child in result.get("properties", {}).values())
    ):
        result["default"] = {}
    return result


def _is_openapi(spec: Mapping[str, Any]) -> bool:
    return OPENAPI in spec and spec.keys() <= {OPENAPI, SELF} and isinstance(spec[OPENAPI], dict)


def _from_openapi(spec: Mapping[str, Any], path: Path) -> tuple[dict[str, Any], bool]:
    required = False
    if SELF in spec:
        required = _apply_own_markers({}, spec, path, only=("required",))
    schema: dict[str, Any] = spec[OPENAPI]
    if "$ref" in schema:
        raise SourceError(
            "$ref cannot stand in a CRD",
            hint="write the schema out, or make it a type",
            path=(*path, OPENAPI, "$ref"),
        )
    return schema, required


def _apply_own_markers(
    schema: dict[str, Any], spec: Mapping[str, Any], path: Path, only: tuple[str, ...] = ()
) -> bool:
    """The markers under the key ``.`` of a mapping."""
    if SELF not in spec:
        return False
    text = spec[SELF]
    try:
        if not isinstance(text, str):
            raise SourceError(
                f'"{SELF}" has to hold markers, not {type_name(text)}', hint=f"{SELF}: required=true"
            )
        markers = parse_markers(text)
        for marker in markers:
            if only and marker.name not in only:
                raise SourceError(
                    f"{marker.name} belongs into the {OPENAPI} beside it", hint=f"only {only[0]} stands here"
                )
        return apply_markers(schema, markers)
    except SourceError as problem:
        raise SourceError(problem.message, hint=problem.hint, path=(*path, SELF)) from None


def _key_by_type(conditions: dict[str, Any]) -> None:
    """A list of conditions is a map by type, as the API conventions ask, unless its markers say otherwise."""
    if "x-kubernetes-list-type" not in conditions:
        conditions |= {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"]}


def _wrapped(wrapper: str, schema: dict[str, Any]) -> dict[str, Any]:
    if wrapper == "[]":
        return {"type": "array", "items": schema}
    return {"type": "object", "additionalProperties": schema}


def _dependency_order(types: Mapping[str, Any], path: Path) -> Iterator[str]:
    """The custom types, each after those that it uses."""
    graph = {name: [used for used in _used_types(spec) if used in types] for name, spec in types.items()}
    sorter = TopologicalSorter(graph)
    try:
        sorter.prepare()
    except CycleError as error:
        cycle = [str(name) for name in reversed(error.args[1])]
        ring = " -> ".join(cycle if len(cycle) < 8 else [*cycle[:6], "...", cycle[-1]])
        raise SourceError(
            f"the type {shown(cycle[0])} contains itself: {ring}",
            hint="a CRD has no recursive types; cut the ring with the type object",
            path=(*path, cycle[0]),
            at_key=True,
        ) from None
    while sorter.is_active():
        ready = sorter.get_ready()
        yield from ready
        sorter.done(*ready)


def _used_types(spec: Any) -> Iterator[str]:
    stack = [spec]
    while stack:
        part = stack.pop()
        if isinstance(part, str):
            # A type that cannot be parsed is reported when its turn comes, with its path.
            type_text = part.partition("|")[0].replace("[]", " ").replace("map[string]", " ")
            yield type_text.strip()
        elif isinstance(part, dict) and not _is_openapi(part):
            stack.extend(value for key, value in part.items() if key != SELF)


def _shape_hint(spec: Any) -> str:
    if isinstance(spec, list):
        inner = spec[0] if len(spec) == 1 and isinstance(spec[0], str) else "string"
        return f'write "[]{inner}", in quotes'
    if spec is None:
        return "give it a type, such as string or object"
    return "such as string, or: string | default=..."
