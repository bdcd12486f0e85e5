"""``x-kubernetes-embedded-resource``: whole objects inside an object.

Their ``metadata`` is decoded as that of the root is, and what does not fit is refused before anything else is
looked at; apiVersion, kind and metadata are checked after the schema. Sources: ``algorithm.go`` and
``validation.go`` in ``k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta``.
"""

from __future__ import annotations

from scaffolder.apimachinery import names
from scaffolder.diagnostics import BAD_REQUEST, Diagnostic
from scaffolder.validation.field_errors import invalid, required
from scaffolder.validation.field_paths import child_field, field_path
from scaffolder.validation.rules.metadata import check_metadata, path_segment_name
from scaffolder.validation.rules.metadata_decoding import decode_metadata, decode_stored_metadata
from scaffolder.validation.rules.unknown_fields import field_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.validation.compiler import SchemaNode


def coerce_embedded(
    resource: dict[str, Any], path: Path, root: SchemaNode
) -> tuple[Diagnostic | None, list[tuple[str, Path]]]:
    """Decode apiVersion, kind and metadata of an embedded resource, replacing the latter.

    Returns the fault that makes the request a bad one, and the unknown fields of metadata: field and path.
    """
    for key in ("apiVersion", "kind"):
        if key in resource and type(resource[key]) is not str:
            return _bad_request(resource, key, path, root, "must be a string", (*path, key)), []
    if "metadata" not in resource:
        return None, []
    decoded = decode_metadata(resource["metadata"], (*path, "metadata"))
    if decoded.error is not None:
        return _bad_request(resource, "metadata", path, root, decoded.error, decoded.error_path), []
    resource["metadata"] = decoded.value
    field = child_field(field_path(path, root), "metadata") if decoded.unknown else ""
    unknown = [(f"{field}.{field_text(at[len(path) + 1 :])}", at) for at in decoded.unknown]
    return None, unknown


def drop_unfit(resource: dict[str, Any]) -> None:
    """The same for an object that the server has (``DropInvalidFields``): what does not fit goes."""
    for key in ("apiVersion", "kind"):
        if key in resource and type(resource[key]) is not str:
            del resource[key]
    metadata = resource.get("metadata", "")
    if metadata is None or type(metadata) is dict:
        resource["metadata"] = decode_stored_metadata(metadata)


def _bad_request(
    resource: dict[str, Any], key: str, path: Path, root: SchemaNode, detail: str, at: Path
) -> Diagnostic:
    field = child_field(field_path(path, root), key)
    described = invalid(field, resource[key], detail, at)
    return Diagnostic(field, BAD_REQUEST, f"{field}: {described.message}", at)


def check_embedded(resource: dict[str, Any], path: Path, root: SchemaNode) -> list[Diagnostic]:
    """apiVersion and kind are there and well-formed, and metadata is good but for the name.

    What was sent has been decoded by ``coerce_embedded``; what is kept of an older object need not have been.
    """
    field = field_path(path, root)
    found: list[Diagnostic] = []
    for key, check in (("apiVersion", _check_api_version), ("kind", _check_kind)):
        at = child_field(field, key)
        if key not in resource:
            found.append(required(at, "", path))
        elif type(resource[key]) is not str:
            found.append(invalid(at, resource[key], "must be a string", (*path, key)))
        else:
            found += check(resource[key], at, (*path, key))
    if "metadata" in resource:
        at, place = child_field(field, "metadata"), (*path, "metadata")
        decoded = decode_metadata(resource["metadata"], place)
        if decoded.error is not None:
            found.append(invalid(at, resource["metadata"], decoded.error, decoded.error_path))
        else:
            metadata = {"name": "fakename", **decoded.value}
            namespaced = "namespace" in metadata
            found += check_metadata(
                metadata, namespaced=namespaced, name_check=path_segment_name, field=at, path=place
            )
    return found


def _check_api_version(value: str, field: str, path: Path) -> list[Diagnostic]:
    if not value:
        return [invalid(field, value, "must not be empty", path)]
    if value.count("/") > 1:
        return [invalid(field, value, f"unexpected GroupVersion string: {value}", path)]
    return []


def _check_kind(value: str, field: str, path: Path) -> list[Diagnostic]:
    if not value:
        return [invalid(field, value, "must not be empty", path)]
    messages = names.dns1035_label(names.lower_case(value))
    if not messages:
        return []
    detail = f"may have mixed case, but should otherwise match: {','.join(messages)}"
    return [invalid(field, value, detail, path)]
