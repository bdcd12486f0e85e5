"""An operator project, and where in it each thing lies."""

from __future__ import annotations

import keyword
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scaffolder.model.resource import Resource, Version


@dataclass(frozen=True, slots=True)
class Project:
    """What the generators need to know of a project.

    ``name`` is a DNS-1123 label: the folder, the distribution and the prefix of the cluster objects.
    ``package`` is the Python package, an identifier. ``image`` is the container image without a tag.
    ``licence`` is an SPDX identifier, ``""`` for none.
    """

    name: str
    package: str
    image: str
    licence: str
    resources: tuple[Resource, ...] = ()

    @property
    def namespace(self) -> str:
        """Where the operator itself runs, as kubebuilder names it."""
        return f"{self.name}-system"


#: The project's settings; its presence makes a folder a project.
PROJECT_FILE = "scaffold.yaml"
#: Hashes of the tool's files as last written.
OWNED_FILE = ".scaffold/owned.json"
APIS_DIR = "apis"
CRD_DIR = "config/crd"
RBAC_DIR = "config/rbac"
MANAGER_DIR = "config/manager"
SAMPLES_DIR = "config/samples"
DEFAULT_DIR = "config/default"


def api_path(resource: Resource) -> str:
    """The resource file: the source of truth."""
    return f"{APIS_DIR}/{resource.names.singular}.yaml"


def crd_path(resource: Resource) -> str:
    return f"{CRD_DIR}/{resource.crd_name}.yaml"


def sample_path(resource: Resource, version: Version, flavour: str) -> str:
    """``flavour`` is ``minimal`` or ``full``."""
    return f"{SAMPLES_DIR}/{resource.names.singular}_{version.name}_{flavour}.yaml"


def models_module(resource: Resource, version: Version) -> str:
    """The module below ``<package>.api`` that holds one version's models."""
    return f"{resource.names.singular.replace('-', '_').replace('.', '_')}_{version.name}"


def models_path(project: Project, resource: Resource, version: Version) -> str:
    return f"src/{project.package}/api/{models_module(resource, version)}.py"


def controller_module(resource: Resource) -> str:
    """The module below ``<package>.controllers`` that reconciles one kind."""
    name = resource.names.singular.replace("-", "_").replace(".", "_")
    return f"{name}_" if keyword.iskeyword(name) else name
