from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from scaffolder.errors import ScaffoldError
from scaffolder.model.resource import Resource
from scaffolder.sources.loader import load

Read = Callable[..., Resource]
Write = Callable[[str], str]

META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"


def gvk(version: str, kind: str, group: str = "shop.example.com") -> dict[str, str]:
    return {"group": group, "version": version, "kind": kind}


def component(version: str, kind: str, *more: dict[str, str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "apiVersion": {"type": "string"},
            "kind": {"type": "string"},
            "metadata": {"allOf": [{"$ref": f"#/components/schemas/{META}"}], "default": {}},
            "spec": {
                "type": "object",
                "properties": {
                    "cpu": {"$ref": "#/components/schemas/io.k8s.apimachinery.pkg.api.resource.Quantity"}
                },
            },
            "status": {"type": "object", "properties": {"ready": {"type": "boolean"}}},
        },
        "x-kubernetes-group-version-kind": [gvk(version, kind), *more],
    }


def document(schemas: dict[str, Any], paths: dict[str, Any] | None = None) -> str:
    return json.dumps({"openapi": "3.0.0", "paths": paths or {}, "components": {"schemas": schemas}})


CLUSTER = {
    META: {"type": "object", "properties": {"name": {"type": "string"}}},
    "io.k8s.apimachinery.pkg.api.resource.Quantity": {"oneOf": [{"type": "string"}, {"type": "number"}]},
    "com.example.v1.Database": component("v1", "Database"),
    "com.example.v1beta1.Database": component("v1beta1", "Database"),
    "com.example.v1.Pool": component("v1", "Pool"),
    "com.example.v1.DatabaseList": {
        "type": "object",
        "properties": {"items": {"type": "array"}, "metadata": {"type": "object"}},
        "x-kubernetes-group-version-kind": [gvk("v1", "DatabaseList")],
    },
    "DeleteOptions": component("v1", "DeleteOptions", gvk("v1", "DeleteOptions", "apps")),
}
PATHS = {
    "/apis/shop.example.com/v1/namespaces/{namespace}/dbs/{name}": {
        "get": {"x-kubernetes-group-version-kind": gvk("v1", "Database")}
    },
    "/apis/shop.example.com/v1/pools/{name}": {
        "parameters": [],
        "get": {"x-kubernetes-group-version-kind": gvk("v1", "Pool")},
    },
}


def test_a_cluster_s_kinds_with_their_versions(write: Write) -> None:
    database, pool = load(write(document(CLUSTER, PATHS)))
    assert (database.group, database.kind, database.names.plural) == ("shop.example.com", "Database", "dbs")
    assert [(v.name, v.storage) for v in database.versions] == [("v1beta1", False), ("v1", True)]
    assert (database.scope, pool.scope, pool.names.plural) == ("Namespaced", "Cluster", "pools")
    schema = database.versions[1].schema.raw
    assert schema["properties"]["metadata"] == {"type": "object"}
    assert schema["properties"]["spec"]["properties"]["cpu"]["x-kubernetes-int-or-string"] is True
    assert database.versions[1].status_subresource


def test_one_kind_and_version_of_several(write: Write) -> None:
    (resource,) = load(write(document(CLUSTER)), kind="Database", version="v1beta1")
    assert [version.name for version in resource.versions] == ["v1beta1"]


def test_a_component_that_does_not_say_what_it_is(write: Write) -> None:
    schemas = {
        "Order": {"type": "object", "properties": {"n": {"type": "integer"}}},
        "Other": {"type": "object"},
    }
    (resource,) = load(write(document(schemas)), kind="Order", group="a.example.com", version="v1")
    assert resource.versions[0].schema.raw["properties"]["spec"]["properties"] == {"n": {"type": "integer"}}
    (only,) = load(write(document({"order": schemas["Order"]})), group="a.example.com")
    assert only.kind == "Order"


@pytest.mark.parametrize(
    ("text", "told", "message"),
    [
        (document({"A": {}, "B": {}}), {}, "--kind, one of A, B"),
        (document({"Order": {}}), {"kind": "Ordr"}, 'did you mean "Order"?'),
        (document({"A": {"type": "object"}}), {}, "--group"),
        ('{"swagger": "2.0", "definitions": {}}', {}, "only OpenAPI v3"),
        ('{"openapi": "3.1.0"}', {}, "components is missing"),
        (document({"A": {"$ref": "#/components/schemas/A"}}), {"group": "a.b"}, "contains itself"),
    ],
)
def test_mistakes(write: Write, text: str, told: Any, message: str) -> None:
    with pytest.raises(ScaffoldError) as caught:
        load(write(text), **told)
    assert message in str(caught.value)
