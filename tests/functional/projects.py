"""Projects as ``scaffold new`` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scaffolder.model.project import Project
from scaffolder.model.resource import Names, Resource, Version
from scaffolder.model.structural_schema import StructuralSchema
from scaffolder.workflows.generate import generated_files
from scaffolder.workflows.new import Answers, plan_new
from scaffolder.writing.apply import apply_plan

LONG = "a" * 50


def example(folder: Path) -> Path:
    """What the README promises: ``scaffold new shop --group shop.example.com --kind Database``."""
    apply_plan(plan_new(folder, Answers("shop", group="shop.example.com", kind="Database")))
    return folder / "shop"


def odd(folder: Path) -> Path:
    """Names and schemas that a template could stumble over, of several kinds in one project."""
    return written(folder, Project("z-9", "z_9", "registry:5000/team/z-9", "", tuple(odd_kinds())))


def odd_kinds() -> list[Resource]:
    anything = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    awkward = {
        "type": "object",
        "required": ["class"],
        "properties": {
            "class": {"type": "string"},
            "x-y": {"type": "integer"},
            "self": {"type": "boolean"},
            'quo"te\\': {"type": "string"},
        },
    }
    small = {
        "type": "object",
        "required": ["image", "resources", "storage"],
        "properties": {
            "image": {"type": "string"},
            "replicas": {"type": "integer"},
            "resources": {
                "type": "object",
                "properties": {
                    "requests": {"type": "object", "properties": {"ephemeral-storage": {"type": "string"}}}
                },
            },
            "storage": {"type": "object", "properties": {"size": {"type": "string"}}},
        },
    }
    workload = {
        "type": "object",
        "properties": {
            "image": {"type": "string", "default": "busybox"},
            "port": {"type": "integer", "default": 80},
            "storage": {"x-kubernetes-int-or-string": True},
            "env": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {"name": {"type": "string"}, "value": {"type": "string"}},
                },
            },
            "resources": {
                "type": "object",
                "properties": {"limits": {"type": "object", "additionalProperties": {"type": "string"}}},
            },
        },
    }
    return [
        kind("Class", awkward),
        kind("Deployment", workload),
        kind("ConfigMap", {"type": "object", "properties": {"image": {"type": "string"}}}, required=True),
        kind("Any", small),
        kind("Zone", awkward, scope="Cluster"),
        kind(f"L{LONG}", workload, required=True, status=False),
        kind("Free", anything),
    ]


def kind(
    name: str,
    spec: Mapping[str, Any],
    *,
    scope: str = "Namespaced",
    required: bool = False,
    status: bool = True,
) -> Resource:
    conditions = {
        "type": "array",
        "items": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
    }
    schema = {
        "type": "object",
        "required": ["spec"] if required else [],
        "properties": {
            "spec": spec,
            "status": {
                "type": "object",
                "properties": {"conditions": conditions, "replicas": {"type": "integer"}},
            },
        },
    }
    version = Version("v1", StructuralSchema(schema), storage=True, status_subresource=status)
    singular = name.lower()
    return Resource(
        "z9.example.com",
        Names(name, f"{singular}s", singular, f"{name}List"),
        "Cluster" if scope == "Cluster" else "Namespaced",
        (version,),
        origin=f"apis/{singular}.yaml",
    )


def written(folder: Path, project: Project) -> Path:
    root = folder / project.name
    for file in generated_files(project):
        path = root / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    return root
