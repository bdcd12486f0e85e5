"""What JSON says differently from YAML."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffolder.documents.json_text import read_as_json
from scaffolder.documents.reader import Document, read_documents

RECORDED = Path(__file__).parents[1] / "conformance" / "data" / "crds"
PARSE_ERROR = "json parse error: "
STRICT_ERROR = "strict decoding error: "


def read_file(data: bytes) -> Document:
    (document,) = read_documents(data, is_json=True)
    return document


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


def recorded(words: str) -> list[Any]:
    cases = [
        case for path in sorted(RECORDED.glob("*.json")) for case in json.loads(path.read_text())["cases"]
    ]
    return [case for case in cases if "json" in case and words in case.get("message", "")]


@pytest.mark.parametrize("case", recorded(PARSE_ERROR), ids=lambda case: case["name"])
def test_errors_are_the_servers(case: dict[str, Any]) -> None:
    problem = case["message"].partition(PARSE_ERROR)[2].rpartition(" (")[0]
    documents = list(read_documents(case["json"].encode("utf-8", "surrogateescape"), is_json=True))
    if problem.startswith("json: cannot unmarshal"):
        assert not isinstance(documents[0].value, dict)
    elif documents:
        assert documents[0].error is not None
        assert documents[0].error.message.endswith(PARSE_ERROR + problem)
    else:
        assert problem == "unexpected end of JSON input"


@pytest.mark.parametrize("case", recorded("duplicate field"), ids=lambda case: case["name"])
def test_duplicates_are_the_servers(case: dict[str, Any]) -> None:
    """The server decodes a CustomResourceDefinition more leniently in some places, but not these."""
    recorded_duplicates = case["message"].partition(STRICT_ERROR)[2].split(", ")
    found = [duplicate.message for duplicate in read_file(case["json"].encode()).duplicates]
    assert [message for message in recorded_duplicates if message.startswith("duplicate")] == found


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"", None),
        (b" \r\n\t", None),
        (b"null", None),
        (b"[true, false, null]", [True, False, None]),
        (b'"a"', "a"),
        (b"[0, -0, 10, -1.5e-3, 1E2, 1.0]", [0, 0, 10, -0.0015, 100.0, 1.0]),
        (
            b"[9223372036854775807, 9223372036854775808, -9223372036854775808]",
            [9223372036854775807, 9223372036854775808.0, -9223372036854775808],
        ),
        (b'"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9"', '"\\/\b\f\n\r\té'),
        (b'"\\ud83d\\ude00 \\ud83d \\ude00 \\ud83dx \\ud83d\\u0041"', "😀 \ufffd \ufffd \ufffdx \ufffdA"),
        (b'"\xff\xc3\xa9\xe2\x80"', "\ufffdé\ufffd\ufffd"),
        (b'{"a": {"b": [{}, []]}, "": 1}', {"a": {"b": [{}, []]}, "": 1}),
        ('{"a": "x\u2028y\x85z"}'.encode(), {"a": "x\u2028y\x85z"}),
        (b'{"---": "a",\n"b": "\x7f"}', {"---": "a", "b": "\x7f"}),
    ],
)
def test_values_of_files(data: bytes, value: Any) -> None:
    documents = list(read_documents(data, is_json=True))
    assert [repr(document.value) for document in documents] == ([] if value is None else [repr(value)])
    assert all(document.error is None for document in documents)


@pytest.mark.parametrize(
    ("data", "problem", "place"),
    [
        (b"{", "unexpected end of JSON input", (1, 2)),
        (b'{"a"', "unexpected end of JSON input", (1, 5)),
        (b'{"a": "b', "unexpected end of JSON input", (1, 9)),
        (b'{"a": "\\', "unexpected end of JSON input", (1, 9)),
        (b'{"a": "\\u12', "unexpected end of JSON input", (1, 12)),
        (b'{"a": -', "unexpected end of JSON input", (1, 8)),
        (b"{a: 1}", "invalid character 'a' looking for beginning of object key string", (1, 2)),
        (b'{"a" 1}', "invalid character '1' after object key", (1, 6)),
        (b'{"a": 1 "b": 2}', "invalid character '\"' after object key:value pair", (1, 9)),
        (b"[1 2]", "invalid character '2' after array element", (1, 4)),
        (b"[1,]", "invalid character ']' looking for beginning of value", (1, 4)),
        (b"[01]", "invalid character '1' after array element", (1, 3)),
        (b"[1.]", "invalid character ']' in numeric literal", (1, 4)),
        (b"[tru]", "invalid character ']' in literal true (expecting 'e')", (1, 5)),
        (b'["\\u12x4"]', "invalid escape sequence `\\u12x4` in string", (1, 3)),
        (b'{\n "a": \xff}', "invalid character '\\xff' looking for beginning of value", (2, 7)),
        (b'{"a": "\x00"}', "invalid character '\\x00' in string", (1, 8)),
        (b"a: 1\n", "invalid character 'a' looking for beginning of value", (1, 1)),
        (b"---\n{}\n", "invalid character '-' in numeric literal", (1, 2)),
        (b"[" * 10001 + b"]" * 10001, "exceeded max depth", (1, 10001)),
        (b"[" * 1_000_000, "exceeded max depth", (1, 10001)),
        (
            b'{"a": 1e400, "b": -1e400}',
            "json: cannot unmarshal number 1e400 into Go value of type float64",
            (1, 7),
        ),
        (b'{"a": 1e400, "b": }', "invalid character '}' looking for beginning of value", (1, 19)),
    ],
)
def test_errors_of_files(data: bytes, problem: str, place: tuple[int, int]) -> None:
    error = read_file(data).error
    assert error is not None
    assert error.problem == problem
    assert (error.line, error.column) == place


def test_ten_thousand_levels_are_read() -> None:
    document = read_file(b'{"a":' * 5000 + b"[" * 5000 + b"]" * 5000 + b"}" * 5000)
    assert document.error is None
    assert document.locate(("a",) * 5000) == (1, 25001)


TEXT = b"""{
  "spec": {"a": [1, {"b": "\xe2\x80\xa8"}],\r
    "c": {}, "c": {"d":
      null, "d": 2}
  }
}
"""


def test_places() -> None:
    document = read_file(TEXT)
    assert document.line == 1
    assert document.locate(()) == (1, 1)
    assert document.locate(("spec", "a", 1, "b")) == (2, 27)
    assert document.locate(("spec", "a", 1, "b"), key=True) == (2, 22)
    assert document.locate(("spec", "c", "d")) == (4, 18)
    assert document.locate(("spec", "x", "y")) == (2, 11)
    assert document.lines[1].endswith('"\u2028"}],')
    assert document.lines[5:] == ["}"]
    assert [(d.message, d.line, d.column) for d in document.duplicates] == [
        ('duplicate field "spec.c"', 3, 14),
        ('duplicate field "spec.c.d"', 4, 13),
    ]


def test_not_every_duplicate_is_listed() -> None:
    document = read_file(b"{" + b",".join(b'"%d": 1' % (n // 2) for n in range(1000)) + b"}")
    assert len(document.duplicates) == 100


def test_duplicates_at_the_bottom_take_no_time() -> None:
    started = process_time()
    depth = 9000
    document = read_file(
        b'{"a":' * depth + b"{" + b",".join([b'"b":{"c":1,"c":2}'] * 50_000) + b"}" + b"}" * depth
    )
    assert len(document.duplicates) == 2
    assert process_time() - started < 5


json_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.text()
    ),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=20,
)


@given(json_values, st.sampled_from([None, 0, 3]), st.booleans())
@settings(max_examples=150, deadline=None)
def test_whatever_json_says_is_read(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    documents = list(read_documents(text.encode(), is_json=True))
    if "Infinity" in text:
        return
    assert [repr(document.value) for document in documents] == ([] if value is None else [repr(value)])


@given(json_values, st.data())
@settings(max_examples=150, deadline=None)
def test_what_is_broken_is_an_error_for_others_too(value: Any, data: st.DataObject) -> None:
    text = json.dumps(value)
    place = data.draw(st.integers(0, len(text)))
    broken = (
        text[:place]
        + data.draw(st.sampled_from(['"', "\\", "{", "]", ",", ":", "1", "x", " ", "-", ""]))
        + text[place + 1 :]
    )
    try:
        expected = json.loads(broken)
    except ValueError:
        assert all(document.error is not None for document in read_documents(broken.encode(), is_json=True))
        return
    if "Infinity" not in broken and "NaN" not in broken:
        documents = list(read_documents(broken.encode(), is_json=True))
        assert all(d.error is None or "cannot unmarshal number" in d.error.problem for d in documents)
        assert bool(documents) == (expected is not None)
