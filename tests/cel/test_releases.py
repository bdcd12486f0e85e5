"""Which release a rule needs. The releases are those of the documentation of Kubernetes:
https://kubernetes.io/docs/reference/using-api/cel/
"""

from __future__ import annotations

import pytest

from scaffolder.cel import expression as cel
from scaffolder.cel.environment import Environment
from scaffolder.cel.releases import newer_parts, parse_release
from scaffolder.cel.types import INT, STRING, list_of, map_of

_ENVIRONMENT = Environment({"self": STRING, "n": list_of(INT), "m": map_of(STRING, STRING)})


@pytest.mark.parametrize(
    ("text", "release", "newer"),
    [
        ("n.all(x, x > 0) && self.lowerAscii() == 'a'", (1, 25), {}),
        ("n.sum() > 1 && url(self).getHost() == ''", (1, 25), {}),
        ("1 < 2.0", (1, 28), {"int < double": (1, 29)}),
        ("m[?'a'].hasValue()", (1, 28), {"optional syntax (?)": (1, 29), "hasValue()": (1, 29)}),
        ("isQuantity(self)", (1, 28), {"isQuantity()": (1, 29)}),
        ("isQuantity(self)", (1, 29), {}),
        ("sets.contains(n, n)", (1, 29), {"sets.contains()": (1, 30)}),
        ("isIP(self) || isIP('')", (1, 30), {"isIP()": (1, 31)}),
        ("isIP(self)", (1, 31), {}),
        ("isCIDR(self)", (1, 30), {"isCIDR()": (1, 31)}),
        ("type(ip(self)) == net.IP", (1, 25), {"ip()": (1, 31), "net.IP": (1, 31)}),
        ("format.named('uuid').hasValue()", (1, 31), {"format.named()": (1, 32)}),
        ("isSemver(self)", (1, 33), {"isSemver()": (1, 34)}),
        ("n.all(i, x, i < x)", (1, 32), {"all() with two variables": (1, 33)}),
        ("n.sort() == n", (1, 34), {"sort()": (1, 35)}),
    ],
)
def test_newer_parts(text: str, release: tuple[int, int], newer: dict[str, tuple[int, int]]) -> None:
    found = newer_parts(cel.check(text, _ENVIRONMENT), release)
    assert {part.name: part.since for part in found} == newer


@pytest.mark.parametrize(
    ("text", "release"),
    [("1.30", (1, 30)), ("v1.30.2", (1, 30)), ("1", None), ("1.x", None), ("1.2.3.4", None), ("", None)],
)
def test_parse_release(text: str, release: tuple[int, int] | None) -> None:
    assert parse_release(text) == release
