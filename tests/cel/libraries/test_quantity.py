"""Quantities."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cel.evaluating import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            ("quantity('1Gi').compareTo(quantity('1024Mi')) == 0 && quantity('1Gi') == quantity('1024Mi')"),
            True,
        ),
        (("quantity('2').isGreaterThan(quantity('1500m')) && quantity('1').isLessThan(quantity('2'))"), True),
        ("isQuantity('1E') && isQuantity('5.') && !isQuantity('1K') && !isQuantity('1e')", True),
        (
            (
                "quantity('1k').asInteger() == 1000 && quantity('1k').isInteger() && "
                "!quantity('1m').isInteger()"
            ),
            True,
        ),
        ("quantity('1.5').asInteger()", "error: cannot convert value to integer"),
        ("quantity('500m').asApproximateFloat()", 0.5),
        ("quantity('1').add(quantity('2')).sub(1).asInteger()", 2),
        ("sign(quantity('-1'))", -1),
        ("quantity('1').add(1) == quantity('2') && quantity('3').sub(1).compareTo(quantity('2')) == 0", True),
        ("quantity('2') == quantity('1').add(1)", "error: no such overload"),
        ("quantity('2') != quantity('3').sub(quantity('1'))", True),
        (
            "quantity(dyn('x'))",
            (
                "error: quantities must match the regular expression "
                "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            ),
        ),
    ],
)
def test_quantity(text: str, expected: Any) -> None:
    assert repr(outcome(text)) == repr(expected)
