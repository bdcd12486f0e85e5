from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.generators._identifiers import attribute_names, class_name, singular


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("replicas", "replicas"),
        ("secretName", "secret_name"),
        ("externalIPs", "external_ips"),
        ("HTTPRoute", "http_route"),
        ("a-b", "a_b"),
        ("$ref", "ref"),
        ("_private", "private"),
        ("__init__", "init"),
        ("9lives", "field_9lives"),
        ("", "field"),
        ("名前", "名前"),
        ("class", "class_"),
        ("None", "none"),
        ("self", "self_"),
        ("int", "int_"),
        ("copy", "copy_"),
        ("model_config", "field_model_config"),
        ("model_dump_json", "field_model_dump_json"),
        ("model", "model"),
    ],
)
def test_an_attribute_is_named_as_python_people_would(name: str, attribute: str) -> None:
    assert attribute_names([name], {"copy", "model_config"}) == {name: attribute}


@pytest.mark.parametrize(
    ("names", "attributes"),
    [
        (["a-b", "aB", "a_b"], ["a_b_2", "a_b_3", "a_b"]),
        (["ﬁ", "fi"], ["fi_2", "fi"]),
        (["-", "."], ["field", "field_2"]),
        (["class", "class_"], ["class__2", "class_"]),
    ],
)
def test_names_that_come_out_alike_are_told_apart(names: list[str], attributes: list[str]) -> None:
    assert list(attribute_names(names).values()) == attributes


@given(st.lists(st.text(max_size=12), unique=True, max_size=12))
def test_whatever_the_names_the_attributes_are_different_identifiers(names: list[str]) -> None:
    found = attribute_names(names, {"copy"})
    assert list(found) == names
    assert len(set(found.values())) == len(names)
    for attribute in found.values():
        assert attribute.isidentifier()
        assert not keyword.iskeyword(attribute)
        assert not attribute.startswith("_")
        assert attribute != "copy"


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("backups", "backup"),
        ("policies", "policy"),
        ("addresses", "address"),
        ("hostAliases", "hostAlias"),
        ("statuses", "status"),
        ("databases", "database"),
        ("status", "status"),
        ("ingress", "ingress"),
        ("dns", "dn"),
        ("data", "data"),
    ],
)
def test_one_of_many(name: str, one: str) -> None:
    assert singular(name) == one


@pytest.mark.parametrize(
    ("name", "class_"),
    [("amz-cache", "AmzCache"), ("podIP", "PodIP"), ("$", ""), ("9", "9"), ("名前", ""), ("naïve", "NaVe")],
)
def test_class_names(name: str, class_: str) -> None:
    assert class_name(name) == class_
