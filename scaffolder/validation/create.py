"""A create, from top to bottom as the server goes about it, with strict field validation.

Sources: ``createHandler`` in ``k8s.io/apiserver/pkg/endpoints/handlers/create.go``, ``BeforeCreate`` in
``pkg/registry/rest/create.go``, ``PrepareForCreate`` in
``k8s.io/apiextensions-apiserver/pkg/registry/customresource/strategy.go``.
"""

from __future__ import annotations

from scaffolder.apimachinery.names import RANDOM_SUFFIX, generated_name
from scaffolder.diagnostics import Diagnostic
from scaffolder.validation.answers import Answer
from scaffolder.validation.decoding import decode, stored
from scaffolder.validation.rules.metadata import (
    NAMESPACE,
    SYSTEM_FIELDS,
    check_metadata,
    drop_repeated_owners,
    finalizer_warnings,
)
from scaffolder.validation.strategy import check_object, version_warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from scaffolder.validation.registry import Resource, ResourceVersion

# Stands for the five random characters of a generated name while that is held against the schema.
_SAMPLE_SUFFIX = "bcdfg"


def create(
    resource: Resource,
    version: ResourceVersion,
    value: dict[str, Any],
    duplicates: Sequence[Diagnostic] = (),
    *,
    with_object: bool = False,
) -> Answer:
    """What the server says of ``value``, an object of ``version``. The value is not changed.

    ``duplicates`` are the keys that its YAML gives twice. Every 400 hides what would make a 422. With
    ``with_object`` an accepted object is returned as it would be stored.
    """
    warnings = version_warnings(resource, version)

    # 400: what does not fit metadata, or else duplicate and unknown fields.
    decoded = decode(value, version.schema)
    if decoded.refusal is not None:
        return Answer([decoded.refusal], warnings=warnings)
    if duplicates or decoded.unknown:
        return Answer([*duplicates, *decoded.unknown], warnings=warnings)

    # What the server sets, drops and makes up before it validates.
    metadata = decoded.metadata
    for field in SYSTEM_FIELDS:
        metadata.pop(field, None)
    warnings += drop_repeated_owners(metadata)
    if not resource.namespaced:
        metadata.pop("namespace", None)
    sample = _generate_name(metadata)
    if version.has_status:
        decoded.completed.drop("status")

    # 422: everything else.
    checked = {"namespace": NAMESPACE, **metadata} if resource.namespaced else metadata
    errors, _ = check_object(
        version, decoded.completed, check_metadata(checked, namespaced=resource.namespaced)
    )
    if errors:
        named = [_with_random_name(error, sample) for error in errors] if sample else errors
        return Answer(named, warnings=warnings)

    if sample:
        metadata["name"] = _random(sample)
    result = decoded.completed.value
    return Answer(
        value=stored(result, resource, version) if with_object else result,
        warnings=[*warnings, *finalizer_warnings(metadata.get("finalizers", ()))],
    )


def _generate_name(metadata: dict[str, Any]) -> str:
    """Fill in a name that is to be generated; returns the sample that was used, "" if none."""
    if metadata.get("name") or not metadata.get("generateName"):
        return ""
    name = metadata["name"] = generated_name(metadata["generateName"], _SAMPLE_SUFFIX)
    return name


def _random(sample: str) -> str:
    return sample.removesuffix(_SAMPLE_SUFFIX) + RANDOM_SUFFIX


def _with_random_name(error: Diagnostic, sample: str) -> Diagnostic:
    from scaffolder.apimachinery.quoting import quote

    message = error.message
    for shown in (sample, quote(sample)[1:-1]):
        message = message.replace(shown, _random(shown))
    return Diagnostic(error.field, error.reason, message, error.path)
