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

PRESERVE = {"x-kubernetes-preserve-unknown-fields": True}
INT_OR_STRING = {"anyOf": [{"type": "integer"}, {"type": "string"}], "x-kubernetes-int-or-string": True}
NODE = {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}}


def spec_with(schema: Any, **more: Any) -> str:
    return json.dumps({"title": "database", "type": "object", "properties": {"field": schema}, **more})


@pytest.mark.parametrize(
    ("schema", "structural"),
    [
        ({"type": "string", "examples": ["a"], "$comment": "x"}, {"type": "string"}),
        ({"type": ["string", "null"]}, {"type": "string", "nullable": True}),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "string", "nullable": True}),
        ({"enum": ["a", "b"]}, {"type": "string", "enum": ["a", "b"]}),
        ({"enum": ["a", None]}, {"type": "string", "enum": ["a"]}),
        ({"const": 3}, {"type": "integer", "enum": [3]}),
        (
            {"type": "integer", "exclusiveMinimum": 0},
            {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
        ),
        ({"type": "integer", "minimum": 5, "exclusiveMinimum": 0}, {"type": "integer", "minimum": 5}),
        (
            {"type": "integer", "maximum": 5, "exclusiveMaximum": True},
            {"type": "integer", "maximum": 5, "exclusiveMaximum": True},
        ),
        ({"type": "string", "format": "date-time"}, {"type": "string", "format": "date-time"}),
        ({"type": "string", "format": "made-up"}, {"type": "string"}),
        ({"type": "string", "default": None}, {"type": "string"}),
        ({}, PRESERVE),
        (True, PRESERVE),
        ({"type": "object"}, {"type": "object", **PRESERVE}),
        (
            {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False},
            {"type": "object", "properties": {"a": {"type": "string"}}},
        ),
        (
            {"properties": {"a": {"type": "string"}}, "additionalProperties": True},
            {"type": "object", "properties": {"a": {"type": "string"}}, **PRESERVE},
        ),
        (
            {"type": "object", "additionalProperties": {"type": "integer"}},
            {"type": "object", "additionalProperties": {"type": "integer"}},
        ),
        (
            {"patternProperties": {"^x": {"type": "integer"}}, "additionalProperties": False},
            {"type": "object", "additionalProperties": {"type": "integer"}},
        ),
        (
            {"type": "object", "patternProperties": {"^x": {"type": "integer"}}},
            {"type": "object", **PRESERVE},
        ),
        (
            {"required": ["a"]},
            {"type": "object", "required": ["a"], "properties": {"a": PRESERVE}, **PRESERVE},
        ),
        (
            {"anyOf": [{"type": "string", "pattern": "^a"}, {"type": "integer", "minimum": 2}]},
            {**INT_OR_STRING, "pattern": "^a", "minimum": 2},
        ),
        ({"type": "array"}, {"type": "array", "items": PRESERVE}),
        (
            {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
            {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"},
        ),
        (
            {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "integer"}]},
            {"type": "array", "items": {"type": "integer"}},
        ),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, INT_OR_STRING),
        ({"type": ["integer", "string"]}, INT_OR_STRING),
        ({"type": "string", "format": "int-or-string"}, INT_OR_STRING),
        ({"oneOf": [{"type": "integer"}, {"type": "number"}]}, {"type": "number"}),
        ({"anyOf": [{"const": "a"}, {"const": "b"}]}, {"type": "string", "enum": ["a", "b"]}),
        (
            {"oneOf": [{"const": 1}, {"const": 1.5}]},
            {"type": "number", "anyOf": [{"enum": [1]}, {"enum": [1.5]}]},
        ),
        (
            {"type": "string", "not": {"type": "string", "pattern": "x"}},
            {"type": "string", "not": {"pattern": "x"}},
        ),
        (
            {"allOf": [{"type": "integer", "minimum": 1}, {"maximum": 9, "minimum": 3}]},
            {"type": "integer", "minimum": 3, "maximum": 9},
        ),
        (
            {"allOf": [{"properties": {"a": {"type": "string"}}, "required": ["a"]},
                       {"properties": {"a": {"maxLength": 3}, "b": {"type": "integer"}}}]},
            {"type": "object", "required": ["a"],
             "properties": {"a": {"type": "string", "maxLength": 3}, "b": {"type": "integer"}}},
        ),
        (
            {"$ref": "#/$defs/name", "description": "mine"},
            {"type": "string", "maxLength": 5, "description": "mine"},
        ),
        ({"allOf": [{"$ref": "#/$defs/name"}], "default": "x"}, {
            "type": "string", "maxLength": 5, "description": "A name.", "default": "x"
        }),
        ({"$ref": "#/$defs/a~1b%20c"}, {"type": "boolean"}),
    ],
)  # fmt: skip
def test_schemas_become_structural(read: Read, schema: Any, structural: Any) -> None:
    definitions = {
        "name": {"type": "string", "maxLength": 5, "description": "A name."},
        "a/b c": {"type": "boolean"},
    }
    resource = read(spec_with(schema, **{"$defs": definitions}), group="a.example.com")
    assert resource.versions[0].schema.raw["properties"]["spec"]["properties"]["field"] == structural


def test_a_choice_of_objects_has_the_fields_of_all(read: Read) -> None:
    file = {
        "type": "object",
        "properties": {"kind": {"const": "file"}, "path": {"type": "string", "default": "/"}},
        "required": ["kind", "path"],
    }
    url = {
        "type": "object",
        "properties": {"kind": {"const": "url"}, "url": {"type": "string", "minLength": 1}},
        "required": ["kind", "url"],
    }
    resource = read(spec_with({"oneOf": [file, url]}), group="a.example.com")
    assert resource.versions[0].schema.raw["properties"]["spec"]["properties"]["field"] == {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": ["file", "url"]},
            "path": {"type": "string"},
            "url": {"type": "string", "minLength": 1},
        },
        "anyOf": [
            {"properties": {"kind": {"enum": ["file"]}}, "required": ["kind", "path"]},
            {"properties": {"kind": {"enum": ["url"]}}, "required": ["kind", "url"]},
        ],
    }


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"if": {}, "then": {}}, "if cannot be said in a CRD"),
        ({"anyOf": [{"type": "number"}, {"type": "string"}]}, "either number or string"),
        ({"type": ["object", "string"]}, "the types object, string"),
        ({"type": "strange"}, '"strange" is not a type'),
        (
            {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}]},
            "a tuple of different types",
        ),
        ({"$ref": "other.json#/a"}, "points outside the file"),
        ({"$ref": "#/nowhere"}, "leads nowhere"),
        ({"$ref": "#"}, '"#" contains itself'),
        ({"$ref": "#/$defs/node"}, '"#/$defs/node" contains itself'),
        ({"allOf": [{"type": "integer"}, {"type": "string"}]}, "contradict each other"),
        ({"anyOf": {}}, "anyOf has to be a list"),
        ({"type": "string", "not": {"type": "integer"}}, "this not cannot be said"),
        ({"type": "object", "not": {"properties": {"a": {"const": 1}}}}, "this not cannot be said"),
        ({"items": {"type": "string"}, "type": "array", "contains": {}}, "contains cannot be said"),
        ("string", "a schema has to be a mapping, not text"),
        ({"type": "object", "required": True}, "required has to be a list of names"),
    ],
)
def test_what_no_crd_can_say_is_refused_with_its_place(write: Write, schema: Any, message: str) -> None:
    with pytest.raises(ScaffoldError) as caught:
        load(write(spec_with(schema, **{"$defs": {"node": NODE}})), group="a.example.com")
    assert message in str(caught.value)
    assert caught.value.line == 1
    assert caught.value.column


def test_references_that_multiply_are_bounded(write: Write) -> None:
    definitions: dict[str, Any] = {"T0": {"type": "string"}}
    for n in range(1, 40):
        use = {"$ref": f"#/$defs/T{n - 1}"}
        definitions[f"T{n}"] = {"type": "object", "properties": {"a": use, "b": use}}
    with pytest.raises(ScaffoldError, match=r"more than|nested deeper"):
        load(write(spec_with({"$ref": "#/$defs/T39"}, **{"$defs": definitions})), group="a.example.com")


def test_long_chains_of_references_are_refused(write: Write) -> None:
    definitions: dict[str, Any] = {f"T{n}": {"$ref": f"#/$defs/T{n + 1}"} for n in range(3000)}
    with pytest.raises(ScaffoldError, match="references lead to references"):
        load(write(spec_with({"$ref": "#/$defs/T0"}, **{"$defs": definitions})), group="a.example.com")


def test_a_schema_of_the_whole_object(read: Read) -> None:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "description": "A database.",
        "properties": {
            "apiVersion": {"const": "x"},
            "kind": {"const": "y"},
            "metadata": {"type": "object", "properties": {"name": {"type": "string"}}},
            "spec": {"type": "object", "properties": {"a": {"type": "string"}}},
            "status": {"type": "object", "properties": {"b": {"type": "string"}}},
        },
        "required": ["apiVersion", "kind", "metadata", "spec", "status"],
        "additionalProperties": False,
    }
    told = {
        "group": "a.example.com",
        "kind": "Thing",
        "version": "v2",
        "plural": "thingies",
        "scope": "Cluster",
    }
    resource = read(json.dumps(schema), **told)
    (version,) = resource.versions
    assert (resource.kind, resource.names.plural, resource.scope, version.name) == (
        "Thing",
        "thingies",
        "Cluster",
        "v2",
    )
    assert version.status_subresource
    assert version.schema.raw["properties"]["metadata"] == {"type": "object"}
    assert version.schema.raw["required"] == ["spec"]
    assert version.schema.description == "A database."


def test_a_resource_is_an_object(read: Read, write: Write) -> None:
    anything = read('{"title": "A", "$schema": "x"}', group="a.example.com")
    assert anything.versions[0].schema.raw["properties"]["spec"] == {
        "title": "A", "type": "object", **PRESERVE
    }  # fmt: skip
    for types in ('"string"', '["integer", "string"]'):
        with pytest.raises(ScaffoldError, match="does not describe an object"):
            load(write(f'{{"title": "A", "$schema": "x", "type": {types}}}'), group="a.example.com")


def test_the_title_is_the_kind_unless_the_schema_says_better(read: Read) -> None:
    assert read(spec_with({}), group="a.example.com").kind == "Database"
    said = {"x-kubernetes-group-version-kind": [{"group": "b.example.com", "version": "v3", "kind": "Said"}]}
    resource = read(spec_with({}, **said))
    assert (resource.group, resource.kind, resource.versions[0].name) == ("b.example.com", "Said", "v3")


@pytest.mark.parametrize(
    ("schema", "told", "flag"),
    [
        ({"title": "A", "properties": {}}, {}, "--group"),
        ({"properties": {}}, {"group": "a.example.com"}, "--kind"),
    ],
)
def test_what_nobody_says_is_asked_for(write: Write, schema: Any, told: Any, flag: str) -> None:
    with pytest.raises(ScaffoldError) as caught:
        load(write(json.dumps(schema)), **told)
    assert flag in (caught.value.hint or "")
