"""Where in a project each thing lies. ``scaffold validate`` imports this, so it has to stay light."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.model.project import Project
    from scaffolder.model.resource import Resource, Version

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
    # Imported here: it is a millisecond that only generators need.
    import keyword

    name = resource.names.singular.replace("-", "_").replace(".", "_")
    return f"{name}_" if keyword.iskeyword(name) else name
