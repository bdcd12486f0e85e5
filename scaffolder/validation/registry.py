"""The custom resources that a set of CRDs defines, found by group and kind."""

from __future__ import annotations

from scaffolder.errors import ScaffoldError
from scaffolder.validation.compiler import SchemaNode
from scaffolder.validation.equality import deep_equal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from scaffolder.validation.ruled_schema import RuledNode

_CRD = ("apiextensions.k8s.io/v1", "CustomResourceDefinition")
_LISTS = ("List", "CustomResourceDefinitionList")


class ResourceVersion:
    """One version of a resource. Its schema is compiled as documents reach into it."""

    __slots__ = ("_has_rules", "_ruled", "_schema", "has_status", "name", "raw", "scale", "served", "storage")

    def __init__(self, raw: Mapping[str, Any]) -> None:
        subresources = _mapping(raw.get("subresources"))
        scale = subresources.get("scale")
        self.raw = raw
        self.name = str(raw.get("name", ""))
        self.served = raw.get("served") is True
        self.storage = raw.get("storage") is True
        self.has_status = isinstance(subresources.get("status"), dict)
        self.scale: Mapping[str, Any] | None = scale if isinstance(scale, dict) else None
        self._schema: SchemaNode | None = None
        self._ruled: RuledNode | None = None
        self._has_rules: bool | None = None

    @property
    def ruled(self) -> RuledNode | None:
        """The part of the schema that has rules; None if there are none."""
        if self._has_rules is None:
            from scaffolder.validation.ruled_schema import ruled_schema

            self._ruled = ruled_schema(self.schema.schema.raw)
            self._has_rules = self._ruled is not None
        return self._ruled

    @property
    def schema(self) -> SchemaNode:
        if self._schema is None:
            self._schema = SchemaNode.of(_mapping(self.raw.get("schema")).get("openAPIV3Schema"))
        return self._schema


class Resource:
    """A group and kind, as one CRD defines it; ``origin`` says where that was read."""

    __slots__ = ("_versions", "group", "kind", "namespaced", "origin", "plural", "spec")

    def __init__(self, spec: Mapping[str, Any], origin: str) -> None:
        names = _mapping(spec.get("names"))
        self.spec = spec
        self.origin = origin
        self.group = _text(spec.get("group"))
        self.kind = _text(names.get("kind"))
        self.plural = _text(names.get("plural"))
        self.namespaced = spec.get("scope") != "Cluster"
        self._versions: dict[str, ResourceVersion] | None = None

    @property
    def versions(self) -> dict[str, ResourceVersion]:
        """All versions by name, served or not."""
        if self._versions is None:
            raw = self.spec.get("versions")
            found = [
                ResourceVersion(item)
                for item in (raw if isinstance(raw, list) else ())
                if isinstance(item, dict)
            ]
            self._versions = {version.name: version for version in found}
        return self._versions

    @property
    def storage_version(self) -> ResourceVersion | None:
        return next((version for version in self.versions.values() if version.storage), None)


class Registry:
    """What custom resources are known. Adding a CRD is cheap: nothing of it is looked at but its names."""

    __slots__ = ("_folded", "_resources")

    def __init__(self) -> None:
        self._resources: dict[tuple[str, str], Resource] = {}
        self._folded: dict[tuple[str, str], Resource] | None = None

    def __len__(self) -> int:
        return len(self._resources)

    def __iter__(self) -> Iterator[Resource]:
        return iter(self._resources.values())

    def add(self, value: object, origin: str) -> bool:
        """Take in a CRD (``apiextensions.k8s.io/v1``) or a list of CRDs; False if ``value`` is neither.

        ``origin`` is what the user knows it by: its file. Raises ScaffoldError if the CRD lacks its group or
        kind, or if another CRD that differs defines the same group and kind.
        """
        if not isinstance(value, dict):
            return False
        if value.get("kind") in _LISTS and isinstance(value.get("items"), list):
            added = [self.add(item, origin) for item in value["items"]]
            return any(added)
        if (value.get("apiVersion"), value.get("kind")) != _CRD:
            return False
        resource = Resource(_mapping(value.get("spec")), origin)
        if not resource.group or not resource.kind:
            raise ScaffoldError(
                "this CustomResourceDefinition has no spec.group or no spec.names.kind",
                hint="`scaffold lint` says what else is wrong with it",
                file=origin,
            )
        self._folded = None
        known = self._resources.setdefault((resource.group, resource.kind), resource)
        if known is not resource and not deep_equal(known.spec, resource.spec):
            raise ScaffoldError(
                f"two different CustomResourceDefinitions for {resource.kind}.{resource.group}: "
                f"{known.origin} and {origin}",
                hint="give only the one that the cluster has",
            )
        return True

    def find(self, group: str, kind: str) -> Resource | None:
        return self._resources.get((group, kind))

    def find_ignoring_case(self, group: str, kind: str) -> Resource | None:
        """The resource that was probably meant where ``find`` has none."""
        if self._folded is None:
            self._folded = {(g.lower(), k.lower()): resource for (g, k), resource in self._resources.items()}
        return self._folded.get((group.lower(), kind.lower()))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
