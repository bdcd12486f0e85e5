"""Where a spec says what containers to run, as attributes of the generated models."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from scaffolder.generators._identifiers import attribute_names
from scaffolder.model.structural_schema import StructuralSchema
from scaffolder.rendering import Identifier, Plain

_STORAGE_CLASS_NAMES = ("class", "className", "storageClass", "storageClassName")
_QUANTITY_TYPES = ("int-or-string", "string")


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

    @classmethod
    def of(cls, schema: StructuralSchema, class_name: str) -> WorkloadFields | None:
        """``None`` unless the spec names an image, and a number of replicas or a port to go with it.

        An image alone may be anything: a package, a base to build upon.
        """
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
        )

    @property
    def core_classes(self) -> tuple[Identifier, ...]:
        """Of what is made, the classes in the core group."""
        names = {"PersistentVolumeClaim": self.storage, "Service": self.port}
        return tuple(Identifier(name) for name, field in names.items() if field)

    @property
    def quantity_maps(self) -> bool:
        return self.resources is not None and self.resources.is_map


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


@cache
def _model_attributes() -> frozenset[str]:
    from pydantic import BaseModel

    return frozenset(dir(BaseModel))
