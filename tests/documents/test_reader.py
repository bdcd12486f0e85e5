"""Reading as a real kube-apiserver reads; ``data/`` holds its answers."""

from __future__ import annotations

import base64
import json
import tracemalloc
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from scaffolder.documents.reader import Document, read_documents

DATA = Path(__file__).with_name("data")


def _decoded_by_kubernetes(digits: str) -> float:
    number = int(digits)
    return number if -(2**63) <= number < 2**63 else float(number)


TRUTH: list[dict[str, Any]] = json.loads((DATA / "truth.json").read_text(), parse_int=_decoded_by_kubernetes)
ANSWERS: list[dict[str, Any]] = json.loads((DATA / "server_answers.json").read_text())
NO_OBJECT = ("Object 'Kind' is missing", "couldn't get version/kind")
STRICT = "strict decoding error: yaml: unmarshal errors:\n"


def first(data: bytes | str) -> Document | None:
    return next(read_documents(data.encode() if isinstance(data, str) else data), None)


def only(data: bytes | str) -> Document:
    (document,) = read_documents(data.encode() if isinstance(data, str) else data)
    return document


@pytest.mark.parametrize("case", TRUTH, ids=[repr(case["yaml"][-40:]) for case in TRUTH])
def test_values_and_errors_are_the_servers(case: dict[str, Any]) -> None:
    document = first(case["yaml"])
    expected: str | None = case.get("error")
    if expected is not None and expected.startswith(NO_OBJECT):
        assert document is None or not isinstance(document.value, dict)
        return
    assert document is not None
    if expected is None:
        assert document.error is None
        assert not document.duplicates
        if "json" in case:  # not where Go itself is undecided
            assert json.dumps(document.value, sort_keys=True) == json.dumps(case["json"], sort_keys=True)
    elif expected.startswith(STRICT):
        assert document.error is None
        assert [d.message for d in document.duplicates] == expected.removeprefix(STRICT + "  ").split("\n  ")
    else:
        assert document.error is not None
        # The server adds the text's beginning to some of the errors of JSON.
        assert document.error.problem == expected.partition(" ({")[0]
        assert document.value is None


@pytest.mark.parametrize("case", ANSWERS, ids=[case["name"] for case in ANSWERS])
def test_verdicts_are_the_servers(case: dict[str, Any]) -> None:
    document = first(case["yaml"] if "yaml" in case else base64.b64decode(case["base64"]))
    if document is None:
        assert case.get("no_object")
        return
    problem = None if document.error is None else document.error.problem
    assert problem == case.get("error")
    assert [duplicate.message for duplicate in document.duplicates] == case.get("duplicates", [])


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("v: " + "[" * 9999 + "]" * 9999, 10000),
        ("v: " + "{a: " * 9999 + "}" * 9999, 9999),
        ("v:\n" + "".join(f"{' ' * i}a:\n" for i in range(1, 1000)), 1000),
        ("- " * 9000 + "a", 9000),
    ],
)
def test_documents_may_nest_deeply(text: str, depth: int) -> None:
    document = only(text)
    assert document.error is None
    value = document.value
    levels = 0
    while isinstance(value, (dict, list)) and value:
        value = next(iter(value.values())) if isinstance(value, dict) else value[0]
        levels += 1
    assert levels >= depth - 1
    document.locate(("v", 0, 0, 0))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("k: v\nv: " + "[" * 10000 + "]" * 10000, "exceeded max depth"),
        ("k: v\nv: " + "[" * 10001 + "]" * 10001, "yaml: line 2: exceeded max depth of 10000"),
        ("k: v\nv: " + "{a: " * 12000 + "}" * 12000, "yaml: line 2: exceeded max depth of 10000"),
        ("k: v\nv: " + "[" * 1_000_000, "yaml: line 2: exceeded max depth of 10000"),
        ("- " * 200_000, "yaml: exceeded max depth of 10000"),
        ("a: &a [*a]", "yaml: anchor 'a' value contains itself"),
        (
            "a0: &a0 [lol]\n"
            + "".join(f"a{i}: &a{i} [{','.join(f'*a{i - 1}' for _ in range(9))}]\n" for i in range(1, 12)),
            "yaml: document contains excessive aliasing",
        ),
        (
            "a0: &a0 {k: v}\n"
            + "".join(
                f"a{i}: &a{i} {{{', '.join(f'k{j}: *a{i - 1}' for j in range(9))}}}\n" for i in range(1, 12)
            ),
            "yaml: document contains excessive aliasing",
        ),
    ],
)
def test_bombs_are_refused_quickly(text: str, problem: str) -> None:
    started = process_time()
    document = only(text)
    assert document.error is not None
    assert document.error.problem == problem
    assert process_time() - started < 5


def test_many_aliases_of_one_value_are_values_of_their_own() -> None:
    value = only("a: &a {b: 1}\nv:\n" + "- *a\n" * 5000).value
    assert value["v"] == [{"b": 1}] * 5000
    assert len({id(item) for item in value["v"]}) == 5000


def test_documents_are_read_one_at_a_time() -> None:
    data = b"---\n" + b"a: [" + b"x, " * 500 + b"x]\n"
    documents = read_documents(data * 100)
    next(documents)
    tracemalloc.start()
    count = sum(1 for _ in documents)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 99
    assert peak < 200 * len(data)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("# nothing\n", []),
        ("---\n", []),
        ("null\n---\n~\n", []),
        ("a: 1", [(0, 1, {"a": 1})]),
        ("---\na: 1\n---\nb: 2\n", [(0, 2, {"a": 1}), (1, 4, {"b": 2})]),
        ("# c\n---\n\n# d\na: 1\n", [(0, 5, {"a": 1})]),
        ("a: 1\n---\n# empty\n---\nb: 2", [(0, 1, {"a": 1}), (2, 5, {"b": 2})]),
        ("a: 1\n--- # next\nb: 2", [(0, 1, {"a": 1}), (1, 3, {"b": 2})]),
        ("a: 1\r\n---\r\nb: 2\r\n", [(0, 1, {"a": 1}), (1, 3, {"b": 2})]),
        ("--- {a: 1}\n--- [2]\n", [(0, 1, {"a": 1}), (1, 2, [2])]),
        ("a: |\n  ---\n  b\n", [(0, 1, {"a": "---\nb\n"})]),
        ("a: b\n---c: d\n", [(0, 1, {"a": "b", "---c": "d"})]),
        ("a: 1\n...\n} ignored\n---\nb: 2\n", [(0, 1, {"a": 1}), (1, 5, {"b": 2})]),
        ("%YAML 1.1\n---\na: 1\n---\nb: 2\n", [(0, 3, {"a": 1}), (1, 5, {"b": 2})]),
        ("\ufeffa: 1\n---\n\ufeffb: 2\n", [(0, 1, {"a": 1}), (1, 3, {"b": 2})]),
        ('{"a": 1}\n', [(0, 1, {"a": 1})]),
    ],
)
def test_a_file_is_cut_into_documents(text: str, expected: list[Any]) -> None:
    documents = list(read_documents(text.encode()))
    assert [(d.index, d.line, d.value) for d in documents] == expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_byte_order_marks(encoding: str) -> None:
    documents = list(read_documents("a: é😀\n---\nb: 2\n".encode(encoding)))
    assert [d.value for d in documents] == [{"a": "é😀"}, {"b": 2}]


def test_a_broken_document_does_not_hide_the_others() -> None:
    documents = list(read_documents(b"a: 1\n---\na: [\n---\nb: \xff\n---\nc: 1\nc: 2\n"))
    assert [d.index for d in documents] == [0, 1, 2, 3]
    assert [d.error and (d.error.message, d.error.line) for d in documents] == [
        None,
        ("error converting YAML to JSON: yaml: line 3: did not find expected node content", 4),
        ("error converting YAML to JSON: yaml: invalid leading UTF-8 octet", 5),
        None,
    ]
    (duplicate,) = documents[3].duplicates
    assert (duplicate.message, duplicate.path, duplicate.key) == (
        'line 8: key "c" already set in map',
        ("c",),
        "c",
    )
    assert (duplicate.line, duplicate.column) == (8, 4)


LOCATED = """\
# comment
spec:
  base: &base
    x: 1
    list: [a, {b: c}]
  used: *base
  merged:
    <<: *base
    "own": !!str 5
  json: {"k": ["v", {"n": null}],
    "m": true}
  text: |
    literal
  yes: plain
  empty:
  5: five
  twice: 1
  twice: 2
"""


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (2, 1), (2, 1)),
        (("spec",), (3, 3), (2, 1)),
        (("spec", "base"), (3, 9), (3, 3)),
        (("spec", "base", "x"), (4, 8), (4, 5)),
        (("spec", "base", "list", 1, "b"), (5, 19), (5, 16)),
        (("spec", "used"), (6, 9), (6, 3)),
        (("spec", "used", "x"), (4, 8), (4, 5)),
        (("spec", "merged", "x"), (4, 8), (4, 5)),
        (("spec", "merged", "own"), (9, 12), (9, 5)),
        (("spec", "json", "k", 1, "n"), (10, 27), (10, 22)),
        (("spec", "json", "m"), (11, 10), (11, 5)),
        (("spec", "text"), (12, 9), (12, 3)),
        (("spec", "true"), (14, 8), (14, 3)),
        (("spec", "empty"), (15, 9), (15, 3)),
        (("spec", "5"), (16, 6), (16, 3)),
        (("spec", "twice"), (18, 10), (18, 3)),
        (("spec", "missing"), (3, 3), (3, 3)),
        (("spec", "base", "list", 7, "b"), (5, 11), (5, 11)),
        (("nowhere", "at", "all"), (2, 1), (2, 1)),
    ],
)
@pytest.mark.parametrize("before", ["", "first: document\n---\n"])
def test_every_value_can_be_located(
    path: tuple[str | int, ...], value: tuple[int, int], key: tuple[int, int], before: str
) -> None:
    *_, document = read_documents((before + LOCATED).encode())
    shift = before.count("\n")
    assert document.locate(path) == (value[0] + shift, value[1])
    assert document.locate(path, key=True) == (key[0] + shift, key[1])


def test_excerpts_come_from_the_lines_of_the_file() -> None:
    *_, document = read_documents(b"a: 1\n---\n# c\nb:\n  c: 2\n")
    line, column = document.locate(("b", "c"))
    assert document.lines[line - document.first_line][column - 1 :] == "2"


@pytest.mark.parametrize(
    "text",
    [
        "a: b\r\n# c\r\nx: d\r\n",
        "a: b\rx: d",
        "a: 'b\x85 c'\nx: d",
        "# \u2028a: b\n# \u2029\nx: d",
        "a: b # \xa0\nx: 'd\u2028 e'",
        "- b\n\n\n- x: d\n",
    ],
)
def test_lines_are_those_that_places_count(text: str) -> None:
    for document in read_documents(text.encode()):
        path: tuple[str | int, ...] = ("x",) if isinstance(document.value, dict) else (1, "x")
        line, column = document.locate(path, key=True)
        assert document.lines[line - document.first_line][column - 1 :].startswith("x: ")


@pytest.mark.parametrize("separator", ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e"])
def test_what_ends_no_line_in_yaml_ends_none_here(separator: str) -> None:
    document = only(f"a: b\nc: d{separator}e\nf: g\n")
    assert document.error is not None
    assert document.error.line == 2
    assert document.lines == ["a: b", f"c: d{separator}e", "f: g"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("kind: {{ .Values.kind }}\n", 1),
        ("a: b\n{{- if .x }}\nc: d\n{{- end }}\n", 2),
        ("a: {{ x }}: b\n", 1),
    ],
)
def test_templates_are_named_as_such(text: str, line: int) -> None:
    error = only(text).error
    assert error is not None
    assert error.hint is not None
    assert "template" in error.hint
    assert abs(error.line - line) <= 1


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"a: b\nc: \xff\n", (2, 4)),
        ("a: b\né: \x01\n".encode(), (2, 4)),
        (b"a: [\n  b, }\n", (2, 6)),
        (b'a: b\nc: "x\n  \\/"\n', (3, 3)),
        (b"a: !!int x\n", (1, 4)),
        (b"a: b\nc: *d\n", (2, 4)),
        (b"a: 1\nb: [.inf]\n", (2, 5)),
    ],
)
def test_errors_have_a_place(data: bytes, place: tuple[int, int]) -> None:
    error = only(data).error
    assert error is not None
    assert (error.line, error.column) == place


@pytest.mark.parametrize("tag", ["int", "float", "bool"])
def test_dates_are_text_to_other_tags(tag: str) -> None:
    error = only(f"a: !!{tag} 2020-01-01\n").error
    assert error is not None
    assert str(error.message).endswith(f"cannot decode !!str `2020-01-01` as a !!{tag}")


def test_no_hint_without_reason() -> None:
    error = only("a: [\n").error
    assert error is not None
    assert error.hint is None


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("any: &a {x: 1}\no: *a\no: *a\n", ['line 3: key "o" already set in map']),
        ("any: &a\n  x: 1\no:\n  x: 2\n  <<: *a\n", ['line 2: key "x" already set in map']),
        ("a: &a 1\no: *a\no: [*a]\n", ['line 3: key "o" already set in map']),
    ],
)
def test_a_repeated_key_is_where_its_value_is_written(text: str, messages: list[str]) -> None:
    (document,) = read_documents(text.encode())
    assert [duplicate.message for duplicate in document.duplicates] == messages


FUZZED = [
    # A duplicate inside a key, and numbers at the end of what 32 bits hold, once ended in an exception.
    (b"E:\n- {a: 1, a: 2}piVersion: x\n", None),
    (b"{a: 1, a: 2}: x\n", None),
    (b"v: 3.4028234663852886e38\n", {"v": 3.4028234663852886e38}),
    (b"3.4028234663852886e38: v\n", {"3.4028235e+38": "v"}),
    # The second byte order mark is like a space, so that the second line is another document.
    ("\ufeff\ufeffa: 1\nb: 2\n".encode(), {"a": 1}),
]


@pytest.mark.parametrize(("data", "value"), FUZZED)
def test_what_fuzzing_found(data: bytes, value: object) -> None:
    (document,) = read_documents(data)
    assert document.value == value
    assert (document.error is not None) == (value is None)
