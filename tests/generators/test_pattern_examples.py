from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.apimachinery.patterns import PatternError, compile_pattern
from scaffolder.generators._pattern_examples import matching

DNS_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"


@pytest.mark.parametrize(
    ("pattern", "shortest", "longest"),
    [
        ("", 0, None),
        ("", 5, 5),
        ("^$", 0, None),
        ("a", 10, None),
        (f"^{DNS_LABEL}$", 1, 63),
        (f"^{DNS_LABEL}$", 20, 20),
        (rf"^{DNS_LABEL}(\.{DNS_LABEL})*$", 0, 253),
        (r"^((?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$".replace("(?!$)", ""), 0, None),
        (r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$", 0, None),
        (r"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$", 0, None),
        (r"^sha256:[a-f0-9]{64}$", 71, 71),
        (r"^(?i)[a-z]+$", 0, None),
        (r"^\Qa.b\E$", 0, None),
        (r"^[^\x00-\x7F]$", 0, None),
        (r"^\p{Greek}+$", 0, None),
        (r"^[[:upper:]][[:punct:]]\S\W$", 0, None),
        (r"^\x{1F600}$", 0, None),
        (r"\bword\b", 0, None),
        (r"^(a|b|)c??d{2,3}?$", 0, None),
        (r"(?s)^.$", 0, None),
        (r"(((a{1,10}){1,10}){1,10})", 0, None),
    ],
)
def test_the_texts_match_and_are_of_the_length_asked_for(
    pattern: str, shortest: int, longest: int | None
) -> None:
    matcher = compile_pattern(pattern)
    found = list(islice(matching(pattern, shortest, longest), 5))
    assert found
    assert len(found) == len(set(found))
    for text in found:
        assert matcher.search(text)
        assert shortest <= len(text) <= (longest or 3000)
    assert found == list(islice(matching(pattern, shortest, longest), 5))


@pytest.mark.parametrize("pattern", ["(", r"^a\bb$", "a^", "[", "(?=a)", "(" * 500 + ")" * 500, "$a"])
def test_where_there_is_no_text_there_is_none(pattern: str) -> None:
    assert list(matching(pattern)) == []


@given(st.text(alphabet="ab01()[]{}|*+?.^$\\-,d", max_size=12))
def test_whatever_the_pattern_only_matching_texts_come_of_it(pattern: str) -> None:
    found = list(islice(matching(pattern, 0, 50), 3))
    try:
        matcher = compile_pattern(pattern)
    except PatternError:
        assert found == []
    else:
        assert all(matcher.search(text) and len(text) <= 50 for text in found)
