"""What JSON says differently from YAML."""

from __future__ import annotations

from typing import Any

import pytest

from scaffolder.documents.json_text import read_as_json
from scaffolder.documents.reader import Document, read_documents


def read(text: str) -> Document:
    (document,) = read_documents(text.encode("utf-8", "surrogatepass"))
    return read_as_json(document)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1.0}', {"a": 1.0}),
        ('{"a": 1e2}', {"a": 100.0}),
        ('{"a": 010}', None),
        ('{"a": yes}', None),
        ('{"a": 1,}', None),
        ('{"a": 1} {"b": 2}', None),
        ('{"a": NaN}', None),
        ('{"a": -Infinity}', None),
        ('{"a": 1e400}', None),
        ('{"a": "\n"}', None),
        ('{"a": "\\ud83d\\ude00"}', {"a": "\U0001f600"}),
        ('{"a": "\\/"}', {"a": "/"}),
        ("{}", {}),
        ("{a: 1.0}", {"a": 1}),  # YAML
        ("a: 1.0", {"a": 1}),
    ],
)
def test_value(text: str, value: Any) -> None:
    document = read(text)
    assert (document.error is not None) == (value is None)
    assert repr(document.value) == repr(value)


def test_repeated_keys_have_paths_and_places() -> None:
    document = read('{"a": {"b": 1,\n "b": 2}, "c": [{"d": 1, "d": 2, "d": 3}]}')
    assert document.value == {"a": {"b": 2}, "c": [{"d": 3}]}
    assert [(d.message, d.path, d.line) for d in document.duplicates] == [
        ('duplicate field "a.b"', ("a", "b"), 2),
        ('duplicate field "c[0].d"', ("c", 0, "d"), 2),
        ('duplicate field "c[0].d"', ("c", 0, "d"), 2),
    ]


def test_errors_have_places() -> None:
    document = read('---\n{"a": 1,\n "b": ]}')
    assert document.error is not None
    assert (document.error.line, document.error.column) == (3, 7)


def test_values_have_places_beside_what_yaml_cannot_read() -> None:
    document = read('{"a": "\\ud83d\\ude00",\n "b": "\\ud83d"}')
    assert document.locate(("b",)) == (2, 7)


def test_depth_is_no_error() -> None:
    depth = 5000
    document = read('{"a": ' * depth + "1" + "}" * depth)
    assert document.error is None
    value = document.value
    for _ in range(depth):
        value = value["a"]
    assert value == 1
