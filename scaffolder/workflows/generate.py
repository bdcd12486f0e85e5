"""``scaffold generate``: source → model → generators → plan → disk."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from scaffolder import generators
from scaffolder.discovery import declared
from scaffolder.model.layout import OWNED_FILE
from scaffolder.model.project import Project
from scaffolder.workflows.lint import refuse_definitions
from scaffolder.workflows.project import api_files, load_project
from scaffolder.workflows.verdicts import judge
from scaffolder.writing.plan import make_plan

if TYPE_CHECKING:
    from pathlib import Path

    from scaffolder.files import GeneratedFile
    from scaffolder.writing.plan import Plan


def generated_files(project: Project) -> list[GeneratedFile]:
    """What every generator makes of ``project``."""
    makers = declared(generators, "generate")
    # Samples are to satisfy rules that only the validator can run; generators do not know it.
    makers["samples"] = partial(makers["samples"], judge=judge)
    return [file for generate in makers.values() for file in generate(project)]


def plan_generation(root: Path, *, force: bool = False) -> Plan:
    """What ``scaffold generate`` would do in the project at ``root``; writes nothing.

    Raises ``ScaffoldError`` where the sources cannot be read, or give a CRD that no cluster would take.
    """
    project = load_project(root)
    refuse_definitions({os.path.relpath(path): path.read_bytes() for path in api_files(root)})
    return make_plan(
        root,
        generated_files(project),
        sources=[resource.origin for resource in project.resources],
        ledger_path=OWNED_FILE,
        force=force,
    )
