"""Every command but the checking ones, which ``cli.entry`` reaches without typer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import Abort, TyperException

from scaffolder.cli import artefacts, lint, validate
from scaffolder.cli.cel import cel
from scaffolder.cli.entry import INTERRUPTED, OK
from scaffolder.cli.generate import generate
from scaffolder.cli.new import new
from scaffolder.errors import ScaffoldError
from scaffolder.workflows.reporting import make_encodable

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    name="scaffold",
    help="Start, grow and keep a Kubernetes operator in Python.",
    epilog="Start with: scaffold new shop --group shop.example.com --kind Database",
    add_completion=False,
    # Plain help: rich takes longer to import than most commands take to run.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command(short_help="Start an operator project.")(new)
app.command(short_help="Bring generated files in step with the sources.")(generate)
app.command("crd", short_help="CustomResourceDefinition YAML.")(artefacts.crd)
app.command("models", short_help="Typed pydantic v2 models.")(artefacts.models)
app.command("rbac", short_help="Roles, bindings, service account.")(artefacts.rbac)
app.command("controller", short_help="The controller skeleton.")(artefacts.controller)
app.command(short_help="Sample custom resources.")(artefacts.sample)
app.command(short_help="What a validation rule costs and says.")(cel)


@app.command(
    "validate",
    short_help="Check custom resources as a cluster would.",
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def _validate(context: typer.Context) -> int:
    return validate.run(context.args)


@app.command(
    "lint",
    short_help="Check CRDs as a cluster would.",
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def _lint(context: typer.Context) -> int:
    return lint.run(context.args)


def _show_version(wanted: bool) -> None:
    if wanted:
        from scaffolder import __version__

        print(f"scaffold {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    pass


def run(arguments: Sequence[str]) -> int:
    """Runs a command; a usage error becomes a ``ScaffoldError``."""
    make_encodable(sys.stdout, utf8=False)
    try:
        code = app(arguments or ["--help"], prog_name="scaffold", standalone_mode=False)
    except TyperException as problem:
        raise ScaffoldError(problem.format_message(), hint="see --help") from None
    except SystemExit:
        # typer's answer to a reader that went away; ours is in cli.entry, for all commands the same.
        raise BrokenPipeError from None
    except Abort:
        return INTERRUPTED
    return code if isinstance(code, int) else OK
