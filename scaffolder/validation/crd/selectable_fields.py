"""``selectableFields``: which fields a client may select resources by.

Source: ``ValidateCustomResourceSelectableFields`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``; paths are those of
``ValidFieldPath`` in ``pkg/apiserver/schema/cel/validation.go`` without array notation.
"""

from __future__ import annotations

from scaffolder.validation.crd.keywords import unsupported_below
from scaffolder.validation.field_errors import duplicate, invalid, required, too_many

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.crd.definition import Level

_LIMIT = 8
_TYPES = ("string", "boolean", "integer")


class _PathError(Exception):
    """A path that leads nowhere, in the server's words."""


def check_selectable_fields(level: Level, *, shared: bool) -> Iterator[Diagnostic]:
    """Schema and fields have to stand on the same level: both shared by all versions, or both not."""
    fields = level.selectable_fields
    if not fields.value:
        return
    schema = level.open_api_schema.value
    if level.schema.value is None if shared else schema is None:
        # Both texts are the server's; the second means the opposite of what it says.
        detail = (
            "may only be set when validations.schema is included"
            if shared
            else "may only be set when `version.schema.openAPIV3Schema` is not included"
        )
        yield invalid(fields.field, "", detail, fields.path)
        return
    unreadable = unsupported_below(schema or {})
    if unreadable is not None:
        # With a path that goes into the schema the server gives no answer at all.
        base = fields.field.removesuffix(".selectableFields")
        yield invalid(f"{base}.schema.openAPIV3Schema", "", unreadable, level.open_api_schema.path)
    known: set[tuple[str, ...]] = set()
    for item in fields.items():
        path = item.child("jsonPath")
        if not path.value:
            yield required(path.field, "", path.parent)
            continue
        try:
            steps, found = _resolve(path.value, schema or {})
        except _PathError as error:
            yield invalid(path.field, path.value, f"is an invalid path: {error}", path.path)
            continue
        if steps[0] == "metadata":
            yield invalid(path.field, path.value, "must not point to fields in metadata", path.path)
        if found.get("type") not in _TYPES:
            detail = (
                "must point to a field of type string, boolean or integer. "
                "Enum string fields and strings with formats are allowed."
            )
            yield invalid(path.field, path.value, detail, path.path)
        if steps in known:
            yield duplicate(path.field, path.value, path.path)
        known.add(steps)
    if len(known) > _LIMIT:
        yield too_many(fields.field, len(known), _LIMIT, fields.path)


def _resolve(text: str, schema: Any) -> tuple[tuple[str, ...], Any]:
    """The steps of a path and the schema that it leads to."""
    steps: list[str] = []
    tokens = _tokens(text)
    for token in tokens:
        if token == "[":
            raise _PathError("array notation is not allowed")
        if token != ".":
            raise _PathError(f"expected [ or . but got: {token}")
        name = next(tokens, None)
        if name is None:
            raise _PathError("unexpected end of JSON path")
        # Below additionalProperties that are no schema the server gives no answer at all.
        known = schema if isinstance(schema, dict) else {}
        properties = known.get("properties")
        schema = properties.get(name) if properties else known.get("additionalProperties")
        if schema is None:
            raise _PathError("does not refer to a valid field")
        steps.append(name)
    return tuple(steps), schema if isinstance(schema, dict) else {}


def _tokens(text: str) -> Iterator[str]:
    """Dots, brackets, and what stands between them; a quote makes one token of all up to the next."""
    start = 0
    while start < len(text):
        end = start + 1
        if text[start] == "'":
            while end < len(text) and (text[end] != "'" or text[end - 1] == "\\"):
                end += 1
            end += 1
        elif text[start] not in ".[]":
            while end < len(text) and text[end] not in ".[]":
                end += 1
        yield text[start:end]
        start = end
