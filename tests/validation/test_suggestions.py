"""Did you mean: which neighbour is suggested, and when none is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from scaffolder.diagnostics import INVALID, NOT_SUPPORTED, UNKNOWN_FIELD, Diagnostic
from scaffolder.validation.suggestions import add_suggestions

if TYPE_CHECKING:
    from scaffolder.diagnostics import Path

SCHEMA: dict[str, Any] = {
    "properties": {
        "spec": {
            "properties": {
                "replicas": {"type": "integer"},
                "imagePullPolicy": {"type": "string", "enum": ["Always", "Never", "IfNotPresent"]},
                "ports": {"items": {"properties": {"containerPort": {}, "protocol": {}}}},
                "template": {"x-kubernetes-embedded-resource": True},
                "labels": {"additionalProperties": {"properties": {"value": {}}}},
            }
        }
    }
}
CASES: list[tuple[str, Path, str | None]] = [
    (UNKNOWN_FIELD, ("spec", "replcas"), "did you mean replicas?"),
    (UNKNOWN_FIELD, ("spec", "Replicas"), "did you mean replicas?"),
    (UNKNOWN_FIELD, ("spec", "zzz"), None),
    (UNKNOWN_FIELD, ("sepc",), "did you mean spec?"),
    (UNKNOWN_FIELD, ("metdata",), "did you mean metadata?"),
    (UNKNOWN_FIELD, ("metadata", "nmae"), "did you mean name?"),
    (UNKNOWN_FIELD, ("metadata", "namespce"), "did you mean namespace?"),
    (UNKNOWN_FIELD, ("metadata", "anotations"), "did you mean annotations?"),
    (UNKNOWN_FIELD, ("metadata", "ownerReferences", 0, "knd"), "did you mean kind?"),
    (UNKNOWN_FIELD, ("metadata", "labels", "nmae"), None),
    (UNKNOWN_FIELD, ("spec", "template", "metadata", "lables"), "did you mean labels?"),
    (UNKNOWN_FIELD, ("spec", "labels", "metadata", "lables"), None),
    (UNKNOWN_FIELD, ("spec", "ports", 0, "contanerPort"), "did you mean containerPort?"),
    (UNKNOWN_FIELD, ("spec", "labels", "x", "valeu"), "did you mean value?"),
    (UNKNOWN_FIELD, ("spec", "nowhere", "x"), None),
    (NOT_SUPPORTED, ("spec", "imagePullPolicy"), "did you mean IfNotPresent?"),
    (NOT_SUPPORTED, ("spec", "replicas"), None),
    (INVALID, ("spec", "replicas"), None),
    (UNKNOWN_FIELD, (), None),
]


@pytest.mark.parametrize(("reason", "path", "hint"), CASES)
def test_hints(reason: str, path: Path, hint: str | None) -> None:
    error = Diagnostic("f", reason, "m", path)
    value = {"spec": {"imagePullPolicy": "ifnotpresent", "replicas": 5}}
    add_suggestions([error], SCHEMA, value)
    assert error.hint == hint


def test_a_hint_that_is_there_stays() -> None:
    error = Diagnostic("f", UNKNOWN_FIELD, "m", ("spec", "replcas"), hint="look")
    add_suggestions([error], SCHEMA, {})
    assert error.hint == "look"
