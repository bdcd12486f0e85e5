"""What ``kubectl apply -k config/default`` deploys.

https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/

Lists of generated files are ours; how the operator runs (image, resources, settings) is the user's from the
start.
"""

from __future__ import annotations

from typing import Any

from scaffolder.documents.writer import dump
from scaffolder.files import GeneratedFile, Owner
from scaffolder.generators import rbac
from scaffolder.generators._headers import yaml_file
from scaffolder.model.layout import (
    APIS_DIR,
    CRD_DIR,
    DEFAULT_DIR,
    MANAGER_DIR,
    RBAC_DIR,
    SAMPLES_DIR,
    crd_path,
    sample_path,
)
from scaffolder.model.project import Project

#: Where kopf answers the kubelet.
HEALTH_PORT = 8080
HEALTH_PATH = "/healthz"
#: The user of distroless images, and that of the project's Dockerfile.
_UID = 65532


def generate(project: Project) -> list[GeneratedFile]:
    """The kustomizations, the operator's namespace and its Deployment."""
    samples = [sample_path(resource, resource.storage_version, "minimal") for resource in project.resources]
    ours = {
        CRD_DIR: [_name(crd_path(resource)) for resource in project.resources],
        RBAC_DIR: rbac.paths(project),
        SAMPLES_DIR: [_name(path) for path in samples],
    }
    theirs = {
        f"{MANAGER_DIR}/namespace.yaml": namespace(project),
        f"{MANAGER_DIR}/deployment.yaml": deployment(project),
        f"{MANAGER_DIR}/kustomization.yaml": kustomization(["namespace.yaml", "deployment.yaml"])
        | {"images": [{"name": project.image, "newTag": "latest"}]},
        f"{DEFAULT_DIR}/kustomization.yaml": kustomization(["../crd", "../rbac", "../manager"])
        | {"namespace": project.namespace},
    }
    return [
        GeneratedFile(f"{folder}/kustomization.yaml", yaml_file(APIS_DIR, kustomization(sorted(names))))
        for folder, names in ours.items()
    ] + [GeneratedFile(path, dump(value), Owner.USER) for path, value in theirs.items()]


def kustomization(resources: list[str]) -> dict[str, Any]:
    return {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": resources,
    }


def namespace(project: Project) -> dict[str, Any]:
    """Where the operator runs, held to the pod security standard that its Deployment keeps.

    https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
    """
    standard = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("audit", "enforce", "warn")}
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": project.namespace, "labels": rbac.labels(project) | standard},
    }


def deployment(project: Project) -> dict[str, Any]:
    """One pod, stopped before the next one starts: two operators would undo each other's work."""
    selector = {"app.kubernetes.io/name": project.name, "app.kubernetes.io/component": "operator"}
    metadata = {
        "name": project.name,
        "namespace": project.namespace,
        "labels": rbac.labels(project) | {"app.kubernetes.io/component": "operator"},
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": metadata,
        "spec": {
            "replicas": 1,
            "strategy": {"type": "Recreate"},
            "selector": {"matchLabels": selector},
            "template": {
                "metadata": {
                    "labels": selector,
                    "annotations": {"kubectl.kubernetes.io/default-container": "operator"},
                },
                "spec": _pod(project),
            },
        },
    }


def _pod(project: Project) -> dict[str, Any]:
    return {
        "serviceAccountName": project.name,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": _UID,
            "runAsGroup": _UID,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": [
            {
                "name": "operator",
                "image": project.image,
                "env": [
                    {"name": "POD_NAMESPACE", "valueFrom": {"fieldRef": {"fieldPath": "metadata.namespace"}}},
                    {"name": "LOG_FORMAT", "value": "json"},
                ],
                "ports": [{"name": "health", "containerPort": HEALTH_PORT}],
                "livenessProbe": _probe(period_seconds=20, initial_delay_seconds=15),
                "readinessProbe": _probe(period_seconds=10, initial_delay_seconds=5),
                "resources": {
                    "requests": {"cpu": "10m", "memory": "96Mi"},
                    "limits": {"memory": "256Mi"},
                },
                "securityContext": {
                    "allowPrivilegeEscalation": False,
                    "capabilities": {"drop": ["ALL"]},
                    "readOnlyRootFilesystem": True,
                },
                "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],
            }
        ],
        "volumes": [{"name": "tmp", "emptyDir": {"sizeLimit": "64Mi"}}],
        "terminationGracePeriodSeconds": 30,
    }


def _probe(*, period_seconds: int, initial_delay_seconds: int) -> dict[str, Any]:
    return {
        "httpGet": {"path": HEALTH_PATH, "port": "health"},
        "initialDelaySeconds": initial_delay_seconds,
        "periodSeconds": period_seconds,
    }


def _name(path: str) -> str:
    return path.rpartition("/")[2]
