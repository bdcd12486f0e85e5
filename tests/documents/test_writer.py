"""What is written must be read back the same, by Kubernetes' rules and by anyone else's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffolder.documents.reader import read_documents
from scaffolder.documents.writer import dump, dump_all

DATA = Path(__file__).with_name("data")
TRICKY: list[str] = json.loads((DATA / "tricky_strings.json").read_text())
LONG = ["k" * 1000, "k" * 1001, "k" * 5000, "word " * 400, "x" * 1000 + "\n" + "y" * 3000]

JSON_STRINGS = st.one_of(
    st.sampled_from(TRICKY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text("ab \n\t:#-'\"\\|>&*!%@`{}[],0123.eE+_~?=<ynotru\r\x85\u2028\ufeff\x00é😀", max_size=20),
)
JSON_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    JSON_STRINGS,
)
JSON_VALUES = st.recursive(
    JSON_SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(JSON_STRINGS, inner, max_size=4)),
    max_leaves=25,
)


def read(text: str) -> Any:
    documents = list(read_documents(text.encode()))
    if not documents:
        return None
    (document,) = documents
    assert document.error is None, (document.error, text)
    assert not document.duplicates
    return document.value


def same(again: Any, value: Any) -> bool:
    """Equality that tells 1 from True; a whole float may come back as the integer that it prints as."""
    if isinstance(value, dict):
        return (
            isinstance(again, dict) and [*again] == [*value] and all(same(again[k], value[k]) for k in value)
        )
    if isinstance(value, list):
        return isinstance(again, list) and len(again) == len(value) and all(map(same, again, value))
    if isinstance(value, float):
        return type(again) in (int, float) and float(again) == value
    return type(again) is type(value) and bool(again == value)


@pytest.mark.parametrize("text", TRICKY + LONG)
def test_strings_survive_as_value_key_and_item(text: str) -> None:
    value = {text: text, "list": [text, [text], {text: [text]}], "last": {"in": text, text: {}}}
    assert read(dump(value)) == value
    assert read(dump(text)) == text


@pytest.mark.parametrize("text", TRICKY + LONG)
def test_other_readers_agree(text: str) -> None:
    value = {"a": text, "list": [text], "in": {"it": {"b": text}}}
    assert yaml.load(dump(value), Loader=yaml.CSafeLoader) == value


@settings(max_examples=400, deadline=None)
@given(JSON_VALUES)
def test_any_value_survives(value: Any) -> None:
    assert same(read(dump(value)), value)


@settings(max_examples=50, deadline=None)
@given(st.lists(JSON_VALUES.filter(lambda value: value is not None), max_size=4))
def test_documents_survive(values: list[Any]) -> None:
    assert same([document.value for document in read_documents(dump_all(values).encode())], values)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": {"b": [1, {"c": 2, "d": []}]}, "e": {}}, "a:\n  b:\n  - 1\n  - c: 2\n    d: []\ne: {}\n"),
        ([[1, [2]], [{"a": [3]}]], "- - 1\n  - - 2\n- - a:\n    - 3\n"),
        ({"b": 1, "a": 2}, "b: 1\na: 2\n"),
        ({"text": "a\nb\n"}, "text: |\n  a\n  b\n"),
        ({"text": "a\n\nb"}, "text: |-\n  a\n\n  b\n"),
        (["a\nb\n\n"], "- |+\n  a\n  b\n\n"),
        ({"image": "nginx:1.27", "args": ["--v=2", "-x"]}, "image: nginx:1.27\nargs:\n- --v=2\n- -x\n"),
        ({"on": "1e3", "n": 'a "b"'}, '"on": "1e3"\n"n": a "b"\n'),
        ({"é": "日本語 😀"}, "é: 日本語 😀\n"),
        (["\x1b", "tab\t"], '- "\\x1B"\n- "tab\\t"\n'),
        (
            {"x": 1.5, "y1": 1e21, "z": -3, "t": True, "u": None},
            "x: 1.5\ny1: 1.0e+21\nz: -3\nt: true\nu: null\n",
        ),
        ("word " * 60 + "end", "word " * 60 + "end\n"),
    ],
)
def test_style(value: Any, text: str) -> None:
    assert dump(value) == text


def test_surrogates_become_what_go_makes_of_them() -> None:
    assert read(dump("a\ud800b")) == "a\ufffdb"


@pytest.mark.parametrize("value", [{1: 2}, {"a": object()}, [b"x"], {None: 1}])
def test_what_is_no_json_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        dump(value)


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_infinities_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="no place"):
        dump([value])


def test_depth_is_no_limit() -> None:
    value: Any = "x"
    for _ in range(2000):
        value = [value] if isinstance(value, dict) else {"a": value}
    assert dump(value).endswith("a: x\n")
