"""``scaffold validate``."""

from __future__ import annotations

import sys

from scaffolder.cli.arguments import Command, Option, one_reader_of_stdin, parse
from scaffolder.errors import ScaffoldError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffolder.cli.arguments import Parsed
    from scaffolder.workflows.cache_folder import CacheFolder

FORMATS = ("github", "json", "junit", "sarif", "text")

COMMAND = Command(
    "validate",
    "PATH...",
    "Would a kube-apiserver accept these custom resources? PATH is a file, a folder or - for stdin.",
    [
        Option("--crds", "PATH", "A CRD file or a folder of them; may be given many times.", many=True),
        Option("--old", "PATH", "Check each object as an update of its counterpart in this file or folder."),
        Option("--format", "|".join(FORMATS), "How to report (default: text).", choices=FORMATS),
        Option("--with-object", "", "Give the object that the server would store (json)."),
        Option("--strict-kinds", "", "A kind that no CRD given defines is an error."),
        Option("--no-cache", "", "Neither use nor keep CRDs that were compiled before."),
        Option(
            "--color", "auto|always|never", "Colours (default: auto).", choices=("auto", "always", "never")
        ),
    ],
    [
        ("scaffold validate config/samples --crds config/crd", "every sample against the CRDs of a project"),
        ("scaffold validate --old live.yaml new.yaml --crds crds/", "would this change be accepted?"),
        ("helm template . | scaffold validate - --crds crds/ --strict-kinds", "what a chart renders"),
    ],
)


def run(arguments: Sequence[str]) -> int:
    parsed = parse(COMMAND, arguments)
    if parsed is None:
        sys.stdout.write(COMMAND.help())
        return 0
    if not parsed.operands:
        raise ScaffoldError("nothing to validate", hint="give files or folders, or - for stdin")
    one_reader_of_stdin([*parsed.operands, *parsed.many("--crds"), parsed.one("--old", "") or ""])
    if parsed.flag("--no-cache"):
        return _validate(parsed, None)
    from scaffolder.workflows.cache_folder import user_folder
    from scaffolder.workflows.module_cache import ModuleCache

    folder = user_folder()
    with ModuleCache(folder):
        return _validate(parsed, folder)


def _validate(parsed: Parsed, cache: CacheFolder | None) -> int:
    from scaffolder.workflows.validate import Request, validate

    request = Request(
        parsed.operands,
        parsed.many("--crds"),
        old=parsed.one("--old"),
        with_object=parsed.flag("--with-object"),
        strict_kinds=parsed.flag("--strict-kinds"),
        cache=cache,
    )
    format = parsed.one("--format", "text") or "text"
    if request.with_object and format != "json":
        raise ScaffoldError("--with-object goes with --format json", hint="no other format holds objects")
    colour = colour_wanted(parsed.one("--color", "auto"))
    summary = validate(request, format, sys.stdout, colour=colour)
    return 1 if summary.invalid or summary.errors else 0


def colour_wanted(wish: str | None) -> bool:
    """Whether ``--color`` asks for colours: ``auto`` is a terminal that can show them."""
    if wish == "auto":
        from os import environ

        return sys.stdout.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    return wish == "always"
