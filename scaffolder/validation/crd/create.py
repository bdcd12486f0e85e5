"""A create of a CustomResourceDefinition: every check in the order of the server.

Source: ``ValidateCustomResourceDefinition`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``.
"""

from __future__ import annotations

from scaffolder.apimachinery.quoting import quote
from scaffolder.diagnostics import BAD_REQUEST, UNKNOWN_FIELD, Diagnostic
from scaffolder.validation.answers import Answer
from scaffolder.validation.crd.conversion import check_conversion
from scaffolder.validation.crd.decoding import decode_definition, struct_at
from scaffolder.validation.crd.definition import Definition
from scaffolder.validation.crd.deprecation import check_deprecation
from scaffolder.validation.crd.formats import format_warnings
from scaffolder.validation.crd.group import check_group, check_preserve_unknown, check_scope
from scaffolder.validation.crd.metadata import check_approval, check_definition_metadata
from scaffolder.validation.crd.names import check_names
from scaffolder.validation.crd.nodes import nodes
from scaffolder.validation.crd.printer_columns import check_printer_columns
from scaffolder.validation.crd.schema import check_schema
from scaffolder.validation.crd.selectable_fields import check_selectable_fields
from scaffolder.validation.crd.subresources import check_subresources
from scaffolder.validation.crd.versions import check_schemas_present, check_versions
from scaffolder.validation.rules.metadata import drop_repeated_owners
from scaffolder.validation.rules.unknown_fields import field_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.validation.crd.definition import Level
    from scaffolder.validation.crd.nodes import Node


def create_definition(
    value: dict[str, Any], duplicates: Sequence[Diagnostic] = (), *, sort_keys: bool = False
) -> Answer:
    """The server's answer to a create with strict field validation.

    ``duplicates`` are the keys that the document has twice; ``sort_keys`` is for documents that were YAML.
    What cannot be decoded hides all else, and unknown or duplicate fields hide what is wrong with the others.
    """
    decoded = decode_definition(value, sort_keys=sort_keys)
    if decoded.error is not None:
        field = field_text(decoded.error_path)
        return Answer([Diagnostic(field, BAD_REQUEST, decoded.error, decoded.error_path)])
    if duplicates or decoded.unknown:
        return Answer([*duplicates, *map(_unknown, decoded.unknown)])
    definition = Definition(decoded.value)
    warnings = drop_repeated_owners(definition.metadata)
    errors = list(check_definition(definition))
    if not errors:
        warnings += format_warnings(_every_node(definition))
    return Answer(errors, value=value, warnings=warnings)


def _unknown(path: Path) -> Diagnostic:
    from scaffolder.validation.suggestions import nearest

    field = field_text(path)
    meant = nearest(str(path[-1]), list(struct_at(path[:-1]) or ()))
    hint = f"did you mean {meant}?" if meant else None
    return Diagnostic(field, UNKNOWN_FIELD, f"unknown field {quote(field)}", path, hint=hint)


def check_definition(definition: Definition) -> Iterator[Diagnostic]:
    """Everything that makes a 422."""
    shared = definition.shared
    yield from check_definition_metadata(definition)
    yield from check_group(definition.group)
    yield from check_scope(definition.scope)
    yield from check_schemas_present(definition)
    if definition.preserve_unknown:
        has_defaults = any("default" in node.schema for node in _every_node(definition))
        yield from check_preserve_unknown(definition, has_defaults=has_defaults)
    yield from check_versions(definition)
    for version in definition.versions:
        yield from check_deprecation(version.part)
        has_status = definition.subresources_of(version).has_status
        yield from _check_level(version.level, has_status=has_status, shared=False)
    yield from check_names(definition.names)
    has_status = shared.has_status or any(version.level.has_status for version in definition.versions)
    yield from _check_level(shared, has_status=has_status, shared=True)
    yield from check_conversion(definition.conversion)
    yield from check_approval(definition)


def _check_level(level: Level, *, has_status: bool, shared: bool) -> Iterator[Diagnostic]:
    schema = level.open_api_schema
    if schema.value is not None:
        yield from check_schema(schema, has_status=has_status)
    yield from check_subresources(level.subresources)
    yield from check_printer_columns(level.columns)
    yield from check_selectable_fields(level, shared=shared)


def _every_node(definition: Definition) -> Iterator[Node]:
    for level in (definition.shared, *(version.level for version in definition.versions)):
        if level.open_api_schema.value is not None:
            yield from nodes(level.open_api_schema)
