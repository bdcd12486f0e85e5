from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from scaffolder.errors import ScaffoldError
from scaffolder.sources.loader import load

Module = Callable[[str], str]
_numbers = itertools.count()

DATABASE = """
    from datetime import datetime
    from enum import Enum
    from typing import Annotated, Literal, Union
    from pydantic import BaseModel, Field

    class Tier(str, Enum):
        small = "small"
        large = "large"

    class File(BaseModel):
        kind: Literal["file"] = "file"
        path: str

    class Url(BaseModel):
        kind: Literal["url"] = "url"
        url: str

    class DatabaseSpec(BaseModel):
        '''What is wanted.'''
        image: str = Field(min_length=1, description="Container image.")
        replicas: Annotated[int, Field(ge=0, lt=10)] = 1
        tier: Tier | None = None
        since: datetime | None = None
        labels: dict[str, str] = {}
        names: set[str] = set()
        cpu: int | str = "100m"
        origin: Union[File, Url, None] = Field(default=None, discriminator="kind")
        class_name: str | None = Field(default=None, alias="className")

    class Status(BaseModel):
        ready: bool = False

    class Database(BaseModel):
        spec: DatabaseSpec
        status: Status | None = None

        class Inner(BaseModel):
            a: int
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Module:
    """Puts a module into an empty current folder; its name."""
    monkeypatch.chdir(tmp_path)

    def put(text: str) -> str:
        name = f"source_under_test_{next(_numbers)}"
        (tmp_path / f"{name}.py").write_text(dedent(text), encoding="utf-8")
        return name

    return put


def test_a_model_of_the_whole_object(module: Module) -> None:
    name = module(DATABASE)
    path = list(sys.path)
    (resource,) = load(f"{name}:Database", group="a.example.com")
    assert sys.path == path
    assert (resource.kind, resource.origin) == ("Database", f"{name}:Database")
    (version,) = resource.versions
    assert (version.name, version.status_subresource) == ("v1alpha1", True)
    assert version.schema.raw["required"] == ["spec"]
    spec = version.schema.raw["properties"]["spec"]
    assert spec["description"] == "What is wanted."
    assert spec["required"] == ["image"]
    fields = spec["properties"]
    assert fields["image"] == {"type": "string", "minLength": 1, "description": "Container image."}
    assert fields["replicas"] == {
        "type": "integer", "minimum": 0, "maximum": 10, "exclusiveMaximum": True, "default": 1
    }  # fmt: skip
    assert fields["tier"] == {"type": "string", "enum": ["small", "large"]}
    assert fields["since"] == {"type": "string", "format": "date-time", "nullable": True}
    assert fields["labels"] == {"type": "object", "additionalProperties": {"type": "string"}, "default": {}}
    assert fields["names"]["x-kubernetes-list-type"] == "set"
    assert fields["cpu"]["x-kubernetes-int-or-string"] is True
    assert fields["origin"]["properties"]["kind"]["enum"] == ["file", "url"]
    assert len(fields["origin"]["anyOf"]) == 2
    assert fields["className"] == {"type": "string", "nullable": True}


def test_a_model_of_the_spec(module: Module) -> None:
    (resource,) = load(f"{module(DATABASE)}:DatabaseSpec", group="a.example.com", version="v1")
    assert resource.kind == "Database"
    assert not resource.versions[0].status_subresource
    assert list(resource.versions[0].schema.raw["properties"]) == ["apiVersion", "kind", "metadata", "spec"]


def test_a_class_inside_a_class(module: Module) -> None:
    assert load(f"{module(DATABASE)}:Database.Inner", group="a.example.com")[0].kind == "Inner"


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        (DATABASE, "Databse", 'did you mean "Database"?'),
        (DATABASE, "Tier", "is not a pydantic v2 model"),
        (DATABASE, "Database", "--group"),
        ("raise ValueError('broken\\nhere')", "A", "failed: ValueError: broken"),
        ("import sys; sys.exit(3)", "A", "failed: SystemExit: 3"),
        ("import no_such_package_at_all", "A", "there is no module no_such_package_at_all"),
        ("def f(:", "A", "failed: SyntaxError"),
        (
            "from pydantic import BaseModel\nclass A(BaseModel):\n    next: 'A | None' = None",
            "A",
            "contains itself",
        ),
        (
            "from decimal import Decimal\nfrom pydantic import BaseModel\nclass A(BaseModel):\n  n: Decimal",
            "A",
            "n: a CRD cannot say that a field is either number or string",
        ),
        (
            "from pydantic import BaseModel\nfrom collections.abc import Callable\n"
            "class A(BaseModel):\n    f: Callable[[], int]",
            "A",
            "pydantic makes no JSON Schema of it",
        ),
    ],
)
def test_mistakes(module: Module, text: str, name: str, message: str) -> None:
    with pytest.raises(ScaffoldError) as caught:
        load(f"{module(text)}:{name}")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_module_that_is_not_there() -> None:
    with pytest.raises(ScaffoldError, match="there is no module no_such_module_here"):
        load("no_such_module_here:A")
