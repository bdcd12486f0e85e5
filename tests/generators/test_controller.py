"""What the operator's code begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from scaffolder.errors import ScaffoldError
from scaffolder.files import Owner
from scaffolder.generators.controller import generate, owned_kinds
from scaffolder.model.project import Project
from scaffolder.model.resource import OwnedKind
from tests.generators.kinds import kind_of, kind_with

DEPLOYMENT = OwnedKind("apps/v1", "Deployment")
SERVICE = OwnedKind("v1", "Service")
VOLUME = OwnedKind("v1", "PersistentVolumeClaim")
CONFIG_MAP = OwnedKind("v1", "ConfigMap")

IMAGE = {"type": "string", "default": "busybox"}
REPLICAS = {"type": "integer"}
PORT = {"type": "integer", "default": 80}


def spec(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def running(**properties: Any) -> dict[str, Any]:
    return spec(image=IMAGE, replicas=REPLICAS, **properties)


def project(*kinds: Any, **settings: str) -> Project:
    given = {"name": "shop", "package": "shop", "image": "shop", "licence": "MIT"} | settings
    return Project(**given, resources=kinds)


def controller(schema: Mapping[str, Any]) -> str:
    files = {file.path: file.text for file in generate(project(kind_with(schema)))}
    return files["src/shop/controllers/thing.py"]


@pytest.mark.parametrize(
    ("schema", "owned"),
    [
        (spec(image=IMAGE), (CONFIG_MAP,)),
        (spec(image=IMAGE, replicas=REPLICAS), (DEPLOYMENT,)),
        (spec(image=IMAGE, port=PORT), (DEPLOYMENT, SERVICE)),
        (spec(image=IMAGE, port=PORT, storage={"type": "string"}), (DEPLOYMENT, VOLUME, SERVICE)),
        (running(storage=spec(size={"x-kubernetes-int-or-string": True})), (DEPLOYMENT, VOLUME)),
        (running(storage=spec(path={"type": "string"})), (DEPLOYMENT,)),
        (running(storage={"type": "boolean"}), (DEPLOYMENT,)),
        (running(port={"type": "integer"}), (DEPLOYMENT,)),
        (running(port={"type": "string", "default": "80"}), (DEPLOYMENT,)),
        (spec(image={"type": "string"}, port=PORT), (CONFIG_MAP,)),
        (spec(image=IMAGE | {"nullable": True}), (CONFIG_MAP,)),
        (spec(image={"type": "integer", "default": 1}), (CONFIG_MAP,)),
        (spec(image=IMAGE) | {"nullable": True}, (CONFIG_MAP,)),
        (spec(size={"type": "integer"}), (CONFIG_MAP,)),
        ({"type": "object", "x-kubernetes-preserve-unknown-fields": True}, (CONFIG_MAP,)),
    ],
)
def test_owned_kinds_are_those_of_the_code(schema: Mapping[str, Any], owned: tuple[OwnedKind, ...]) -> None:
    assert owned_kinds(kind_with(schema)) == owned
    names = [kind.kind for kind in owned]
    expected = f"OWNS = ({', '.join(names)}{',' * (len(names) == 1)})"
    assert expected in controller(schema)


def test_a_required_image_is_enough() -> None:
    schema = spec(image={"type": "string"}, replicas=REPLICAS) | {"required": ["image"]}
    assert owned_kinds(kind_with(schema)) == (DEPLOYMENT,)


def test_a_schema_without_spec() -> None:
    assert owned_kinds(kind_of({"type": "object", "properties": {"data": IMAGE}})) == (CONFIG_MAP,)


@pytest.mark.parametrize(
    ("values", "dumped"),
    [
        ({"type": "object", "additionalProperties": {"type": "string"}}, False),
        (spec(cpu={"x-kubernetes-int-or-string": True}), True),
    ],
    ids=["map", "object"],
)
def test_resources_are_read_as_they_are_written(values: Mapping[str, Any], dumped: bool) -> None:
    code = controller(running(resources=spec(limits=values)))
    assert "limits=quantities(spec.resources.limits)" in code
    assert ("model_dump" in code) is dumped


def test_resources_of_another_form_are_not_used() -> None:
    code = controller(running(resources=spec(limits=spec(cpu={"type": "array"}))))
    assert "resources" not in code.replace("lightkube.resources", "")


def test_status_is_written_only_where_the_schema_has_it() -> None:
    status = spec(
        readyReplicas={"type": "integer"},
        observedGeneration={"type": "integer"},
        conditions={"type": "array", "items": {"type": "object"}},
    )
    without = kind_of({"type": "object", "properties": {"spec": running(), "status": status}})
    having = replace(
        without, versions=tuple(replace(version, status_subresource=True) for version in without.versions)
    )
    [code, other] = [
        next(file.text for file in generate(project(kind)) if file.path.endswith("controllers/thing.py"))
        for kind in (having, without)
    ]
    assert '"readyReplicas": status.readyReplicas or 0' in code
    assert "conditions=False" not in code
    assert "observed_generation=False" not in code
    assert '"readyReplicas"' not in other
    assert "conditions=False" in other
    assert "observed_generation=False" in other


def test_all_but_the_list_of_kinds_is_the_users() -> None:
    files = generate(project(kind_with(spec(image=IMAGE)), kind_with(spec(), kind="Other")))
    assert {file.path for file in files if file.owner is Owner.TOOL} == {"src/shop/controllers/__init__.py"}
    [listing] = [file.text for file in files if file.owner is Owner.TOOL]
    assert "from shop.controllers import other, thing\n" in listing
    assert "    other.CONTROLLER,\n    thing.CONTROLLER,\n" in listing


def test_names_of_python_get_out_of_its_way() -> None:
    paths = [file.path for file in generate(project(kind_with(spec(), kind="Class")))]
    assert "src/shop/controllers/class_.py" in paths


@pytest.mark.parametrize(
    ("setting", "value"),
    [("project", "a'b"), ("package", "a-b"), ("image", "a$(id)"), ("licence", 'MIT"\n[tool]')],
)
def test_settings_that_are_no_names_are_refused(setting: str, value: str) -> None:
    with pytest.raises(ScaffoldError, match=setting):
        generate(project(kind_with(spec()), **{setting.replace("project", "name"): value}))


@pytest.mark.parametrize("package", ["operator", "kopf", "tests"])
def test_packages_that_would_hide_another_are_refused(package: str) -> None:
    with pytest.raises(ScaffoldError, match="would hide a module"):
        generate(project(kind_with(spec()), package=package))
