"""A create, from top to bottom as the server goes about it, with strict field validation.

Sources: ``createHandler`` in ``k8s.io/apiserver/pkg/endpoints/handlers/create.go``, ``BeforeCreate`` in
``pkg/registry/rest/create.go``, ``customResourceStrategy.Validate`` in
``k8s.io/apiextensions-apiserver/pkg/registry/customresource/strategy.go``.
"""

from __future__ import annotations

from scaffolder.apimachinery.names import RANDOM_SUFFIX, generated_name
from scaffolder.diagnostics import Diagnostic
from scaffolder.validation import faults
from scaffolder.validation.answers import Answer
from scaffolder.validation.decoding import decode, stored
from scaffolder.validation.equality import deep_equal
from scaffolder.validation.rules import cel
from scaffolder.validation.rules.embedded_resources import check_embedded
from scaffolder.validation.rules.list_types import check_list
from scaffolder.validation.rules.metadata import check_finalizers, check_metadata, finalizer_warnings
from scaffolder.validation.rules.scale import check_scale

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from scaffolder.validation.faults import Fault
    from scaffolder.validation.registry import Resource, ResourceVersion

# What the server sets itself, whatever was sent.
_SYSTEM_FIELDS = (
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
)
# Where none is given, the client's current namespace; its name is of no consequence here.
_NAMESPACE = "default"
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
    root = version.schema

    # 400: what does not fit metadata, or else duplicate and unknown fields.
    decoded = decode(value, root)
    if decoded.refusal is not None:
        return Answer([decoded.refusal])
    if duplicates or decoded.unknown:
        return Answer([*duplicates, *decoded.unknown])

    # What the server sets, drops and makes up before it validates.
    completed, metadata = decoded.completed, decoded.metadata
    for field in _SYSTEM_FIELDS:
        metadata.pop(field, None)
    if "ownerReferences" in metadata:
        metadata["ownerReferences"] = _distinct(metadata["ownerReferences"])
    if not resource.namespaced:
        metadata.pop("namespace", None)
    sample = _generate_name(metadata)
    if version.has_status:
        completed.drop("status")

    # 422: metadata, schema, scale, embedded resources, lists; then rules, unless one of these prevents them.
    errors = check_metadata(
        {"namespace": _NAMESPACE, **metadata} if resource.namespaced else metadata,
        namespaced=resource.namespaced,
    )
    errors += check_finalizers(metadata, "metadata", ("metadata",))
    found: list[Fault] = []
    root.check(completed.value, (), found)
    if found:
        errors += faults.diagnostics(found, root)
    if version.scale is not None:
        errors += check_scale(completed.value, version.scale)
    for path, embedded, _ in completed.embedded:
        errors += check_embedded(embedded, path, root)
    for path, items, node in completed.lists:
        errors += check_list(path, items, node, root)
    if cel.block_rules(errors) and cel.has_rules(root):
        errors.append(cel.rules_not_checked())

    if errors:
        return Answer([_with_random_name(error, sample) for error in errors] if sample else errors)
    if sample:
        metadata["name"] = _random(sample)
    result = stored(completed.value, resource, version) if with_object else completed.value
    return Answer(value=result, warnings=finalizer_warnings(metadata.get("finalizers", ())))


def _distinct(owners: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Owner references without repetitions (``dedupOwnerReferences``)."""
    result: list[dict[str, Any]] = []
    for owner in owners:
        if not any(deep_equal(owner, known) for known in result):
            result.append(owner)
    return result


def _generate_name(metadata: dict[str, Any]) -> str:
    """Fill in a name that is to be generated; returns the sample that was used, "" if none."""
    if metadata.get("name") or not metadata.get("generateName"):
        return ""
    name = metadata["name"] = generated_name(metadata["generateName"], _SAMPLE_SUFFIX)
    return name


def _random(sample: str) -> str:
    return sample.removesuffix(_SAMPLE_SUFFIX) + RANDOM_SUFFIX


def _with_random_name(error: Diagnostic, sample: str) -> Diagnostic:
    return Diagnostic(error.field, error.reason, error.message.replace(sample, _random(sample)), error.path)
