"""Kinds for the tests of generators: an ordinary one, and schemas that mean harm."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scaffolder.documents.reader import read_documents
from scaffolder.model.project import Project
from scaffolder.model.resource import Names, OwnedKind, PrinterColumn, Resource, ScaleSubresource, Version
from scaffolder.model.structural_schema import StructuralSchema
from scaffolder.sources.loader import load

#: Real CRDs, where they are at hand.
WILD = Path(__file__).parents[3] / "shared" / "wild" / "crds"
needs_wild = pytest.mark.skipif(not WILD.is_dir(), reason="the collection of real CRDs is not here")


def wild_crds(every: int = 1) -> list[Path]:
    """Every n-th real CRD; none where the collection is not here."""
    return sorted(WILD.glob("*.yaml"))[::every] if WILD.is_dir() else []


def wild_resource(path: Path) -> Resource:
    (resource,) = load(str(path))
    return resource


def documents(text: str) -> list[Any]:
    """What Kubernetes reads in a YAML text."""
    found = []
    for document in read_documents(text.encode()):
        assert document.error is None, document.error
        found.append(document.value)
    return found


def kind_with(schema: Mapping[str, Any], kind: str = "Thing") -> Resource:
    """A kind of one version whose ``spec`` is ``schema``."""
    return kind_of({"type": "object", "properties": {"spec": schema}}, kind)


def kind_of(schema: Mapping[str, Any], kind: str = "Thing") -> Resource:
    version = Version("v1", StructuralSchema(schema), served=True, storage=True)
    names = Names(kind, f"{kind.lower()}s", kind.lower(), f"{kind}List")
    return Resource("test.example.com", names, "Namespaced", (version,), origin="apis/thing.yaml")


_BACKUP = {
    "type": "object",
    "required": ["name", "schedule"],
    "properties": {
        "name": {"type": "string", "maxLength": 63, "pattern": "^[a-z]([-a-z0-9]*[a-z0-9])?$"},
        "schedule": {"type": "string", "description": "When, as cron has it.", "example": "30 2 * * *"},
        "keep": {"type": "integer", "minimum": 1, "default": 7},
    },
}

_SPEC = {
    "type": "object",
    "required": ["storage"],
    "description": "What the database should be like.",
    "properties": {
        "image": {"type": "string", "default": "postgres:17", "description": "Container image."},
        "replicas": {"type": "integer", "minimum": 0, "maximum": 9, "default": 1},
        "class": {"type": "string", "enum": ["small", "large"], "default": "small"},
        "port": {"x-kubernetes-int-or-string": True, "anyOf": [{"type": "integer"}, {"type": "string"}]},
        "storage": {
            "type": "object",
            "required": ["size"],
            "properties": {
                "size": {"type": "string", "pattern": "^[0-9]+(Mi|Gi|Ti)$"},
                "storageClassName": {"type": "string", "nullable": True},
            },
        },
        "maintenance": {
            "type": "object",
            "default": {"weekday": "Sunday"},
            "properties": {
                "weekday": {"type": "string", "enum": ["Saturday", "Sunday"]},
                "duration": {"type": "string", "format": "duration", "default": "1h"},
            },
        },
        "backups": {
            "type": "array",
            "maxItems": 8,
            "items": _BACKUP,
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["name"],
        },
        "parameters": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 100}},
        "podTemplate": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
    },
    "x-kubernetes-validations": [
        {
            "rule": "self.replicas <= 1 || self.class == 'large'",
            "message": "only a large one is replicated",
        }
    ],
}

_STATUS = {
    "type": "object",
    "properties": {
        "readyReplicas": {"type": "integer"},
        "lastBackup": {"type": "string", "format": "date-time"},
    },
}


def database() -> Resource:
    """A kind as people write them, with two versions."""
    now = {"type": "object", "required": ["spec"], "properties": {"spec": _SPEC, "status": _STATUS}}
    once = {
        "type": "object",
        "properties": {"spec": {"type": "object", "properties": {"image": {"type": "string"}}}},
    }
    return Resource(
        group="shop.example.com",
        names=Names("Database", "databases", "database", "DatabaseList", ("db",), ("all",)),
        scope="Namespaced",
        versions=(
            Version("v1alpha1", StructuralSchema(once), deprecated=True, deprecation_warning="use v1"),
            Version(
                "v1",
                StructuralSchema(now),
                storage=True,
                status_subresource=True,
                scale=ScaleSubresource(".spec.replicas", ".status.readyReplicas"),
                columns=(PrinterColumn("Ready", "integer", ".status.readyReplicas"),),
                selectable_fields=(".spec.class",),
            ),
        ),
        labels={"app.kubernetes.io/part-of": "shop"},
        owns=(
            OwnedKind("apps/v1", "StatefulSet"),
            OwnedKind("v1", "Service"),
            OwnedKind("networking.k8s.io/v1", "NetworkPolicy"),
        ),
        origin="apis/database.yaml",
    )


def project(*resources: Resource) -> Project:
    return Project("shop", "shop", "example.com/shop", "Apache-2.0", resources)


#: Names, and texts, that would be code, markup or an end of what they stand in.
HOSTILE_NAMES = [
    *(
        "class",
        "from",
        "None",
        "self",
        "cls",
        "y",
        "in",
        "match",
        "schema",
        "copy",
        "json",
        "dict",
        "int",
        "str",
    ),
    *(
        "list",
        "model_config",
        "model_dump",
        "model_fields",
        "__init__",
        "__class__",
        "_private",
        "a-b",
        "a_b",
    ),
    *(
        "aB",
        "a b",
        "$ref",
        "$defs",
        "名前",
        "9lives",
        "",
        ".",
        '"""',
        "'",
        "\\",
        "\n",
        "{{ x }}",
        "Field",
        "Any",
    ),
    *("x" * 200, "ﬁ", "fi", "validate", "allOf", "properties", "type", "format", "default", "required", "__"),
]
HOSTILE_TEXT = 'a """ b \\ \\" {{ x }} {% y %} \\N{DASH} \x00 \u2028 ${z} # c\n"""\nimport os  # \r\x1b[31m'
