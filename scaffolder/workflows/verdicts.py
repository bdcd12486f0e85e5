"""The API server's opinion of a kind that has no CRD file yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaffolder.generators.crd import manifest
from scaffolder.validation.create import create
from scaffolder.validation.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.model.resource import Resource, Version


def judge(resource: Resource, version: Version) -> Callable[[dict[str, Any]], Sequence[Diagnostic]]:
    """What tells everything that is wrong with an object of this version."""
    registry = Registry()
    registry.add(manifest(resource), resource.origin)
    (kind,) = registry
    schema = kind.versions[version.name]
    return lambda value: create(kind, schema, value).errors
