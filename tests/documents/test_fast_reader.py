"""What the fast reader takes, it reads as libyaml's events are read; the rest it leaves to them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffolder.documents.document import Document
from scaffolder.documents.event_reader import read_events
from scaffolder.documents.fast_reader import read_fast
from scaffolder.documents.plain_places import PlainDocument
from scaffolder.documents.splitting import Piece, split

ROOT = Path(__file__).parents[2]
WILD = ROOT.parent / "shared" / "wild"
SAMPLES = sorted(ROOT.glob("samples/**/*.yaml"))

SCALARS = [
    *(
        "",
        "a",
        "a b",
        "word  word ",
        "é😀",
        "a:b",
        "a#b",
        "http://x/y?z=1",
        "-a",
        "--flag",
        "?a",
        ":a",
        "a -b",
    ),
    *("y", "No", "on", "null", "~", "true", "tRue", "1", "-1", "0777", "0o17", "0b11", "08", "1_000", "+1"),
    *("1.0", "5.", ".5", "1e3", "1e400", "-0.0", ".inf", "-.Inf", ".nan", "1:30", "2020-01-01", "=", "<<"),
    *(
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "0x",
        "...",
        "---",
        "- a",
        "a: b",
    ),
    *(
        "'a'",
        "'a''b'",
        "''",
        "' a '",
        "'a' b",
        "'a",
        "b'",
        '"a"',
        '""',
        '"a\\n\\t\\\\\\"b"',
        '"\\/"',
        '"\\x41"',
    ),
    *(
        '"\\0\\a\\b\\v\\f\\r\\e\\ \\_"',
        '"\\N\\L\\P"',
        '"\\u00e9\\U0001f600"',
        '"\\ud83d\\ude00"',
        '"\\U00110000"',
    ),
    *(
        '"\\x4"',
        '"\\x_1"',
        '"\\u 12"',
        '"\\q"',
        '"\\\'"',
        '"\\',
        '"a\\',
        '"a\\\\',
        '"a \\',
        '"a\\ ',
        '"a\\ \\',
    ),
    *(
        "\\",
        "\\\\",
        "\\ ",
        "\\ a",
        'a\\"',
        'a\\\\"',
        '\\"',
        '\\x41"',
        '[a, "b\\',
        '\\ c"]',
        '"a\\": b',
        '"\\x41": a',
        "'\\",
        "\\'",
    ),
    *('"a', 'b"', '" a', "'a: b'", "'# a'", "|", "|-", "|+", ">", ">-", ">+", "|2", "> # c", ">x", "|+1"),
    *(
        "[]",
        "{}",
        "[a, 'b', \"c\"]",
        "{a: 1}",
        "{a: [b, {c: d}], 'e': f}",
        '{"a":1}',
        "[a,]",
        "[",
        "]",
        "{",
        "}",
    ),
    *(
        "[a: b]",
        "{a}",
        "{a, b: c}",
        "[-1, - a]",
        "[a?b]",
        "{a: }",
        "[a",
        "b]",
        "[1, .5, y, ~]",
        "[a] b",
        "[a]#",
        "[] # [",
        '{"',
        ']b": 0}',
        """{'"': 1, \"""",
        """x": '"'}""",
        "{a: 1} # {",
    ),
    *("&a b", "*a", "!t a", "!!str 1", "@a", "`a", "%a", "a\tb", "\ta", "a,b", ", a", "a]", "<<", "{{ a }}"),
]
KEYS = [
    "a",
    "b",
    "c",
    "a b",
    "b.c/d-e",
    "'a'",
    '"b"',
    "'a''b'",
    "y",
    "1",
    "1.0",
    "null",
    "",
    "<<",
    "=(a)",
    "<(a)",
]
KEYS += ["a:", "a#", "? a", "-a", "x" * 600, "x" * 1100, "'<<'", "é", "[a]", "{a}", "...", "a ", "+1", "~"]
COMMENTS = ["", "", "", "", " # c", " #", "#c", "  # 'c: [", " ", "   ", "\t# c"]
ODD_BYTES = [
    b"\r",
    b"\t",
    b"\x00",
    b"\xff",
    b"\x7f",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"\xef\xbb\xbf",
    b"\xc2\xa0",
]

indents = st.sampled_from([0, 0, 0, 1, 2, 2, 2, 3, 4, 4, 6]).map(" ".__mul__)
dashes = st.sampled_from(["", "", "", "", "- ", "- ", "- - ", "-   ", "-", "-\t", "-  - - "])
keys = st.one_of(
    st.just(""), st.sampled_from(KEYS).map("{}:".format), st.sampled_from(KEYS).map("{}: ".format)
)
plain_keys = st.sampled_from("abcdefgh").map("{}: ".format)
values = st.sampled_from(SCALARS)
comments = st.sampled_from(COMMENTS)
any_line = st.builds("{}{}{}{}{}".format, indents, dashes, keys, values, comments)
likely_line = st.builds("{}{}{}{}{}".format, indents, dashes, plain_keys, values, comments)
text_line = st.builds(
    "{}{}{}".format,
    indents,
    st.sampled_from(
        [
            "a",
            "b c",
            " d",
            "e '",
            'f"',
            "g]",
            "#h",
            "\\",
            "i\\",
            "\\ j\\\\",
            "k\\ ",
            '\\"',
            '\\u0041\\\\"',
            "\\q",
        ]
    ),
    comments,
)
blank_line = st.sampled_from(
    ["", "", " ", "    ", "# c", "  # c", "      ", "\t", "---", "--- # c", "--- a", "...", "%YAML 1.1"]
)
lines = st.one_of(likely_line, likely_line, any_line, text_line, blank_line)
line_breaks = st.sampled_from(["\n"] * 8 + ["\r\n", "\r", "\x85"])
texts = st.builds(
    lambda start, lines, line_break, end: start + line_break.join(lines) + end,
    st.sampled_from(["", "", "", "", "\ufeff", "---\n", "# c\n---\n"]),
    st.lists(lines, min_size=1, max_size=8),
    line_breaks,
    st.sampled_from(["\n", "\n", "", "\n\n", " ", "\n  "]),
)


def count_fast(data: bytes, *, with_places: bool = True) -> tuple[int, int]:
    """How many of the documents the fast reader takes, and how many there are. Holds it to the reference."""
    taken = total = 0
    for piece in split(data):
        total += 1
        plain = read_fast(piece.data)
        if plain is None:
            continue
        taken += 1
        value, line = plain
        document = read_events(piece)
        if document is None:
            assert value is None
            continue
        assert document.error is None
        assert not document.duplicates
        # Types and the order of keys matter as well.
        assert repr(value) == repr(document.value)
        assert line + piece.first_line == document.line
        if with_places:
            compare_places(piece, document)
    return taken, total


def compare_places(piece: Piece, document: Document) -> None:
    plain = PlainDocument(piece, document.value, document.line)
    pending: list[tuple[tuple[str | int, ...], Any]] = [((), document.value)]
    while pending:
        path, value = pending.pop()
        for key in (False, True):
            assert plain.locate(path, key=key) == document.locate(path, key=key), path
            for beyond in ("nowhere", 99):
                assert plain.locate((*path, beyond), key=key) == document.locate((*path, beyond), key=key)
        if isinstance(value, dict):
            pending += (((*path, name), item) for name, item in value.items())
        elif isinstance(value, list):
            pending += (((*path, index), item) for index, item in enumerate(value))


@given(texts)
@settings(max_examples=800, deadline=None)
def test_generated_texts(text: str) -> None:
    count_fast(text.encode())


QUOTED = [
    *"ab  \"'#:é",
    "\\",
    "\\\\",
    "\\ ",
    '\\"',
    "\\n",
    "\\x41",
    "\\u00e9",
    "\\0",
    "\\/",
    "\\q",
    "\t",
    ": ",
    " #",
]
quoted_lines = st.lists(st.sampled_from(QUOTED), max_size=5).map("".join)
quoted_texts = st.builds(
    lambda head, lines, break_, end: head + break_.join(lines) + end,
    st.sampled_from(['a: "', 'a: "', '- "', 'a:\n  "', "a: '", 'a: ["', 'a: {"', 'a: {b: "']),
    st.lists(
        st.builds("{}{}{}".format, indents, quoted_lines, st.sampled_from(["", "", "\\", "\\ ", " "])),
        max_size=5,
    ),
    st.sampled_from(["\n", "\n", "\n  ", "\r\n "]),
    st.sampled_from(['"', '"\n', '"\n', "'\n", '" # c\nb: c\n', "", '"]', '": b}', '"}', '\\"']),
)


@given(quoted_texts)
@settings(max_examples=600, deadline=None)
def test_generated_quotes(text: str) -> None:
    count_fast(text.encode())


def mutated(data: bytes, random: Random) -> bytes:
    """A part of the text with some characters or lines that were added, taken away or moved."""
    rows = data.split(b"\n")
    start = random.randrange(len(rows))
    rows = rows[start : start + random.randrange(2, 15)]
    for _ in range(random.randrange(1, 4)):
        at = random.randrange(len(rows))
        row = rows[at]
        place = random.randrange(len(row) + 1)
        inserted = random.choice([*(s.encode() for s in (*SCALARS, *COMMENTS, ": ", "- ", "\n")), *ODD_BYTES])
        rows[at] = random.choice(
            [
                row[:place] + inserted + row[place:],
                row[:place] + row[place + random.randrange(1, 4) :],
                b" " * random.randrange(1, 4) + row,
                row[random.randrange(1, 4) :],
                rows[random.randrange(len(rows))],
                row[:place] + bytes([random.randrange(256)]) + row[place:],
            ]
        )
    return b"\n".join(rows)


def test_mutated_samples() -> None:
    random = Random(20)
    samples = [path.read_bytes() for path in SAMPLES]
    taken = 0
    for _ in range(5000):
        taken += count_fast(mutated(random.choice(samples), random))[0]
    assert taken > 500


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_samples_are_taken(sample: Path) -> None:
    taken, total = count_fast(sample.read_bytes())
    assert taken == total


TAKEN: list[tuple[str, Any]] = [
    (
        'a: "b\\\n  \\ c\\\\\n  d \\\n\n  e\\ \n\n  f\\\n  \\""\ng: "\\\n  \\u00e9\\x41\\U0001F600\\\n  "\n',
        {"a": 'b c\\ d \ne \nf"', "g": "éA😀"},
    ),
    ('"a\\u0041\\0": "\\e\\N\\L\\P\\_\\r"\n', {"aA\0": "\x1b\x85\u2028\u2029\xa0\r"}),
    ("", None),
    ("# c\n\n  # d\n", None),
    ("---\n# c\na: b # d\n", {"a": "b"}),
    (
        "a:\n- b\n-  c: d\n   e:\n   - f\ng:\n  - - h\n    - i\n",
        {"a": ["b", {"c": "d", "e": ["f"]}], "g": [["h", "i"]]},
    ),
    ("a:\nb: ~\n'c':\n  - \n  -\n    d: e\n", {"a": None, "b": None, "c": [None, {"d": "e"}]}),
    ("a: b\n  c\n\n  d\ne:\n  f\n", {"a": "b c\nd", "e": "f"}),
    ("a: 'b''\n  c'\nd: \"e\\n\n\n  f\"\n", {"a": "b' c", "d": "e\n\nf"}),
    (
        "a: |\n\n  b\n   c\n\n  \td\nf: >-\n  g\n  h\n\n  i\n   j\n  k\n\n",
        {"a": "\nb\n c\n\n\td\n", "f": "g h\ni\n j\nk"},
    ),
    ("a: |+\n  b\n\nc: |-\n  d\n", {"a": "b\n\n", "c": "d"}),
    ("a: [b, {c: 1}, 'd']\ne: [\n  f,\n]\n", {"a": ["b", {"c": 1}, "d"], "e": ["f"]}),
    ("a: [b  \n  c]\nd: 'e  \n  f'\ng: h  \n  i\n", {"a": ["b c"], "d": "e f", "g": "h i"}),
    ("a: 1.0\nb: 0777\nc: on\nd: '1'\n", {"a": 1, "b": 511, "c": True, "d": "1"}),
    ("  a: b\r\n  c: |\r\n    d\r\n", {"a": "b", "c": "d\n"}),
]


@pytest.mark.parametrize(("text", "value"), TAKEN)
def test_plain_yaml_is_taken(text: str, value: Any) -> None:
    plain = read_fast(text.encode())
    assert plain is not None
    assert repr(plain[0]) == repr(value)
    assert count_fast(text.encode()) == (1, 1)


@pytest.mark.parametrize(
    "text",
    [
        *(f"'{'a' * 1025}': b\n", f'a: {{"{"b" * 1025}": c}}\n'),
        *("a: &b c\n", "a: *b\n", "a: !b c\n", "<<: {a: b}\n", "? a\n: b\n", "a: |2\n   b\n", "a: .inf\n"),
        *(
            "a: b\na: c\n",
            "a: {b: c, b: d}\n",
            "y: a\n",
            "1: a\n",
            "a: b: c\n",
            "a\n",
            "a: b\n...\n",
            "%YAML 1.1\n",
        ),
        *(
            "a:\tb\n",
            "a: 'b\n",
            "a: [b\n",
            "a: 'b' c\n",
            "a: b\n c: d\n",
            " a: b\nc: d\n",
            "a: b\rc: d\n",
            "a: \x85\n",
        ),
        *(
            "a: b\n# c\n  d\n",
            "a: b # c\n  d\n",
            "- a\nb: c\n",
            "a: b\n- c\n",
            "a: \ufeff\n",
            "a: {{ b }}\n",
            '"\\/": a\n',
        ),
        *(
            'a: "\\\'"\n',
            'a: "\\\t"\n',
            'a: "\\q"\n',
            'a: "\\x4g"\n',
            'a: "\\u004"\n',
            'a: "\\u 041"\n',
            'a: "\\ud83d\\ude00"\n',
        ),
        *('a: "\\U00110000"\n', 'a: ["b\\\n  c"]\n', 'a: "b\\\nc"\n', 'a: "b\\\n\n', 'a: "b\\'),
        "x" * 2000 + ": a\n",
        "- " * 9000 + "a",
        "".join(f"{' ' * i}a:\n" for i in range(2000)),
        "a: " + "[" * 5000 + "]" * 5000,
    ],
)
def test_what_is_not_plain_is_left_alone(text: str) -> None:
    assert read_fast(text.encode()) is None


@pytest.mark.parametrize("data", [b"a: \xff\n", b"a: \x00\n", b"\xff\xfea\x00"])
def test_what_is_no_text_is_left_alone(data: bytes) -> None:
    assert read_fast(data) is None


@pytest.mark.parametrize(
    ("head", "repeated", "tail"),
    [
        *(("", "- ", ""), ("a: [", '"b", ', "]"), ("a: {", '"b": c, ', "}"), ("a: ", "[", "")),
        *(('a: "', "\\n", '"'), ('a: "', '\\"', '"'), ('a: "', "\\n", ""), ("a: '", "''", "'")),
        *(
            ('a: "b\n', "  \\\n", '  c"'),
            ('a: "', "\\", '"'),
            ('a: "', "\\x41", '"'),
            ('a: "b\n', "  \\\\\n", ""),
        ),
        *(('a: "b\n', '  \\"\n', '  c"'), ("a: 'b\n", "  ''\n", ""), ("a: [\n", "  b,\n", " ]")),
        *(
            ("a: b\n", "  c\n\n\n", ""),
            ("a: b\n", "\n", "  c"),
            ("a: b\n", "\n#\n", ""),
            ("a: >\n", "  b\n", ""),
        ),
        *(("a: ", "1", ""), ("a: ", "1_", ""), ("a", "b:", ""), ("a:", " #", ""), ("", "? ", "")),
    ],
)
def test_time_grows_with_the_text_only(head: str, repeated: str, tail: str) -> None:
    started = process_time()
    read_fast(f"{head}{repeated * (1_000_000 // len(repeated))}{tail}\n".encode())
    assert process_time() - started < 3


def test_a_marker_is_one_at_the_margin_only() -> None:
    """Whatever was read before: lines are remembered."""
    assert read_fast(b"a:\n  ... b: c\n") == ({"a": {"... b": "c"}}, 0)
    assert read_fast(b"... b: c\n") is None


def test_values_are_never_shared() -> None:
    data = b"a: [b]\nc: {}\nd:\n  - e: {}\n"
    one, other = read_fast(data), read_fast(data)
    assert one is not None
    assert other is not None
    one[0]["a"].append("f")
    one[0]["c"]["g"] = 1
    one[0]["d"][0]["e"]["h"] = 1
    assert other[0] == {"a": ["b"], "c": {}, "d": [{"e": {}}]}


def test_plain_documents_need_no_yaml_library() -> None:
    program = (
        "import sys\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from scaffolder.documents.reader import read_documents\n"
        "documents = list(read_documents(b'a: [b]\\nc: >-\\n  d\\n---\\ne: f\\n'))\n"
        "assert documents[1].locate(('e',)) == (5, 4)\n"
        "assert [d.value for d in documents] == [{'a': ['b'], 'c': 'd'}, {'e': 'f'}]\n"
        "print(sorted({'yaml', 're', 'typing'} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-SIc", program, str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.skipif(not WILD.exists(), reason="no collection of real resources beside the repository")
@pytest.mark.parametrize(("folder", "share"), [("crs", 0.98), ("mutants", 0.97), ("crds", 0.99)])
def test_real_resources(folder: str, share: float, record_property: Any) -> None:
    taken = total = 0
    for number, path in enumerate(sorted((WILD / folder).rglob("*.yaml"))):
        # Every place in every file would take long, and be much of the same.
        of_file = count_fast(path.read_bytes(), with_places=folder == "crs" and number % 4 == 0)
        taken += of_file[0]
        total += of_file[1]
    record_property("taken", taken / total)
    assert taken > share * total
