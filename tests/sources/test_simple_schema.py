from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.sources._errors import SourceError
from scaffolder.sources.simple_schema import MAX_NODES, WORDS, SimpleSchema, expanded, parse_type, settled

INT_OR_STRING = {"anyOf": [{"type": "integer"}, {"type": "string"}], "x-kubernetes-int-or-string": True}


def compiled(fields: dict[str, Any], types: dict[str, Any] | None = None) -> dict[str, Any]:
    structure, _ = SimpleSchema(types).structure(fields, ())
    return settled(expanded(structure))


def field(spec: Any, types: dict[str, Any] | None = None) -> Any:
    return compiled({"field": spec}, types)["properties"]["field"]


def refusal(spec: Any, types: dict[str, Any] | None = None) -> SourceError:
    with pytest.raises(SourceError) as caught:
        compiled({"field": spec}, types)
    return caught.value


@pytest.mark.parametrize(
    ("spec", "schema"),
    [
        ("string", {"type": "string"}),
        ("integer", {"type": "integer"}),
        ("boolean", {"type": "boolean"}),
        ("float", {"type": "number"}),
        ("object", {"type": "object", "x-kubernetes-preserve-unknown-fields": True}),
        ("  string  ", {"type": "string"}),
        ("[]string", {"type": "array", "items": {"type": "string"}}),
        ("[] string", {"type": "array", "items": {"type": "string"}}),
        ("[][]integer", {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}),
        ("map[string]float", {"type": "object", "additionalProperties": {"type": "number"}}),
        (
            "map[string][]string",
            {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        ),
        (
            "[]map[string]boolean",
            {"type": "array", "items": {"type": "object", "additionalProperties": {"type": "boolean"}}},
        ),
        ("intOrString", INT_OR_STRING),
        ("dateTime", {"type": "string", "format": "date-time"}),
        ("date", {"type": "string", "format": "date"}),
        ("duration", {"type": "string", "format": "duration"}),
        ("bytes", {"type": "string", "format": "byte"}),
    ],
)
def test_types(spec: str, schema: dict[str, Any]) -> None:
    assert field(spec) == schema


def test_quantity_is_an_int_or_string_with_the_pattern_of_quantities() -> None:
    schema = field("quantity")
    assert schema.items() >= INT_OR_STRING.items()
    assert "[KMGTPE]i" in schema["pattern"]


@pytest.mark.parametrize(
    ("spec", "schema"),
    [
        ('string | default="postgres:17"', {"type": "string", "default": "postgres:17"}),
        ("string | default=plain", {"type": "string", "default": "plain"}),
        ('string | default=""', {"type": "string", "default": ""}),
        ('string | default="a = b | c [d"', {"type": "string", "default": "a = b | c [d"}),
        (r'string | default="say \"hi\""', {"type": "string", "default": 'say "hi"'}),
        (r'string | default="one\ntwo"', {"type": "string", "default": "one\ntwo"}),
        (r'string | default="C:\\data"', {"type": "string", "default": "C:\\data"}),
        ("integer | default=-3", {"type": "integer", "default": -3}),
        ("float | default=1.5", {"type": "number", "default": 1.5}),
        ("float | default=1e3", {"type": "number", "default": 1000}),
        ("boolean | default=T", {"type": "boolean", "default": True}),
        ("boolean | default=0", {"type": "boolean", "default": False}),
        (
            "[]integer | default=[80, 443]",
            {"type": "array", "items": {"type": "integer"}, "default": [80, 443]},
        ),
        (
            'object | default={"a": {"b": "c d"}}',
            {"type": "object", "x-kubernetes-preserve-unknown-fields": True, "default": {"a": {"b": "c d"}}},
        ),
        ("intOrString | default=80", {**INT_OR_STRING, "default": 80}),
        ('intOrString | default="80"', {**INT_OR_STRING, "default": "80"}),
        ("intOrString | default=25%", {**INT_OR_STRING, "default": "25%"}),
        ('string | description="Two words."', {"type": "string", "description": "Two words."}),
        (r'string | description="not a \n newline"', {"type": "string", "description": "not a \\n newline"}),
        ('string | enum="a, b,c"', {"type": "string", "enum": ["a", "b", "c"]}),
        ("integer | enum=1,2", {"type": "integer", "enum": [1, 2]}),
        ("float | enum=0.5,1", {"type": "number", "enum": [0.5, 1]}),
        ("integer | minimum=0 maximum=9", {"type": "integer", "minimum": 0, "maximum": 9}),
        ("float | minimum=0.1 maximum=1.50", {"type": "number", "minimum": 0.1, "maximum": 1.5}),
        (
            "float | minimum=0 exclusiveMinimum=true multipleOf=0.5",
            {"type": "number", "minimum": 0, "exclusiveMinimum": True, "multipleOf": 0.5},
        ),
        ("string | minLength=0 maxLength=63", {"type": "string", "minLength": 0, "maxLength": 63}),
        (r'string | pattern="^\\w+[.]$"', {"type": "string", "pattern": r"^\w+[.]$"}),
        (r"string | pattern=^[a-z]{2}$", {"type": "string", "pattern": "^[a-z]{2}$"}),
        ("string | pattern=^(a|b)$", {"type": "string", "pattern": "^(a|b)$"}),
        ("string | format=ipv4", {"type": "string", "format": "ipv4"}),
        ("integer | format=int64", {"type": "integer", "format": "int64"}),
        ("string | nullable=true", {"type": "string", "nullable": True}),
        ("string | nullable=false", {"type": "string"}),
        (
            "[]string | minItems=1 maxItems=3",
            {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 3},
        ),
        (
            "[]string | uniqueItems=true",
            {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"},
        ),
        ("[]string | uniqueItems=false", {"type": "array", "items": {"type": "string"}}),
        (
            "[]string | listType=atomic",
            {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "atomic"},
        ),
        (
            "map[string]string | minProperties=1 maxProperties=9 mapType=atomic",
            {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "minProperties": 1,
                "maxProperties": 9,
                "x-kubernetes-map-type": "atomic",
            },
        ),
        (
            'integer | immutable=true validation="self > 0"',
            {
                "type": "integer",
                "x-kubernetes-validations": [
                    {"rule": "self == oldSelf", "message": "field is immutable"},
                    {"rule": "self > 0", "message": "validation failed"},
                ],
            },
        ),
        ("integer | minimum=1 | maximum=2 ", {"type": "integer", "minimum": 1, "maximum": 2}),
    ],
)
def test_markers(spec: str, schema: dict[str, Any]) -> None:
    assert field(spec) == schema


@pytest.mark.parametrize(
    ("spec", "message", "hint"),
    [
        ("", "names no type", None),
        ("| required=true", "names no type", None),
        ("[]", "names no type", None),
        ("map[string]", "names no type", None),
        ("map[integer]string", "keys of a map are strings", "map[string]T"),
        ("[]" * 17 + "string", "deeper than 16", None),
        ("string[]", 'unknown type "string[]"', '"[]string"'),
        ("number", 'unknown type "number"', "float"),
        ("int", 'unknown type "int"', "integer"),
        ("Strin", 'unknown type "Strin"', '"string"'),
        ("Frobnicator", 'unknown type "Frobnicator"', "types:"),
        ("string |", "no marker after", None),
        ("string | requird=true", 'unknown marker "requird"', '"required"'),
        ("string | required", '"required" has no value', "required=value"),
        ("string | required = true", '"required" has no value', "spaces"),
        ("string | =x", "without a marker", None),
        ("string | required=maybe", "not true or false", None),
        ("string | description=two words", '"words" has no value', "double quotes"),
        ("string | description='two words'", "single quote", "double quotes"),
        ('string | description="open', "not closed", None),
        ('string | description="', "not closed", None),
        ("object | default={", "not closed", None),
        ("object | default=}", "closes nothing", None),
        ("object | default={a}", "not JSON", None),
        ("object | default=[1]", "not an object", None),
        ("[]string | default={}", "not a list", None),
        ('object | default={"a": NaN}', "not JSON", None),
        ("object | default=" + "[" * 60 + "]" * 60, "deeper than 50", None),
        ("integer | default=3.14", "not an integer", None),
        ("integer | default=9223372036854775808", "not an integer", None),
        ("integer | default=1_000", "not an integer", None),
        ("float | default=nan", "not a number", None),
        ("float | default=1e999", "not a number", None),
        ("boolean | default=yes", "not a boolean", None),
        ("string | default=a default=b", "given twice", None),
        ("string | enum=a,,b", "empty value", None),
        ("string | enum=a,a", "twice in enum", None),
        ("integer | enum=1,x", "not of type integer", None),
        ("boolean | enum=true", "cannot apply", None),
        ("string | minimum=1", "cannot apply to a string", "integers"),
        ("[]integer | minimum=1", "cannot apply to a list", "types:"),
        ("integer | minimum=x", "not a number", None),
        ("integer | minimum=5 maximum=4", "greater than", None),
        ("integer | exclusiveMinimum=true", "without a minimum", None),
        ("integer | multipleOf=0", "greater than 0", None),
        ("integer | minLength=1", "cannot apply", "strings"),
        ("string | minLength=-1", "0 or more", None),
        ('string | pattern=""', "pattern is empty", None),
        ('string | pattern="[a"', "pattern=", "RE2"),
        ('string | pattern="(?=a)"', "pattern=", "RE2"),
        ("integer | pattern=a", "cannot apply", None),
        ("string | uniqueItems=true", "cannot apply", "lists"),
        ("string | listType=set", "cannot apply", "lists"),
        ("[]string | listType=sets", "not atomic, set or map", None),
        ("[]string | uniqueItems=true listType=map", "contradicts", None),
        ("[]string | listMapKey=name", "without listType=map", "listType=map"),
        ("[]string | listType=map listMapKey=name", "list of objects", None),
        ("[]Port | listType=map", "without a listMapKey", None),
        ("[]Port | listType=map listMapKey=nmae", "no such field", '"name"'),
        ("[]Port | listType=map listMapKey=number", "required or to have a default", "required=true"),
        ("[]Port | listType=map listMapKey=name listMapKey=name", "given twice", None),
        ('string | validation=" "', "validation is empty", None),
        ("string | format=ipv5", "none that a server checks", '"ipv'),
        ("integer | format=ipv4", "none that a server checks", "int32"),
        ("string | enum=a nullable=true", "nullable=true beside enum", None),
        (7, "not a number", "string"),
        (None, "not empty", "string"),
        (["string"], "not a list", '"[]string"'),
        ({"inner": True}, "not a boolean", None),
        ({".": "required"}, "has no value", None),
        ({".": 1}, "has to hold markers", None),
        ({"a b": "string"}, "cannot be the name of a field", "openAPIV3Schema"),
        ({'x"; import os': "string"}, "cannot be the name of a field", None),
        ({"openAPIV3Schema": {"$ref": "#/x"}}, "$ref", None),
        ({"openAPIV3Schema": {}, ".": "nullable=true"}, "belongs into the openAPIV3Schema", None),
    ],
)
def test_mistakes(spec: Any, message: str, hint: str | None) -> None:
    error = refusal(spec, {"Port": {"name": "string | required=true", "number": "integer"}})
    assert message in error.message
    assert "\n" not in error.message
    assert hint is None or hint in (error.hint or "")


def test_required_fields_are_told_by_their_structure_in_order_of_the_alphabet() -> None:
    schema = compiled(
        {"b": "string | required=true", "a": "string | required=true", "c": "string | required=false"}
    )
    assert schema["required"] == ["a", "b"]
    assert list(schema["properties"]) == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("fields", "default"),
    [
        ({"a": "integer | default=1"}, {}),
        ({"a": "integer"}, None),
        ({"a": "integer | default=1", "b": "string | required=true"}, None),
        ({"a": {"b": {"c": "integer | default=1"}}}, {}),
        ({".": 'default={"a": 2}', "a": "integer | default=1"}, {"a": 2}),
        ({".": "minProperties=1", "a": "integer | default=1"}, None),
        ({".": 'validation="has(self.a)"', "a": "integer | default=1"}, None),
        ({"a": {"openAPIV3Schema": {"type": "integer", "default": 1}}}, {}),
    ],
)
def test_an_object_has_a_default_where_its_fields_have(fields: dict[str, Any], default: Any) -> None:
    assert compiled({"field": fields})["properties"]["field"].get("default") == default


def test_the_key_dot_says_something_about_the_structure() -> None:
    schema = compiled({"disk": {".": 'required=true description="The disk."', "size": "quantity"}})
    assert schema["required"] == ["disk"]
    assert schema["properties"]["disk"]["description"] == "The disk."
    assert list(schema["properties"]["disk"]["properties"]) == ["size"]


def test_a_field_may_be_openapi_and_still_be_required() -> None:
    openapi = {"type": "object", "properties": {"any name!": {"type": "string"}}}
    schema = compiled({"a": {"openAPIV3Schema": openapi, ".": "required=true"}})
    assert schema["properties"]["a"] == openapi
    assert schema["required"] == ["a"]


def test_custom_types_are_written_out_where_they_are_used() -> None:
    types = {
        "Company": {"name": "string", "seat": "Address"},
        "Address": {"city": "City", "zip": 'string | pattern="^[0-9]+$"'},
        "City": 'string | required=true description="Where it is."',
    }
    schema = compiled(
        {"employers": "[]Company", "home": 'Address | description="Where to."', "born": "City"}, types
    )
    address = {
        "type": "object",
        "properties": {
            "city": {"type": "string", "description": "Where it is."},
            "zip": {"type": "string", "pattern": "^[0-9]+$"},
        },
        "required": ["city"],
    }
    assert schema["properties"]["home"] == {**address, "description": "Where to."}
    assert schema["properties"]["employers"]["items"]["properties"]["seat"] == address
    # An alias that is required is so where it is a field's own type.
    assert schema["required"] == ["born"]
    assert "required" not in compiled({"cities": "[]City"}, types)


def test_markers_at_a_use_of_a_type_leave_its_other_uses_alone() -> None:
    types = {"Port": 'integer | minimum=1 validation="self != 22"'}
    schema = compiled({"a": 'Port | default=80 validation="self < 99"', "b": "Port"}, types)
    assert schema["properties"]["a"]["default"] == 80
    assert len(schema["properties"]["a"]["x-kubernetes-validations"]) == 2
    assert "default" not in schema["properties"]["b"]
    assert len(schema["properties"]["b"]["x-kubernetes-validations"]) == 1


def test_a_list_that_is_a_map_names_its_keys() -> None:
    types = {"Port": {"name": "string | required=true", "protocol": "string | default=TCP"}}
    schema = field("[]Port | listType=map listMapKey=name listMapKey=protocol", types)
    assert schema["x-kubernetes-list-type"] == "map"
    assert schema["x-kubernetes-list-map-keys"] == ["name", "protocol"]


def test_objects_in_a_set_are_atomic_as_the_server_demands() -> None:
    types = {"Label": {"key": "string"}}
    schema = compiled({"set": "[]Label | uniqueItems=true", "list": "[]Label"}, types)["properties"]
    assert schema["set"]["items"]["x-kubernetes-map-type"] == "atomic"
    assert "x-kubernetes-map-type" not in schema["list"]["items"]


def test_conditions_are_a_map_by_type() -> None:
    schema = field("[]Condition")
    assert schema["x-kubernetes-list-map-keys"] == ["type"]
    assert schema["items"]["required"] == ["lastTransitionTime", "message", "reason", "status", "type"]
    assert field("[]Condition | listType=map listMapKey=type") == schema
    assert field("[]Condition | listType=atomic")["x-kubernetes-list-type"] == "atomic"
    assert field("[]Condition", {"Condition": "string"}) == {"type": "array", "items": {"type": "string"}}


@pytest.mark.parametrize(
    ("types", "message"),
    [
        ({"A": "A"}, "contains itself: A -> A"),
        ({"A": "[]B", "B": {"x": {"y": "map[string]C | required=true"}}, "C": "A"}, "A -> B -> C -> A"),
        ({"A": "Missing"}, 'unknown type "Missing"'),
        ({"A": 1}, "not a number"),
        ({"A": "string | minLength=x"}, "minLength"),
        ({"string": "integer"}, "is a built-in type"),
        ({"[]A": "integer"}, "cannot be the name of a type"),
    ],
)
def test_types_that_cannot_be(types: dict[str, Any], message: str) -> None:
    with pytest.raises(SourceError) as caught:
        SimpleSchema(types, ("types",))
    assert message in caught.value.message
    assert caught.value.path[0] == "types"


def test_types_that_stand_for_too_much_are_refused() -> None:
    doubling = {"T0": "string"} | {f"T{n}": {"a": f"T{n - 1}", "b": f"T{n - 1}"} for n in range(1, 40)}
    with pytest.raises(SourceError, match=f"more than {MAX_NODES} parts"):
        compiled({"field": "T39"}, doubling)


def test_chains_of_types_too_deep_are_refused() -> None:
    chain = {"T0": "string"} | {f"T{n}": {"a": f"T{n - 1}"} for n in range(1, 3000)}
    with pytest.raises(SourceError, match="nested deeper"):
        compiled({"field": "T2999"}, chain)


@pytest.mark.parametrize("text", ["[]map[string]Port", " [] map[string] Port "])
def test_parse_type(text: str) -> None:
    assert parse_type(text) == (("[]", "map"), "Port")


TEXTS = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            [*WORDS, "[]", "map[string]", " | ", "default=", "enum=", '"', "\\", "{", "]", "1", " ", "a"]
        )
    ).map("".join),
)


@given(
    st.recursive(
        st.one_of(TEXTS, st.none(), st.booleans(), st.integers()),
        lambda inner: st.one_of(
            st.lists(inner, max_size=2),
            st.dictionaries(st.sampled_from(["a", "b", ".", "openAPIV3Schema", "x y"]), inner, max_size=3),
        ),
        max_leaves=8,
    )
)
def test_any_value_is_a_schema_or_a_mistake(spec: Any) -> None:
    with suppress(SourceError):
        assert compiled({"field": spec}, {"Custom": "string"})["type"] == "object"
