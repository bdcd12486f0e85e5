"""Networks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            ("cidr('10.0.0.0/8').containsIP('10.1.2.3') && cidr('10.0.0.0/8').containsIP(ip('10.1.2.3'))"),
            True,
        ),
        ("cidr('10.0.0.0/8').containsIP(dyn('x'))", "error: no such overload"),
        (
            (
                "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && "
                "!cidr('10.0.0.0/8').containsCIDR(cidr('0.0.0.0/0'))"
            ),
            True,
        ),
        (
            ("cidr('10.1.2.3/8').prefixLength() == 8 && cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8')"),
            True,
        ),
        ("cidr('10.1.2.3/8').ip() == ip('10.1.2.3')", True),
        ("string(cidr('10.0.0.0/8'))", "10.0.0.0/8"),
        ("isCIDR('::/0') && !isCIDR('1.2.3.4')", True),
        (
            "cidr(dyn('x'))",
            (
                "error: network address parse error during conversion from string: network "
                "address parse error during conversion from string: netip.ParsePrefix(\"x\"): no '/'"
            ),
        ),
    ],
)
def test_cidr(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
