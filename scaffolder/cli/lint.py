"""``scaffold lint``."""

from __future__ import annotations

import sys

from scaffolder.cli.arguments import Command, Option, one_reader_of_stdin, parse
from scaffolder.cli.validate import FORMATS, colour_wanted
from scaffolder.errors import ScaffoldError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

COMMAND = Command(
    "lint",
    "SOURCE...",
    "Would a kube-apiserver accept these CRDs? SOURCE is a file, a folder or - for stdin.",
    [
        Option("--min-kubernetes", "X.Y", "The oldest release that is to take the validation rules."),
        Option("--format", "|".join(FORMATS), "How to report (default: text).", choices=FORMATS),
        Option(
            "--color", "auto|always|never", "Colours (default: auto).", choices=("auto", "always", "never")
        ),
    ],
    [
        ("scaffold lint config/crd", "every CRD of a project"),
        ("scaffold lint apis/database.yaml", "the CRD that a resource file gives"),
        ("kustomize build config | scaffold lint - --format github", "in CI; what is no CRD is skipped"),
    ],
)


def run(arguments: Sequence[str]) -> int:
    parsed = parse(COMMAND, arguments)
    if parsed is None:
        sys.stdout.write(COMMAND.help())
        return 0
    from scaffolder.workflows.lint import lint

    if not parsed.operands:
        raise ScaffoldError("nothing to lint", hint="give files or folders, or - for stdin")
    one_reader_of_stdin(parsed.operands)
    format = parsed.one("--format", "text") or "text"
    colour = colour_wanted(parsed.one("--color", "auto"))
    summary = lint(
        parsed.operands,
        format,
        sys.stdout,
        colour=colour,
        min_kubernetes=parsed.one("--min-kubernetes"),
    )
    return 1 if summary.invalid or summary.errors else 0
