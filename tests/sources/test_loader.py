from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffolder.errors import ScaffoldError
from scaffolder.model.resource import Resource
from scaffolder.sources.loader import MAX_BYTES, load
from scaffolder.sources.markers import MARKER_NAMES
from scaffolder.sources.resource_file import KEYS, VERSION_KEYS

Write = Callable[[str], str]

SMALL = "group: a.example.com\nkind: {kind}\nversions: [{{name: v1, spec: {{a: string}}}}]\n"


def refusal(source: str, **told: Any) -> str:
    with pytest.raises(ScaffoldError) as caught:
        load(source, **told)
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_files_that_are_not_there(write: Write) -> None:
    write(SMALL.format(kind="A"))
    assert "sources.yaml: there is no such file (did you mean" in refusal("sources.yaml")
    assert "there is no such file" in refusal("no/such/folder/file.yaml")
    assert "package.module:Class" in refusal("frobnicate")
    assert "cannot read it" in refusal("x" * 5000 + ".yaml")
    assert "cannot read it" in refusal("a\0b.yaml")
    assert "this is a folder" in refusal(".")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_files_that_may_not_be_read(write: Write) -> None:
    file = write("kind: A")
    Path(file).chmod(0)
    assert "cannot read it: Permission denied" in refusal(file)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b"# only a comment\n---\n", "the file is empty"),
        (b"group: \xff\xfe", "this is not YAML"),
        (b"{", "source.yaml:"),
        (b"- a\n", "none of the forms"),
        (b"just text", "none of the forms"),
        (b"apiVersion: v1\nkind: ConfigMap\n", "none of the forms"),
        (b"kind: {{ .Values.kind }}\n", "render it first"),
        (b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
            b"%c: &%c [%s]\n" % (c + 1, c + 1, b", ".join([b"*%c" % c] * 9)) for c in range(97, 110)
        ), "excessive aliasing"),
        (b"kind: A\n#" + b"x" * MAX_BYTES, "larger than 32 MiB"),
    ],
    ids=["empty", "comment", "bytes", "broken", "list", "text", "other", "template", "bomb", "large"],
)  # fmt: skip
def test_files_that_are_no_source(write: Write, data: bytes, message: str) -> None:
    file = write("")
    Path(file).write_bytes(data)
    assert message in refusal(file)


def test_a_mistake_in_a_later_document_is_found(write: Write) -> None:
    text = SMALL.format(kind="A")
    assert refusal(write(f"{text}---\n{text}wrong: 1\n")).startswith('source.yaml:8:1: unknown key "wrong"')


def test_what_is_told_chooses_a_kind(write: Write) -> None:
    file = write(f"{SMALL.format(kind='A')}---\n{SMALL.format(kind='B')}")
    assert [resource.kind for resource in load(file)] == ["A", "B"]
    assert [resource.kind for resource in load(file, kind="B")] == ["B"]
    assert "there is no kind C (it has A, B)" in refusal(file, kind="C")


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"group": "b.example.com"}, "--group contradicts the source, which says a.example.com"),
        ({"version": "v2"}, "--version contradicts the source, which says v1"),
        ({"plural": "aa"}, "--plural contradicts"),
        ({"scope": "Cluster"}, "--scope contradicts"),
        ({"short_names": ["x"]}, "--short-name contradicts"),
        ({"group": "../x"}, "--group: "),
        ({"kind": "a b"}, "--kind: "),
    ],
)
def test_what_is_told_may_not_contradict_the_source(write: Write, told: Any, message: str) -> None:
    assert message in refusal(write(SMALL.format(kind="A")), **told)


def test_what_is_told_may_repeat_the_source(write: Write) -> None:
    file = write(SMALL.format(kind="A"))
    told = {"group": "a.example.com", "kind": "A", "version": "v1", "plural": "as", "scope": "Namespaced"}
    assert load(file, **told) == load(file)


def test_the_origin_is_never_an_absolute_path(write: Write, tmp_path: Path) -> None:
    file = write(SMALL.format(kind="A"))
    outside = tmp_path.parent / f"{tmp_path.name}-outside.yaml"
    outside.write_text(SMALL.format(kind="A"))
    assert load(file)[0].origin == "source.yaml"
    assert load(str(tmp_path / file))[0].origin == "source.yaml"
    assert load(str(outside))[0].origin == outside.name


def test_json_is_read_as_well(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(
        json.dumps({"group": "a.b", "kind": "A", "versions": [{"name": "v1", "spec": {"a": "string"}}]})
    )
    (resource,) = load(str(file))
    assert resource.kind == "A"


WORDS = st.sampled_from(
    [
        *KEYS,
        *VERSION_KEYS,
        *MARKER_NAMES,
        *(
            "apiVersion",
            "openapi",
            "components",
            "schemas",
            "properties",
            "type",
            "items",
            "$ref",
            "$defs",
            "allOf",
        ),
        *(
            "anyOf",
            "oneOf",
            "not",
            "names",
            "schema",
            "subresources",
            "items",
            "at",
            "rule",
            "path",
            ".",
            "metadata",
        ),
        *(
            "apiextensions.k8s.io/v1",
            "CustomResourceDefinition",
            "List",
            "3.0.0",
            "object",
            "string",
            "array",
            "null",
        ),
        *(
            "#/$defs/a",
            "#",
            "A",
            "a.b",
            "v1",
            "x-kubernetes-group-version-kind",
            ".spec.a",
            "[]string",
            "a | b=c",
        ),
    ]
)
SCALARS = st.one_of(WORDS, st.none(), st.booleans(), st.integers(), st.floats(-1e30, 1e30))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=20,
)
HEADS = st.sampled_from(
    [
        {},
        {"group": "a.b", "kind": "A"},
        {"group": "a.b", "kind": "A", "versions": [{"name": "v1"}]},
        {"$schema": "x", "title": "A"},
        {"openapi": "3.0.0"},
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition"},
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=HEADS, body=st.dictionaries(WORDS, VALUES, max_size=5), version=VALUES)
def test_any_mapping_is_a_resource_or_a_mistake(
    write: Write, head: dict[str, Any], body: dict[str, Any], version: Any
) -> None:
    value = {**head, **body}
    if "versions" in head and isinstance(version, dict):
        value["versions"] = [{"name": "v1", **version}]
    with suppress(ScaffoldError):
        for resource in load(write(json.dumps(value)), group=None if "group" in value else "a.b"):
            assert isinstance(resource, Resource)
            assert resource.versions
