"""What the operator may do in the cluster: exactly the calls that it makes, never ``*``.

The calls are those of the generated controller:

- kopf lists and watches the kinds themselves, the reconciler reads them and patches their ``status``;
- the owned kinds are applied on the server's side (``patch``, ``create`` for what is not there yet), listed
  to find what is no longer wanted, and deleted; kopf watches them, so that changes by others are undone;
- events are posted.

Nothing is written to the kinds themselves and no owner reference blocks a deletion, so there is no right to
``patch`` them or to touch their ``finalizers``. kopf could also observe CRDs and namespaces; the operator
turns that off (``settings.scanning.disabled``) and runs alone, without peering. API discovery is open to
every service account.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scaffolder.files import GeneratedFile
from scaffolder.generators._headers import yaml_file
from scaffolder.model.layout import PROJECT_FILE, RBAC_DIR
from scaffolder.model.project import Project
from scaffolder.model.resource import OwnedKind, Resource

_API_VERSION = "rbac.authorization.k8s.io/v1"
_KIND_VERBS = ("get", "list", "watch")
_OWNED_VERBS = ("create", "delete", "get", "list", "patch", "watch")
_VIEWER_VERBS = ("get", "list", "watch")
_EDITOR_VERBS = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")


def generate(project: Project) -> list[GeneratedFile]:
    """One file for each object, and for each kind one with the roles of its users."""
    objects = {
        "service_account": service_account(project),
        "role": role(project),
        "role_binding": role_binding(project),
    }
    origins = [resource.origin or resource.crd_name for resource in project.resources]
    origin = ", ".join(dict.fromkeys(origins)) or PROJECT_FILE
    files = [
        GeneratedFile(f"{RBAC_DIR}/{name}.yaml", yaml_file(origin, value)) for name, value in objects.items()
    ]
    for resource, origin in zip(project.resources, origins, strict=True):
        roles = user_roles(project, resource)
        files.append(GeneratedFile(users_path(resource), yaml_file(origin, *roles)))
    return files


def paths(project: Project) -> list[str]:
    """The files of ``generate``, below ``config/rbac``, without making them."""
    names = ["service_account.yaml", "role.yaml", "role_binding.yaml"]
    return names + [users_path(resource).rpartition("/")[2] for resource in project.resources]


def users_path(resource: Resource) -> str:
    return f"{RBAC_DIR}/{resource.crd_name}_users.yaml"


def manifests(project: Project) -> list[dict[str, Any]]:
    """Every object: service account, role, its binding, and the roles for users of each kind."""
    users = [role for resource in project.resources for role in user_roles(project, resource)]
    return [service_account(project), role(project), role_binding(project), *users]


def rules(resources: Iterable[Resource]) -> list[dict[str, Any]]:
    """The rules of the operator's own role, one for each set of verbs in an API group, sorted."""
    resources = list(resources)
    plurals = {(resource.group, resource.kind): resource.names.plural for resource in resources}
    wanted: dict[tuple[str, str], set[str]] = {("", "events"): {"create"}}

    def allow(group: str, name: str, verbs: Iterable[str]) -> None:
        wanted.setdefault((group, name), set()).update(verbs)

    for resource in resources:
        plural = resource.names.plural
        allow(resource.group, plural, _KIND_VERBS)
        if any(version.status_subresource for version in resource.versions):
            allow(resource.group, f"{plural}/status", ["patch"])
        for owned in resource.owns:
            allow(owned.group, plurals.get((owned.group, owned.kind)) or _plural(owned), _OWNED_VERBS)
    return _merged(wanted)


def _merged(wanted: dict[tuple[str, str], set[str]]) -> list[dict[str, Any]]:
    by_verbs: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (group, name), verbs in sorted(wanted.items()):
        by_verbs.setdefault((group, tuple(sorted(verbs))), []).append(name)
    return [
        {"apiGroups": [group], "resources": names, "verbs": list(verbs)}
        for (group, verbs), names in by_verbs.items()
    ]


def _plural(owned: OwnedKind) -> str:
    """What the API calls a kind, by the rule that holds for all built-in ones.

    ``UnsafeGuessKindToResource`` in
    https://github.com/kubernetes/apimachinery/blob/master/pkg/api/meta/restmapper.go
    """
    name = owned.kind.lower()
    if name.endswith("endpoints"):
        return name
    if name.endswith("s"):
        return f"{name}es"
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def service_account(project: Project) -> dict[str, Any]:
    metadata = {"name": project.name, "namespace": project.namespace, "labels": labels(project)}
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata}


def role(project: Project) -> dict[str, Any]:
    """A ClusterRole, because the operator serves every namespace."""
    return _cluster_role(project, project.name, {}, rules(project.resources))


def role_binding(project: Project) -> dict[str, Any]:
    return {
        "apiVersion": _API_VERSION,
        "kind": "ClusterRoleBinding",
        "metadata": {"name": project.name, "labels": labels(project)},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": project.name},
        "subjects": [{"kind": "ServiceAccount", "name": project.name, "namespace": project.namespace}],
    }


def user_roles(project: Project, resource: Resource) -> list[dict[str, Any]]:
    """What the cluster's own roles ``view``, ``edit`` and ``admin`` gain with this kind.

    https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
    """
    plural, name = resource.names.plural, f"{project.name}-{resource.names.plural}"
    group = [resource.group]
    has_status = any(version.status_subresource for version in resource.versions)
    status = [{"apiGroups": group, "resources": [f"{plural}/status"], "verbs": ["get"]}] if has_status else []

    def users(who: str, verbs: Iterable[str], into: Iterable[str]) -> dict[str, Any]:
        aggregation = {f"rbac.authorization.k8s.io/aggregate-to-{other}": "true" for other in into}
        rule = {"apiGroups": group, "resources": [plural], "verbs": list(verbs)}
        return _cluster_role(project, f"{name}-{who}", aggregation, [rule, *status])

    return [users("viewer", _VIEWER_VERBS, ["view"]), users("editor", _EDITOR_VERBS, ["admin", "edit"])]


def _cluster_role(
    project: Project, name: str, extra_labels: dict[str, str], rules: list[dict[str, Any]]
) -> dict[str, Any]:
    metadata = {"name": name, "labels": labels(project) | extra_labels}
    return {"apiVersion": _API_VERSION, "kind": "ClusterRole", "metadata": metadata, "rules": rules}


def labels(project: Project) -> dict[str, str]:
    """The recommended labels: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/"""
    return {"app.kubernetes.io/name": project.name, "app.kubernetes.io/managed-by": "kustomize"}
