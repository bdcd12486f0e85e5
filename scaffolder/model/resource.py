"""A custom resource as its CustomResourceDefinition describes it, whatever it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from scaffolder.model.structural_schema import StructuralSchema

Scope = Literal["Namespaced", "Cluster"]


@dataclass(frozen=True, slots=True)
class Names:
    """What the kind is called. ``plural`` is lower case and names the URL; ``kind`` is CamelCase."""

    kind: str
    plural: str
    singular: str = ""
    list_kind: str = ""
    short_names: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrinterColumn:
    """A column of ``kubectl get``. ``json_path`` is simple JSONPath from the root: ``.spec.replicas``."""

    name: str
    type: str
    json_path: str
    description: str = ""
    format: str = ""
    priority: int = 0


@dataclass(frozen=True, slots=True)
class ScaleSubresource:
    """Where ``kubectl scale`` and a HorizontalPodAutoscaler find the replica counts."""

    spec_replicas_path: str
    status_replicas_path: str
    label_selector_path: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the API. ``schema`` describes the whole object, ``spec`` and ``status`` included."""

    name: str
    schema: StructuralSchema
    served: bool = True
    storage: bool = False
    deprecated: bool = False
    deprecation_warning: str = ""
    status_subresource: bool = False
    scale: ScaleSubresource | None = None
    columns: tuple[PrinterColumn, ...] = ()
    selectable_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnedKind:
    """A kind whose objects the controller makes for each resource, as in controller-runtime's ``Owns``."""

    api_version: str
    kind: str

    @property
    def group(self) -> str:
        """``""`` for the core group."""
        group, slash, _ = self.api_version.rpartition("/")
        return group if slash else ""


@dataclass(frozen=True, slots=True)
class Resource:
    """A custom resource: what one CustomResourceDefinition says, plus what its controller owns.

    ``origin`` is where it was read from, for messages and file headers; never an absolute path.
    ``conversion`` is the CRD's ``spec.conversion`` as written, ``None`` for strategy None.
    """

    group: str
    names: Names
    scope: Scope
    versions: tuple[Version, ...]
    conversion: Mapping[str, Any] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    owns: tuple[OwnedKind, ...] = ()
    origin: str = ""

    @property
    def kind(self) -> str:
        return self.names.kind

    @property
    def crd_name(self) -> str:
        """``metadata.name`` of the CRD: the server insists on ``<plural>.<group>``."""
        return f"{self.names.plural}.{self.group}"

    @property
    def storage_version(self) -> Version:
        """The version that etcd keeps; the last one where none is marked."""
        return next((v for v in self.versions if v.storage), self.versions[-1])

    def api_version(self, version: Version) -> str:
        return f"{self.group}/{version.name}"
