from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from scaffolder.diagnostics import Diagnostic
from scaffolder.errors import ScaffoldError
from scaffolder.generators.crd import manifest
from scaffolder.generators.samples import FLAVOURS, document, generate, sample
from scaffolder.model.resource import Resource, Version
from scaffolder.validation.create import create
from scaffolder.validation.registry import Registry

from .kinds import (
    HOSTILE_NAMES,
    HOSTILE_TEXT,
    database,
    documents,
    kind_of,
    kind_with,
    needs_wild,
    project,
    wild_crds,
    wild_resource,
)

Accepts = Callable[[dict[str, Any]], Sequence[Diagnostic]]


def judge(resource: Resource, version: Version) -> Accepts:
    """The API server's verdict on an object."""
    registry = Registry()
    registry.add(manifest(resource), "")
    found = registry.find(resource.group, resource.kind)
    assert found is not None
    return lambda value: list(create(found, found.versions[version.name], value).errors)


def spec_of(schema: dict[str, Any], flavour: str = "full", *, mended: bool = False) -> Any:
    """The spec of a sample that was found to be valid."""
    resource = kind_with(schema)
    version = resource.storage_version
    accepts = judge(resource, version)
    made = sample(resource, version, flavour, accepts if mended else None)
    assert accepts(made) == []
    return made["spec"]


def field_of(schema: dict[str, Any], name: str = "field", *, mended: bool = False) -> Any:
    return spec_of({"type": "object", "required": [name], "properties": {name: schema}}, mended=mended)[name]


def test_the_least_that_a_kind_asks_for() -> None:
    assert sample(database(), database().storage_version) == {
        "apiVersion": "shop.example.com/v1",
        "kind": "Database",
        "metadata": {"name": "database-sample"},
        "spec": {"storage": {"size": "1Gi"}},
    }


def test_all_that_a_kind_offers_but_its_status() -> None:
    assert sample(database(), database().storage_version, "full") == {
        "apiVersion": "shop.example.com/v1",
        "kind": "Database",
        "metadata": {"name": "database-sample-full"},
        "spec": {
            "image": "postgres:17",
            "replicas": 1,
            "class": "small",
            "port": 8080,
            "storage": {"size": "1Gi", "storageClassName": "example"},
            "maintenance": {"weekday": "Sunday", "duration": "1h"},
            "backups": [{"name": "example", "schedule": "30 2 * * *", "keep": 7}],
            "parameters": {"parameter": "example"},
            "podTemplate": {},
        },
    }


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "minLength": 300},
        {"type": "string", "minLength": 3, "maxLength": 3},
        {"type": "string", "maxLength": 0},
        {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4}$"},
        {"type": "string", "pattern": r"^\Qa.b\E$"},
        {"type": "string", "pattern": "^[a-z]+$", "minLength": 40, "maxLength": 40},
        {"type": "string", "enum": ["b", "a"]},
        {"type": "integer", "minimum": 1000},
        {"type": "integer", "maximum": -5},
        {"type": "integer", "minimum": 1, "exclusiveMinimum": True, "maximum": 2},
        {"type": "integer", "multipleOf": 7, "minimum": 10},
        {"type": "number", "minimum": 0.1, "maximum": 0.2},
        {"type": "number", "exclusiveMinimum": True, "minimum": 0, "exclusiveMaximum": True, "maximum": 1},
        {"type": "boolean"},
        {"type": "boolean", "enum": [False]},
        {"x-kubernetes-int-or-string": True, "pattern": "^[0-9]+%$"},
        {"x-kubernetes-int-or-string": True, "anyOf": [{"type": "integer"}, {"type": "string"}]},
        {"x-kubernetes-preserve-unknown-fields": True},
        {"type": "object", "x-kubernetes-preserve-unknown-fields": True, "minProperties": 2},
        {
            "type": "object",
            "x-kubernetes-embedded-resource": True,
            "x-kubernetes-preserve-unknown-fields": True,
        },
        {"type": "object", "additionalProperties": {"type": "integer", "minimum": 3}, "minProperties": 3},
        {"type": "object", "properties": {f"p{i}": {"type": "string"} for i in range(9)}, "maxProperties": 2},
        {"type": "array", "items": {"type": "integer"}, "minItems": 3, "x-kubernetes-list-type": "set"},
        {"type": "array", "items": {"type": "string", "enum": ["a", "b", "c"]}, "minItems": 3},
        {"type": "array", "items": {"type": "array", "items": {"type": "string"}, "minItems": 1}},
        {"type": "array", "items": {"type": "string"}, "maxItems": 0},
        {
            "type": "array",
            "minItems": 3,
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["name", "port"],
            "items": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "pattern": "^[a-z]{2}$"},
                    "port": {"type": "integer", "default": 80},
                },
            },
        },
        *(
            {"type": "string", "format": name}
            for name in ("date-time", "date", "duration", "byte", "uuid", "cidr")
        ),
        *({"type": "string", "format": name} for name in ("email", "hostname", "ipv4", "ipv6", "mac", "uri")),
        *(
            {"type": "string", "format": name}
            for name in ("isbn10", "isbn13", "creditcard", "ssn", "hexcolor")
        ),
        *(
            {"type": "string", "format": name}
            for name in ("rgbcolor", "bsonobjectid", "uuid3", "uuid4", "uuid5")
        ),
        *(
            {"type": "string", "format": name}
            for name in ("datetime", "password", "isbn", "nobody-knows-this")
        ),
        *({"type": "string", "format": name} for name in ("k8s-short-name", "k8s-long-name")),
        {"type": "string", "allOf": [{"pattern": "^a"}, {"pattern": "z$"}, {"minLength": 4}]},
        {"type": "string", "anyOf": [{"enum": ["b"]}, {"pattern": "^c"}]},
        {"type": "string", "not": {"enum": ["example", ""]}},
        {"type": "integer", "oneOf": [{"minimum": 5}, {"maximum": 2}]},
    ],
    ids=str,
)
def test_a_value_is_found_for(schema: dict[str, Any]) -> None:
    field_of(schema)


_STRINGS = {name: {"type": "string"} for name in "abc"}


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize(
    "rules",
    [
        {"oneOf": [{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}]},
        {"oneOf": [{"required": ["a", "b"]}, {"required": ["c"]}]},
        {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {"not": {"required": ["a"]}},
        {"not": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}},
        {
            "oneOf": [
                {"not": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}},
                {"required": ["a"]},
                {"required": ["b"]},
            ]
        },
        {"allOf": [{"required": ["a"]}, {"properties": {"a": {"enum": ["x", "y"]}}}]},
        {"minProperties": 2, "maxProperties": 2},
        {
            "required": ["a"],
            "properties": {**_STRINGS, "a": {"type": "string", "example": "E", "default": "D"}},
        },
    ],
    ids=str,
)
def test_branches_and_what_they_exclude(rules: dict[str, Any], flavour: str) -> None:
    spec_of({"type": "object", "properties": _STRINGS} | rules, flavour)


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize(
    "rule",
    [
        "has(self.a) != has(self.b)",
        "has(self.a) && !has(self.c)",
        "!has(self.a) || self.a == 'only this'",
        "[has(self.a), has(self.b), has(self.c)].filter(x, x).size() == 1",
        "has(self.a) && has(self.b) ? self.a != self.b : true",
        "size(self.list) == 0 || self.list.all(x, x.kind == 'B' ? has(x.b) : !has(x.b))",
        "self.mode == 'Auto' ? !has(self.a) : has(self.a)",
    ],
)
def test_rules_are_kept_where_somebody_knows_them(rule: str, flavour: str) -> None:
    item = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string", "enum": ["A", "B"]}, "b": {"type": "string"}},
    }
    properties = {
        **_STRINGS,
        "mode": {"type": "string", "enum": ["Manual", "Auto"], "default": "Auto"},
        "list": {"type": "array", "items": item, "default": [], "maxItems": 5},
    }
    schema = {"type": "object", "properties": properties, "x-kubernetes-validations": [{"rule": rule}]}
    spec_of(schema, flavour, mended=True)


def test_the_name_that_a_schema_asks_for_is_given() -> None:
    schema = {
        "type": "object",
        "properties": {
            "metadata": {"type": "object", "properties": {"name": {"enum": ["cluster"], "type": "string"}}}
        },
    }
    resource = kind_of(schema)
    assert sample(resource, resource.storage_version)["metadata"] == {"name": "cluster"}


def test_a_status_is_there_only_where_a_create_keeps_and_needs_it() -> None:
    schema = {"type": "object", "required": ["status"], "properties": {"status": {"type": "object"}}}
    resource = kind_of(schema)
    assert sample(resource, resource.storage_version)["status"] == {}
    assert "status" not in sample(database(), database().storage_version, "full")


@pytest.mark.parametrize(
    "rule", ["self.metadata.name.startsWith('t')", "self.spec.a < 10 && self.spec.b.c == 'd'"]
)
def test_rules_at_the_root_are_kept(rule: str) -> None:
    inner = {"type": "object", "properties": {"c": {"type": "string", "maxLength": 9}}}
    spec = {"type": "object", "properties": {"a": {"type": "integer"}, "b": inner}}
    resource = kind_of(
        {"type": "object", "properties": {"spec": spec}, "x-kubernetes-validations": [{"rule": rule}]}
    )
    accepts = judge(resource, resource.storage_version)
    assert accepts(sample(resource, resource.storage_version, "minimal", accepts)) == []


@pytest.mark.parametrize("schema", [{}, {"type": "object"}, {"type": "object", "properties": {}}], ids=str)
def test_a_kind_may_have_nothing(schema: dict[str, Any]) -> None:
    resource = kind_of(schema)
    assert set(sample(resource, resource.storage_version, "full")) == {"apiVersion", "kind", "metadata"}


@pytest.mark.parametrize(
    "impossible",
    [
        {"type": "string", "minLength": 5, "maxLength": 4},
        {"type": "string", "pattern": r"^a\bb$"},
        {"type": "string", "pattern": "("},
        {"type": "string", "enum": []},
        {"type": "integer", "minimum": 5, "maximum": 4},
        {"type": "array", "minItems": 1_000_000, "items": {"type": "string"}},
        {"type": "array", "minItems": 1, "items": {"type": "string", "enum": []}},
    ],
    ids=str,
)
def test_what_no_value_satisfies_is_left_out_or_said(impossible: dict[str, Any]) -> None:
    optional = {"type": "object", "properties": {"a": impossible, "b": {"type": "string"}}}
    resource = kind_with(optional)
    assert sample(resource, resource.storage_version, "full")["spec"] == {"b": "example"}
    needed = kind_of(
        {"type": "object", "required": ["spec"], "properties": {"spec": {**optional, "required": ["a"]}}}
    )
    with pytest.raises(ScaffoldError, match="no sample of Thing v1"):
        sample(needed, needed.storage_version)


def test_an_unknown_flavour_is_refused() -> None:
    with pytest.raises(ScaffoldError, match="flavour 'medium'"):
        sample(database(), database().storage_version, "medium")


def test_a_full_sample_of_a_huge_kind_stays_readable() -> None:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(5):
        schema = {"type": "object", "properties": {f"p{i}": schema for i in range(9)}}
    resource = kind_with(schema)
    assert len(document(resource, resource.storage_version, "full").splitlines()) < 2000


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_hostile_names_and_texts_stay_what_they_are(flavour: str) -> None:
    schema: dict[str, Any] = {
        "type": "object",
        "required": HOSTILE_NAMES,
        "properties": {
            name: {"type": "string", "description": HOSTILE_TEXT, "enum": [HOSTILE_TEXT]}
            for name in HOSTILE_NAMES
        },
    }
    resource = kind_with({**schema, "required": HOSTILE_NAMES[::2]})
    made = sample(resource, resource.storage_version, flavour)
    assert documents(document(resource, resource.storage_version, flavour)) == [made]
    assert set(made["spec"].values()) == {HOSTILE_TEXT}


def test_a_full_sample_explains_its_optional_fields() -> None:
    described = {"type": "string", "description": "One line.  And\nanother, e.g. this. A third."}
    resource = kind_with(
        {
            "type": "object",
            "required": ["b"],
            "properties": {"a": described, "b": described, "c": {"type": "string"}},
        }
    )
    assert document(resource, resource.storage_version, "full").partition("spec:\n")[2] == (
        "  # One line.\n  a: example\n  b: example\n  c: example\n"
    )


def test_the_files_hold_the_samples_and_keep_the_rules() -> None:
    files = generate(project(database()), judge)
    assert [file.path.rpartition("/")[2] for file in files] == [
        "database_v1alpha1_minimal.yaml",
        "database_v1alpha1_full.yaml",
        "database_v1_minimal.yaml",
        "database_v1_full.yaml",
    ]
    for file in files:
        (value,) = documents(file.text)
        version = next(v for v in database().versions if value["apiVersion"].endswith(f"/{v.name}"))
        assert judge(database(), version)(value) == []


@needs_wild
@pytest.mark.parametrize("path", wild_crds(every=6), ids=lambda path: path.stem)
def test_samples_of_real_kinds_are_valid(path: Path) -> None:
    resource = wild_resource(path)
    for version in resource.versions:
        if version.served:
            accepts = judge(resource, version)
            for flavour in FLAVOURS:
                made = sample(resource, version, flavour, accepts)
                assert accepts(made) == []
                assert sample(resource, version, flavour, accepts) == made
