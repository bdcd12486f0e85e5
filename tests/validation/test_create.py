"""Creates against small schemas, in the words of a kube-apiserver 1.36."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from scaffolder.workflows.validate import Request, validate

Schema = dict[str, Any]

EMBEDDED: Schema = {
    "type": "object",
    "x-kubernetes-embedded-resource": True,
    "x-kubernetes-preserve-unknown-fields": True,
}
ANYTHING: Schema = {"x-kubernetes-preserve-unknown-fields": True}


def result_of(
    folder: Path, schema: Schema, spec: str, *, suffix: str = "yaml", stored_as: Schema | None = None
) -> dict[str, Any]:
    """What is reported of an object with ``spec``, whose schema is ``schema``."""
    text = '{"apiVersion": "a.example.com/v1", "kind": "Widget", "metadata": {"name": "w"}, "spec": %s}'
    return report_of(folder, schema, text % spec, suffix=suffix, stored_as=stored_as)


def report_of(
    folder: Path, schema: Schema, text: str, *, suffix: str = "yaml", stored_as: Schema | None = None
) -> dict[str, Any]:
    versions = [
        {
            "name": name,
            "served": True,
            "storage": storage,
            "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec_schema}}},
        }
        for name, spec_schema, storage in (("v1", schema, not stored_as), ("v2", stored_as, True))
        if spec_schema
    ]
    crd = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "widgets.a.example.com"},
        "spec": {
            "group": "a.example.com",
            "scope": "Namespaced",
            "names": {"kind": "Widget", "plural": "widgets"},
            "versions": versions,
        },
    }
    (folder / "crd.json").write_text(json.dumps(crd))
    file = folder / f"widget.{suffix}"
    file.write_text(text)
    out = io.StringIO()
    request = Request([str(file)], [str(folder / "crd.json")], with_object=True)
    validate(request, "json", out)
    result: dict[str, Any] = json.loads(out.getvalue())["results"][0]
    return result


@pytest.mark.parametrize(
    ("schema", "spec", "expected"),
    [
        # What a server keeps of a definition is the JSON that Go writes: 3.0 is 3 there, and 3.5 is 3.
        ({"type": "number", "enum": [3.0]}, "3.5", []),
        (
            {"type": "number", "enum": [-9223372036854775809, -0.0]},
            "1",
            ['Unsupported value: 1: supported values: "-9223372036854776000", "0"'],
        ),
        # The float64 half-way between the largest float32 and the next power of two.
        ({"type": "number", "format": "float"}, "3.4028235677973366e38", []),
        (
            {"type": "number", "format": "float"},
            "3.402823567797337e38",
            ['Invalid value: "": Checked value must be of type number with format float in spec'],
        ),
        (
            {"type": "array", "items": EMBEDDED},
            '[{"kind": 1}, {"kind": 2}]',
            ["spec[0].kind: Invalid value: 1: must be a string"],
        ),
    ],
)
def test_messages(tmp_path: Path, schema: Schema, spec: str, expected: list[str]) -> None:
    assert [error["message"] for error in result_of(tmp_path, schema, spec)["errors"]] == expected


SET: Schema = {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "number"}}
MAP: Schema = {
    "type": "array",
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": ["a"],
    "items": {"type": "object", "required": ["a"], "properties": {"a": {"type": "number"}}},
}


@pytest.mark.parametrize(
    ("schema", "spec", "suffix", "expected"),
    [
        (SET, "[1e16, 10000000000000000]", "json", []),
        (SET, "[1e16, 10000000000000000]", "yaml", ["Duplicate value: 10000000000000000"]),
        (MAP, '[{"a": 1e16}, {"a": 10000000000000000}]', "json", []),
        (MAP, '[{"a": 0.5}, {"a": 0.5}]', "json", ['Duplicate value: {"a":0.5}']),
    ],
)
def test_duplicates(tmp_path: Path, schema: Schema, spec: str, suffix: str, expected: list[str]) -> None:
    result = result_of(tmp_path, schema, spec, suffix=suffix)
    assert [error["message"] for error in result["errors"]] == expected


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"metadata": None}, {"metadata": {}}),
        ({"metadata": {"creationTimestamp": None, "zzz": 1, "name": 5}}, {"metadata": {}}),
        ({"kind": 1, "apiVersion": "v1"}, {"apiVersion": "v1"}),
        (
            {"metadata": {"ownerReferences": [{"uid": "u"}]}},
            {"metadata": {"ownerReferences": [{"apiVersion": "", "kind": "", "name": "", "uid": "u"}]}},
        ),
    ],
)
def test_only_the_storage_version_knows_of_an_embedded_resource(
    tmp_path: Path, sent: dict[str, Any], kept: dict[str, Any]
) -> None:
    result = result_of(tmp_path, ANYTHING, json.dumps(sent), stored_as=EMBEDDED)
    assert result["object"]["spec"] == kept


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What the server makes JSON of has lost the fraction; what it cannot decode is told before the kind.
        (
            '"apiVersion": "a.example.com/v1", "kind": "Widget", "metadata": {"name": "w", '
            '"generation": 1.0}',
            [],
        ),
        (
            '"apiVersion": "a.example.com/v1", "kind": "Widget", "metadata": {"generation": 1.5}',
            ["json: cannot unmarshal number 1.5 into Go struct field ObjectMeta.generation of type int64"],
        ),
        (
            '"kind": "Widget", "metadata": {"name": 1}',
            ["json: cannot unmarshal number into Go struct field ObjectMeta.name of type string"],
        ),
        ('"kind": "Gadget", "metadata": {"zzz": 1}', ["Object 'Kind' is missing"]),
        ('"apiVersion": "a.example.com/v1"', ["Object 'Kind' is missing"]),
        (
            '"kind": "Widget", "metadata": {"zzz": 1}',
            ["Object 'apiVersion' is missing in 'object has no apiVersion field'"],
        ),
        (
            '"kind": "Widget"',
            ["the API version in the data () does not match the expected API version (a.example.com/v1)"],
        ),
        (
            '"kind": "Widget", "apiVersion": null, "metadata": 1',
            [".apiVersion accessor error: <nil> is of the type <nil>, expected string"],
        ),
        (
            '"kind": 1, "apiVersion": "a.example.com/v1"',
            [
                "couldn't get version/kind; json parse error: json: cannot unmarshal number into "
                "Go struct field .kind of type string"
            ],
        ),
        (
            '"kind": "Widget", "apiVersion": "a.example.com/", "spec": 1',
            ["Object 'apiVersion' is missing in 'object has no apiVersion field'"],
        ),
        ('"apiVersion": "a/b/c"', ["unexpected GroupVersion string: a/b/c"]),
        (
            '"apiVersion": "a.example.com/v1", "kind": "widget", "metadata": {"zzz": 1}',
            ['unknown field "metadata.zzz"'],
        ),
        (
            '"apiVersion": "a.example.com/v9", "kind": "Widget", "metadata": {"zzz": 1}, '
            '"spec": 1, "spec": 2',
            ['duplicate field "spec"', 'unknown field "metadata.zzz"', 'unknown field "spec"'],
        ),
        (
            '"apiVersion": "a.example.com/v1", "kind": "Widget", "metadata": {"name": "w", '
            '"creationTimestamp": "2020-01-01T00:00:00+\u06600:00"}',
            [
                'parsing time "2020-01-01T00:00:00+\\xd9\\xa00:00" as "2006-01-02T15:04:05Z07:00": '
                'cannot parse "+\\xd9\\xa00:00" as "Z07:00"'
            ],
        ),
    ],
)
def test_metadata_and_type(tmp_path: Path, text: str, expected: list[str]) -> None:
    result = report_of(tmp_path, ANYTHING, f"{{{text}}}", suffix="json")
    assert sorted(error["message"] for error in result["errors"]) == expected


def test_of_another_kind_all_but_metadata_and_schema_is_checked(tmp_path: Path) -> None:
    schema: Schema = {
        "type": "object",
        "properties": {
            "a": {"type": "integer", "x-kubernetes-validations": [{"rule": "self > 2"}]},
            "e": EMBEDDED,
            "s": SET,
        },
    }
    text = """
apiVersion: a.example.com/v1
kind: widget
spec: {a: 1, e: {apiVersion: v1, kind: ""}, s: [1, 1], zzz: 1}
"""
    errors = report_of(tmp_path, schema, text)["errors"]
    assert sorted(f"{error['field']}: {error['message']}" for error in errors) == [
        'kind: Invalid value: "widget": must be Widget',
        "spec.a: Invalid value: 1: failed rule: self > 2",
        'spec.e.kind: Invalid value: "": must not be empty',
        "spec.s[1]: Duplicate value: 1",
    ]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"operation": "apply"}, ['operation: Invalid value: "apply": must be `Apply` or `Update`']),
        ({}, ['operation: Invalid value: "": must be `Apply` or `Update`']),
        (
            {"operation": "Apply", "manager": "é\n"},
            ['manager: Invalid value: "é\\n": invalid character U+000A (at position 2)'],
        ),
    ],
)
def test_managed_fields_of_embedded_resources(
    tmp_path: Path, entry: dict[str, str], expected: list[str]
) -> None:
    embedded = {"apiVersion": "v1", "kind": "Pod", "metadata": {"managedFields": [entry]}}
    errors = result_of(tmp_path, EMBEDDED, json.dumps(embedded), suffix="json")["errors"]
    assert [f"{error['field']}: {error['message']}" for error in errors] == [
        f"spec.metadata.managedFields[0].{text}" for text in expected
    ]


def test_a_hundred_unknown_fields_of_metadata_are_told(tmp_path: Path) -> None:
    metadata = json.dumps({f"z{number:03d}": 1 for number in range(150)})
    text = f'{{"apiVersion": "a.example.com/v1", "kind": "Widget", "metadata": {metadata}}}'
    errors = report_of(tmp_path, ANYTHING, text)["errors"]
    assert sorted(error["field"] for error in errors) == [f"metadata.z{number:03d}" for number in range(100)]


@pytest.mark.parametrize("prefix", ["é-", "a\n"])
def test_generated_names(tmp_path: Path, prefix: str) -> None:
    metadata = json.dumps({"generateName": prefix})
    text = f'{{"apiVersion": "a.example.com/v1", "kind": "Widget", "metadata": {metadata}}}'
    errors = report_of(tmp_path, ANYTHING, text, suffix="json")["errors"]
    shown = json.dumps(prefix, ensure_ascii=False)[1:-1]
    assert {error["field"]: error["message"].split(": ")[1] for error in errors} == {
        "metadata.generateName": f'"{shown}"',
        "metadata.name": f'"{shown}?????"',
    }
