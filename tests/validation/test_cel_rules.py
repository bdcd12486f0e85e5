"""Rules of CRDs against what a kube-apiserver 1.36.2 said about them.

``data/cel-rules.json``: schemas without their rules, and cases that put rules into them. ``others`` are the
fields of the other errors that the server found.
"""

from __future__ import annotations

import copy
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scaffolder.validation.cel_rules import check_rules
from scaffolder.validation.rule_places import places_with_rules

_DATA = json.loads((Path(__file__).parent / "data" / "cel-rules.json").read_text(encoding="utf-8"))
_WILD = Path(__file__).parents[3] / "shared" / "wild" / "crds"
_RULES = "x-kubernetes-validations"


def _schema(version: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = copy.deepcopy(_DATA["schemas"][version["schema"]])
    for path, rules in version["rules"]:
        node = schema
        for key in path:
            node = node[key]
        node[_RULES] = rules
    return schema


def _comparable(field: str, reason: str, message: str) -> tuple[str, str, str]:
    """Which of equally dear rules the server names is chance, and so is the number in a type's name."""
    if message.startswith("Forbidden: contributed"):
        field = "one of the rules"
    return field, reason, re.sub(r"selfType\d*", "selfType", message)


def _areas() -> list[str]:
    return sorted({case["area"] for case in _DATA["cases"]})


@pytest.mark.parametrize("area", _areas())
def test_server_says_the_same(area: str) -> None:
    differences = []
    for case in _DATA["cases"]:
        if case["area"] != area:
            continue
        found = []
        for version in case["versions"]:
            diagnostics = check_rules(_schema(version), version["field"], others=case["others"])
            found += [_comparable(d.field, d.reason, d.message) for d in diagnostics]
        if sorted(found) != sorted(_comparable(*cause) for cause in case["causes"]):
            differences.append((case["name"], found, case["causes"]))
    assert differences == []


def _list_schema(rule: str, **limits: int) -> dict[str, Any]:
    field = {"type": "array", "items": {"type": "string"}, **limits, _RULES: [{"rule": rule}]}
    return {"type": "object", "properties": {"field": field}}


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param("(" * 99_999, id="brackets"),
        pytest.param("(" * 1_000_000, id="a megabyte of brackets"),
        pytest.param("-" * 99_999, id="minus signs"),
        pytest.param("!" * 90_000 + "true", id="negations"),
        pytest.param("a." * 49_000 + "b", id="selections"),
        pytest.param("1+" * 49_000 + "1", id="sum"),
        pytest.param("true&&" * 16_000 + "true", id="conjunction"),
        pytest.param("true?" * 16_000 + "true", id="conditions"),
        pytest.param('"""' * 33_000, id="quotes"),
        pytest.param("'" + "\\" * 99_000, id="backslashes"),
        pytest.param("[" + "1," * 49_000 + "1].size() > 0", id="long list"),
        pytest.param("self.x == 1 || " * 6_000 + "true", id="many mistakes"),
        pytest.param("$" * 99_000, id="no tokens"),
        pytest.param("self.all(a, " * 10 + "true" + ")" * 10, id="ten loops"),
        pytest.param(
            "optional.of(self)" + ".optMap(x, x.zz)" * 200 + ".hasValue()", id="optionals that double"
        ),
        pytest.param("[self]" + ".map(x, {x: x})" * 240 + ".size() > 0", id="types that double"),
        pytest.param("[]" + ".map(x, {x: x})" * 240 + ".size() > 0", id="open types that double"),
        pytest.param("self.map(a, [a, " * 100 + "1" + "])" * 100 + " == []", id="loops in lists"),
        pytest.param("size(" * 249 + "self" + ")" * 249 + " > 0", id="deepest call"),
        pytest.param("[" * 240 + "]" * 240 + " == []", id="deepest list"),
    ],
)
def test_hostile_rules_end_soon(rule: str) -> None:
    started = time.process_time()
    check_rules(_list_schema(rule), "~")
    assert time.process_time() - started < 5


def test_deepest_allowed_rule_is_accepted() -> None:
    rule = "(" * 249 + "true" + ")" * 249
    assert check_rules(_list_schema(rule), "~") == []


def test_function_is_newer_than_the_oldest_server() -> None:
    schema = _list_schema("self.all(x, isIP(x))", maxItems=3)
    assert check_rules(schema, "~", version=(1, 30)) == []
    assert "undeclared reference to 'isIP'" in check_rules(schema, "~", version=(1, 29))[0].message


_OPEN = {"x-kubernetes-preserve-unknown-fields": True}
_UNREADABLE = (
    "Internal error: internal error: failed to construct type information for "
    "x-kubernetes-validations rules: unable to convert structural schema to CEL declarations"
)
_NO_ELEMENT = "Internal error: failed to convert to declType for CEL validation rules"
_TRUE = [{"rule": "true"}]
_KEPT = [{"rule": "self == oldSelf"}]


@pytest.mark.parametrize(
    ("node", "rules_above", "expected"),
    [
        # Below what has no type, rules are fine as long as there are none above.
        ({**_OPEN, "properties": {"a": {"type": "string", _RULES: _TRUE}}}, False, None),
        (
            {**_OPEN, "properties": {"a": {"type": "string", _RULES: _TRUE}}},
            True,
            (f"~.properties[f].properties[a].{_RULES}", _UNREADABLE),
        ),
        ({**_OPEN, _RULES: _TRUE}, False, (f"~.properties[f].{_RULES}", _UNREADABLE)),
        (
            {**_OPEN, "additionalProperties": {"type": "string", _RULES: _TRUE}},
            True,
            (f"~.properties[f].additionalProperties.{_RULES}", _UNREADABLE),
        ),
        (
            {"x-kubernetes-int-or-string": True, "items": {"type": "string", _RULES: _TRUE}},
            True,
            (f"~.properties[f].items.{_RULES}", _NO_ELEMENT),
        ),
        (
            {
                "type": "object",
                "x-kubernetes-map-type": "x",
                "properties": {"a": {"type": "string", _RULES: _KEPT}},
            },
            False,
            (
                f"~.properties[f].properties[a].{_RULES}[0].rule",
                'Invalid value: "self == oldSelf": oldSelf cannot be used on the uncorrelatable portion of '
                "the schema within ~.properties[f]",
            ),
        ),
        (
            {
                "type": "object",
                "x-kubernetes-map-type": "atomic",
                "properties": {"a": {"type": "string", _RULES: _KEPT}},
            },
            False,
            None,
        ),
    ],
)
def test_types_come_from_above(
    node: dict[str, Any], rules_above: bool, expected: tuple[str, str] | None
) -> None:
    schema: dict[str, Any] = {"type": "object", "properties": {"f": node}}
    if rules_above:
        schema[_RULES] = _TRUE
    found = [(error.field, error.message) for error in check_rules(schema, "~")]
    assert found == ([] if expected is None else [expected])


def _wild_schemas() -> Iterator[dict[str, Any]]:
    import yaml

    texts = [file.read_text(encoding="utf-8") for file in sorted(_WILD.iterdir())]
    for text in texts:
        for document in yaml.load_all(text, Loader=yaml.CSafeLoader) if _RULES in text else ():
            for version in document["spec"]["versions"] if document else ():
                schema = (version.get("schema") or {}).get("openAPIV3Schema")
                if isinstance(schema, dict) and list(places_with_rules(schema, "~", ())):
                    yield schema


@pytest.mark.skipif(not _WILD.is_dir(), reason="the collection of CRDs is not here")
def test_rules_that_people_use_are_accepted() -> None:
    schemas = list(_wild_schemas())
    assert len(schemas) > 50
    assert [found for schema in schemas for found in check_rules(schema, "~")] == []
