"""Semantic versions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "semver('1.2.3').isLessThan(semver('1.10.0')) && "
                "semver('2.0.0').isGreaterThan(semver('2.0.0-rc.1'))"
            ),
            True,
        ),
        ("semver('1.2.3').compareTo(semver('1.2.3+build'))", 0),
        (
            ("semver('1.2.3').major() == 1 && semver('1.2.3').minor() == 2 && semver('1.2.3').patch() == 3"),
            True,
        ),
        (
            (
                "isSemver('1.2.3') && !isSemver('v1.2.3') && isSemver('v1', true) && "
                "isSemver('01.02.03', true)"
            ),
            True,
        ),
        ("semver(dyn('x'))", "error: No Major.Minor.Patch elements found"),
        ("semver('v1.2', true) == semver('1.2.0')", True),
    ],
)
def test_semver(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
