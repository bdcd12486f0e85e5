from __future__ import annotations

import itertools

import pytest

from scaffolder.apimachinery.semver import SemverError, parse_semver, parse_tolerant_semver

# The example of semver.org, item 11, and a little more.
ASCENDING = [
    *(
        "0.9.0",
        "1.0.0-1",
        "1.0.0-2",
        "1.0.0-10",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta",
    ),
    *("1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "2.0.0-alpha", "2.0.0", "2.1.0", "10.0.0"),
]


def test_precedence() -> None:
    for (i, left), (j, right) in itertools.product(enumerate(map(parse_semver, ASCENDING)), repeat=2):
        assert left.compare(right) == (i > j) - (i < j)


def test_build_metadata_does_not_count() -> None:
    assert parse_semver("1.2.3+a") == parse_semver("1.2.3+b.c")
    assert str(parse_semver("1.2.3-rc.1+b")) == "1.2.3-rc.1+b"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Version string empty"),
        ("1.2", "No Major.Minor.Patch elements found"),
        ("v1.2.3", 'Invalid character(s) found in major number "v1"'),
        ("01.2.3", 'Major number must not contain leading zeroes "01"'),
        ("1.2.3.4", 'Invalid character(s) found in patch number "3.4"'),
        ("1.2.3-", "Prerelease is empty"),
        ("1.2.3-01", 'Numeric PreRelease version must not contain leading zeroes "01"'),
        ("1.2.3-é", 'Invalid character(s) found in prerelease "é"'),
        ("1.2.3+", "Build meta data is empty"),
        ("1..3", 'strconv.ParseUint: parsing "": invalid syntax'),
        (
            "18446744073709551616.0.0",
            'strconv.ParseUint: parsing "18446744073709551616": value out of range',
        ),
    ],
)
def test_errors(text: str, message: str) -> None:
    with pytest.raises(SemverError) as caught:
        parse_semver(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "mended"),
    [("v1.2.3", "1.2.3"), ("1", "1.0.0"), ("1.2", "1.2.0"), ("01.02.03", "1.2.3"), ("00.0.00-a", "0.0.0-a")],
)
def test_the_tolerant_form(text: str, mended: str) -> None:
    assert str(parse_tolerant_semver(text)) == mended


@pytest.mark.parametrize("text", ["", "V1.2.3", "vv1", "1.2-alpha", "x", "1. 2.3"])
def test_what_even_that_refuses(text: str) -> None:
    with pytest.raises(SemverError):
        parse_tolerant_semver(text)
