"""An update (PUT), from top to bottom as the server goes about it, with strict field validation.

A ``resourceVersion`` that is left out counts as the current one: files under version control have none.

Sources: ``UpdateResource`` in ``k8s.io/apiserver/pkg/endpoints/handlers/update.go``, ``Store.Update`` in
``pkg/registry/generic/registry/store.go``, ``BeforeUpdate`` in ``pkg/registry/rest/update.go``,
``PrepareForUpdate`` in ``k8s.io/apiextensions-apiserver/pkg/registry/customresource/strategy.go``.
"""

from __future__ import annotations

from scaffolder.diagnostics import BAD_REQUEST, Diagnostic
from scaffolder.validation.answers import Answer
from scaffolder.validation.decoding import as_stored, decode, stored
from scaffolder.validation.equality import deep_equal
from scaffolder.validation.field_errors import invalid
from scaffolder.validation.rules.defaults import completed
from scaffolder.validation.rules.metadata import (
    NAMESPACE,
    SYSTEM_FIELDS,
    check_metadata,
    check_metadata_update,
    drop_repeated_owners,
    finalizer_warnings,
    path_segment_name,
)
from scaffolder.validation.strategy import check_object, version_warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from scaffolder.validation.registry import Resource, ResourceVersion

# Every stored object has them, and no schema declares them: that keeps whole objects from ever being
# unchanged. Files need not have them.
_OF_ALL = {"uid": "", "namespace": NAMESPACE}
_DELETION_FIELDS = ("deletionTimestamp", "deletionGracePeriodSeconds")


def update(
    resource: Resource,
    version: ResourceVersion,
    value: dict[str, Any],
    old: dict[str, Any],
    duplicates: Sequence[Diagnostic] = (),
    *,
    with_object: bool = False,
) -> Answer:
    """What the server says of ``value`` in place of ``old``, an object of any version. Neither is changed.

    See ``create`` for ``duplicates`` and ``with_object``.
    """
    warnings = version_warnings(resource, version)

    # 400: what does not fit metadata, or else duplicate and unknown fields.
    decoded = decode(value, version.schema)
    if decoded.refusal is not None:
        return Answer([decoded.refusal], warnings=warnings)
    if duplicates or decoded.unknown:
        return Answer([*duplicates, *decoded.unknown], warnings=warnings)

    # 409, and one 422: which object is meant.
    metadata = decoded.metadata
    old = as_stored(old, resource, version)
    old_metadata = old["metadata"]
    refusal = _precondition(value.get("metadata"), metadata, old_metadata)
    if refusal is not None:
        return Answer([refusal], warnings=warnings)

    # What the server keeps from the old object before it validates.
    for field in SYSTEM_FIELDS:
        if field not in _DELETION_FIELDS:
            metadata.pop(field, None)
    if "deletionTimestamp" in old_metadata:
        metadata["deletionTimestamp"] = old_metadata["deletionTimestamp"]
    if "deletionGracePeriodSeconds" in old_metadata:
        metadata.setdefault("deletionGracePeriodSeconds", old_metadata["deletionGracePeriodSeconds"])
    warnings += drop_repeated_owners(metadata)
    if not resource.namespaced:
        metadata.pop("namespace", None)
    new = decoded.completed
    if version.has_status:
        new.drop("status")
        if "status" in old:
            new = completed({**new.value, "status": old["status"]}, version.schema, defaulting=False)
    new.value["metadata"] = {**metadata, **_OF_ALL}
    old["metadata"] = {
        key: value
        for key, value in old_metadata.items()
        if key not in SYSTEM_FIELDS or key in _DELETION_FIELDS
    } | _OF_ALL
    if version.ruled is not None and version.ruled.rules and not deep_equal(new.value, old):
        # Rules of whole objects see generation and managedFields change with anything else.
        old["metadata"]["generation"], new.value["metadata"]["generation"] = 1, 2

    # 422: everything else.
    checked = {"namespace": NAMESPACE, **metadata} if resource.namespaced else metadata
    errors, forgiven = check_object(
        version,
        new,
        [
            *check_metadata(checked, namespaced=resource.namespaced, name_check=path_segment_name),
            *check_metadata_update(metadata, old_metadata),
        ],
        old,
    )
    warnings += forgiven
    if errors:
        return Answer(errors, warnings=warnings)

    new.value["metadata"] = metadata
    before = set(old_metadata.get("finalizers", ()))
    added = [name for name in metadata.get("finalizers", ()) if name not in before]
    return Answer(
        value=stored(new.value, resource, version) if with_object else new.value,
        warnings=[*warnings, *finalizer_warnings(added)],
    )


def _precondition(sent: Any, metadata: dict[str, Any], old_metadata: dict[str, Any]) -> Diagnostic | None:
    """What is said of an object that is another one, or was changed meanwhile."""
    uid, old_uid = metadata.get("uid"), old_metadata.get("uid")
    if uid and old_uid and uid != old_uid:
        detail = f"Precondition failed: UID in precondition: {uid}, UID in object meta: {old_uid}"
        return Diagnostic("metadata.uid", BAD_REQUEST, detail, ("metadata", "uid"))
    if not isinstance(sent, dict) or sent.get("resourceVersion") is None:
        return None
    path = ("metadata", "resourceVersion")
    field = "metadata.resourceVersion"
    text = metadata.get("resourceVersion", "")
    if text in ("", "0"):
        return invalid(field, 0, "must be specified for an update", path)
    if not (text.isascii() and text.isdigit()):
        detail = f'strconv.ParseUint: parsing "{text}": invalid syntax'
        return Diagnostic(field, BAD_REQUEST, detail, path)
    if old_metadata.get("resourceVersion", text) != text:
        detail = "the object has been modified; please apply your changes to the latest version and try again"
        return Diagnostic(field, BAD_REQUEST, detail, path)
    return None
