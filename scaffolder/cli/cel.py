"""``scaffold cel``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from scaffolder.cli.entry import OK, WRONG
from scaffolder.cli.validate import colour_wanted
from scaffolder.errors import ScaffoldError

_FORMATS = ("text", "json")


def cel(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The rule, as in x-kubernetes-validations.")],
    crd: Annotated[
        str,
        typer.Option(
            "--crd", metavar="SOURCE", help="The schema: a CRD, resource file or any other source of a kind."
        ),
    ],
    field: Annotated[
        str,
        typer.Option(
            metavar="PATH",
            help="The node that the rule is for: spec.storage, spec.ports[], spec.labels{}; else the root.",
        ),
    ] = "",
    object_: Annotated[
        str, typer.Option("--object", metavar="FILE", help="An object to hold the rule against.")
    ] = "",
    old: Annotated[
        str, typer.Option(metavar="FILE", help="What the object was before the update: oldSelf.")
    ] = "",
    version: Annotated[
        str, typer.Option(metavar="NAME", help="The version; else that of the object, else the stored one.")
    ] = "",
    kind: Annotated[str, typer.Option(metavar="KIND", help="The kind, where the source has several.")] = "",
    min_kubernetes: Annotated[
        str, typer.Option(metavar="X.Y", help="The oldest Kubernetes release that is to take the rule.")
    ] = "",
    optional_old_self: Annotated[
        bool, typer.Option("--optional-old-self", help="As with optionalOldSelf: true.")
    ] = False,
    format_: Annotated[str, typer.Option("--format", metavar="text|json", help="How to report.")] = "text",
) -> int:
    """One validation rule: does it compile, what does it cost, and what makes it false?

    Example: scaffold cel 'self.replicas <= 3' --crd apis/database.yaml --field spec --object db.yaml
    """
    from scaffolder.reporters._style import Style
    from scaffolder.workflows.explain_rule import Request, explain_rule
    from scaffolder.workflows.rule_report import as_json, as_text

    if format_ not in _FORMATS:
        raise ScaffoldError(f"--format is text or json, not {format_!r}")
    if old and not object_:
        raise ScaffoldError("--old is what --object was before", hint="give both")
    request = Request(
        rule,
        crd,
        field=field,
        object=object_,
        old=old,
        version=version,
        kind=kind,
        min_kubernetes=min_kubernetes,
        optional_old_self=optional_old_self,
    )
    report = explain_rule(request)
    sys.stdout.write(as_json(report) if format_ == "json" else as_text(report, Style(colour_wanted("auto"))))
    return WRONG if report.is_wrong else OK
