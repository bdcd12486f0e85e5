"""Which CRDs are taken in, and what becomes of bad ones."""

from __future__ import annotations

from typing import Any

import pytest

from scaffolder.errors import ScaffoldError
from scaffolder.validation.registry import Registry


def crd(kind: str = "Database", **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "databases.shop.example.com"},
        "spec": {
            "group": "shop.example.com",
            "scope": "Namespaced",
            "names": {"kind": kind, "plural": "databases"},
            "versions": [
                {
                    "name": "v1",
                    "served": True,
                    "storage": True,
                    "schema": {"openAPIV3Schema": {"type": "object"}},
                }
            ],
            **spec,
        },
    }


def test_found_by_group_and_kind() -> None:
    registry = Registry()
    assert registry.add(crd(), "a.yaml")
    resource = registry.find("shop.example.com", "Database")
    assert resource is not None
    assert resource.plural == "databases"
    assert resource.namespaced
    assert list(resource.versions) == ["v1"]
    assert registry.find("shop.example.com", "Databases") is None
    assert registry.find("example.com", "Database") is None


@pytest.mark.parametrize(
    "value",
    [None, 5, "text", [crd()], {}, {"kind": "CustomResourceDefinition"}, {**crd(), "apiVersion": "v1"}],
)
def test_what_is_no_crd_is_left_alone(value: object) -> None:
    registry = Registry()
    assert not registry.add(value, "a.yaml")
    assert len(registry) == 0


def test_lists_are_opened() -> None:
    registry = Registry()
    items = [crd("A"), {"kind": "Pod"}, crd("B")]
    assert registry.add({"kind": "List", "apiVersion": "v1", "items": items}, "l.yaml")
    assert sorted(resource.kind for resource in registry) == ["A", "B"]


def test_the_same_crd_twice_is_one() -> None:
    registry = Registry()
    registry.add(crd(), "a.yaml")
    registry.add(crd(), "b.yaml")
    assert len(registry) == 1


def test_two_different_crds_for_a_kind_are_refused() -> None:
    registry = Registry()
    registry.add(crd(), "a.yaml")
    with pytest.raises(ScaffoldError) as caught:
        registry.add(crd(scope="Cluster"), "b.yaml")
    assert "a.yaml" in str(caught.value)
    assert "b.yaml" in str(caught.value)


@pytest.mark.parametrize(
    "spec", [None, [], "x", {}, {"group": 5, "names": {"kind": "A"}}, {"group": "a", "names": []}]
)
def test_a_crd_without_names_is_refused(spec: object) -> None:
    with pytest.raises(ScaffoldError) as caught:
        Registry().add({**crd(), "spec": spec}, "a.yaml")
    assert caught.value.file == "a.yaml"
