from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scaffolder.generators.rbac import generate, manifests, paths, rules
from scaffolder.model.layout import RBAC_DIR
from scaffolder.model.resource import Names, OwnedKind, Resource

from .kinds import database, documents, kind_with, project

CHANGES = ["create", "delete", "get", "list", "patch", "watch"]
READS = ["get", "list", "watch"]


def allowed(found: list[dict[str, Any]]) -> dict[tuple[str, str], list[str]]:
    return {
        (group, name): rule["verbs"]
        for rule in found
        for group in rule["apiGroups"]
        for name in rule["resources"]
    }


def test_the_operator_may_do_what_it_does_and_nothing_else() -> None:
    assert allowed(rules([database()])) == {
        ("", "events"): ["create"],
        ("", "services"): CHANGES,
        ("apps", "statefulsets"): CHANGES,
        ("networking.k8s.io", "networkpolicies"): CHANGES,
        ("shop.example.com", "databases"): READS,
        ("shop.example.com", "databases/status"): ["patch"],
    }


def test_without_a_status_there_is_none_to_patch() -> None:
    assert allowed(rules([kind_with({"type": "object"})])) == {
        ("", "events"): ["create"],
        ("test.example.com", "things"): READS,
    }


@pytest.mark.parametrize(
    ("api_version", "kind", "group", "plural"),
    [
        ("v1", "Endpoints", "", "endpoints"),
        ("networking.k8s.io/v1", "Ingress", "networking.k8s.io", "ingresses"),
        ("networking.k8s.io/v1", "NetworkPolicy", "networking.k8s.io", "networkpolicies"),
        ("storage.k8s.io/v1", "StorageClass", "storage.k8s.io", "storageclasses"),
        ("batch/v1", "CronJob", "batch", "cronjobs"),
        # A kind of the project itself is called what its CRD calls it.
        ("shop.example.com/v1", "Ox", "shop.example.com", "oxen"),
    ],
)
def test_owned_kinds_are_called_what_the_api_calls_them(
    api_version: str, kind: str, group: str, plural: str
) -> None:
    ox = replace(database(), names=Names("Ox", "oxen"), owns=())
    owner = replace(database(), owns=(OwnedKind(api_version, kind),))
    assert allowed(rules([owner, ox]))[group, plural] == CHANGES


def test_rights_to_one_resource_are_added_up() -> None:
    owner = replace(database(), owns=(OwnedKind("v1", "Event"),))
    assert allowed(rules([owner]))["", "events"] == CHANGES


@pytest.mark.parametrize("resources", [(), (database(),), (kind_with({"type": "object"}), database())])
def test_no_rule_holds_a_wildcard_and_all_is_bound(resources: tuple[Resource, ...]) -> None:
    account, role, binding, *users = manifests(project(*resources))
    assert binding["roleRef"]["name"] == role["metadata"]["name"]
    assert binding["subjects"] == [
        {
            "kind": "ServiceAccount",
            "name": account["metadata"]["name"],
            "namespace": account["metadata"]["namespace"],
        }
    ]
    for found in (role, *users):
        for rule in found["rules"]:
            assert "*" not in str(rule)
            assert all(rule.values())


def test_users_of_a_kind_get_its_rights_with_the_clusters_own_roles() -> None:
    viewer, editor = manifests(project(database()))[3:]
    assert "rbac.authorization.k8s.io/aggregate-to-view" in viewer["metadata"]["labels"]
    assert "rbac.authorization.k8s.io/aggregate-to-edit" in editor["metadata"]["labels"]
    assert allowed(viewer["rules"])["shop.example.com", "databases"] == READS
    assert "update" in allowed(editor["rules"])["shop.example.com", "databases"]
    for role in (viewer, editor):
        assert allowed(role["rules"])["shop.example.com", "databases/status"] == ["get"]


def test_the_files_hold_the_manifests() -> None:
    owner = project(database(), kind_with({"type": "object"}))
    files = generate(owner)
    assert [file.path for file in files] == [f"{RBAC_DIR}/{path}" for path in paths(owner)]
    assert [value for file in files for value in documents(file.text)] == manifests(owner)
