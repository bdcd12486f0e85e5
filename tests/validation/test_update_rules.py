"""What rules and junctors make of updates, beyond the recordings: odd equalities, types that were wrong."""

from __future__ import annotations

from typing import Any

import pytest

from scaffolder.validation.answers import Answer
from scaffolder.validation.registry import Registry
from scaffolder.validation.update import update

SHORT = {"type": "string", "maxLength": 5}


def answer(schema: dict[str, Any], old: Any, new: Any) -> Answer:
    """The answer to an update of ``spec``, of that schema."""
    registry = Registry()
    whole = {"type": "object", "properties": {"spec": schema}}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": whole}}
    spec = {"group": "a.io", "names": {"kind": "Thing"}, "versions": [version]}
    registry.add(
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "spec": spec}, "crd"
    )
    resource = registry.find("a.io", "Thing")
    assert resource is not None

    def thing(value: Any) -> dict[str, Any]:
        return {"apiVersion": "a.io/v1", "kind": "Thing", "metadata": {"name": "t"}, "spec": value}

    return update(resource, resource.versions["v1"], thing(new), thing(old))


def told(given: Answer) -> list[str]:
    return [f"{error.field}: {error.message}" for error in given.errors]


def ruled(schema: dict[str, Any], *rules: str) -> dict[str, Any]:
    """The schema with rules; those that ask an optional oldSelf say so."""
    return {
        **schema,
        "x-kubernetes-validations": [
            {"rule": rule, **({"optionalOldSelf": True} if "value()" in rule or "opt" in rule else {})}
            for rule in rules
        ],
    }


def a_set(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "maxItems": 5, "x-kubernetes-list-type": "set", "items": items}


def a_map(*keys: str) -> dict[str, Any]:
    properties = dict.fromkeys((*keys, "v"), SHORT)
    items = {"type": "object", "required": list(keys), "properties": properties}
    return {**a_set(items), "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": list(keys)}


UNHASHABLE = "internal error: runtime error: hash of unhashable type"
FAILED = ["spec: Invalid value: failed rule: self == oldSelf"]


@pytest.mark.parametrize(
    ("schema", "old", "new", "errors"),
    [
        (a_set({"type": "number"}), [1.5], [1.5], []),
        # a whole number is never found in a set of doubles, nor a time in one of texts
        (a_set({"type": "number"}), [1], [1], FAILED),
        (a_set({"type": "string", "format": "duration"}), ["60s"], ["60s"], FAILED),
        (a_set(SHORT), ["a", "a"], ["a", "b"], []),
        (a_set(SHORT), ["a", "b"], ["b", "a"], []),
        (
            a_set({"type": "object", "x-kubernetes-map-type": "atomic", "properties": {"a": SHORT}}),
            [{"a": "x"}],
            [{"a": "x"}],
            [
                f'spec: Invalid value: "array": {UNHASHABLE} map[string]interface {{}} '
                "evaluating rule: self == oldSelf"
            ],
        ),
        (a_map("k"), [{"k": "a"}, {"k": "a"}], [{"k": "a"}, {"k": "b"}], []),
        (a_map("k"), [{"k": "a"}, {"k": "b"}], [{"k": "b"}, {"k": "a"}], []),
        # keys are looked for in the data by the names that expressions have for them
        (a_map("a-b"), [{"a-b": "x"}], [{"a-b": "x"}], []),
        (a_map("a-b"), [{"a-b": "x"}, {"a-b": "y"}], [{"a-b": "x"}, {"a-b": "y"}], FAILED),
    ],
)
def test_equality_of_sets_and_map_lists(
    schema: dict[str, Any], old: Any, new: Any, errors: list[str]
) -> None:
    assert told(answer(ruled(schema, "self == oldSelf"), old, new)) == errors


NULLABLE = {"type": "object", "nullable": True, "properties": {"a": SHORT}}


UNEQUAL = "Invalid value: failed rule: self == oldSelf"
INCOMPARABLE = (
    "'no such overload': call arguments did not match a supported operator, function or macro signature "
    "for rule: self == oldSelf"
)


@pytest.mark.parametrize(
    ("old", "new", "error"), [(None, {}, INCOMPARABLE), ({}, None, UNEQUAL), (None, None, "")]
)
def test_an_object_in_a_list_or_map_cannot_be_compared_with_null(old: Any, new: Any, error: str) -> None:
    for schema, within in (
        ({"type": "object", "additionalProperties": NULLABLE}, lambda value: {"a": value}),
        ({"type": "array", "items": NULLABLE}, lambda value: [value]),
        (
            {"type": "array", "items": {"type": "object", "nullable": True, "additionalProperties": SHORT}},
            lambda value: [value],
        ),
    ):
        found = told(answer(ruled(schema, "self == oldSelf"), within(old), within(new)))
        assert [text.endswith(error) for text in found] == ([True] if error else [])


OPEN = {"type": "object", "additionalProperties": True}
OVERLOAD = (
    "'no such overload': call arguments did not match a supported operator, function or macro signature"
)


@pytest.mark.parametrize(
    ("schema", "rule", "value", "errors"),
    [
        (OPEN, "oldSelf.value() == self", {}, []),
        (OPEN, "oldSelf.value() == self", {"b": 1}, ["failed rule: oldSelf.value() == self"]),
        (
            OPEN,
            "self == oldSelf.value()",
            {"b": 1},
            [f'"object": {OVERLOAD} for rule: self == oldSelf.value()'],
        ),
        (OPEN, "oldSelf.optMap(o, o != self).orValue(false)", {"b": 1}, []),
        (OPEN, "self == oldSelf", {"b": 1}, []),
        ({"type": "object", "properties": {"a.b": SHORT}}, "oldSelf.value() == self", {"a.b": "c"}, []),
        ({"type": "object", "properties": {"1x": SHORT}}, "oldSelf.value() == self", {"1x": "c"}, []),
        ({"type": "object", "additionalProperties": SHORT}, "oldSelf.value() == self", {"a": "c"}, []),
    ],
)
def test_an_optional_old_self_is_native_data(
    schema: dict[str, Any], rule: str, value: Any, errors: list[str]
) -> None:
    given = answer(ruled({"maxProperties": 3, **schema}, rule), value, value)
    assert told(given) == [f"spec: Invalid value: {error}" for error in errors]


UNEXPECTED = "invalid data, expected string, got int64"


@pytest.mark.parametrize(
    ("schema", "rule", "old", "new", "errors"),
    [
        (SHORT, "self != 'bad'", 5, 5, [f'spec: Invalid value: "string": {UNEXPECTED}']),
        (SHORT, "self == oldSelf", 5, "a", [f'spec: Invalid value: "string": {UNEXPECTED}']),
        (
            SHORT,
            "oldSelf.value() == self",
            5,
            "a",
            [
                'spec: Invalid value: "string": unsupported conversion to ref.Val: '
                f"(*errors.errorString){UNEXPECTED}"
            ],
        ),
        (
            {"type": "number"},
            "self < 5.0",
            "1",
            "1",
            ['spec: Invalid value: "number": invalid data, expected float, got string'],
        ),
        (
            {"type": "array", "items": {"type": "integer"}},
            "self[0] > 1",
            {},
            {},
            [
                'spec: Invalid value: "array": invalid data, expected an array for the provided schema '
                "with type=array"
            ],
        ),
        # a format that is a type to rules
        (
            {"type": "object", "properties": {"a": {"type": "string", "format": "duration"}}},
            "has(self.a)",
            {"a": "b"},
            {"a": "b"},
            ['spec: Invalid value: "object": Invalid duration b: unable to parse b as duration'],
        ),
        # an item in which something is wrong is no error if another one decides
        (
            {"type": "array", "items": SHORT, "maxItems": 3},
            "self.exists(x, x == 'a')",
            [5, "a"],
            [5, "a"],
            [],
        ),
        # what another type is compared with is another value
        (
            {"type": "object", "properties": {"a": SHORT}},
            "self != oldSelf",
            {"a": 5},
            {"a": "b"},
            [],
        ),
    ],
)
def test_types_that_were_wrong_before(
    schema: dict[str, Any], rule: str, old: Any, new: Any, errors: list[str]
) -> None:
    given = answer(ruled(schema, rule), old, new)
    assert told(given) == [f"{error} evaluating rule: {rule}" for error in errors]


def test_branches_of_junctors_forgive_nothing() -> None:
    branches = [{"properties": {"a": {"maxLength": 2}}}, {"required": ["b"]}]
    schema = {"type": "object", "properties": {"a": {"type": "string"}, "b": SHORT}, "allOf": branches}
    assert told(answer(schema, {"a": "long"}, {"a": "long", "b": "new"})) == [
        "spec.a: Too long: may not be more than 2 bytes",
        '<nil>: Invalid value: "": "spec" must validate all the schemas (allOf)',
    ]


@pytest.mark.parametrize(
    ("rules", "detail"),
    [
        (
            [{"rule": "self.size() < 4", "messageExpression": "'was ' + oldSelf"}],
            "failed rule: self.size() < 4",
        ),
        (
            [
                {"rule": "self.size() < 4", "messageExpression": "'was ' + oldSelf"},
                {"rule": "self == oldSelf || true"},
            ],
            "was abcd",
        ),
        (
            [
                {
                    "rule": "oldSelf.hasValue() && false",
                    "optionalOldSelf": True,
                    "messageExpression": "oldSelf.hasValue() ? 'had' : 'had not'",
                }
            ],
            "failed rule: oldSelf.hasValue() && false",
        ),
    ],
)
def test_a_message_can_read_the_old_value_that_a_rule_asks_for(rules: list[Any], detail: str) -> None:
    given = answer({**SHORT, "x-kubernetes-validations": rules}, "abcd", "abcde")
    assert told(given) == [f'spec: Invalid value: "abcde": {detail}']


def test_equal_warnings_are_one() -> None:
    given = answer(ruled(SHORT, "self != 'a'", "self != 'a'", 'self != "a"'), "a", "a")
    assert [warning.message for warning in given.warnings] == [
        "Invalid value: \"a\": failed rule: self != 'a'",
        'Invalid value: "a": failed rule: self != "a"',
    ]


def test_an_old_value_is_never_optional_in_a_message() -> None:
    rule = {
        "rule": "oldSelf.hasValue() && false",
        "optionalOldSelf": True,
        "messageExpression": "has(oldSelf.a) ? 'had' : 'had not'",
    }
    schema = {"type": "object", "properties": {"a": SHORT}, "x-kubernetes-validations": [rule]}
    assert told(answer(schema, {}, {"a": "b"})) == ["spec: Invalid value: had not"]
    assert told(answer(schema, {"a": "b"}, {})) == ["spec: Invalid value: had"]
