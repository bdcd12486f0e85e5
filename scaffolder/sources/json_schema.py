"""A JSON Schema, of the whole object (it has a property ``spec``) or else of its spec alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.sources._assembly import is_whole, resource_of, said_by, version_name, version_of
from scaffolder.sources._structural_form import StructuralForm

if TYPE_CHECKING:
    from scaffolder.model.resource import Resource
    from scaffolder.sources._source import Source

DESCRIPTION = "a JSON Schema, YAML or JSON"

_SIGNS = frozenset({"$schema", "$defs", "$ref", "definitions", "properties", "allOf", "anyOf", "oneOf"})


def recognises(source: Source) -> bool:
    return len(source.documents) == 1 and any(
        _SIGNS & value.keys() and not {"apiVersion", "openapi", "swagger"} & value.keys()
        for value in source.mappings()
    )


def read(source: Source) -> list[Resource]:
    """One resource of one version. The title becomes the kind where no other is said or told."""
    (document,) = source.documents
    with source.reading(document) as value:
        title = value.get("title")
        said = said_by(value, name=title if isinstance(title, str) else None)
        schema = StructuralForm(value).of(value, ())
        version = version_of(schema, version_name(said, source), whole=is_whole(schema))
        return [resource_of((version,), said, source)]
