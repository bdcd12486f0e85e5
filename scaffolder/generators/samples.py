"""Custom resources to start from: the least that a kind asks for, and everything that it offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffolder.errors import ScaffoldError
from scaffolder.files import GeneratedFile
from scaffolder.generators._headers import yaml_file
from scaffolder.generators._sample_builder import MAX_DEPTH, Plan, UnbuildableError, build
from scaffolder.generators._sample_comments import commented
from scaffolder.generators._sample_repair import Accepts, Repair
from scaffolder.generators._schema_choices import Schema
from scaffolder.model.layout import sample_path
from scaffolder.model.project import Project
from scaffolder.model.resource import Resource, Version
from scaffolder.model.structural_schema import StructuralSchema

Judge = Callable[[Resource, Version], Accepts]

FLAVOURS = ("minimal", "full")

#: A full sample shows as many levels as have no more fields than this in all.
_MOST_FIELDS = 1000
#: How many objects may be built while one is mended.
_MINIMAL_BUDGET = 400
_FULL_BUDGET = 300
_JUNCTORS = ("allOf", "anyOf", "oneOf", "not")


def generate(project: Project, judge: Judge | None = None) -> list[GeneratedFile]:
    """Both flavours for each served version of each kind.

    ``judge`` gives for a version what ``sample`` takes as ``accepts``.
    """
    return [
        GeneratedFile(
            sample_path(resource, version, flavour),
            document(resource, version, flavour, judge(resource, version) if judge else None),
        )
        for resource in project.resources
        for version in resource.versions
        if version.served
        for flavour in FLAVOURS
    ]


def document(resource: Resource, version: Version, flavour: str, accepts: Accepts | None = None) -> str:
    """The sample as YAML; a full one explains its optional fields."""
    text = yaml_file(resource.origin or resource.crd_name, sample(resource, version, flavour, accepts))
    return commented(text, version.schema) if flavour == "full" else text


def sample(
    resource: Resource, version: Version, flavour: str = "minimal", accepts: Accepts | None = None
) -> dict[str, Any]:
    """A custom resource without status.

    ``minimal`` holds what is required and has no default, ``full`` what is optional too. Defaults and
    examples of the schema are preferred as values. ``accepts`` tells what is wrong with an object: with it
    the sample is mended until nothing is, as far as can be; a full one may lose optional fields on the way.

    Raises ``ScaffoldError`` where no object could be built.
    """
    if flavour not in FLAVOURS:
        raise ScaffoldError(f"there is no sample flavour {flavour!r}", hint=f"one of {', '.join(FLAVOURS)}")
    return _Sampler(resource, version, accepts).run(full=flavour == "full")


class _Sampler:
    def __init__(self, resource: Resource, version: Version, accepts: Accepts | None) -> None:
        self._resource = resource
        self._version = version
        self._accepts = accepts
        self._schema = _without_bookkeeping(version)

    def run(self, *, full: bool) -> dict[str, Any]:
        minimal = Plan(present={("spec",): True} if "spec" in self._schema["properties"] else {})
        plan = Plan(full=True, depth=_depth(self._schema)) if full else minimal
        if self._accepts is None:
            return self._build_or_fail(plan, full)
        budget = _FULL_BUDGET if full else _MINIMAL_BUDGET
        mended = Repair(self._schema, lambda p: self._build(p, full), self._accepts, budget).run(plan)
        return self._build_or_fail(mended, full)

    def _build(self, plan: Plan, full: bool) -> dict[str, Any]:
        suffix = "-full" if full else ""
        hint = {
            "metadata": {
                "name": f"{self._resource.names.singular or self._resource.kind.lower()}-sample{suffix}"
            }
        }
        value = build(self._schema, plan, hint=hint)
        return {
            "apiVersion": self._resource.api_version(self._version),
            "kind": self._resource.kind,
            "metadata": value.pop("metadata"),
            **value,
        }

    def _build_or_fail(self, plan: Plan, full: bool) -> dict[str, Any]:
        try:
            return self._build(plan, full)
        except UnbuildableError:
            message = (
                f"no sample of {self._resource.kind} {self._version.name} was found that its schema allows"
            )
            raise ScaffoldError(message, file=self._resource.origin or None) from None


def _without_bookkeeping(version: Version) -> Schema:
    """The version's schema for what a sample holds: of metadata the name, and a status only if it must.

    Where status is a subresource, a create drops it.
    """
    schema = version.schema
    described = schema.properties.get("metadata", StructuralSchema({})).properties.get("name")
    wanted = ("enum", "maxLength", "minLength", "pattern")
    name = (
        {keyword: described.raw[keyword] for keyword in wanted if keyword in described.raw}
        if described
        else {}
    )
    left_out = {"apiVersion", "kind", "metadata", "status"}
    if "status" in schema.required and not version.status_subresource:
        left_out.remove("status")
    kept = (*_JUNCTORS, "minProperties", "maxProperties", "x-kubernetes-validations")
    return {
        **{keyword: schema.raw[keyword] for keyword in kept if keyword in schema.raw},
        "type": "object",
        "properties": {
            "metadata": {
                "type": "object",
                "properties": {"name": {"type": "string", **name}},
                "required": ["name"],
            },
            **{name: child.raw for name, child in schema.properties.items() if name not in left_out},
        },
        "required": ["metadata", *(name for name in schema.required if name not in left_out)],
    }


def _depth(schema: Schema) -> int:
    """How many levels of the schema have at most ``_MOST_FIELDS`` fields in all, and at least two."""
    level, fields = [schema], 0
    for depth in range(1, MAX_DEPTH):
        level = [child for node in level for child in _children(node)]
        fields += len(level)
        if not level:
            break
        if fields > _MOST_FIELDS and depth > 2:
            return depth - 1
    return MAX_DEPTH


def _children(schema: Schema) -> list[Schema]:
    properties = schema.get("properties")
    below = [schema.get("items"), schema.get("additionalProperties")]
    below += properties.values() if isinstance(properties, dict) else ()
    return [child for child in below if isinstance(child, dict)]
