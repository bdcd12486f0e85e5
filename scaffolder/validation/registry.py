"""The custom resources that a set of CRDs defines, found by group and kind."""

from __future__ import annotations

from scaffolder.errors import ScaffoldError
from scaffolder.validation.compiler import SchemaNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from scaffolder.validation.ruled_schema import KnownRules, RuledNode

_CRD = ("apiextensions.k8s.io/v1", "CustomResourceDefinition")
_LISTS = ("List", "CustomResourceDefinitionList")


class ResourceVersion:
    """One version of a resource. Its schema is compiled as documents reach into it."""

    __slots__ = (
        *("_has_rules", "_known_rules", "_ruled", "_schema"),
        *("deprecated", "has_status", "name", "raw", "scale", "served", "storage"),
    )

    def __init__(
        self, raw: Mapping[str, Any], known_rules: Callable[[str], KnownRules] | None = None
    ) -> None:
        subresources = _mapping(raw.get("subresources"))
        scale = subresources.get("scale")
        self.raw = raw
        self.name = str(raw.get("name", ""))
        self.served = raw.get("served") is True
        self.deprecated = raw.get("deprecated") is True
        self.storage = raw.get("storage") is True
        self.has_status = isinstance(subresources.get("status"), dict)
        self.scale: Mapping[str, Any] | None = scale if isinstance(scale, dict) else None
        self._schema: SchemaNode | None = None
        self._ruled: RuledNode | None = None
        self._has_rules: bool | None = None
        self._known_rules = known_rules

    @property
    def ruled(self) -> RuledNode | None:
        """The part of the schema that has rules; None if there are none."""
        if self._has_rules is None:
            from scaffolder.validation.ruled_schema import ruled_schema

            known = self._known_rules(self.name) if self._known_rules is not None else None
            self._ruled = ruled_schema(self.schema.schema.raw, known)
            self._has_rules = self._ruled is not None
        return self._ruled

    @property
    def schema(self) -> SchemaNode:
        if self._schema is None:
            self._schema = SchemaNode.of(_mapping(self.raw.get("schema")).get("openAPIV3Schema"))
        return self._schema


class Resource:
    """A group and kind, as one CRD defines it; ``origin`` says where that was read.

    ``load`` gives the CRD's spec when it is first looked at. ``known_rules``, if set, gives by the name of a
    version what is known of its rules.
    """

    __slots__ = (
        *("_load", "_spec", "_versions"),
        *("group", "kind", "known_rules", "namespaced", "origin", "plural"),
    )

    def __init__(
        self,
        group: str,
        kind: str,
        plural: str,
        *,
        namespaced: bool,
        origin: str,
        load: Callable[[], Mapping[str, Any]],
    ) -> None:
        self.group = group
        self.kind = kind
        self.plural = plural
        self.namespaced = namespaced
        self.origin = origin
        self.known_rules: Callable[[str], KnownRules] | None = None
        self._load = load
        self._spec: Mapping[str, Any] | None = None
        self._versions: dict[str, ResourceVersion] | None = None

    @classmethod
    def of(cls, spec: Mapping[str, Any], origin: str) -> Resource:
        """The resource of a CRD's spec. Raises ScaffoldError if that lacks its group or kind."""
        names = _mapping(spec.get("names"))
        group, kind = _text(spec.get("group")), _text(names.get("kind"))
        if not group or not kind:
            raise ScaffoldError(
                "this CustomResourceDefinition has no spec.group or no spec.names.kind",
                hint="`scaffold lint` says what else is wrong with it",
                file=origin,
            )
        return cls(
            group,
            kind,
            _text(names.get("plural")),
            namespaced=spec.get("scope") != "Cluster",
            origin=origin,
            load=lambda: spec,
        )

    @property
    def spec(self) -> Mapping[str, Any]:
        if self._spec is None:
            self._spec = self._load()
        return self._spec

    @property
    def versions(self) -> dict[str, ResourceVersion]:
        """All versions by name, served or not."""
        if self._versions is None:
            raw = self.spec.get("versions")
            found = [
                ResourceVersion(item, self.known_rules)
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
        found = resources_of(value, origin)
        for resource in found:
            self.take(resource)
        return bool(found)

    def take(self, resource: Resource) -> None:
        """Take in what one CRD defines. Raises ScaffoldError if another that differs defines the same."""
        self._folded = None
        known = self._resources.setdefault((resource.group, resource.kind), resource)
        if known is resource:
            return
        from scaffolder.validation.equality import deep_equal

        if not deep_equal(known.spec, resource.spec):
            raise ScaffoldError(
                f"two different CustomResourceDefinitions for {resource.kind}.{resource.group}: "
                f"{known.origin} and {resource.origin}",
                hint="give only the one that the cluster has",
            )

    def find(self, group: str, kind: str) -> Resource | None:
        return self._resources.get((group, kind))

    def find_ignoring_case(self, group: str, kind: str) -> Resource | None:
        """The resource that was probably meant where ``find`` has none."""
        if self._folded is None:
            self._folded = {(g.lower(), k.lower()): resource for (g, k), resource in self._resources.items()}
        return self._folded.get((group.lower(), kind.lower()))


def resources_of(value: object, origin: str) -> list[Resource]:
    """What a CRD or a list of CRDs defines, nothing if ``value`` is neither. Raises ScaffoldError."""
    found = []
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if not isinstance(value, dict):
            continue
        if value.get("kind") in _LISTS and isinstance(value.get("items"), list):
            waiting += reversed(value["items"])
        elif (value.get("apiVersion"), value.get("kind")) == _CRD:
            found.append(Resource.of(_mapping(value.get("spec")), origin))
    return found


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
