"""The operator's code: what a kind stands for, a small reconciler, and kopf to wake it.

What a generated operator asks of the API server, so that its rights can be exactly that:

- its own kinds: ``get``, ``list``, ``watch``, and ``patch`` of the subresource ``status`` where there is one.
  Neither kopf nor the reconciler writes to the resource itself: no annotations, no finalizers;
- the kinds that these own: ``get``, ``list``, ``watch``, ``create``, ``patch``, ``delete``. Applying on the
  server's side takes ``create`` for what is not there yet. Owner references come without
  ``blockOwnerDeletion``, so nothing on ``finalizers``;
- ``events`` of the core group: ``create``.

``controllers/<kind>.py`` begins with an example that fits the schema: a workload where the spec looks like
one, else a ConfigMap. The choice is made here (``WorkloadFields``), the templates only ask.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from scaffolder.files import GeneratedFile, Owner
from scaffolder.generators._identifiers import attribute_names
from scaffolder.generators._model_schema import RESERVED_CLASS_NAMES
from scaffolder.model.project import api_path, controller_module, models_module
from scaffolder.model.resource import OwnedKind
from scaffolder.model.structural_schema import StructuralSchema
from scaffolder.rendering import Identifier, Plain, render, template_names

if TYPE_CHECKING:
    from scaffolder.model.project import Project
    from scaffolder.model.resource import Resource, Version

_DEPLOYMENT = OwnedKind("apps/v1", "Deployment")
_CONFIG_MAP = OwnedKind("v1", "ConfigMap")

#: Counts in the status of a Deployment.
_COUNTS = ("availableReplicas", "readyReplicas", "replicas", "updatedReplicas")
_STORAGE_CLASS_NAMES = ("class", "className", "storageClass", "storageClassName")


def generate(project: Project) -> list[GeneratedFile]:
    """``src/<package>`` but for the models: code that belongs to the user from the start."""
    return generated("controller", project)


def owned_kinds(resource: Resource) -> tuple[OwnedKind, ...]:
    """What the generated ``desired_state`` makes; ``owns`` of the resource file is to say the same."""
    workload = KindView.of(resource).workload
    if workload is None:
        return (_CONFIG_MAP,)
    return (_DEPLOYMENT, *(OwnedKind("v1", name) for name in workload.core_classes))


def generated(folder: str, project: Project, **more: Plain) -> list[GeneratedFile]:
    """The files of one folder of templates: once a kind those with ``{{module}}`` in their path.

    A template that says nothing for this project (no licence, no LICENSE) makes no file.
    """
    kinds = [KindView.of(resource, project.package) for resource in project.resources]
    kinds.sort(key=lambda kind: kind.module)
    shared = {
        "name": Plain(project.name, "project"),
        "package": Identifier(project.package, "package"),
        "image": Plain(project.image, "image"),
        "licence": Plain(project.licence, "licence"),
        "group": Plain(project.resources[0].group, "group"),
        "kinds": kinds,
        **more,
    }
    # It follows the kinds, so it stays ours.
    listing = f"src/{project.package}/controllers/__init__.py"
    files = []
    for template in template_names(folder):
        views = (
            [{"kind": kind, "module": kind.module} for kind in kinds] if "{{module}}" in template else [{}]
        )
        for view in views:
            path, text = render(folder, template, shared | view)
            if text:
                owner = Owner.TOOL if path == listing else Owner.USER
                files.append(GeneratedFile(path, text, owner))
    return files


@dataclass(frozen=True, slots=True)
class EnvironmentFields:
    """A list of environment variables: its attribute, and those of each of its items."""

    attribute: Identifier
    optional: bool
    name: Identifier
    value: Identifier


@dataclass(frozen=True, slots=True)
class QuantityMap:
    """``limits`` or ``requests``: its name in Kubernetes, and the attribute of the model."""

    name: Identifier
    attribute: Identifier


@dataclass(frozen=True, slots=True)
class ResourceFields:
    """``spec.resources`` as pods have it. ``is_map`` where the keys are free, not properties of an object."""

    attribute: Identifier
    optional: bool
    is_map: bool
    parts: tuple[QuantityMap, ...]


@dataclass(frozen=True, slots=True)
class StorageFields:
    """What the spec says of a volume, as attributes below ``spec``; the optional ones outermost first."""

    size: Plain
    storage_class: Plain | None
    optional: tuple[Plain, ...]


@dataclass(frozen=True, slots=True)
class WorkloadFields:
    """The fields of a spec that say what containers to run, as attributes of the models."""

    spec_class: Identifier
    spec_optional: bool
    image: Identifier
    replicas: Identifier | None
    port: Identifier | None
    env: EnvironmentFields | None
    resources: ResourceFields | None
    storage: StorageFields | None
    counts: tuple[Identifier, ...]
    selector: bool

    @classmethod
    def of(cls, version: Version, class_name: str) -> WorkloadFields | None:
        """``None`` unless the spec names an image, and a number of replicas or a port to go with it.

        An image alone may be anything: a package, a base to build upon.
        """
        schema = version.schema
        spec = schema.properties.get("spec")
        if spec is None or spec.nullable:
            return None
        fields = _Fields(spec)
        image = fields.always("image", "string")
        replicas, port = fields.sometimes("replicas", "integer"), fields.always("port", "integer")
        if image is None or (replicas is None and port is None):
            return None
        return cls(
            spec_class=Identifier(f"{class_name}Spec"),
            spec_optional="spec" not in schema.required and not spec.has_default,
            image=image,
            replicas=replicas,
            port=port,
            env=_environment_fields(fields),
            resources=_resource_fields(fields),
            storage=_storage_fields(fields),
            counts=tuple(Identifier(name) for name in _COUNTS if _status_declares(version, name, "integer")),
            selector=_status_declares(version, "selector", "string"),
        )

    @property
    def core_classes(self) -> tuple[Identifier, ...]:
        """Of what is made, the classes in the core group."""
        names = {"PersistentVolumeClaim": self.storage, "Service": self.port}
        return tuple(Identifier(name) for name, field in names.items() if field)

    @property
    def quantity_maps(self) -> bool:
        return self.resources is not None and self.resources.is_map


@dataclass(frozen=True, slots=True)
class KindView:
    """What the templates know of a kind. The version is the one that the operator watches."""

    name: Plain
    label: Plain
    plural: Plain
    group: Plain
    version: Plain
    module: Identifier
    models_module: Identifier
    class_name: Identifier
    api_path: Plain
    code_path: Plain
    namespaced: bool
    workload: WorkloadFields | None
    conditions: bool
    observed_generation: bool

    @classmethod
    def of(cls, resource: Resource, package: str = "") -> KindView:
        version = _watched_version(resource)
        class_name = _class_name(resource.kind)
        return cls(
            name=Plain(resource.kind, "kind"),
            label=Plain(resource.names.singular, "singular"),
            plural=Plain(resource.names.plural, "plural"),
            group=Plain(resource.group, "group"),
            version=Plain(version.name, "version"),
            module=Identifier(controller_module(resource), "singular"),
            models_module=Identifier(models_module(resource, version), "version"),
            class_name=class_name,
            api_path=Plain(api_path(resource), "singular"),
            code_path=Plain(f"src/{package}/controllers/{controller_module(resource)}.py"),
            namespaced=resource.scope == "Namespaced",
            workload=WorkloadFields.of(version, class_name),
            conditions=_status_declares(version, "conditions", "array"),
            observed_generation=_status_declares(version, "observedGeneration", "integer"),
        )

    @property
    def create_resource(self) -> Identifier:
        """The function of lightkube.generic_resource that makes the class."""
        return Identifier("create_namespaced_resource" if self.namespaced else "create_global_resource")


def _watched_version(resource: Resource) -> Version:
    """The stored version, which needs no conversion, or the last that is served where that one is not."""
    if resource.storage_version.served:
        return resource.storage_version
    served = [version for version in resource.versions if version.served]
    return served[-1] if served else resource.storage_version


class _Fields:
    """The properties of an object, and what the model calls them."""

    def __init__(self, schema: StructuralSchema) -> None:
        self.schema = schema
        self.properties = schema.properties
        self._attributes = attribute_names(self.properties, _model_attributes())

    def is_optional(self, name: str) -> bool:
        return name not in self.schema.required and not self.properties[name].has_default

    def sometimes(self, name: str, *types: str) -> Identifier | None:
        """The attribute, where the property is of one of these types; its value may be ``None``."""
        field = self.properties.get(name)
        if field is None or field.nullable or _type(field) not in types:
            return None
        return Identifier(self._attributes[name])

    def always(self, name: str, *types: str) -> Identifier | None:
        """The attribute, where every object has it: required, or with a default."""
        attribute = self.sometimes(name, *types)
        return attribute if attribute is not None and not self.is_optional(name) else None


def _type(schema: StructuralSchema) -> str:
    return "int-or-string" if schema.int_or_string else schema.type


_QUANTITY_TYPES = ("int-or-string", "string")


def _environment_fields(spec: _Fields) -> EnvironmentFields | None:
    attribute = spec.sometimes("env", "array")
    items = spec.properties["env"].items if attribute is not None else None
    if attribute is None or items is None or items.nullable or items.type != "object":
        return None
    fields = _Fields(items)
    name, value = fields.always("name", "string"), fields.sometimes("value", "string")
    if name is None or value is None:
        return None
    return EnvironmentFields(attribute, spec.is_optional("env"), name, value)


def _resource_fields(spec: _Fields) -> ResourceFields | None:
    attribute = spec.sometimes("resources", "object")
    if attribute is None:
        return None
    fields = _Fields(spec.properties["resources"])
    found = {name: fields.sometimes(name, "object") for name in ("limits", "requests")}
    parts = tuple(QuantityMap(Identifier(name), part) for name, part in found.items() if part is not None)
    schemas = [fields.properties[part.name] for part in parts]
    is_map = all(_holds_quantities([s.additional_properties]) for s in schemas)
    is_object = all(_holds_quantities(s.properties.values()) for s in schemas)
    if not parts or not (is_map or is_object):
        return None
    return ResourceFields(attribute, spec.is_optional("resources"), is_map, parts)


def _holds_quantities(values: Iterable[StructuralSchema | bool | None]) -> bool:
    values = list(values)
    return bool(values) and all(
        isinstance(v, StructuralSchema) and _type(v) in _QUANTITY_TYPES for v in values
    )


def _storage_fields(spec: _Fields) -> StorageFields | None:
    storage = spec.sometimes("storage", "object", *_QUANTITY_TYPES)
    if storage is None:
        return None
    optional = [Plain(storage)] if spec.is_optional("storage") else []
    fields = _Fields(spec.properties["storage"])
    if _type(fields.schema) in _QUANTITY_TYPES:
        return StorageFields(Plain(storage), None, tuple(optional))
    size = fields.sometimes("size", *_QUANTITY_TYPES)
    if size is None:
        return None
    if fields.is_optional("size"):
        optional.append(Plain(f"{storage}.{size}"))
    classes = filter(None, (fields.sometimes(name, "string") for name in _STORAGE_CLASS_NAMES))
    storage_class = next((Plain(f"{storage}.{attribute}") for attribute in classes), None)
    return StorageFields(Plain(f"{storage}.{size}"), storage_class, tuple(optional))


def _status_declares(version: Version, name: str, type_: str) -> bool:
    """Whether the operator may write this part of the status; the server would silently drop another."""
    status = version.schema.properties.get("status")
    if status is None or not version.status_subresource:
        return False
    field = status.properties.get(name)
    return field is not None and field.type == type_


def _class_name(kind: str) -> Identifier:
    """What the models call the kind."""
    is_taken = kind in RESERVED_CLASS_NAMES or keyword.iskeyword(kind) or kind == kind.lower()
    return Identifier(f"{kind}Resource" if is_taken else kind, "kind")


@cache
def _model_attributes() -> frozenset[str]:
    from pydantic import BaseModel

    return frozenset(dir(BaseModel))
