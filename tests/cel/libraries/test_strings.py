"""Functions on strings."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'añ😀'.charAt(2)", "😀"),
        ("'ab'.charAt(2)", ""),
        ("'ab'.charAt(3)", "error: index out of range: 3"),
        ("'ab'.charAt(-1)", "error: index out of range: -1"),
        ("'abcb'.indexOf('b') == 1 && 'abcb'.indexOf('b', 2) == 3 && 'abc'.indexOf('x') == -1", True),
        ("'abc'.indexOf('', 9)", 9),
        ("'abc'.indexOf('', -2)", -2),
        ("'abc'.lastIndexOf('', 9)", 9),
        ("'abc'.indexOf('a', -1)", "error: index out of range: -1"),
        ("'abc'.indexOf('a', 9)", -1),
        (
            ("'abcb'.lastIndexOf('b') == 3 && 'abcb'.lastIndexOf('b', 2) == 1 && 'abc'.lastIndexOf('') == 3"),
            True,
        ),
        ("'abcb'.lastIndexOf('b', 3)", 3),
        ("'abc'.lastIndexOf('c', 9)", -1),
        ("'aÄB'.lowerAscii() == 'aÄb' && 'aäb'.upperAscii() == 'AäB'", True),
        (
            (
                "'aaa'.replace('a', 'b') == 'bbb' && 'aaa'.replace('a', 'b', 2) == 'bba' && "
                "'ab'.replace('', '-') == '-a-b-'"
            ),
            True,
        ),
        ("'aaa'.replace('a', 'b', 0)", "aaa"),
        ("'a,b,c'.split(',')", ["a", "b", "c"]),
        ("'a,b,c'.split(',', 2)", ["a", "b,c"]),
        ("'a,b'.split(',', 0)", []),
        ("'añ'.split('')", ["a", "ñ"]),
        ("'abc'.split('', 2)", ["a", "bc"]),
        ("''.split(',')", [""]),
        ("'abc'.substring(1) == 'bc' && 'abc'.substring(1, 2) == 'b'", True),
        ("'abc'.substring(4)", "error: index out of range: 4"),
        ("'abc'.substring(2, 1)", "error: invalid substring range. start: 2, end: 1"),
        ("' \\ta\\u00a0\\u3000'.trim()", "a"),
        ("'\\x1ca'.trim()", "\x1ca"),
        ("['a', 'b'].join() == 'ab' && ['a', 'b'].join('-') == 'a-b' && [].join(',') == ''", True),
        ("[dyn(1)].join()", "error: join: invalid input: 1"),
        ("strings.quote('a\"\\n\\\\')", '"a\\"\\n\\\\"'),
    ],
)
def test_strings(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
