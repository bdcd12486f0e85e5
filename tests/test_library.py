"""``from scaffolder import load_crds, validate``."""

from __future__ import annotations

import copy
from pathlib import Path

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
