"""``spec.versions``: names, exactly one storage version, a schema for each.

Source: ``validateCustomResourceDefinitionSpec`` and ``ValidateCustomResourceDefinitionStoredVersions`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``.
"""

from __future__ import annotations

from scaffolder.apimachinery.names import dns1035_label
from scaffolder.validation.crd.go_values import versions_value
from scaffolder.validation.field_errors import invalid, required

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.crd.definition import Definition, Version

_PATH = ("spec", "versions")


def check_versions(definition: Definition) -> Iterator[Diagnostic]:
    versions = definition.versions
    for version in versions:
        name = version.part.child("name")
        messages = dns1035_label(version.name)
        if messages:
            detail = ",".join(messages)
            yield invalid(name.field, version.name, detail, name.path)
            # The first name stands in the old field spec.version, too.
            if version is versions[0] and version.name:
                yield invalid("spec.version", version.name, detail, name.path)
    if len({version.name for version in versions}) < len(versions):
        yield invalid("spec.versions", versions_value(definition), "must contain unique version names", _PATH)
    storage = [version.name for version in versions if version.storage]
    if len(storage) != 1:
        detail = "must have exactly one version marked as storage version"
        yield invalid("spec.versions", versions_value(definition), detail, _PATH)
    yield from _check_stored_versions(versions, storage[:1])


def _check_stored_versions(versions: list[Version], stored: list[str]) -> Iterator[Diagnostic]:
    """The server notes the first storage version in the status, and then misses the others there."""
    field = "status.storedVersions"
    if not stored:
        yield invalid(field, None, "must have at least one stored version", _PATH)
        return
    missing = set(stored)
    for version in versions:
        if version.storage and version.name not in missing:
            yield invalid(field, stored, f"must have the storage version {version.name}", version.part.path)
        # A version that was found is not looked for again.
        missing.discard(version.name)


def check_schemas_present(definition: Definition) -> Iterator[Diagnostic]:
    if definition.shared.open_api_schema.value is not None:
        return
    for version in definition.versions:
        if version.level.open_api_schema.value is None:
            # Not in the shared schema's words, even if no version has one.
            yield required(f"{version.part.field}.schema.openAPIV3Schema", "", version.part.path)
