"""IP addresses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ip('127.0.0.1').family() == 4 && ip('::1').family() == 6", True),
        (("isIP('1.2.3.4') && !isIP('01.2.3.4') && !isIP('::ffff:1.2.3.4') && !isIP('fe80::1%eth0')"), True),
        ("ip.isCanonical('::1') && !ip.isCanonical('0:0::1')", True),
        (
            (
                "ip('127.0.0.1').isLoopback() && ip('0.0.0.0').isUnspecified() && "
                "ip('224.0.0.1').isLinkLocalMulticast()"
            ),
            True,
        ),
        ("ip('169.254.1.1').isLinkLocalUnicast() && ip('8.8.8.8').isGlobalUnicast()", True),
        ("string(ip('0:0::1'))", "::1"),
        ("ip('::1') == ip('0::1')", True),
        (
            "ip(dyn('1.2.3'))",
            (
                'error: IP Address "1.2.3" parse error during conversion from string: '
                'ParseAddr("1.2.3"): IPv4 address too short'
            ),
        ),
        ("type(ip('::1')) == net.IP", True),
    ],
)
def test_ip(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
