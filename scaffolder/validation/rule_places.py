"""Where a schema has rules, and what the nodes above say about them.

Source: ``CELSchemaContext`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/cel_validation.go``.
"""

from __future__ import annotations

from scaffolder.validation.cel_types import element_schema, field_schema, is_visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from scaffolder.diagnostics import Path

    Schema = Mapping[str, Any]

RULES = "x-kubernetes-validations"
_INFINITE = (1 << 64) - 1
_NO_TYPE = (
    "internal error: failed to construct type information for "
    "x-kubernetes-validations rules: unable to convert structural schema to CEL declarations"
)
_NO_ELEMENTS = "failed to convert to declType for CEL validation rules"
_CORRELATABLE = ("granular", "atomic")


class SchemaPlace:
    """A node of a schema, with what rules on it need to know of the nodes above.

    ``field`` is its path as the server writes it, ``path`` the keys that lead to it. ``cardinality`` is how
    often the node can occur in an object, ``None`` if nothing bounds it. ``typed`` is the schema that its
    type is made of; ``problem`` says why it has none. ``uncorrelated`` is the field of the topmost node above
    whose parts cannot be told from one another.
    """

    __slots__ = (
        *("cardinality", "field", "path", "problem", "resource_root"),
        *("schema", "scoped", "typed", "uncorrelated"),
    )

    def __init__(
        self,
        schema: Schema,
        field: str,
        path: Path,
        cardinality: int | None,
        uncorrelated: str | None,
        *,
        typed: Schema | None = None,
        problem: str | None = None,
        scoped: bool = False,
    ) -> None:
        self.schema = schema
        self.field = field
        self.path = path
        self.cardinality = cardinality
        self.uncorrelated = uncorrelated
        self.typed = schema if typed is None else typed
        #: Whether there are rules on the node or above: only then somebody asks for its type.
        self.scoped = scoped or bool(schema.get(RULES))
        self.problem = problem
        if problem is None and typed is None and self.scoped and not is_visible(schema):
            self.problem = _NO_TYPE
        self.resource_root = not path or self.typed.get("x-kubernetes-embedded-resource") is True


def places_with_rules(schema: Schema, field: str, path: Path) -> Iterator[SchemaPlace]:
    """Every node that has rules: never one within allOf, anyOf, oneOf or not."""
    pending = [SchemaPlace(schema, field, path, 1, None)]
    pending[0].resource_root = True
    while pending:
        place = pending.pop()
        if place.schema.get(RULES):
            yield place
        pending.extend(reversed(list(_children(place))))


def _children(place: SchemaPlace) -> Iterator[SchemaPlace]:
    schema = place.schema
    cardinality = _children_cardinality(place)
    typed_by_parent = place.scoped and place.problem is None

    def child(below: Schema, field: str, path: Path, uncorrelated: str | None, **typing: Any) -> SchemaPlace:
        if place.problem is not None:
            typing = {"problem": place.problem}
        uncorrelated = place.uncorrelated or uncorrelated
        return SchemaPlace(below, field, path, cardinality, uncorrelated, scoped=place.scoped, **typing)

    properties = schema.get("properties")
    if isinstance(properties, dict):
        map_type = schema.get("x-kubernetes-map-type")
        uncorrelated = place.field if map_type is not None and map_type not in _CORRELATABLE else None
        for name, below in properties.items():
            if isinstance(below, dict):
                field, path = f"{place.field}.properties[{name}]", (*place.path, "properties", name)
                typed = None
                if typed_by_parent:
                    # What the parent's type does not have is made into a type of its own.
                    typed = field_schema(place.typed, name, resource_root=place.resource_root)
                yield child(below, field, path, uncorrelated, typed=typed)
    for keyword in ("additionalProperties", "items"):
        below = schema.get(keyword)
        if isinstance(below, dict):
            is_list = keyword == "items" and schema.get("x-kubernetes-list-type") != "map"
            typing: dict[str, Any] = {}
            if typed_by_parent:
                typing["typed"] = element_schema(place.typed)
                typing["problem"] = _NO_ELEMENTS if typing["typed"] is None else None
            field, path = f"{place.field}.{keyword}", (*place.path, keyword)
            yield child(below, field, path, place.field if is_list else None, **typing)


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
