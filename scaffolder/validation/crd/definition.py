"""A CustomResourceDefinition as the server sees it after decoding and defaulting, in its internal form.

The internal form is older than v1: what all versions have in common stands once beside the versions, and its
fields are called otherwise in messages. Sources: ``v1/conversion.go`` and ``v1/defaults.go`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions``.
"""

from __future__ import annotations

from scaffolder.apimachinery.names import lower_case
from scaffolder.validation.crd.equality import semantically_equal
from scaffolder.validation.crd.go_types import STRUCTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from scaffolder.diagnostics import Path

_VERSION_FIELDS = STRUCTS["v1.CustomResourceDefinitionVersion"]
# What may stand once for all versions, and how it is called there.
_SHARED = {
    "schema": "validation",
    "subresources": "subresources",
    "additionalPrinterColumns": "additionalPrinterColumns",
    "selectableFields": "selectableFields",
}


class Part:
    """A value with the name of its field in messages, and the path to it in the document."""

    __slots__ = ("field", "path", "value")

    def __init__(self, value: Any, field: str, path: Path) -> None:
        self.value = value
        self.field = field
        self.path = path

    def child(self, name: str, field: str | None = None) -> Part:
        """A field of this struct; ``field`` is its internal name, where that is another one."""
        return Part(self.value.get(name), f"{self.field}.{field or name}", (*self.path, name))

    def items(self) -> list[Part]:
        """The elements of this list."""
        found = self.value or ()
        return [Part(item, f"{self.field}[{n}]", (*self.path, n)) for n, item in enumerate(found)]

    @property
    def parent(self) -> Path:
        """Where something missing would have to be."""
        return self.path[:-1]


class Level:
    """Where schema, subresources, columns and selectable fields stand: a version, or what they share.

    What stands on the other level has the value None here.
    """

    __slots__ = ("columns", "schema", "selectable_fields", "subresources")

    def __init__(
        self, raw: Mapping[str, Any], field: str, path: Path, here: Sequence[str], shared: bool
    ) -> None:
        def part(name: str) -> Part:
            called = _SHARED[name] if shared else name
            return Part(raw.get(name) if name in here else None, f"{field}.{called}", (*path, name))

        self.schema = part("schema")
        self.subresources = part("subresources")
        self.columns = part("additionalPrinterColumns")
        self.selectable_fields = part("selectableFields")

    @property
    def open_api_schema(self) -> Part:
        """The schema itself."""
        validation = self.schema
        value = validation.value.get("openAPIV3Schema") if validation.value is not None else None
        return Part(value, f"{validation.field}.openAPIV3Schema", (*validation.path, "openAPIV3Schema"))

    @property
    def has_status(self) -> bool:
        """Whether the status subresource is turned on here."""
        value = self.subresources.value
        return value is not None and "status" in value


class Version:
    """One version; ``level`` has what it does not share with all others."""

    __slots__ = ("level", "name", "part")

    def __init__(self, part: Part, own: Sequence[str]) -> None:
        self.part = part
        self.name: str = part.value.get("name", "")
        self.level = Level(part.value, part.field, part.path, own, shared=False)

    @property
    def storage(self) -> bool:
        return bool(self.part.value.get("storage"))


class Definition:
    """A whole definition. ``shared`` has what all versions have in common."""

    __slots__ = (
        "conversion",
        "group",
        "metadata",
        "names",
        "no_versions",
        "preserve_unknown",
        "scope",
        "shared",
        "versions",
    )

    def __init__(self, value: Mapping[str, Any]) -> None:
        spec = Part(value.get("spec", {}), "spec", ("spec",))
        names = (
            Part({}, "spec.names", ("spec", "names")) if "names" not in spec.value else spec.child("names")
        )
        names.value = _with_default_names(names.value)
        self.metadata: dict[str, Any] = value.get("metadata", {})
        self.group = spec.child("group")
        self.scope = spec.child("scope")
        self.names = names
        self.preserve_unknown = bool(spec.value.get("preserveUnknownFields"))
        self.conversion = spec.child("conversion")
        if self.conversion.value is None:
            self.conversion.value = {"strategy": "None"}
        versions = spec.child("versions")
        #: The empty list, if that is given, and not just left out.
        self.no_versions: list[Any] | None = None if versions.value is None else []
        parts = versions.items()
        shared = [name for name in _SHARED if parts and _all_equal([part.value for part in parts], name)]
        own = [name for name in _SHARED if name not in shared]
        first, at = (parts[0].value, parts[0].path) if parts else ({}, ("spec", "versions"))
        self.shared = Level(first, "spec", at, shared, shared=True)
        self.versions = [Version(part, own) for part in parts]

    def subresources_of(self, version: Version) -> Level:
        """Where the subresources of a version stand: the first of its name has them."""
        if not any(other.level.subresources.value is not None for other in self.versions):
            return self.shared
        return next(other for other in self.versions if other.name == version.name).level


def _all_equal(versions: list[dict[str, Any]], name: str) -> bool:
    first = versions[0].get(name)
    kind = _VERSION_FIELDS[name]
    return all(semantically_equal(version.get(name), first, kind) for version in versions[1:])


def _with_default_names(names: Mapping[str, Any]) -> dict[str, Any]:
    """Singular and list kind follow from the kind."""
    kind = names.get("kind", "")
    defaults = {"singular": lower_case(kind), "listKind": f"{kind}List"} if kind else {}
    return {**defaults, **names}
