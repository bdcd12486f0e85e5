"""The API groups that a kube-apiserver 1.36 serves by itself."""

from __future__ import annotations

# https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controlplane/instance.go and the extension servers
# in the same process; ``extensions`` is gone, but old manifests still name it.
_GROUPS = frozenset(
    {
        "",
        "admissionregistration.k8s.io",
        "apiextensions.k8s.io",
        "apiregistration.k8s.io",
        "apps",
        "authentication.k8s.io",
        "authorization.k8s.io",
        "autoscaling",
        "batch",
        "certificates.k8s.io",
        "coordination.k8s.io",
        "discovery.k8s.io",
        "events.k8s.io",
        "extensions",
        "flowcontrol.apiserver.k8s.io",
        "internal.apiserver.k8s.io",
        "networking.k8s.io",
        "node.k8s.io",
        "policy",
        "rbac.authorization.k8s.io",
        "resource.k8s.io",
        "scheduling.k8s.io",
        "storage.k8s.io",
        "storagemigration.k8s.io",
    }
)


def is_built_in(group: str) -> bool:
    """Whether kinds of ``group`` need no CRD."""
    return group in _GROUPS
