from __future__ import annotations

import posixpath
from typing import Any

import pytest

from scaffolder.files import GeneratedFile, Owner
from scaffolder.generators import crd, kustomize, rbac, samples
from scaffolder.model.project import Project

from .kinds import database, documents, kind_with, project


def everything(of: Project) -> dict[str, GeneratedFile]:
    files = [file for module in (crd, rbac, samples, kustomize) for file in module.generate(of)]
    return {file.path: file for file in files}


def built(files: dict[str, GeneratedFile], folder: str) -> list[dict[str, Any]]:
    """What `kustomize build` would collect; fails on an entry that leads nowhere."""
    (kustomization,) = documents(files[f"{folder}/kustomization.yaml"].text)
    found: list[dict[str, Any]] = []
    for entry in kustomization["resources"]:
        path = posixpath.normpath(f"{folder}/{entry}")
        found += documents(files[path].text) if path in files else built(files, path)
    return found


@pytest.mark.parametrize("folder", ["config/default", "config/samples"])
@pytest.mark.parametrize("resources", [[database()], [database(), kind_with({"type": "object"})]], ids=len)
def test_every_entry_leads_to_a_file_and_no_object_comes_twice(folder: str, resources: list[Any]) -> None:
    found = built(everything(project(*resources)), folder)
    names = [(value["kind"], value["metadata"]["name"]) for value in found]
    assert len(names) == len(set(names)) > 0


def test_what_is_deployed() -> None:
    found = built(everything(project(database())), "config/default")
    assert sorted(value["kind"] for value in found) == [
        "ClusterRole",
        "ClusterRole",
        "ClusterRole",
        "ClusterRoleBinding",
        "CustomResourceDefinition",
        "Deployment",
        "Namespace",
        "ServiceAccount",
    ]
    by_kind = {value["kind"]: value for value in found}
    namespace = by_kind["Namespace"]["metadata"]["name"]
    assert by_kind["ServiceAccount"]["metadata"]["namespace"] == namespace
    assert by_kind["Deployment"]["metadata"]["namespace"] == namespace
    pod = by_kind["Deployment"]["spec"]["template"]["spec"]
    assert pod["serviceAccountName"] == by_kind["ServiceAccount"]["metadata"]["name"]


def test_the_pod_keeps_the_restricted_standard_that_its_namespace_enforces() -> None:
    labels = kustomize.namespace(project())["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    pod = kustomize.deployment(project())["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod)
    assert [set(volume) for volume in pod["volumes"]] == [{"name", "emptyDir"}]
    (container,) = pod["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
    }
    assert all("hostPort" not in port for port in container["ports"])


def test_one_operator_at_a_time_that_answers_for_its_health() -> None:
    spec = kustomize.deployment(project())["spec"]
    assert (spec["replicas"], spec["strategy"]) == (1, {"type": "Recreate"})
    assert spec["selector"]["matchLabels"].items() <= spec["template"]["metadata"]["labels"].items()
    (container,) = spec["template"]["spec"]["containers"]
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    for probe in (container["livenessProbe"], container["readinessProbe"]):
        assert ports[probe["httpGet"]["port"]] == 8080
        assert probe["httpGet"]["path"] == "/healthz"
    assert set(container["resources"]) == {"requests", "limits"}


def test_lists_are_ours_and_the_deployment_is_the_users() -> None:
    owners = {file.path: file.owner for file in kustomize.generate(project(database()))}
    assert owners == {
        "config/crd/kustomization.yaml": Owner.TOOL,
        "config/rbac/kustomization.yaml": Owner.TOOL,
        "config/samples/kustomization.yaml": Owner.TOOL,
        "config/manager/namespace.yaml": Owner.USER,
        "config/manager/deployment.yaml": Owner.USER,
        "config/manager/kustomization.yaml": Owner.USER,
        "config/default/kustomization.yaml": Owner.USER,
    }
