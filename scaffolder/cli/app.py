"""Every command but the checking ones, which ``cli.entry`` reaches without typer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import Abort, TyperException

from scaffolder.cli import artefacts, validate
from scaffolder.cli.entry import INTERRUPTED, OK
from scaffolder.cli.generate import generate
from scaffolder.cli.new import new
from scaffolder.errors import ScaffoldError

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    name="scaffold",
    help="Start, grow and keep a Kubernetes operator in Python.",
    epilog="Start with: scaffold new shop --group shop.example.com --kind Database",
    add_completion=False,
    no_args_is_help=True,
    # Plain help: rich takes longer to import than most commands take to run.
    rich_markup_mode=None,
)
app.command()(new)
app.command()(generate)
app.command()(artefacts.crd)
app.command()(artefacts.models)
app.command()(artefacts.rbac)
app.command()(artefacts.controller)
app.command()(artefacts.sample)


@app.command(
    "validate",
    help=validate.COMMAND.summary,
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def _validate(context: typer.Context) -> int:
    return validate.run(context.args)


@app.callback(invoke_without_command=True)
def _main(version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False) -> None:
    if version:
        from scaffolder import __version__

        print(f"scaffold {__version__}")
        raise typer.Exit


def run(arguments: Sequence[str]) -> int:
    """Runs a command; a usage error becomes a ``ScaffoldError``."""
    try:
        code = app(arguments, prog_name="scaffold", standalone_mode=False)
    except TyperException as problem:
        if not problem.format_message():  # `no_args_is_help` prints the help, and then raises
            return OK
        raise ScaffoldError(problem.format_message(), hint="see --help") from None
    except Abort:
        return INTERRUPTED
    return code if isinstance(code, int) else OK
