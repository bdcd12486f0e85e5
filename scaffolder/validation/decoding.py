"""The first half of every write: from what was sent to an object with its defaults, or a 400.

Source: ``unstructuredSchemaCoercer.apply`` in
``k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go``.
"""

from __future__ import annotations

from scaffolder.diagnostics import BAD_REQUEST, UNKNOWN_FIELD, Diagnostic
from scaffolder.validation.rules.defaults import Completed, completed
from scaffolder.validation.rules.metadata_decoding import decode_metadata, decode_stored_metadata
from scaffolder.validation.rules.unknown_fields import field_text, pruned, unknown_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.validation.compiler import SchemaNode
    from scaffolder.validation.registry import Resource, ResourceVersion


class Decoded:
    """An object ready to be validated. ``metadata`` is also in ``completed.value``, under its name.

    ``refusal`` alone makes a 400, ``unknown`` one together with duplicate fields.
    """

    __slots__ = ("completed", "metadata", "refusal", "unknown")

    def __init__(self) -> None:
        self.refusal: Diagnostic | None = None
        self.unknown: list[Diagnostic] = []
        self.metadata: dict[str, Any] = {}
        self.completed = Completed(True)


def decode(value: dict[str, Any], root: SchemaNode) -> Decoded:
    """Decode an object strictly by the schema of its version.

    Metadata that does not fit hides unknown fields, and so does that of an embedded resource. Of unknown
    fields those of metadata come first, those of embedded metadata last, each group sorted as text.
    """
    result = Decoded()
    metadata = decode_metadata(value.get("metadata"))
    if metadata.error is not None:
        result.refusal = _refusal(metadata.error, metadata.error_path)
        return result
    unknown = unknown_fields(value, root)
    result.completed = completed(value, root)
    embedded: list[tuple[str, Path]] = []
    for path, inner, _ in result.completed.embedded:
        from scaffolder.validation.rules.embedded_resources import coerce_embedded

        refusal, unknown_there = coerce_embedded(inner, path, root)
        if refusal is not None:
            result.refusal = refusal
            return result
        embedded += unknown_there
    for group in (_named(metadata.unknown), _named(unknown), embedded):
        result.unknown += _unknown(group)
    result.metadata = metadata.value
    result.completed.value["metadata"] = metadata.value
    return result


def metadata_faults(value: dict[str, Any], duplicates: Sequence[Diagnostic]) -> list[Diagnostic]:
    """What is wrong with an object already where its kind or version is not one that the server knows.

    It is the metadata and the ``duplicates`` of the whole object.
    """
    metadata = decode_metadata(value.get("metadata"))
    if metadata.error is not None:
        return [_refusal(metadata.error, metadata.error_path)]
    return [*duplicates, *_unknown(_named(metadata.unknown))]


def _refusal(error: str, path: Path) -> Diagnostic:
    return Diagnostic(field_text(path), BAD_REQUEST, error, path)


def _unknown(named: list[tuple[str, Path]]) -> list[Diagnostic]:
    named.sort(key=lambda pair: pair[0])
    return [Diagnostic(field, UNKNOWN_FIELD, f'unknown field "{field}"', path) for field, path in named]


def _named(paths: list[Path]) -> list[tuple[str, Path]]:
    return [(field_text(path), path) for path in paths]


def as_stored(value: dict[str, Any], resource: Resource, version: ResourceVersion) -> dict[str, Any]:
    """An object that the server has, as it reads it in ``version``; what does not fit is dropped."""
    returned = _converted(value, resource, version)
    returned["apiVersion"] = f"{resource.group}/{version.name}"
    returned["metadata"] = decode_stored_metadata(value.get("metadata"))
    return returned


def stored(value: dict[str, Any], resource: Resource, version: ResourceVersion) -> dict[str, Any]:
    """The object as it comes back: by way of the storage version, which may lack fields or have more
    defaults."""
    returned = _converted(value, resource, version)
    returned["metadata"] = value["metadata"]
    return returned


def _converted(value: dict[str, Any], resource: Resource, version: ResourceVersion) -> dict[str, Any]:
    """The object as it is read from the store, and then converted."""
    kept = _coerced(value, resource.storage_version or version, defaulting=True)
    return _coerced(kept, version, defaulting=False)


def _coerced(value: dict[str, Any], version: ResourceVersion, *, defaulting: bool) -> dict[str, Any]:
    """The object by the schema of one version, which may find embedded resources where others do not."""
    kept = completed(pruned(value, version.schema), version.schema, defaulting=defaulting)
    for _, embedded, _ in kept.embedded:
        from scaffolder.validation.rules.embedded_resources import drop_unfit

        drop_unfit(embedded)
    return kept.value
