"""``scaffold crd``, ``models``, ``rbac``, ``controller`` and ``sample``: one artefact, project or not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffolder.cli.entry import OK
from scaffolder.cli.plans import refuse_conflicts, show_plan
from scaffolder.errors import ScaffoldError
from scaffolder.workflows.reporting import make_encodable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scaffolder.files import GeneratedFile
    from scaffolder.model.resource import Resource

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE",
        help="Resource file, JSON Schema, OpenAPI v3, CRD (YAML or JSON), or package.module:Class.",
    ),
]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="DIR", help="Write files into DIR.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite files in DIR that differ.")]
Group = Annotated[str | None, typer.Option(help="API group, where the source does not tell it.")]
Kind = Annotated[str | None, typer.Option(help="Kind, where the source does not tell it.")]
VersionName = Annotated[str | None, typer.Option(help="Version, where the source does not tell it.")]
Plural = Annotated[str | None, typer.Option(help="Plural, where the source does not tell it.")]
Scope = Annotated[str | None, typer.Option(help="Namespaced or Cluster, where the source does not tell it.")]
Name = Annotated[str, typer.Option(help="The operator's name: service account, roles and package.")]


def _unnamed(maker: str, help: str) -> Callable[..., int]:
    """A command that needs the resources only; ``maker`` is its function in ``workflows.artefacts``."""

    def command(
        source: Sources,
        output: Output = None,
        force: Force = False,
        group: Group = None,
        kind: Kind = None,
        version: VersionName = None,
        plural: Plural = None,
        scope: Scope = None,
    ) -> int:
        from scaffolder.workflows import artefacts

        make = getattr(artefacts, maker)
        return _hand_out(make(_load(source, group, kind, version, plural, scope)), output, force)

    command.__doc__ = help
    return command


def _named(maker: str, help: str) -> Callable[..., int]:
    """The same for what carries the operator's name."""

    def command(
        source: Sources,
        name: Name = "my-operator",
        output: Output = None,
        force: Force = False,
        group: Group = None,
        kind: Kind = None,
        version: VersionName = None,
        plural: Plural = None,
        scope: Scope = None,
    ) -> int:
        from scaffolder.workflows import artefacts

        make = getattr(artefacts, maker)
        return _hand_out(make(_load(source, group, kind, version, plural, scope), name), output, force)

    command.__doc__ = help
    return command


crd = _unnamed(
    "crd_files",
    """CustomResourceDefinition YAML, to stdout or -o DIR.

    Example: scaffold crd apis/database.yaml -o config/crd
    """,
)
models = _unnamed(
    "model_files",
    """Typed pydantic v2 models, one module for each version.

    Example: scaffold models certificates.crd.yaml -o src/shop/api
    """,
)
rbac = _named(
    "rbac_files",
    """Roles, bindings and service account for an operator of these kinds.

    Example: scaffold rbac apis/database.yaml --name shop -o config/rbac
    """,
)
controller = _named(
    "controller_files",
    """The controller skeleton: desired state, reconciler, settings and main module.

    Example: scaffold controller apis/database.yaml --name shop -o .
    """,
)


def sample(
    source: Sources,
    output: Output = None,
    force: Force = False,
    flavour: Annotated[str, typer.Option(help="minimal, full or both.")] = "both",
    group: Group = None,
    kind: Kind = None,
    version: VersionName = None,
    plural: Plural = None,
    scope: Scope = None,
) -> int:
    """A minimal and a full sample custom resource.

    Example: scaffold sample certificates.crd.yaml --flavour minimal
    """
    from scaffolder.workflows.artefacts import sample_files

    flavours = {"minimal": ["minimal"], "full": ["full"], "both": ["minimal", "full"]}.get(flavour)
    if flavours is None:
        raise ScaffoldError(f"--flavour is minimal, full or both, not {flavour!r}")
    resources = _load(source, group, kind, version, plural, scope)
    return _hand_out(sample_files(resources, flavours), output, force)


def _load(
    sources: Sequence[str],
    group: str | None,
    kind: str | None,
    version: str | None,
    plural: str | None,
    scope: str | None,
) -> list[Resource]:
    from scaffolder.workflows.artefacts import load_all

    return load_all(sources, group=group, kind=kind, version=version, plural=plural, scope=scope)


def _hand_out(files: Sequence[GeneratedFile], output: Path | None, force: bool) -> int:
    """To ``output`` all at once, or to stdout: YAML as one stream, anything else only if it is one file."""
    if output is not None:
        from scaffolder.writing.apply import apply_plan
        from scaffolder.writing.plan import make_plan

        if output.exists() and not output.is_dir():
            raise ScaffoldError("this is not a folder", hint="name one after -o", file=str(output))
        plan = make_plan(output, files, force=force)
        refuse_conflicts(plan, "there already with other content", "pass --force to overwrite")
        apply_plan(plan)
        show_plan(plan)
        return OK
    make_encodable(sys.stdout, utf8=True)
    if all(file.path.endswith(".yaml") for file in files):
        print("---\n".join(file.text for file in files), end="")
        return OK
    if len(files) != 1:
        raise ScaffoldError(f"{len(files)} files would be written", hint="say where with -o DIR")
    print(files[0].text, end="")
    return OK
