from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scaffolder.model.resource import (
    Names,
    OwnedKind,
    PrinterColumn,
    Resource,
    ScaleSubresource,
    Version,
)
from scaffolder.model.structural_schema import StructuralSchema
from scaffolder.sources.resource_text import to_resource_file

SAMPLE = Path(__file__).parents[2] / "samples/database.yaml"

SMALL = Resource(
    group="shop.example.com",
    names=Names("Database", "databases", "database", "DatabaseList"),
    scope="Namespaced",
    versions=(Version("v1", StructuralSchema({"type": "object"}), storage=True),),
)
LARGE = Resource(
    group="1.5",
    names=Names("Null", "yes", "no", "Nulls", ("y",), ("all", "on")),
    scope="Cluster",
    versions=(
        Version(
            "v1alpha1",
            StructuralSchema(
                {"type": "object", "properties": {"y: {} #": {"default": "no", "enum": [1.5, None]}}}
            ),
            served=False,
            deprecated=True,
            deprecation_warning="gone: soon # really",
        ),
        Version(
            "v1",
            StructuralSchema({"description": "many\nlines\n", "x-kubernetes-preserve-unknown-fields": True}),
            storage=True,
            status_subresource=True,
            scale=ScaleSubresource(".spec.n", ".status.n"),
            columns=(PrinterColumn("A", "date", ".a", "d", "f", 2), PrinterColumn("B", "string", ".b")),
            selectable_fields=(".spec.a",),
        ),
    ),
    conversion={"strategy": "Webhook", "webhook": {"conversionReviewVersions": ["v1"]}},
    labels={"a": "1"},
    annotations={"b": "yes"},
    owns=(OwnedKind("apps/v1", "Deployment"),),
)


@pytest.mark.parametrize("resource", [SMALL, LARGE])
def test_what_is_written_is_read_back(read: Callable[..., Resource], resource: Resource) -> None:
    assert replace(read(to_resource_file(resource)), origin="") == resource


def test_the_sample_survives(read: Callable[..., Resource]) -> None:
    sample = read(SAMPLE.read_text(encoding="utf-8"))
    assert read(to_resource_file(sample)) == replace(sample, origin="source.yaml")


def test_what_goes_without_saying_is_left_out() -> None:
    text = to_resource_file(SMALL)
    for word in ("singular", "listKind", "served", "storage", "deprecated", "statusSubresource", "columns"):
        assert word not in text
