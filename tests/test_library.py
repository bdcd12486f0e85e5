"""``from scaffolder import load_crds, validate``."""

from __future__ import annotations

import copy
from collections import OrderedDict, UserDict, defaultdict, namedtuple
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

import scaffolder
from scaffolder import load_crds, validate, validate_text
from scaffolder.errors import ScaffoldError
from tests.definitions import definition

CRD = definition(
    "Widget",
    "a.example.com",
    """\
size: {type: integer, default: 1, maximum: 9}
sizes: {type: array, items: {type: integer}}
labels: {type: object, additionalProperties: {type: string}}
ratio: {type: number}
colour:
  type: string
  x-kubernetes-validations: [{rule: self == oldSelf, message: colour stays}]
""",
)
WIDGET = {"apiVersion": "a.example.com/v1", "kind": "Widget", "metadata": {"name": "w"}, "spec": {}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "crd.yaml").write_text(CRD)
    return tmp_path


def test_a_valid_object_comes_back_as_stored(folder: Path) -> None:
    given = copy.deepcopy(WIDGET)
    result = validate(given, load_crds(folder))
    assert result.verdict == "valid"
    assert result.object["spec"] == {"size": 1}
    assert given == WIDGET


def test_an_invalid_object_has_the_servers_words(folder: Path) -> None:
    result = validate({**WIDGET, "spec": {"size": 10}}, load_crds(folder / "crd.yaml"))
    assert [(e.field, e.message) for e in result.errors] == [
        ("spec.size", "Invalid value: 10: spec.size in body should be less than or equal to 9")
    ]
    assert "'invalid', errors=[Diagnostic('spec.size', 'FieldValueInvalid'" in repr(result)


def test_an_update(folder: Path) -> None:
    meta = {"name": "w", "resourceVersion": "1"}
    old = {**WIDGET, "metadata": meta, "spec": {"colour": "red"}}
    new = {**WIDGET, "metadata": meta, "spec": {"colour": "blue"}}
    crds = load_crds(folder)
    assert validate(new, crds).verdict == "valid"
    assert [e.message for e in validate(new, crds, old=old).errors] == ['Invalid value: "blue": colour stays']


def test_an_unknown_kind_is_skipped(folder: Path) -> None:
    assert validate({**WIDGET, "kind": "Gadget"}, load_crds(folder)).verdict == "skipped"


def test_text_has_lines(folder: Path) -> None:
    text = (
        "apiVersion: a.example.com/v1\nkind: Widget\nmetadata: {name: w}\n---\n"
        "apiVersion: a.example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec:\n  size: 10\n"
    )
    first, second = validate_text(text, load_crds(folder))
    assert first.verdict == "valid"
    assert [(e.line, e.column) for e in second.errors] == [(9, 9)]


def test_a_folder_without_crds(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError, match="no CustomResourceDefinition"):
        load_crds(tmp_path)


def test_the_package_has_no_other_names() -> None:
    with pytest.raises(AttributeError):
        scaffolder.nothing  # noqa: B018


class Colour(StrEnum):
    RED = "red"


class Size(IntEnum):
    SMALL = 1


class Text(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "not what it holds"


class Amount(float):
    __slots__ = ()


class Plain(Enum):
    RED = "red"


Pair = namedtuple("Pair", ["low", "high"])
FITTING: list[tuple[Any, object]] = [
    # spec -> what is stored of it, but for the default
    ({"colour": Colour.RED}, {"colour": "red"}),
    ({"colour": Text("red")}, {"colour": "red"}),
    ({Text("colour"): "red"}, {"colour": "red"}),
    ({Colour.RED: 1}, None),
    ({"size": Size.SMALL}, {"size": 1}),
    ({"ratio": Amount(1.5)}, {"ratio": 1.5}),
    ({"sizes": (1, 2)}, {"sizes": [1, 2]}),
    ({"sizes": Pair(1, 2)}, {"sizes": [1, 2]}),
    ({"labels": defaultdict(str, a="b")}, {"labels": {"a": "b"}}),
    ({"labels": OrderedDict(a="b")}, {"labels": {"a": "b"}}),
    ({"labels": MappingProxyType({"a": "b"})}, {"labels": {"a": "b"}}),
    (UserDict({"labels": UserDict({"a": "b"})}), {"labels": {"a": "b"}}),
]


@pytest.mark.parametrize(("spec", "stored"), FITTING)
def test_values_that_stand_for_those_of_json(folder: Path, spec: Any, stored: dict[str, Any] | None) -> None:
    result = validate(MappingProxyType({**WIDGET, "spec": spec}), load_crds(folder))
    if stored is None:
        assert [error.field for error in result.errors] == ["spec.red"]
        return
    assert result.object["spec"] == {"size": 1, **stored}
    for kept, meant in zip(result.object["spec"].values(), {**stored, "size": 1}.values(), strict=True):
        assert type(kept) is type(meant)


LOOP: list[Any] = []
LOOP.append({"a": LOOP})
MISFITS: list[tuple[Any, type[Exception], str]] = [
    ({"colour": datetime.now(UTC)}, TypeError, "spec.colour: a datetime is nothing"),
    ({"colour": b"red"}, TypeError, "spec.colour: a bytes is nothing"),
    ({"colour": Plain.RED}, TypeError, "spec.colour: a Plain is nothing"),
    ({"sizes": {1}}, TypeError, "spec.sizes: a set is nothing"),
    ({"sizes": [1, Decimal(1)]}, TypeError, r"spec.sizes\[1\]: a Decimal is nothing"),
    ({"labels": {"a/b": object}}, TypeError, r"spec.labels\['a/b'\]: a type is nothing"),
    ({"labels": {1: "a"}}, TypeError, "spec.labels: the key 1 is no string"),
    ({"ratio": float("nan")}, ValueError, "spec.ratio: nan is nothing"),
    ({"ratio": float("-inf")}, ValueError, "spec.ratio: -inf is nothing"),
    ({"sizes": LOOP}, ValueError, "contains itself"),
]


@pytest.mark.parametrize(("spec", "problem", "message"), MISFITS)
def test_what_json_cannot_hold(folder: Path, spec: Any, problem: type[Exception], message: str) -> None:
    crds = load_crds(folder)
    with pytest.raises(problem, match=message):
        validate({**WIDGET, "spec": spec}, crds)
    with pytest.raises(problem, match=message):
        validate(WIDGET, crds, old={**WIDGET, "spec": spec})


def test_a_deep_object_and_one_that_is_used_twice(folder: Path) -> None:
    deep: dict[str, Any] = {}
    for _ in range(3000):
        deep = {"a": deep}
    shared = [1]
    result = validate({**WIDGET, "spec": {"a": deep, "b": [shared, shared]}}, load_crds(folder))
    assert [error.field for error in result.errors] == ["spec.a", "spec.b"]
