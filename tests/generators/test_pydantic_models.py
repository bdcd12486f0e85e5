from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from scaffolder.generators.pydantic_models import models
from scaffolder.generators.samples import FLAVOURS, sample
from scaffolder.model.resource import Resource

from .kinds import (
    HOSTILE_NAMES,
    HOSTILE_TEXT,
    database,
    kind_of,
    kind_with,
    needs_wild,
    wild_crds,
    wild_resource,
)

Import = Callable[[str], ModuleType]


@pytest.fixture
def imported() -> Import:
    """Runs the text of a module. Warnings are errors: pydantic warns of names that it does not like."""

    def run(text: str) -> ModuleType:
        module = ModuleType("generated_models")
        sys.modules[module.__name__] = module
        exec(compile(text, "generated_models.py", "exec"), module.__dict__)
        return module

    return run


def module_of(resource: Resource) -> str:
    return models(resource, resource.storage_version)


def spec_with(imported: Import, schema: dict[str, Any], value: Any) -> Any:
    """The object that a kind with one field reads and writes back for ``value``."""
    module = imported(module_of(kind_with({"type": "object", "properties": {"field": schema}})))
    document = {"apiVersion": "test.example.com/v1", "kind": "Thing", "metadata": {"name": "x"}}
    thing = module.Thing.model_validate({**document, "spec": {"field": value}})
    return thing.model_dump(exclude_unset=True)["spec"]["field"]


def test_a_kind_is_built_in_python_and_written_as_kubernetes_has_it(imported: Import) -> None:
    module = imported(module_of(database()))
    made = module.Database(
        metadata=module.ObjectMeta(name="orders"),
        spec=module.DatabaseSpec(
            storage=module.Storage(size="1Gi"),
            backups=[module.Backup(name="nightly", schedule="30 2 * * *")],
        ),
    )
    assert (made.GROUP, made.VERSION, made.PLURAL) == ("shop.example.com", "v1", "databases")
    assert made.model_dump(exclude_none=True) == {
        "apiVersion": "shop.example.com/v1",
        "kind": "Database",
        "metadata": {"name": "orders"},
        "spec": {
            "image": "postgres:17",
            "replicas": 1,
            "class": "small",
            "storage": {"size": "1Gi"},
            "maintenance": {"weekday": "Sunday", "duration": "1h"},
            "backups": [{"name": "nightly", "schedule": "30 2 * * *", "keep": 7}],
        },
    }


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 3}, [1, 3], [0, 4, "1", True, 1.5]),
        ({"type": "integer", "minimum": 1, "exclusiveMinimum": True}, [2], [1]),
        ({"type": "integer", "multipleOf": 5}, [10], [11]),
        ({"type": "number"}, [1, 1.5], ["1", True]),
        ({"type": "boolean"}, [True], ["yes", 1]),
        ({"type": "string", "minLength": 2, "maxLength": 3}, ["ab", "日本語"], ["a", "abcd", 1]),
        ({"type": "string", "pattern": r"^\Qa.b\E$"}, ["a.b"], ["axb"]),
        ({"type": "string", "pattern": r"^\d+$"}, ["12"], ["١٢"]),
        ({"type": "string", "enum": ["a", '"""', "\\"]}, ["a", '"""', "\\"], ["b"]),
        ({"type": "integer", "enum": [1, 2]}, [1], [3, "1"]),
        ({"type": "string", "nullable": True}, ["a", None], [1]),
        ({"type": "string", "format": "date-time"}, ["2024-01-01T00:00:00.10Z"], [1]),
        ({"x-kubernetes-int-or-string": True}, [1, "1", "50%"], [1.5, []]),
        ({"x-kubernetes-preserve-unknown-fields": True}, [1, {"a": [None]}], []),
        ({"type": "object", "x-kubernetes-preserve-unknown-fields": True}, [{"a": {"b": 1}}], [1]),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, [{"a": 1}], [{"a": "1"}]),
        (
            {"type": "array", "items": {"type": "string", "minLength": 1}, "maxItems": 1},
            [["a"]],
            [[""], ["a", "b"]],
        ),
        ({"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}, [[[1], []]], [[1]]),
        (
            {
                "type": "object",
                "properties": {"a": {"type": "string"}},
                "x-kubernetes-preserve-unknown-fields": True,
            },
            [{"a": "b", "c-d": {"e": 1}}],
            [{"a": 1}],
        ),
        (
            {
                "type": "object",
                "x-kubernetes-embedded-resource": True,
                "properties": {"spec": {"type": "object"}},
            },
            [{"apiVersion": "v1", "kind": "Secret", "spec": {}}],
            [1],
        ),
    ],
    ids=str,
)
def test_what_is_allowed_comes_back_as_it_went_in(
    imported: Import, schema: dict[str, Any], good: list[Any], bad: list[Any]
) -> None:
    for value in good:
        assert spec_with(imported, schema, value) == value
    for value in bad:
        with pytest.raises(ValidationError):
            spec_with(imported, schema, value)


def test_an_embedded_object_keeps_all_of_its_metadata(imported: Import) -> None:
    labels = {"type": "object", "properties": {"labels": {"type": "object"}}}
    schema = {"type": "object", "x-kubernetes-embedded-resource": True, "properties": {"metadata": labels}}
    value = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x", "labels": {"a": "b"}}}
    assert spec_with(imported, schema, value) == value


@pytest.mark.parametrize(
    "default",
    [{"a": "1"}, {}, {"a": 1, "b": [{"c": "x"}]}, {"a": 1, "b": {}}, [], "x", {"a": None}],
    ids=str,
)
def test_a_default_that_the_server_would_refuse_is_not_used(imported: Import, default: Any) -> None:
    item = {"type": "object", "properties": {"c": {"type": "integer"}}}
    schema = {
        "type": "object",
        "required": ["a"],
        "default": default,
        "properties": {"a": {"type": "integer"}, "b": {"type": "array", "items": item}},
    }
    module = imported(module_of(kind_with({"type": "object", "properties": {"field": schema}})))
    assert module.ThingSpec().field is None


def test_a_default_that_holds_objects_is_made_of_them(imported: Import) -> None:
    item = {"type": "object", "properties": {"c": {"type": "integer", "default": 5}}}
    schema = {
        "type": "object",
        "additionalProperties": {"type": "array", "items": item},
        "default": {"a": [{}]},
    }
    module = imported(module_of(kind_with({"type": "object", "properties": {"field": schema}})))
    assert module.ThingSpec().field["a"][0].c == 5
    assert module.ThingSpec().field["a"] is not module.ThingSpec().field["a"]


def test_a_pattern_that_pydantic_cannot_read_is_left_to_the_server(imported: Import) -> None:
    schema = {"type": "string", "pattern": r"^\pN\C$"}
    assert spec_with(imported, schema, "anything") == "anything"
    text = module_of(kind_with({"type": "object", "properties": {"field": schema}}))
    assert r"The API server checks the pattern" in text


def test_an_unknown_field_is_dropped_as_the_server_drops_it(imported: Import) -> None:
    module = imported(module_of(database()))
    document = {
        "apiVersion": "shop.example.com/v1",
        "kind": "Database",
        "metadata": {"name": "x", "uid": "1"},
    }
    read = module.Database.model_validate({**document, "spec": {"storage": {"size": "1Gi", "colour": "red"}}})
    assert read.model_dump(exclude_unset=True)["spec"] == {"storage": {"size": "1Gi"}}


def test_metadata_keeps_what_it_does_not_know(imported: Import) -> None:
    module = imported(module_of(database()))
    metadata = {"name": "x", "managedFields": [{"manager": "kubectl"}], "deletionTimestamp": None}
    assert module.ObjectMeta.model_validate(metadata).model_dump(exclude_unset=True) == metadata


@pytest.mark.parametrize("kind", ["Any", "Field", "ObjectMeta", "KubernetesModel", "None", "Literal"])
def test_a_kind_may_be_called_what_the_module_needs_itself(imported: Import, kind: str) -> None:
    module = imported(module_of(kind_with({"type": "object", "properties": {"a": {"type": "object"}}}, kind)))
    made = getattr(module, f"{kind}Resource")(metadata=module.ObjectMeta(name="x"))
    assert made.model_dump()["kind"] == kind


def hostile_kinds() -> list[Resource]:
    texts = {"type": "string", "description": HOSTILE_TEXT, "enum": ["b", HOSTILE_TEXT, '"""', ""]}
    objects = {
        "type": "object",
        "default": {"a": HOSTILE_TEXT},
        "properties": {"a": {"type": "string", "default": HOSTILE_TEXT}, "b": {"type": "integer"}},
    }
    patterns = ['^a"""b$', r"^'\\$", "^{{ x }}$", "^\n$", r"^[^\x00-\x1f\"']+$", "(", r"\C", "(a*)*" * 3]
    return [
        kind_with(
            {
                "type": "object",
                "description": HOSTILE_TEXT,
                "required": HOSTILE_NAMES[:10],
                "properties": dict.fromkeys(HOSTILE_NAMES, texts),
                "x-kubernetes-validations": [{"rule": f"self.a == '{HOSTILE_TEXT}'"}],
            }
        ),
        kind_with({"type": "object", "properties": {n: {**objects, "title": n} for n in HOSTILE_NAMES}}),
        kind_with(
            {
                "type": "object",
                "properties": {
                    n: {"type": "array", "items": {"type": "object", "properties": {n: {"type": "integer"}}}}
                    for n in HOSTILE_NAMES
                },
            }
        ),
        kind_with(
            {
                "type": "object",
                "properties": {str(i): {"type": "string", "pattern": p} for i, p in enumerate(patterns)},
            }
        ),
        kind_of(
            {"type": "object", "properties": dict.fromkeys(HOSTILE_NAMES, texts), "required": HOSTILE_NAMES}
        ),
        kind_of({"type": "object", "x-kubernetes-preserve-unknown-fields": True}),
        kind_of({}),
    ]


@pytest.mark.filterwarnings("error")
def test_no_schema_makes_code_that_is_not_a_model(imported: Import) -> None:
    for resource in hostile_kinds():
        text = module_of(resource)
        module = imported(text)
        text.encode()
        assert "import os" not in {line.strip() for line in text.splitlines() if not line.startswith(" ")}
        kinds = [
            name for name, value in vars(module).items() if isinstance(value, type) and name[0].isupper()
        ]
        assert "Thing" in kinds
        spec = dict.fromkeys(HOSTILE_NAMES, "b")
        document = {"apiVersion": "test.example.com/v1", "kind": "Thing", "metadata": {"name": "x"}}
        if "ThingSpec" in kinds and all(
            "b" in str(f.annotation) for f in module.ThingSpec.model_fields.values()
        ):
            read = module.Thing.model_validate({**document, "spec": spec})
            assert set(read.model_dump(exclude_unset=True)["spec"].values()) == {"b"}


def test_generated_modules_pass_ruff_and_mypy_as_they_are(tmp_path: Path) -> None:
    for index, resource in enumerate([database(), *hostile_kinds()]):
        (tmp_path / f"models_{index}.py").write_text(module_of(resource), encoding="utf-8")
    rules = "E,F,W,I,B,C4,UP,SIM,RUF,N"
    for command in (
        ["ruff", "check", "--isolated", "--line-length=110", f"--select={rules}", "."],
        ["ruff", "format", "--isolated", "--line-length=110", "--check", "."],
        ["mypy", "--strict", "--no-error-summary", "."],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout


_SCHEMAS = st.recursive(
    st.sampled_from(
        [
            {"type": "string"},
            {"type": "integer", "default": 1},
            {"type": "boolean", "nullable": True},
            {"x-kubernetes-int-or-string": True},
            {},
        ]
    ),
    lambda inner: st.one_of(
        st.builds(lambda items: {"type": "array", "items": items}, inner),
        st.builds(lambda values: {"type": "object", "additionalProperties": values}, inner),
        st.builds(
            lambda properties: {"type": "object", "properties": properties},
            st.dictionaries(st.text(max_size=6), inner, max_size=4),
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_SCHEMAS)
def test_any_schema_gives_models_that_read_its_samples(imported: Import, schema: dict[str, Any]) -> None:
    resource = kind_with(schema)
    module = imported(module_of(resource))
    for flavour in FLAVOURS:
        document = sample(resource, resource.storage_version, flavour)
        assert module.Thing.model_validate(document).model_dump(exclude_unset=True) == document


def test_the_same_schema_gives_the_same_bytes() -> None:
    assert [module_of(r) for r in hostile_kinds()] == [module_of(r) for r in hostile_kinds()]


def test_the_deepest_schema_that_can_be_read_has_models(imported: Import) -> None:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(70):
        schema = {"type": "object", "properties": {"a": schema}}
    value: Any = "leaf"
    for _ in range(70):
        value = {"a": value}
    assert spec_with(imported, schema, value) == value


@needs_wild
@pytest.mark.parametrize("path", wild_crds(every=30), ids=lambda path: path.stem)
def test_real_kinds_read_their_samples_and_write_them_back(imported: Import, path: Path) -> None:
    resource = wild_resource(path)
    for version in resource.versions:
        module = imported(models(resource, version))
        for flavour in FLAVOURS:
            document = sample(resource, version, flavour)
            kind = getattr(module, resource.kind)
            assert kind.model_validate(document).model_dump(exclude_unset=True) == document
            text = kind.model_validate_json(json.dumps(document)).model_dump_json(exclude_unset=True)
            assert json.loads(text) == document
