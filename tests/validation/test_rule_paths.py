from __future__ import annotations

from typing import Any

import pytest

from scaffolder.validation.rule_paths import resolve

_SCHEMA: dict[str, Any] = {
    "properties": {
        "a": {"properties": {"b.c": {"type": "string"}, "it's": {"type": "string"}}},
        "m": {"additionalProperties": {"properties": {"x": {"type": "string"}}}},
        "open": {"additionalProperties": True},
        "l": {"items": {"properties": {"x": {"type": "string"}}}},
    }
}


@pytest.mark.parametrize(
    ("field_path", "resolved"),
    [
        (".a", ("a", ("a",))),
        ("['a']", ("a", ("a",))),
        (".a['b.c']", ("a.b.c", ("a", "b.c"))),
        (r".a['it\'s']", ("a.it's", ("a", "it's"))),
        (".m['k'].x", ("m[k].x", ("m", "k", "x"))),
        (".m.k.x", ("m[k].x", ("m", "k", "x"))),
        (".open.k", ("open[k]", ("open", "k"))),
        (".open.k.deeper", None),
        (".l.x", None),
        (".l[0]", None),
        (".nope", None),
        ("a", None),
        (".", None),
        (".a.", None),
        (".['a']", None),
        ('["a"]', None),
        ("['a'", None),
        (r"['\q']", None),
    ],
)
def test_resolve(field_path: str, resolved: tuple[str, tuple[str, ...]] | None) -> None:
    assert resolve(field_path, _SCHEMA) == resolved
