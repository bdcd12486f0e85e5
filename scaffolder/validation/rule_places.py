"""Where a schema has rules, and what the nodes above say about them.

Source: ``CELSchemaContext`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/cel_validation.go``.
"""

from __future__ import annotations

from scaffolder.validation.cel_names import with_type_and_object_meta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from scaffolder.diagnostics import Path

    Schema = Mapping[str, Any]

RULES = "x-kubernetes-validations"
_INFINITE = (1 << 64) - 1


class SchemaPlace:
    """A node of a schema, with what rules on it need to know of the nodes above.

    ``field`` is its path as the server writes it, ``path`` the keys that lead to it. ``cardinality`` is how
    often the node can occur in an object, ``None`` if nothing bounds it. ``typed`` is the schema that its
    type is made of. ``uncorrelated`` is the field of the nearest list above whose items cannot be told from
    one another.
    """

    __slots__ = ("cardinality", "field", "path", "resource_root", "schema", "typed", "uncorrelated")

    def __init__(
        self,
        schema: Schema,
        typed: Schema,
        field: str,
        path: Path,
        cardinality: int | None,
        uncorrelated: str | None,
        *,
        resource_root: bool,
    ) -> None:
        self.schema = schema
        self.typed = typed
        self.field = field
        self.path = path
        self.cardinality = cardinality
        self.uncorrelated = uncorrelated
        self.resource_root = resource_root


def places_with_rules(schema: Schema, field: str, path: Path) -> Iterator[SchemaPlace]:
    """Every node that has rules: never one within allOf, anyOf, oneOf or not."""
    pending = [SchemaPlace(schema, schema, field, path, 1, None, resource_root=True)]
    in_scope = {field: bool(schema.get(RULES))}
    while pending:
        place = pending.pop()
        scoped = in_scope.pop(place.field)
        if place.schema.get(RULES):
            yield place
        children = list(_children(place, types_from_parent=scoped))
        for child in children:
            in_scope[child.field] = scoped or bool(child.schema.get(RULES))
        pending.extend(reversed(children))


def _children(place: SchemaPlace, *, types_from_parent: bool) -> Iterator[SchemaPlace]:
    schema = place.schema
    typed = place.typed
    if place.resource_root and types_from_parent:
        typed = with_type_and_object_meta(typed)
    cardinality = _children_cardinality(place)
    properties = schema.get("properties")
    if isinstance(properties, dict):
        seen = typed.get("properties", properties) if types_from_parent else properties
        for name, child in properties.items():
            if isinstance(child, dict):
                field, path = f"{place.field}.properties[{name}]", (*place.path, "properties", name)
                yield _place(child, seen.get(name, child), field, path, cardinality, place.uncorrelated)
    for keyword in ("additionalProperties", "items"):
        child = schema.get(keyword)
        if isinstance(child, dict):
            uncorrelated = place.uncorrelated
            if keyword == "items" and schema.get("x-kubernetes-list-type") != "map":
                uncorrelated = uncorrelated or place.field
            field, path = f"{place.field}.{keyword}", (*place.path, keyword)
            yield _place(child, child, field, path, cardinality, uncorrelated)


def _place(
    schema: Schema, typed: Schema, field: str, path: Path, cardinality: int | None, uncorrelated: str | None
) -> SchemaPlace:
    embedded = typed.get("x-kubernetes-embedded-resource") is True
    return SchemaPlace(schema, typed, field, path, cardinality, uncorrelated, resource_root=embedded)


def _children_cardinality(place: SchemaPlace) -> int | None:
    """How often the nodes directly below can occur (``extractMaxElements``)."""
    schema = place.schema
    factor: Any = 1
    if schema.get("type") == "object" and schema.get("additionalProperties") is not None:
        factor = schema.get("maxProperties")
    elif schema.get("type") == "array":
        factor = schema.get("maxItems")
    if place.cardinality is None or factor is None:
        return None
    return min(place.cardinality * max(int(factor), 0), _INFINITE)
