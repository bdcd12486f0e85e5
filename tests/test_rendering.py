"""Templates can print nothing that would mean something."""

from __future__ import annotations

from types import ModuleType

import pytest
from black import format_str
from black.mode import Mode, TargetVersion

from scaffolder.errors import ScaffoldError
from scaffolder.generators import controller, packaging
from scaffolder.model.project import Project
from scaffolder.rendering import LINE_LENGTH, Identifier, Plain, render, template_names
from tests.generators.kinds import database

MODE = Mode(line_length=LINE_LENGTH, target_versions={TargetVersion.PY311})


@pytest.mark.parametrize("text", ["", "shop", "shop.example.com/v1", "a:b@c", "MIT OR (GPL-2.0+ AND X)"])
def test_plain_text(text: str) -> None:
    assert Plain(text) == text


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "'",
        "\\",
        "\n",
        "\t",
        "$(id)",
        "`id`",
        "{{ x }}",
        "{% x %}",
        "#",
        "a;b",
        "a|b",
        "<a>",
        "é",
        "a=b",
        "*",
    ],
)
def test_text_that_means_something_is_refused(text: str) -> None:
    with pytest.raises(ScaffoldError, match="characters that do not belong there"):
        Plain(text, "image")


@pytest.mark.parametrize("text", ["a", "_b", "Database"])
def test_identifiers(text: str) -> None:
    assert Identifier(text) == text


@pytest.mark.parametrize("text", ["", "class", "None", "a-b", "1a", "a b", "a.b"])
def test_what_is_no_identifier_is_refused(text: str) -> None:
    with pytest.raises(ScaffoldError, match="is not a name in Python"):
        Identifier(text)


@pytest.mark.parametrize("value", ["raw text", 1, None, ["a"]])
def test_nothing_else_is_printed(value: object) -> None:
    with pytest.raises(TypeError, match="neither Plain nor Identifier"):
        render("packaging", "scaffold.yaml.j2", {"name": value})


def test_what_is_not_given_is_an_error() -> None:
    with pytest.raises(Exception, match="'name' is undefined"):
        render("packaging", "scaffold.yaml.j2", {})


def test_paths_follow_the_names() -> None:
    view = {"name": Plain("web-shop"), "package": Identifier("web_shop")}
    path, text = render("controller", "src/{{package}}/__init__.py.j2", view)
    assert (path, text) == ("src/web_shop/__init__.py", '"""The operator web-shop."""\n')


@pytest.mark.parametrize("generator", [controller, packaging], ids=["controller", "packaging"])
@pytest.mark.parametrize("name", ["a", "shop", "l" * 63])
def test_python_comes_out_formatted(generator: ModuleType, name: str) -> None:
    """For names of any length, whether the formatter was asked or not."""
    project = Project(name, name, name, "MIT", (database(),))
    for file in generator.generate(project):
        if file.path.endswith(".py"):
            assert format_str(file.text, mode=MODE) == file.text, file.path


def test_hidden_files_are_templates_too() -> None:
    names = template_names("packaging")
    assert names == sorted(names)
    assert {".gitignore.j2", ".github/workflows/ci.yaml.j2", "tests/conftest.py.j2"} <= set(names)
