"""Defaults are values of the schema that they stand in: pruned, valid, and kept by the rules.

Source: ``k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting/validation.go``.
"""

from __future__ import annotations

from copy import deepcopy

from scaffolder.diagnostics import INVALID, Diagnostic
from scaffolder.validation import faults
from scaffolder.validation.compiler import SchemaNode
from scaffolder.validation.crd.definition import Part
from scaffolder.validation.crd.nodes import META_FIELDS, Role, nodes
from scaffolder.validation.field_errors import WHOLE_OBJECT, invalid
from scaffolder.validation.ratcheting import Correlation
from scaffolder.validation.ruled_schema import ruled_schema
from scaffolder.validation.rules import cel
from scaffolder.validation.rules.defaults import completed
from scaffolder.validation.rules.embedded_resources import check_embedded, coerce_embedded
from scaffolder.validation.rules.metadata_decoding import decode_metadata
from scaffolder.validation.rules.unknown_fields import unknown_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.validation.crd.nodes import Node
    from scaffolder.validation.faults import Fault

    Schema = dict[str, Any]

_EMBEDDED = "x-kubernetes-embedded-resource"


class _Place:
    """A node on the way to defaults. ``resource`` is the schema of the object around it and ``steps`` lead
    there from that object; ``in_meta``: it belongs to apiVersion, kind or metadata of that object.
    """

    __slots__ = ("field", "in_meta", "path", "resource", "schema", "steps")

    def __init__(
        self, schema: Schema, field: str, path: Path, resource: Schema, steps: Path, *, in_meta: bool
    ) -> None:
        self.schema = schema
        self.field = field
        self.path = path
        self.resource = resource
        self.steps = steps
        self.in_meta = in_meta

    def below(self, child: Schema, suffix: str, path: Path, step: str | int) -> _Place:
        if child.get(_EMBEDDED):
            return _Place(child, self.field + suffix, path, child, (), in_meta=False)
        in_meta = self.in_meta or (bool(self.schema.get(_EMBEDDED)) and step in META_FIELDS)
        return _Place(child, self.field + suffix, path, self.resource, (*self.steps, step), in_meta=in_meta)


def check_defaults(schema: Part) -> list[Diagnostic]:
    """What is wrong with the defaults of a structural schema. Those in additionalProperties are never used
    by themselves, and not checked.
    """
    root = {**_without_lost(schema).value, _EMBEDDED: True}
    found: list[Diagnostic] = []
    pending = [_Place(root, schema.field, schema.path, root, (), in_meta=False)]
    while pending:
        place = pending.pop()
        if "default" in place.schema:
            found += _check_default(place)
        below = []
        items = place.schema.get("items")
        if isinstance(items, dict):
            below.append(place.below(items, ".items", (*place.path, "items"), 0))
        for name, child in place.schema.get("properties", {}).items():
            path = (*place.path, "properties", name)
            below.append(place.below(child, f".properties[{name}]", path, name))
        pending += reversed(below)
    return found


def _without_lost(schema: Part) -> Part:
    """In junctors, ``additionalProperties: false`` gets lost when the schema is made structural. Resources
    are held against it, defaults are not.
    """
    if not any(_is_lost(node) for node in nodes(schema)):
        return schema
    kept = Part(deepcopy(schema.value), schema.field, schema.path)
    for node in list(nodes(kept)):
        if _is_lost(node):
            del node.schema["additionalProperties"]
    return kept


def _is_lost(node: Node) -> bool:
    return node.role == Role.BRANCH and node.schema.get("additionalProperties") is False


def _check_default(place: _Place) -> list[Diagnostic]:
    value = place.schema["default"]
    field, path = f"{place.field}.default", (*place.path, "default")
    found: list[Diagnostic] = []
    # The default as the only property of an object: so that it may be of any type.
    around = SchemaNode.of({"type": "object", "properties": {"default": place.schema}})
    holder = {"default": value}
    if place.in_meta:
        problem = _fault_of_metadata(place, value)
        if problem is not None:
            return [invalid(field, value, f"must result in valid metadata: {problem}", path)]
    else:
        unknown = unknown_fields(holder, around)
        holder, wrong = _coerced(holder, around, place)
        value = holder["default"]
        if unknown:
            found.append(invalid(field, value, "must not have unknown fields", path))
        if wrong:
            return found + wrong
    node = SchemaNode.of(place.schema, plain=True)
    faulty: list[Fault] = []
    node.check(value, (), faulty)
    if faulty:
        return found + [_placed(error, field, path) for error in faults.diagnostics(faulty, node)]
    return found + _check_rules(holder, around, place)


def _fault_of_metadata(place: _Place, value: Any) -> str | None:
    """A default within metadata is tried in an object that has nothing else."""
    resource: dict[str, Any] = {"apiVersion": "validation/v1", "kind": "Validation"}
    for step in reversed(place.steps[1:]):
        value = [value] if isinstance(step, int) else {step: value}
    resource[str(place.steps[0])] = value
    root = SchemaNode.of(place.resource)
    refusal, _ = coerce_embedded(resource, (), root)
    if refusal is not None:
        return refusal.message
    errors = check_embedded(resource, (), root)
    texts = list(dict.fromkeys(f"{error.field}: {error.message}" for error in errors))
    if not texts:
        return None
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _coerced(
    holder: dict[str, Any], around: SchemaNode, place: _Place
) -> tuple[dict[str, Any], list[Diagnostic]]:
    """The default with the metadata of embedded resources as the server decodes it, for good: that is what
    is checked further, and printed. What is wrong with the resources comes along.
    """
    embedded = completed(holder, around, defaulting=False).embedded
    if not embedded:
        return holder, []
    # Parents first, and items in their order.
    for path, decoded, _ in sorted(embedded, key=lambda spot: spot[0]):
        refusal, _ = coerce_embedded(decoded, path, around)
        if refusal is not None:
            return holder, [_beside(place, refusal, INVALID)]
    coerced = deepcopy(holder)
    for path, _, _ in embedded:
        resource: Any = coerced
        for step in path:
            resource = resource[step]
        if "metadata" in resource:
            resource["metadata"] = decode_metadata(resource["metadata"]).value
    return coerced, [
        _beside(place, error)
        for path, decoded, _ in embedded
        for error in check_embedded(decoded, path, around)
    ]


def _check_rules(holder: dict[str, Any], around: SchemaNode, place: _Place) -> list[Diagnostic]:
    """Rules hold for a default that replaces itself, and for one that is new."""
    ruled = ruled_schema(around.schema.raw, holder=True)
    if ruled is None:
        return []
    # Unlike in an update, what has not changed is not forgiven.
    errors, forgiven = cel.check_rules(holder, around, ruled, holder, Correlation(holder, holder, around))
    found = [*errors, *forgiven]
    if not found:
        found, _ = cel.check_rules(holder, around, ruled, None, None)
    return [_beside(place, error) for error in found]


def _beside(place: _Place, error: Diagnostic, reason: str | None = None) -> Diagnostic:
    """An error in the object around a default, whose field begins with ``default``, with its whole field."""
    field = f"{place.field}.{error.field}"
    message = error.message.removeprefix(f"{error.field}: ")
    return Diagnostic(field, reason or error.reason, message, (*place.path, *error.path))


def _placed(error: Diagnostic, field: str, path: Path) -> Diagnostic:
    """An error in the default's own words, with the place of the default before it."""
    if error.field != WHOLE_OBJECT:
        field = f"{field}.{error.field}"
    return Diagnostic(field, error.reason, error.message, (*path, *error.path))
