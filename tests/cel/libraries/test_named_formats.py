"""Named formats."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("format.dns1123Label().validate('a-b').hasValue()", False),
        ("format.dns1123Label().validate('-a').value().size()", 1),
        ("format.dns1123LabelPrefix().validate('a-').hasValue()", False),
        ("format.dns1035Label().validate('1a').hasValue()", True),
        (
            (
                "format.qualifiedName().validate('a.b/c').hasValue() || "
                "format.labelValue().validate('A_b').hasValue()"
            ),
            False,
        ),
        ("format.uuid().validate('x').value()", ["does not match the UUID format"]),
        ("format.byte().validate('').value()", ["invalid base64"]),
        ("format.date().validate('2024-01-01').hasValue()", False),
        ("format.datetime().validate('2024-01-01').value()", ["invalid datetime"]),
        ("format.uri().validate('foo').hasValue()", True),
        (
            (
                "format.named('dns1123Label').value() == format.dns1123Label() && "
                "!format.named('x').hasValue()"
            ),
            True,
        ),
    ],
)
def test_named_formats(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
