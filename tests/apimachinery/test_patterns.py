from __future__ import annotations

import re
import time
from typing import Annotated, Any

import pytest
import re2
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError

from scaffolder.apimachinery.pattern_syntax import parse
from scaffolder.apimachinery.patterns import PatternError, compile_pattern, python_pattern, rust_pattern
from scaffolder.errors import ScaffoldError
from tests.apimachinery.recorded import load

RECORDED = load("patterns")
VALID = [case for case in RECORDED if case["error"] is None]


def pattern_of(case: dict[str, Any]) -> str:
    return f"{case['pattern']!r:.50}"


def rust_matches(pattern: str, text: str) -> bool:
    try:
        TypeAdapter(Annotated[str, Field(pattern=pattern)]).validate_python(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("case", RECORDED, ids=pattern_of)
def test_the_servers_verdict_and_text(case: dict[str, Any]) -> None:
    try:
        compile_pattern(case["pattern"])
        error = None
    except PatternError as problem:
        error = str(problem)
    assert error == case["error"]


@pytest.mark.parametrize("case", VALID, ids=pattern_of)
def test_the_servers_matches(case: dict[str, Any]) -> None:
    matcher = compile_pattern(case["pattern"])
    assert [text for text in case["matches"] if not matcher.search(text)] == []
    assert [text for text in case["others"] if matcher.search(text)] == []


@pytest.mark.parametrize("case", VALID, ids=pattern_of)
def test_the_same_in_python(case: dict[str, Any]) -> None:
    translated = python_pattern(case["pattern"])
    if translated is None:
        assert re.search(r"\\[pP]|\\B|\(\?i\)", case["pattern"])
        return
    # re backtracks: some of the texts are there to show that the server does not.
    short = [text for text in case["others"] if len(text) < 20]
    assert [text for text in case["matches"] if not re.search(translated, text)] == []
    assert [text for text in short if re.search(translated, text)] == []


@pytest.mark.parametrize("case", VALID, ids=pattern_of)
def test_the_same_in_rust(case: dict[str, Any]) -> None:
    translated = rust_pattern(case["pattern"])
    if translated is None:
        assert "\\B" in case["pattern"]
        return
    assert [text for text in case["matches"] if not rust_matches(translated, text)] == []
    assert [text for text in case["others"] if rust_matches(translated, text)] == []


@pytest.mark.parametrize(
    ("pattern", "error"),
    [
        ("(" * 999 + "a" + ")" * 999, None),
        ("(" * 1000 + "a" + ")" * 1000, "expression nests too deeply"),
        ("(?:" * 3000 + "a" + ")" * 3000, None),
        ("((a{100}){10}){2}", "invalid repeat count: `{2}`"),
        ("(a{100}){10}", None),
        ("(a{0}){1000}", None),
        ("a{1001}", "invalid repeat count: `{1001}`"),
        ("a{99999999999999999999}", "invalid repeat count: `{99999999999999999999}`"),
        ("a{01}", None),
        ("a|*", "missing argument to repetition operator: `*`"),
        ("a+?+", "invalid nested repetition operator: `+?+`"),
        ("\\", "trailing backslash at end of expression: ``"),
        ("\\xz", "invalid escape sequence: `\\xz`"),
        ("\\x{110000}", "invalid escape sequence: `\\x{110000`"),
        ("[[:foo:]]", "invalid character class range: `[:foo:]`"),
        ("[z-a]", "invalid character class range: `z-a`"),
        ("\\p{Letter}\\p{greek}\\p{Old_Italic}\\pN\\p{Any}\\p{ASCII}", None),
        ("(?P<a-b>x)", "invalid named capture: `(?P<a-b>`"),
        ("(?i-)a", "invalid or unsupported Perl syntax: `(?i-)`"),
        ("é\\é", "invalid escape sequence: `\\é`"),
    ],
)
def test_gos_parser(pattern: str, error: str | None) -> None:
    if error is None:
        parse(pattern)
        compile_pattern(pattern)
    else:
        with pytest.raises(PatternError) as caught:
            compile_pattern(pattern)
        assert str(caught.value).startswith(f"error parsing regexp: {error}")


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("a(?i)*$", ["aaa", ""], []),
        (r"^\Qa.\E+$", ["a..."], ["a.a.", "aa"]),
        ("(?i)^[^s]$", ["a"], ["S", "s", "ſ"]),
        (r"(?i)^\W$", ["-", "é"], ["k", "K", "s", "\u017f", "\u212a"]),
        ("(?i)^[[:^lower:]]$", ["1"], ["k", "K", "a", "A"]),
        ("(?i)^k$", ["k", "K", "\u212a"], ["x"]),
        ("(?U)^a+?$", ["aaa"], [""]),
        ("(?s)^.$", ["\n", "😀"], ["ab"]),
        ("(?m)^b$", ["a\nb\nc"], ["ab"]),
        (r"^\pC$", ["\x00", "\u0378"], ["a"]),
        (r"^[^\pCa]$", ["b"], ["a", "\x00"]),
        (r"^\p{Assigned}$", ["a"], ["\u0378"]),
        (r"^[\p{LC}]$", ["a", "A"], ["1", "中"]),
        (r"^\s$", [" ", "\t"], ["\v", "\xa0"]),
        (r"\bé", ["aé"], ["é"]),
        ("^{,2}$", ["{,2}"], [""]),
        (r"^\x{10FFFF}\07$", ["\U0010ffff\x07"], []),
        ("^(?P<n>a)(?P<n>b)$", ["ab"], ["a"]),
    ],
)
def test_semantics(pattern: str, matching: list[str], others: list[str]) -> None:
    matcher = compile_pattern(pattern)
    assert [matcher.search(text) for text in matching + others] == [True] * len(matching) + [False] * len(
        others
    )
    translated = python_pattern(pattern)
    if translated is not None:
        found = [bool(re.search(translated, text)) for text in matching + others]
        assert found == [True] * len(matching) + [False] * len(others)


def test_simple_patterns_stay_as_they_are() -> None:
    for pattern in ("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "^(?:a|b){2,3}$", "^[^/]+/[^/]+$", r"^\p{L}+$"):
        assert rust_pattern(pattern) == pattern
    assert python_pattern("^[a-z]+$") == r"^[a-z]+\Z"
    assert python_pattern(r"^\d+$") == r"^[0-9]+\Z"


def test_what_rust_would_refuse_is_not_given_to_it() -> None:
    for pattern in (r"\p{L}{1000}", ".{1000}" * 20, "[a-z]{1000}" * 150):
        assert rust_pattern(pattern) is None
    for pattern in (r"\p{L}{100}", ".{1000}" * 5, "[a-z]{1000}" * 50):
        accepted = rust_pattern(pattern)
        assert accepted is not None
        assert not rust_matches(accepted, "")
    assert rust_pattern("(" * 300 + "a" + ")" * 300) is None
    assert python_pattern(r"\p{L}") is None


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("a*", "baac", ["", "aa", ""]),
        ("a|ab", "ab", ["a"]),
        ("é", "éaé", ["é", "é"]),
        ("", "é", ["", ""]),
        ("x", "abc", []),
        ("^a", "aa", ["a"]),
        (r"\ba", "aa a", ["a", "a"]),
        ("a$", "aa", ["a"]),
    ],
)
def test_finding(pattern: str, text: str, found: list[str]) -> None:
    matcher = compile_pattern(pattern)
    assert matcher.find_all(text) == found
    assert matcher.find_all(text, 1) == found[:1]
    assert matcher.find(text) == (found[0] if found else None)


PIECES = st.sampled_from(
    [
        *"abk01.^$|()[]{}*+?-,\\ \né",
        *("(?:", "(?i)", "(?s:", "[^", "a-z", "[:alpha:]", "{2}", "{1,3}", "{2,", "\\d", "\\W", "\\b", "\\z"),
        *("\\.", "\\n", "\\x41", "\\Q", "\\E", "\\pL", "(?P<n>", "\\1", "\\07"),
    ]
)


@given(pattern=st.lists(PIECES, max_size=12).map("".join))
@settings(max_examples=400)
def test_the_parser_agrees_with_re2(pattern: str) -> None:
    # RE2 descends from the same grammar; it differs in these, on purpose.
    assume("(?P<n>" not in pattern and "\\pL" not in pattern)
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern.encode(), options)
        accepted = True
    except re2.error:
        accepted = False
    try:
        parse(pattern)
    except PatternError:
        assert not accepted
    else:
        assert accepted


@given(pattern=st.lists(PIECES, max_size=8).map("".join), text=st.text(alphabet="abkK01.\n é-", max_size=6))
@settings(max_examples=400)
def test_all_dialects_agree(pattern: str, text: str) -> None:
    try:
        expected = compile_pattern(pattern).search(text)
    except PatternError:
        assume(False)
    translated = python_pattern(pattern)
    if translated is not None:
        assert bool(re.search(translated, text)) == expected
    translated = rust_pattern(pattern)
    if translated is not None:
        assert rust_matches(translated, text) == expected


def test_a_pattern_that_cannot_be_run_is_no_bad_pattern() -> None:
    with pytest.raises(ScaffoldError, match="too much memory"):
        compile_pattern(r"(\pL\pN){1000}" * 5)
    with pytest.raises(ScaffoldError, match="too much memory"):
        compile_pattern("a" * 2_000_000)


def test_time_is_linear_whatever_the_pattern() -> None:
    started = time.process_time()
    for pattern in ("^(a+)+$", "^(a|aa)+$", "(.*a){20}$", "(a?){30}a{30}"):
        compile_pattern(pattern).search("a" * 20_000 + "b")
    for pattern in (
        "(" * 50_000,
        "[" * 50_000,
        "a{1000}" * 5_000,
        "(?i)" * 20_000 + "a",
        "|" * 50_000,
        "[[:" * 50_000,
    ):
        try:
            compile_pattern(pattern)
        except (PatternError, ScaffoldError):
            continue
    assert time.process_time() - started < 10
