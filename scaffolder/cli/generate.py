"""``scaffold generate``."""

from __future__ import annotations

from typing import Annotated

import typer

from scaffolder.cli.plans import carry_out

ADVICE = "move the change to its source (apis/, or a user-owned file), or pass --force to lose it"


def generate(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 when out of step.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Change nothing; print the difference.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; print the plan.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite generated files that were edited.")
    ] = False,
) -> int:
    """Bring CRD, models, RBAC, samples and manifests in step with the sources.

    Example: scaffold generate --check
    """
    from scaffolder.workflows.generate import plan_generation
    from scaffolder.workflows.project import require_root

    plan = plan_generation(require_root(), force=force)
    return carry_out(plan, check=check, diff=diff, dry_run=dry_run, advice=ADVICE)
