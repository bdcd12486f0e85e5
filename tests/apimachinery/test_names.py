from __future__ import annotations

from typing import Any

import pytest

from scaffolder.apimachinery import names
from tests.apimachinery.recorded import load


def messages_about(field: str, value: Any) -> list[str]:
    match field:
        case "name":
            return names.dns1123_subdomain(value)
        case "generateName":
            generated = names.generated_name(value, suffix="abcde")
            return names.name_prefix(value) + names.dns1123_subdomain(generated)
        case "labels":
            return [m for k, v in value.items() for m in names.label_key(k) + names.label_value(v)]
        case "annotations":
            return [m for key in value for m in names.annotation_key(key)]
        case "finalizers":
            return [m for name in value for m in names.finalizer_name(name)]
    raise AssertionError(field)


@pytest.mark.parametrize("case", load("names"), ids=lambda case: f"{case['field']}-{case['value']!r:.40}")
def test_says_what_the_server_says(case: dict[str, Any]) -> None:
    assert sorted(messages_about(case["field"], case["value"])) == case["messages"]


@pytest.mark.parametrize("value", ["a", "a1", "a-1", "a--1--2--b", "0", "012", "1-a", "a" * 63])
def test_labels(value: str) -> None:
    assert names.dns1123_label(value) == []


@pytest.mark.parametrize(
    "value", ["", "A", "1-A", "-", "a-", "-a", "_a", "a_b", " ", "a ", "a b", "é", "a\n"]
)
def test_no_labels(value: str) -> None:
    [message] = names.dns1123_label(value)
    assert message.startswith("a lowercase RFC 1123 label must consist of")


def test_a_label_with_dots_is_told_apart() -> None:
    assert names.dns1123_label("a.b") == ["must not contain dots"]
    assert names.dns1123_label("a" * 64) == ["must be no more than 63 characters"]


@pytest.mark.parametrize(
    ("value", "good"), [("v1", True), ("1a", False), ("a-b", True), ("a.b", False), ("", False)]
)
def test_dns1035_labels(value: str, good: bool) -> None:
    assert (names.dns1035_label(value) == []) is good


def test_lengths_are_bytes() -> None:
    assert names.label_value("é" * 32)[0] == "must be no more than 63 bytes"
    assert names.annotations_size({"é": "a"}) == 3


@pytest.mark.parametrize(
    ("value", "messages"),
    [
        ("BAD_NAME", []),
        ("a b", []),
        ("", []),
        (".", ["may not be '.'"]),
        ("..", ["may not be '..'"]),
        ("a/b%c", ["may not contain '/'", "may not contain '%'"]),
    ],
)
def test_path_segments(value: str, messages: list[str]) -> None:
    assert names.path_segment_name(value) == messages


@pytest.mark.parametrize(
    ("value", "good"), [("a_1", True), ("_", True), ("1a", False), ("", False), ("a-b", False)]
)
def test_c_identifiers(value: str, good: bool) -> None:
    assert (names.c_identifier(value) == []) is good


def test_the_mask_for_a_trailing_dash_drops_one_character_more() -> None:
    assert names.name_prefix("a.-") == []
    assert names.name_prefix("a.") != []


def test_generated_names_are_cut_to_58_bytes() -> None:
    assert names.generated_name("a" * 70) == "a" * 58 + "?????"
    assert names.generated_name("é" * 30, "xxxxx") == "é" * 29 + "xxxxx"


@pytest.mark.parametrize(
    ("kind", "plural"),
    [
        ("Database", "databases"),
        ("Ingress", "ingresses"),
        ("NetworkPolicy", "networkpolicies"),
        ("Endpoints", "endpoints"),
        ("Gateway", "gatewaies"),
    ],
)
def test_plurals_are_guessed_as_the_server_guesses(kind: str, plural: str) -> None:
    assert names.plural_of(kind) == plural


@pytest.mark.parametrize(
    ("text", "lower"),
    [("ABC", "abc"), ("\u0130b", "ib"), ("\u039f\u03a3", "\u03bf\u03c3"), ("\u212a", "k"), ("ẞ", "ß")],
)
def test_lower_case(text: str, lower: str) -> None:
    assert names.lower_case(text) == lower
