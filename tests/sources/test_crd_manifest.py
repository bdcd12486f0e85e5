from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scaffolder.errors import ScaffoldError
from scaffolder.model.resource import Names, PrinterColumn, Resource, ScaleSubresource
from scaffolder.sources.loader import load
from scaffolder.sources.resource_text import to_resource_file

WILD = sorted((Path(__file__).parents[3] / "shared/wild/crds").glob("*.yaml"))

Read = Callable[..., Resource]
Write = Callable[[str], str]


def crd(**changes: Any) -> dict[str, Any]:
    spec = {
        "group": "shop.example.com",
        "names": {"kind": "Database", "plural": "databases"},
        "scope": "Namespaced",
        "versions": [version("v1")],
        **changes,
    }
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "databases.shop.example.com"},
        "spec": {key: value for key, value in spec.items() if value is not None},
    }


def version(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "name": name,
        "served": True,
        "storage": True,
        "schema": {"openAPIV3Schema": {"type": "object"}},
        **changes,
    }


def test_what_a_crd_says(read: Read) -> None:
    manifest = crd(
        names={"kind": "Database", "plural": "databases", "shortNames": ["db"], "categories": ["all"]},
        scope="Cluster",
        conversion={"strategy": "Webhook", "webhook": {"conversionReviewVersions": ["v1"]}},
        versions=[
            version("v1beta1", storage=False, served=False, deprecated=True, deprecationWarning="use v1"),
            version(
                "v1",
                subresources={
                    "status": {},
                    "scale": {
                        "specReplicasPath": ".spec.n",
                        "statusReplicasPath": ".status.n",
                        "labelSelectorPath": ".status.s",
                    },
                },
                additionalPrinterColumns=[
                    {"name": "N", "type": "integer", "jsonPath": ".spec.n", "priority": 1, "format": "int32"}
                ],
                selectableFields=[{"jsonPath": ".spec.tier"}],
            ),
        ],
    )
    manifest["metadata"] |= {
        "labels": {"team": "shop"},
        "annotations": {"note": "x", "kubectl.kubernetes.io/last-applied-configuration": "{}"},
    }
    resource = read(json.dumps(manifest))
    assert resource.names == Names("Database", "databases", "database", "DatabaseList", ("db",), ("all",))
    assert resource.scope == "Cluster"
    assert resource.conversion == manifest["spec"]["conversion"]
    assert (resource.labels, resource.annotations) == ({"team": "shop"}, {"note": "x"})
    beta, stable = resource.versions
    assert (beta.served, beta.storage, beta.deprecated, beta.deprecation_warning) == (
        False,
        False,
        True,
        "use v1",
    )
    assert not beta.status_subresource
    assert (stable.served, stable.storage, stable.status_subresource) == (True, True, True)
    assert stable.scale == ScaleSubresource(".spec.n", ".status.n", ".status.s")
    assert stable.columns == (PrinterColumn("N", "integer", ".spec.n", "", "int32", 1),)
    assert stable.selectable_fields == (".spec.tier",)
    assert resource.storage_version is stable


@pytest.mark.parametrize(
    ("documents", "kinds"),
    [
        (
            [crd(), {"apiVersion": "v1", "kind": "ConfigMap"}, crd(names={"kind": "B", "plural": "bs"})],
            ["Database", "B"],
        ),
        ([{"apiVersion": "v1", "kind": "List", "items": [{"kind": "Secret"}, crd()]}], ["Database"]),
        (
            [
                {
                    "apiVersion": "apiextensions.k8s.io/v1",
                    "kind": "CustomResourceDefinitionList",
                    "items": [{"spec": crd()["spec"]}],
                }
            ],
            ["Database"],
        ),
        ([{"kind": "List", "items": [{"kind": "List", "items": [crd()]}]}], ["Database"]),
    ],
)
def test_crds_are_found_among_other_objects(write: Write, documents: list[Any], kinds: list[str]) -> None:
    file = write("\n---\n".join(json.dumps(document) for document in documents))
    assert [resource.kind for resource in load(file)] == kinds


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        (crd(group=None), "group is missing"),
        (crd(names=None), "names is missing"),
        (crd(versions=[]), "versions is empty"),
        (crd(versions={}), "versions"),
        (crd(names={"kind": "A"}), "plural is missing"),
        (crd(names={"kind": "../A", "plural": "as"}), '"../A" cannot be a kind'),
        (crd(names={"kind": "A", "plural": "as", "shortNames": "a"}), "has to be a list"),
        (crd(group="../../etc"), "cannot be an API group"),
        (crd(scope="Global"), "is no scope"),
        (crd(versions=[version("v1"), version("v1")]), "the version v1 is there twice"),
        (crd(versions=[version("v1", schema=None)]), "has no schema"),
        (crd(versions=[version("v1", schema={"openAPIV3Schema": []})]), "has to be a mapping"),
        (crd(versions=[version("v1", served="yes")]), "true or false"),
        (crd(versions=[version("V 1")]), "cannot be a version"),
        ({**crd(), "apiVersion": "apiextensions.k8s.io/v1beta1"}, "no longer served"),
        ({**crd(), "spec": None}, "spec is missing"),
        ({**crd(), "spec": "x"}, "has to be a mapping"),
    ],
)
def test_crds_that_say_too_little(write: Write, manifest: dict[str, Any], message: str) -> None:
    with pytest.raises(ScaffoldError) as caught:
        load(write(json.dumps(manifest)))
    assert message in str(caught.value)
    assert (caught.value.file, caught.value.line) == ("source.yaml", 1)


@pytest.mark.skipif(not WILD, reason="the collection of real CRDs is not here")
def test_real_crds_are_read_and_survive_as_resource_files(write: Write) -> None:
    assert len(WILD) > 100
    for path in WILD:
        for resource in load(str(path)):
            (again,) = load(write(to_resource_file(resource)))
            assert replace(again, origin=resource.origin) == resource, path.name
            assert not Path(resource.origin).is_absolute()
