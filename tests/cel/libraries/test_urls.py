"""URLs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("url('https://h:80/p%20q?a=1&a=2#f').getScheme()", "https"),
        (
            (
                "url('https://h:80/p').getHost() == 'h:80' && "
                "url('https://h:80/p').getHostname() == 'h' && url('https://h:80/p').getPort() == '80'"
            ),
            True,
        ),
        ("url('https://h/p%20q').getEscapedPath()", "/p%20q"),
        ("url('https://h/?a=1&b=x&a=2').getQuery()", {"a": ["1", "2"], "b": ["x"]}),
        ("isURL('/path') && !isURL('path')", True),
        ("url(dyn(''))", 'error: URL parse error during conversion from string: parse "": empty url'),
        ("url('http://a') == url('http://a')", True),
    ],
)
def test_urls(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
