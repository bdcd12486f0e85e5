from __future__ import annotations

from collections.abc import Callable, Sequence

from scaffolder.files import GeneratedFile
from scaffolder.generators import crd, kustomize, pydantic_models, rbac, samples

from .kinds import database, project


def test_what_an_ordinary_kind_gives(golden: Callable[[str, Sequence[GeneratedFile]], None]) -> None:
    shop = project(database())
    modules = (crd, kustomize, pydantic_models, rbac, samples)
    golden("database", [file for module in modules for file in module.generate(shop)])
