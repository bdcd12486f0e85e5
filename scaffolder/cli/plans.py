"""How a plan is shown, and carried out: the same in every command that writes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scaffolder.cli.entry import OK, WRONG
from scaffolder.errors import ScaffoldError
from scaffolder.workflows.reporting import make_encodable
from scaffolder.writing.apply import apply_plan
from scaffolder.writing.plan import Action

if TYPE_CHECKING:
    from scaffolder.writing.plan import Plan


def show_plan(plan: Plan) -> None:
    """One line for each file that would change, and how many would not."""
    for change in plan.changes:
        if change.writes or change.action in (Action.CONFLICT, Action.ORPHAN):
            print(f"{change.action.value:>9}  {change.path}")
    rest = len(plan.changes) - len(plan.pending) - len(plan.conflicts) - len(plan.orphans)
    print(f"{rest:>9}  {'file left as it is' if rest == 1 else 'files left as they are'}")
    if plan.orphans:
        print("orphan: made for what is gone, but yours; delete it if you no longer need it")


def show_diff(plan: Plan) -> None:
    make_encodable(sys.stdout, utf8=True)
    for change in plan.changes:
        sys.stdout.writelines(_ended(line) for line in change.diff())


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def refuse_conflicts(plan: Plan, problem: str, advice: str) -> None:
    """One message that names every file in the way; nothing has been written when it is raised."""
    if not plan.conflicts:
        return
    names = ", ".join(change.path for change in plan.conflicts)
    raise ScaffoldError(f"{problem}, so not overwritten: {names}; nothing was written", hint=advice)


def carry_out(plan: Plan, *, check: bool, diff: bool, dry_run: bool, advice: str) -> int:
    """Shows the plan and, unless one of the three asks for looking only, applies it."""
    if diff:
        show_diff(plan)
    if check or dry_run:
        show_plan(plan)
        return WRONG if check and not plan.in_step else OK
    if diff:
        return OK
    refuse_conflicts(plan, "edited by hand", advice)
    apply_plan(plan)
    show_plan(plan)
    return OK
