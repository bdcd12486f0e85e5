"""Costs in the units and by the odd rules of the server; more are in ``tests/validation/data``."""

from __future__ import annotations

import pytest

from scaffolder.cel.environment import Environment
from scaffolder.cel.expression import check, estimate
from scaffolder.cel.ranges import INFINITE, Range
from scaffolder.cel.types import BOOL, DYN, INT, STRING_KIND, Type, list_of, map_of, object_type


def _string(size: int) -> Type:
    return Type(STRING_KIND, "string", max_elements=size)


_SELF = object_type(
    "Self",
    {
        "i": INT,
        "b": BOOL,
        "s": _string(100),
        "any": DYN,
        "li": list_of(INT, 20),
        "ls": list_of(_string(10), 20),
        "m": map_of(_string(0), _string(10), 5),
        "__for__": _string(100),
    },
    {"for": "__for__"},
)
# of the largest size, as far as floating point goes
_TENTH = 1844674407370955264
_ENVIRONMENT = Environment({"self": _SELF})


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("true", 0, 0),
        ("self", 1, 1),
        ("self.i", 2, 2),
        ("has(self.i)", 1, 1),
        ("self.i > 1", 3, 3),
        # declared integers have size 0, so comparing them is free
        ("self.i == 1", 2, 2),
        ("self.s == 'abc'", 3, 3),
        ("self.s == self.s", 5, 14),
        ("self.b || self.i > 1", 2, 5),
        ("self.b ? 1 : self.i", 2, 4),
        ("[1, 2, 3]", 10, 10),
        ("{'a': 1}", 30, 30),
        ("self.i in [1, 2, 3]", 15, 15),
        ("self.s.startsWith('a')", 3, 3),
        ("self.s.contains('a')", 2, 12),
        ("self.s.matches('[a-z]+')", 4, 24),
        ("self.s + 'a'", 3, 13),
        ("self.s.lowerAscii() == 'a'", 3, 13),
        ("size(self.s) > 3", 4, 4),
        ("self.m['a'] == 'b'", 4, 4),
        # for each element: 2 for asking whether to go on, 3 for the comparison
        ("self.li.all(x, x > 0)", 3, 103),
        ("self.li.exists_one(x, x > 0)", 4, 84),
        ("self.li.map(x, x)", 13, 273),
        ("self.ls.all(x, x == 'a')", 3, 103),
        ("self.ls.all(x, self.ls.all(y, x == y))", 3, 2523),
        ("self.s.split(',').all(x, x == 'a')", 3, 423),
        ("self.s.split(',', 3).all(x, x == 'a')", 3, 35),
        # what comes out of something computed is taken to be as large as the root: an object has size 0
        ("['a', self.s].all(x, x == 'b')", 19, 21),
        # whose size is unknown, that is as large as can be
        ("string(self.i) + 'a' == ''", 4, _TENTH + 3),
        ("self.for == self.__for__", 5, 14),
        ("self.for.lowerAscii() == ''", 2, _TENTH + 2),
        ("quantity(self.s) == quantity('1')", 4, 14),
        ("sets.contains(self.li, [1, 2])", 13, 53),
        ("self.li.sort() == [1]", 24, 824),
        ("lists.range(self.i).size() > 0", INFINITE, INFINITE),
        ("self.?s.orValue('') == ''", 3, 3),
        ("optional.of(self.i).optMap(x, x + 1).hasValue()", 6, 22),
    ],
)
def test_cost(text: str, low: int, high: int) -> None:
    assert estimate(check(text, _ENVIRONMENT)) == Range(low, high)


def test_nested_loops_end_at_the_largest_number() -> None:
    text = "self.ls.all(x, " * 20 + "true" + ")" * 20
    assert estimate(check(text, _ENVIRONMENT)).high == INFINITE


@pytest.mark.parametrize(
    ("one", "factor", "product"),
    [
        (Range(1, 2), 0.1, Range(1, 1)),
        (Range(0, 11), 0.1, Range(0, 2)),
        (Range(0, INFINITE), 0.1, Range(0, 1844674407370955264)),
        (Range(0, INFINITE), 2, Range(0, INFINITE)),
    ],
)
def test_scaling_rounds_up(one: Range, factor: float, product: Range) -> None:
    assert one.scaled(factor) == product
