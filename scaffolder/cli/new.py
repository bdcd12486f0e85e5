"""``scaffold new``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scaffolder.cli.entry import OK
from scaffolder.errors import ScaffoldError

if TYPE_CHECKING:
    from scaffolder.writing.plan import Plan


def new(
    name: Annotated[str, typer.Argument(help="The project: a folder of this name is made here.")],
    group: Annotated[str, typer.Option(help="API group, such as shop.example.com.")] = "",
    kind: Annotated[str, typer.Option(help="Kind of the first resource, such as Database.")] = "",
    version: Annotated[str, typer.Option(help="Its first version (default: v1alpha1).")] = "",
    plural: Annotated[str, typer.Option(help="Its plural (default: from the kind).")] = "",
    scope: Annotated[str, typer.Option(help="Namespaced or Cluster (default: Namespaced).")] = "",
    short_name: Annotated[list[str] | None, typer.Option(help="A short name; repeat for more.")] = None,
    image: Annotated[str, typer.Option(help="Container image, without a tag (default: NAME).")] = "",
    licence: Annotated[
        str,
        typer.Option("--licence", "--license", help="Apache-2.0, MIT or none (default: Apache-2.0)."),
    ] = "",
    source: Annotated[
        str,
        typer.Option(
            "--from",
            help="Take the first resource from a resource file, JSON Schema, OpenAPI, CRD or module:Class.",
        ),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; print the plan.")] = False,
) -> int:
    """Start an operator project in ./NAME.

    On a terminal, what is missing is asked; elsewhere a missing group or kind is an error.

    Example: scaffold new shop --group shop.example.com --kind Database
    """
    from scaffolder.workflows.new import Answers, default_kind, plan_new
    from scaffolder.workflows.project import refuse_name
    from scaffolder.writing.apply import apply_plan

    asking = sys.stdin.isatty() and sys.stdout.isatty()
    if asking:
        refuse_name(name)
    if not source:
        group = group or _ask("group", "API group", f"{name}.example.com", asking)
        kind = kind or _ask("kind", "Kind of the first resource", default_kind(name), asking)
        if asking:
            version = version or _ask("version", "Its version", "v1alpha1", asking)
            scope = scope or _ask("scope", "Its scope, Namespaced or Cluster", "Namespaced", asking)
    if asking:
        image = image or _ask("image", "Container image, without a tag", name, asking)
        licence = licence or _ask("licence", "Licence: Apache-2.0, MIT or none", "Apache-2.0", asking)
    answers = Answers(
        name=name,
        group=group or None,
        kind=kind or None,
        version=version or None,
        plural=plural or None,
        scope=scope or None,
        short_names=tuple(short_name or ()),
        image=image or name,
        licence=licence or "Apache-2.0",
        source=source or None,
    )
    plan = plan_new(Path(), answers)
    if not dry_run:
        apply_plan(plan)
    _show(plan, name, dry_run)
    return OK


def _ask(flag: str, question: str, default: str, asking: bool) -> str:
    """Asks until the answer is one."""
    if not asking:
        raise ScaffoldError(f"--{flag} is missing", hint=f"such as --{flag} {default}")
    from scaffolder.workflows.new import Answers, check_answers

    def checked(answer: str) -> str:
        given: dict[str, Any] = {flag: answer}
        try:
            check_answers(Answers("", **given))
        except ScaffoldError as problem:
            raise typer.BadParameter(str(problem)) from None
        return answer

    answer: str = typer.prompt(question, default=default, value_proc=checked)
    return answer


def _show(plan: Plan, name: str, dry_run: bool) -> None:
    from scaffolder.cli.tree import tree

    print(f"{name}/")
    print("\n".join(tree([change.path for change in plan.changes])))
    if dry_run:
        print("\nNothing was written (--dry-run).")
        return
    print(
        f"\nNext:\n"
        f"  cd {name}\n"
        f"  make test                  # the tests pass without a cluster\n"
        f"  $EDITOR apis/*.yaml        # say what your API is\n"
        f"  scaffold generate          # bring everything in step\n"
        f"  scaffold lint apis         # would a kube-apiserver accept it?\n"
        f"  scaffold validate config/samples\n"
        f"  make run                   # against the cluster of your kubeconfig"
    )
