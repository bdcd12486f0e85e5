from __future__ import annotations

import pytest

from scaffolder.apimachinery.quoting import quote, quote_ascii


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("a b", '"a b"'),
        ('a"\\', '"a\\"\\\\"'),
        ("\a\b\f\n\r\t\v\0\x7f", '"\\a\\b\\f\\n\\r\\t\\v\\x00\\x7f"'),
        ("é😀\ufffd", '"é😀\ufffd"'),
        # These came with Unicode 15 and 16.
        ("\U0001fae8\u1c89\n", '"\U0001fae8\u1c89\\n"'),
        ("\u0378\u200b\u00a0\U000e0001", '"\\u0378\\u200b\\u00a0\\U000e0001"'),
    ],
)
def test_quote(text: str, quoted: str) -> None:
    assert quote(text) == quoted


def test_quote_ascii() -> None:
    assert quote_ascii('é\n"\x7f') == '"\\xc3\\xa9\\x0a\\"\x7f"'
