"""What the server asks of ``metadata``, at the root and in embedded resources.

Source: ``k8s.io/apimachinery/pkg/api/validation/objectmeta.go`` and
``k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go``, as of 1.36: faults of owner references are
told without an index.
"""

from __future__ import annotations

from scaffolder.apimachinery import names
from scaffolder.diagnostics import WARNING, Diagnostic
from scaffolder.validation.field_errors import forbidden, invalid, required, too_long

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.validation import go_text

    # Go's ValidateNameFunc: a name, and whether it is only the beginning of one.
    NameCheck = Callable[[str, bool], Sequence[str]]

_ORPHAN = "orphan"
_FOREGROUND = "foregroundDeletion"
_KUBERNETES = "kubernetes"
_OWNER_FIELDS = ("apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion")
_SUBRESOURCE_LIMIT = 256
#: What the server sets itself, whatever is sent in a create.
SYSTEM_FIELDS = (
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
)
#: Where none is given, it is the client's current one; which that is, is of no consequence here.
NAMESPACE = "default"
_MANAGER_LIMIT = 128


def subdomain_name(name: str, is_prefix: bool) -> Sequence[str]:
    """``NameIsDNSSubdomain``, which names of custom resources must be."""
    return names.name_prefix(name) if is_prefix else names.dns1123_subdomain(name)


def path_segment_name(name: str, is_prefix: bool) -> Sequence[str]:
    """``ValidatePathSegmentName``: all that is asked of names in an update, and of embedded resources."""
    return () if is_prefix and name in (".", "..") else names.path_segment_name(name)


def drop_repeated_owners(metadata: dict[str, Any]) -> list[Diagnostic]:
    """``dedupOwnerReferencesAndAddWarning`` in ``k8s.io/apiserver/pkg/endpoints/handlers/rest.go``."""
    distinct: dict[str, dict[str, Any]] = {}
    repeated = []
    for owner in metadata.get("ownerReferences", ()):
        from scaffolder.validation import go_text

        text = go_text.json(owner)
        if text in distinct:
            repeated.append(owner["uid"])
        distinct[text] = owner
    if not repeated:
        return []
    metadata["ownerReferences"] = list(distinct.values())
    message = (
        ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, "
        "and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: "
    ) + ", ".join(repeated)
    return [Diagnostic("metadata.ownerReferences", WARNING, message, ("metadata", "ownerReferences"))]


def check_metadata(
    metadata: dict[str, Any],
    *,
    namespaced: bool,
    name_check: NameCheck = subdomain_name,
    field: str = "metadata",
    path: Path = ("metadata",),
) -> list[Diagnostic]:
    """``ValidateObjectMeta`` of decoded metadata that has its generated name already."""
    found: list[Diagnostic] = []
    generate_name = metadata.get("generateName", "")
    name = metadata.get("name", "")
    if generate_name:
        at = f"{field}.generateName"
        at_prefix = (*path, "generateName")
        found += [invalid(at, generate_name, text, at_prefix) for text in name_check(generate_name, True)]
    if not name:
        found.append(required(f"{field}.name", "name or generateName is required", path))
    else:
        at_name = (*path, "name" if metadata.get("name") else "generateName")
        found += [invalid(f"{field}.name", name, text, at_name) for text in name_check(name, False)]
    found += _check_namespace(metadata.get("namespace", ""), namespaced, f"{field}.namespace", path)
    if metadata.get("generation", 0) < 0:
        at = f"{field}.generation"
        detail = "must be greater than or equal to 0"
        found.append(invalid(at, metadata["generation"], detail, (*path, "generation")))
    for key, check in _PARTS:
        if key in metadata:
            found += check(metadata[key], f"{field}.{key}", (*path, key))
    return found


def check_metadata_update(new: dict[str, Any], old: dict[str, Any]) -> list[Diagnostic]:
    """``ValidateObjectMetaUpdate``: what may not change, and that nothing may delay a deletion under way."""
    from scaffolder.apimachinery.quoting import quote

    found = []
    if "deletionTimestamp" in old:
        added = sorted(set(new.get("finalizers", ())) - set(old.get("finalizers", ())))
        if added:
            shown = ", ".join(quote(name) for name in added)
            detail = (
                "no new finalizers can be added if the object is being deleted, "
                f"found new finalizers []string{{{shown}}}"
            )
            found.append(forbidden("metadata.finalizers", detail, ("metadata", "finalizers")))
    return found + [
        invalid(f"metadata.{key}", new.get(key), "field is immutable", ("metadata", key))
        for key in ("deletionTimestamp", "deletionGracePeriodSeconds")
        if new.get(key) != old.get(key)
    ]


def _check_finalizers(finalizers: list[str], field: str, path: Path) -> list[Diagnostic]:
    found = [
        invalid(field, finalizer, message, (*path, index))
        for index, finalizer in enumerate(finalizers)
        for message in names.finalizer_name(finalizer)
    ]
    if _ORPHAN in finalizers and _FOREGROUND in finalizers:
        detail = f"finalizer {_ORPHAN} and {_FOREGROUND} cannot be both set"
        found.append(invalid(field, finalizers, detail, path))
    return found


def _check_labels(labels: dict[str, str], field: str, path: Path) -> list[Diagnostic]:
    found = []
    for key, value in labels.items():
        found += [invalid(field, key, message, (*path, key)) for message in names.label_key(key)]
        found += [invalid(field, value, message, (*path, key)) for message in names.label_value(value)]
    return found


def _check_namespace(namespace: str, namespaced: bool, field: str, path: Path) -> list[Diagnostic]:
    if not namespaced:
        return [forbidden(field, "not allowed on this type", (*path, "namespace"))] if namespace else []
    if not namespace:
        return [required(field, "", path)]
    at = (*path, "namespace")
    return [invalid(field, namespace, message, at) for message in names.dns1123_label(namespace)]


def _check_annotations(annotations: dict[str, str], field: str, path: Path) -> list[Diagnostic]:
    found = [
        invalid(field, key, message, (*path, key))
        for key in annotations
        for message in names.annotation_key(key)
    ]
    if names.annotations_size(annotations) > names.ANNOTATIONS_LIMIT:
        found.append(too_long(field, names.ANNOTATIONS_LIMIT, path))
    return found


def _check_owners(owners: list[dict[str, Any]], field: str, path: Path) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    first_controller = ""
    for index, owner in enumerate(owners):
        at = (*path, index)
        group, version = _group_version(owner["apiVersion"])
        if not version:
            detail = "version must not be empty"
            found.append(invalid(f"{field}.apiVersion", owner["apiVersion"], detail, (*at, "apiVersion")))
        found += [
            invalid(f"{field}.{key}", owner[key], "must not be empty", (*at, key))
            for key in ("kind", "name", "uid")
            if not owner[key]
        ]
        if (group, version, owner["kind"]) == ("", "v1", "Event"):
            detail = "/v1, Kind=Event is disallowed from being an owner"
            found.append(invalid(field, _as_struct(owner), detail, at))
        if owner.get("controller"):
            name = f"{owner['kind']}/{owner['name']}"
            if first_controller:
                detail = (
                    'Only one reference can have Controller set to true. Found "true" in references for '
                    f"{first_controller} and {name}"
                )
                found.append(invalid(field, [_as_struct(owner) for owner in owners], detail, path))
            else:
                first_controller = name
    return found


def _as_struct(owner: dict[str, Any]) -> go_text.Struct:
    from scaffolder.validation import go_text

    return go_text.Struct((key, owner[key]) for key in _OWNER_FIELDS if key in owner)


def _group_version(api_version: str) -> tuple[str, str]:
    """``FromAPIVersionAndKind``: what has two slashes has neither group nor version."""
    if api_version.count("/") > 1 or api_version == "/":
        return "", ""
    group, _, version = api_version.rpartition("/")
    return group, version


def _check_managed_fields(entries: list[dict[str, Any]], field: str, path: Path) -> list[Diagnostic]:
    found = []
    for index, entry in enumerate(entries):
        at = (*path, index)
        here = f"{field}[{index}]"
        operation = entry.get("operation", "")
        if operation not in ("Apply", "Update"):
            detail = "must be `Apply` or `Update`"
            found.append(invalid(f"{here}.operation", operation, detail, (*at, "operation")))
        if entry.get("fieldsType", "FieldsV1") != "FieldsV1":
            detail = "must be `FieldsV1`"
            found.append(invalid(f"{here}.fieldsType", entry["fieldsType"], detail, (*at, "fieldsType")))
        found += _check_manager(entry.get("manager", ""), f"{here}.manager", (*at, "manager"))
        if names.byte_length(entry.get("subresource", "")) > _SUBRESOURCE_LIMIT:
            found.append(too_long(f"{here}.subresource", _SUBRESOURCE_LIMIT, (*at, "subresource")))
    return found


def _check_manager(manager: str, field: str, path: Path) -> list[Diagnostic]:
    """``ValidateFieldManager``: not too long, and all of it can be printed."""
    found = []
    if names.byte_length(manager) > _MANAGER_LIMIT:
        found.append(too_long(field, _MANAGER_LIMIT, path))
    if not manager.isprintable():
        from scaffolder.apimachinery.printing import is_printable

        for index, character in enumerate(manager):
            if not is_printable(character):
                position = names.byte_length(manager[:index])
                detail = f"invalid character U+{ord(character):04X} (at position {position})"
                found.append(invalid(field, manager, detail, path))
    return found


def finalizer_warnings(finalizers: Sequence[str]) -> list[Diagnostic]:
    """``validateKubeFinalizerName`` of package customresource: what a client is warned of."""
    if not finalizers:
        return []
    from scaffolder.apimachinery.quoting import quote

    found = []
    for name in sorted(set(finalizers)):
        if "/" in name or name in (_ORPHAN, _FOREGROUND, _KUBERNETES):
            continue
        including = " including a path (/)" if "." in name else ""
        message = (
            f"{quote(name)}: prefer a domain-qualified finalizer name{including} "
            "to avoid accidental conflicts with other finalizer writers"
        )
        path = ("metadata", "finalizers", finalizers.index(name))
        found.append(Diagnostic("metadata.finalizers", WARNING, message, path))
    return found


_PARTS: tuple[tuple[str, Callable[[Any, str, Path], list[Diagnostic]]], ...] = (
    ("labels", _check_labels),
    ("annotations", _check_annotations),
    ("ownerReferences", _check_owners),
    ("finalizers", _check_finalizers),
    ("managedFields", _check_managed_fields),
)
