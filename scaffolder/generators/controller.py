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
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scaffolder.errors import ScaffoldError
from scaffolder.files import GeneratedFile, Owner
from scaffolder.generators._model_schema import RESERVED_CLASS_NAMES
from scaffolder.generators._status_fields import StatusFields
from scaffolder.generators._workload_fields import WorkloadFields
from scaffolder.model.layout import APIS_DIR, api_path, controller_module, models_module
from scaffolder.model.resource import OwnedKind
from scaffolder.rendering import Identifier, Plain, render, template_names

if TYPE_CHECKING:
    from scaffolder.model.project import Project
    from scaffolder.model.resource import Resource, Version

_DEPLOYMENT = OwnedKind("apps/v1", "Deployment")
_CONFIG_MAP = OwnedKind("v1", "ConfigMap")

#: What the generated code imports; a package of the same name would hide it, or be hidden.
_IMPORTED = frozenset(
    ("aiohttp", "httpx2", "kmock", "kopf", "lightkube", "pydantic", "pytest", "tests", "yaml")
).union(sys.stdlib_module_names)


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
    if project.package in _IMPORTED:
        raise ScaffoldError(
            f"a package {project.package!r} would hide a module that it needs itself",
            hint=f"another name will do, such as {project.name}-operator",
        )
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
    status: StatusFields

    @classmethod
    def of(cls, resource: Resource, package: str = "") -> KindView:
        version = _watched_version(resource)
        class_name = _class_name(resource.kind)
        workload = WorkloadFields.of(version.schema, class_name)
        return cls(
            name=Plain(resource.kind, "kind"),
            label=Plain(resource.names.singular, "singular"),
            plural=Plain(resource.names.plural, "plural"),
            group=Plain(resource.group, "group"),
            version=Plain(version.name, "version"),
            module=Identifier(controller_module(resource), "singular"),
            models_module=Identifier(models_module(resource, version), "version"),
            class_name=class_name,
            api_path=Plain(_resource_file(resource), "origin"),
            code_path=Plain(f"src/{package}/controllers/{controller_module(resource)}.py"),
            namespaced=resource.scope == "Namespaced",
            workload=workload,
            status=StatusFields.of(version, is_workload=workload is not None),
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


def _resource_file(resource: Resource) -> str:
    """Where the resource is said in a project, also if the file has another name than it would be given."""
    is_known = resource.origin.startswith(f"{APIS_DIR}/") and Plain.fits(resource.origin)
    return resource.origin if is_known else api_path(resource)


def _class_name(kind: str) -> Identifier:
    """What the models call the kind."""
    is_taken = kind in RESERVED_CLASS_NAMES or keyword.iskeyword(kind) or kind == kind.lower()
    return Identifier(f"{kind}Resource" if is_taken else kind, "kind")
