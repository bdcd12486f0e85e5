"""Which release of Kubernetes understands what: apiserver/pkg/cel/environment/base.go."""

from __future__ import annotations

import pytest

from scaffolder.cel.environment import Environment
from scaffolder.cel.expression import check
from scaffolder.cel.source import CompileError
from scaffolder.cel.types import DOUBLE, INT, STRING, list_of

_VARIABLES = {"s": STRING, "i": INT, "d": DOUBLE, "l": list_of(INT)}


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("s.startsWith('a')", 23),
        ("s.find('a') == ''", 23),
        ("isURL(s)", 23),
        ("i < d", 28),
        ("l[?0].hasValue()", 28),
        ("optional.of(i).optMap(x, x).hasValue()", 28),
        ("quantity(s).isInteger()", 28),
        ("'%d'.format([i]) == ''", 29),
        ("sets.contains(l, l)", 29),
        ("isIP(s)", 30),
        ("cidr(s).containsIP(s)", 30),
        ("format.uuid().validate(s).hasValue()", 31),
        ("l.all(i, v, v > i)", 32),
        ("semver(s).major() > 1", 33),
        ("l.sort() == l", 34),
        ("l.sortBy(e, -e) == l", 34),
    ],
)
def test_since(text: str, since: int) -> None:
    assert check(text, Environment(_VARIABLES, (1, since))).text == text
    if since > 23:
        with pytest.raises(CompileError):
            check(text, Environment(_VARIABLES, (1, since - 1)))


@pytest.mark.parametrize(
    "text", ["math.abs(i) == 1", "cel.bind(x, i, x == 1)", "s.reverse() == ''", "base64.encode(b'') == ''"]
)
def test_what_cel_go_has_and_kubernetes_has_not(text: str) -> None:
    with pytest.raises(CompileError):
        check(text, Environment(_VARIABLES))
