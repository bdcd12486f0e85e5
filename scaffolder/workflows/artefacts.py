"""The single-artefact commands, which work without a project: sources → resources → files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scaffolder.files import GeneratedFile
from scaffolder.model.layout import models_module
from scaffolder.model.project import Project
from scaffolder.sources.loader import load
from scaffolder.workflows.project import refuse_name, without_twins

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffolder.model.resource import Resource


def load_all(
    sources: Sequence[str],
    *,
    group: str | None = None,
    kind: str | None = None,
    version: str | None = None,
    plural: str | None = None,
    scope: str | None = None,
) -> list[Resource]:
    """Every resource of every source; two definitions of one kind are an error.

    The keyword arguments are for sources that do not tell them.
    """
    return without_twins(
        resource
        for source in sources
        for resource in load(source, group=group, kind=kind, version=version, plural=plural, scope=scope)
    )


def crd_files(resources: Sequence[Resource]) -> list[GeneratedFile]:
    from scaffolder.generators.crd import document

    return [GeneratedFile(f"{resource.crd_name}.yaml", document(resource)) for resource in resources]


def model_files(resources: Sequence[Resource]) -> list[GeneratedFile]:
    from scaffolder.generators.pydantic_models import models

    return [
        GeneratedFile(f"{models_module(resource, version)}.py", models(resource, version))
        for resource in resources
        for version in resource.versions
    ]


def sample_files(resources: Sequence[Resource], flavours: Sequence[str]) -> list[GeneratedFile]:
    """One file for each served version and flavour (``minimal``, ``full``)."""
    from scaffolder.generators.samples import document
    from scaffolder.workflows.verdicts import judge

    return [
        GeneratedFile(
            f"{resource.crd_name}_{version.name}_{flavour}.yaml",
            document(resource, version, flavour, judge(resource, version)),
        )
        for resource in resources
        for version in resource.versions
        if version.served
        for flavour in flavours
    ]


def rbac_files(resources: Sequence[Resource], name: str) -> list[GeneratedFile]:
    from scaffolder.generators import rbac

    project = _stand_in(resources, name)
    return [_at_top(file) for file in rbac.generate(project)]


def controller_files(resources: Sequence[Resource], name: str) -> list[GeneratedFile]:
    from scaffolder.generators import controller

    owning = [r if r.owns else replace(r, owns=controller.owned_kinds(r)) for r in resources]
    return list(controller.generate(_stand_in(owning, name)))


def _stand_in(resources: Sequence[Resource], name: str) -> Project:
    """The project that these files would be in, where there is none."""
    refuse_name(name)
    return Project(name, name.replace("-", "_"), name, "", tuple(resources))


def _at_top(file: GeneratedFile) -> GeneratedFile:
    return replace(file, path=file.path.rpartition("/")[2])
