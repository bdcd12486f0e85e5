from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scaffolder.apimachinery import automata
from scaffolder.apimachinery.automata import Automata, Automaton
from scaffolder.apimachinery.automaton_builder import build
from scaffolder.apimachinery.patterns import PatternError, compile_pattern
from tests.apimachinery.recorded import load

VALID = [case for case in load("patterns") if case["error"] is None]


def automaton_of(pattern: str) -> Automaton:
    automaton = build(pattern)
    assert automaton is not None
    return automaton


@pytest.mark.parametrize("case", VALID, ids=lambda case: f"{case['pattern']!r:.50}")
def test_the_servers_matches(case: dict[str, Any]) -> None:
    automaton = build(case["pattern"])
    if automaton is None:
        assert any(part in case["pattern"] for part in ("\\p", "\\P", "\\b", "\\B", "(?m", "é", "ſ", "100"))
        return
    assert [text for text in case["matches"] if not automaton.search(text)] == []
    assert [text for text in case["others"] if automaton.search(text)] == []


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("", ["", "a"], []),
        ("^$", [""], ["a", "\n"]),
        ("$^", [""], ["a"]),
        ("a$|^b", ["a", "ba", "bc"], ["", "ab", "c"]),
        ("(a|^)b", ["ab", "b", "cab"], ["cb"]),
        ("^(a*)*$", ["", "aaa"], ["ab"]),
        ("^a{2,3}$", ["aa", "aaa"], ["a", "aaaa"]),
        ("^(ab){0,2}c{0}$", ["", "ab", "abab"], ["c", "ababab"]),
        (r"^[0-9]+(ns|us|µs|ms|s)$", ["1µs", "20ns"], ["1éss", "µs", "1ſ"]),
        ("(?i)^sk$", ["SK", "ſ\u212a"], ["s", "éK"]),
        ("^[^a]$", ["\n", "é", "😀"], ["a", "", "éé"]),
        ("^.$", ["é", "😀"], ["\n"]),
    ],
)
def test_whether_it_matches(pattern: str, matching: list[str], others: list[str]) -> None:
    automaton = Automaton.unpacked(automaton_of(pattern).packed())
    assert [text for text in matching if not automaton.search(text)] == []
    assert [text for text in others if automaton.search(text)] == []


_ATOMS = [
    "a",
    "b",
    "-",
    r"\.",
    ".",
    "[ab]",
    "[^a]",
    "[a-c_-]",
    r"\d",
    r"\W",
    "é",
    "(?i:s)",
    "^",
    "$",
    "(?s:.)",
]
_PATTERNS = st.recursive(
    st.sampled_from(_ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"])).map(
            lambda parts: f"(?:{parts[0]}){parts[1]}"
        ),
    ),
    max_leaves=8,
)


@given(_PATTERNS, st.lists(st.text("ab-.c1_sSſéß\n K", max_size=8), max_size=8))
@settings(max_examples=300, deadline=None)
def test_as_re2_has_it(pattern: str, texts: list[str]) -> None:
    try:
        matcher = compile_pattern(pattern)
    except PatternError:
        assume(False)
    automaton = build(pattern)
    assert automaton is not None
    assert [automaton.search(text) for text in texts] == [matcher.search(text) for text in texts]


@pytest.mark.parametrize(
    "pattern",
    [
        "(a{100}){10}",
        "(a|b)*a(a|b){12}",
        "(?:" * 200 + "a" + ")" * 200,
        "(((a{0,9}){0,9}){0,9})b{300}",
        "[" + "".join(map(chr, range(0x400, 0x600, 2))) + "]",
    ],
    ids=range(5),
)
def test_what_would_be_large_is_given_up_soon(pattern: str) -> None:
    start = time.process_time()
    assert build(pattern) is None
    assert time.process_time() - start < 1


def test_what_is_kept_is_used_and_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {"^a$": automaton_of("^b$").packed(), "^c$": b""}
    monkeypatch.setattr(automata, "kept", Automata(lambda: kept))
    assert compile_pattern("^a$").search("b")
    assert compile_pattern("^c$").search("c")
    assert compile_pattern("^d+$").search("d" * 20_000)
    assert compile_pattern("^d+$").find_all("ddd") == ["ddd"]
    assert compile_pattern(r"^\bd$").search("d")
    with pytest.raises(PatternError):
        compile_pattern("(")
    assert compile_pattern("a" * 3000).search("a" * 3000)
    assert automata.kept is not None
    assert {pattern: bool(packed) for pattern, packed in automata.kept.grown.items()} == {
        "^d+$": True,
        r"^\bd$": False,
    }
