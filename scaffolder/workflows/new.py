"""``scaffold new``: answers → resource file → project → generators → plan over an empty folder."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.documents.writer import dump
from scaffolder.errors import ScaffoldError
from scaffolder.files import GeneratedFile, Owner
from scaffolder.generators.controller import owned_kinds
from scaffolder.model.layout import OWNED_FILE, api_path
from scaffolder.model.project import Project
from scaffolder.sources._source import told_by
from scaffolder.sources.example import example_resource
from scaffolder.sources.loader import load, load_text
from scaffolder.sources.resource_text import to_resource_file
from scaffolder.workflows.generate import generated_files
from scaffolder.workflows.project import refuse_name
from scaffolder.writing.plan import make_plan

if TYPE_CHECKING:
    from scaffolder.model.resource import Resource
    from scaffolder.writing.plan import Plan

# https://github.com/distribution/reference/blob/main/reference.go, without tag and digest: we add the tag.
_HOST = r"[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?"
# A first part without a dot or a port is no domain but a part of the path.
_DOMAIN = rf"(?:(?:(?=[^/]*[.:]){_HOST}(?::[0-9]+)?|localhost)/)?"
_COMPONENT = r"[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*"
_IMAGE = re.compile(rf"{_DOMAIN}{_COMPONENT}(?:/{_COMPONENT})*")
# k8s.io/apiextensions-apiserver/pkg/apihelpers/helpers.go, IsProtectedCommunityGroup and its annotation
_PROTECTED = (".k8s.io", ".kubernetes.io")
_APPROVAL = "api-approved.kubernetes.io"
LICENCES = {"Apache-2.0": "Apache-2.0", "MIT": "MIT", "none": ""}


@dataclass(frozen=True, slots=True)
class Answers:
    """What ``scaffold new`` was told. ``None`` leaves it to the source, or to the default."""

    name: str
    group: str | None = None
    kind: str | None = None
    version: str | None = None
    plural: str | None = None
    scope: str | None = None
    short_names: tuple[str, ...] = ()
    image: str = ""
    licence: str = "Apache-2.0"
    source: str | None = None


def default_kind(name: str) -> str:
    """``shop`` → ``Shop``, ``web-shop`` → ``WebShop``."""
    return "".join(part.capitalize() for part in name.split("-"))


def plan_new(parent: Path, answers: Answers) -> Plan:
    """What ``scaffold new`` would write into ``parent / name``, which must not exist or be empty."""
    refuse_name(answers.name)
    root = parent / answers.name
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise ScaffoldError(f"./{answers.name} exists already", hint="choose another name, or remove it")
    check_answers(answers)
    texts = _resource_files(answers)
    resources = tuple(r for path, text in texts.items() for r in load_text(text, path))
    for resource in resources:
        if _APPROVAL not in resource.annotations:
            _refuse_protected(resource.group)
    project = Project(
        name=answers.name,
        package=answers.name.replace("-", "_"),
        image=answers.image or answers.name,
        licence=LICENCES[answers.licence],
        resources=resources,
    )
    files = [GeneratedFile(path, text, Owner.USER) for path, text in texts.items()]
    return make_plan(root, [*files, *generated_files(project)], ledger_path=OWNED_FILE)


def check_answers(answers: Answers) -> None:
    """Raises for an answer that is wrong whatever the others are."""
    told_by(answers.group, answers.kind, answers.version, answers.plural, answers.scope, answers.short_names)
    if answers.group and answers.source is None:
        _refuse_protected(answers.group)
    if answers.kind and not answers.kind[0].isupper():
        raise ScaffoldError(
            f"a kind is written in CamelCase, not {answers.kind!r}",
            hint="such as Database",
        )
    if answers.image and not _IMAGE.fullmatch(answers.image):
        raise ScaffoldError(
            f"{answers.image!r} is no image name", hint="give it without a tag, such as ghcr.io/acme/shop"
        )
    if answers.licence not in LICENCES:
        raise ScaffoldError(f"licence is one of {', '.join(LICENCES)}, not {answers.licence!r}")


def _refuse_protected(group: str) -> None:
    """The server takes a CRD of these groups only with a link to the approval of its API."""
    if f".{group}".endswith(_PROTECTED):
        raise ScaffoldError(
            f"the API group {group} is one of Kubernetes' own, in which a kube-apiserver refuses your CRD",
            hint="a domain of yours, such as shop.example.com",
        )


def _resource_files(answers: Answers) -> dict[str, str]:
    """``{path: text}`` of each resource file that the project starts with."""
    if answers.source is None:
        text = _example(answers)
        return {api_path(resource): text for resource in load_text(text, "the example")}
    loaded = load(
        answers.source,
        group=answers.group,
        kind=answers.kind,
        version=answers.version,
        plural=answers.plural,
        scope=answers.scope,
        short_names=answers.short_names,
    )
    texts: dict[str, str] = {}
    for resource in loaded:
        if api_path(resource) in texts:
            raise ScaffoldError(f"two kinds in {answers.source} would be {api_path(resource)}")
        owning = replace(resource, owns=resource.owns or owned_kinds(resource))
        texts[api_path(resource)] = _as_written(answers.source, owning) or to_resource_file(owning)
    return texts


def _as_written(source: str, resource: Resource) -> str | None:
    """The text of a resource file, comments and all; ``None`` for any other source."""
    try:
        text = Path(source).read_text(encoding="utf-8")
    except (OSError, ValueError):  # a pydantic class
        return None
    path = api_path(resource)
    owns = [{"apiVersion": kind.api_version, "kind": kind.kind} for kind in resource.owns]
    for candidate in (text, f"{text.rstrip()}\n{dump({'owns': owns})}"):
        try:
            if load_text(candidate, path) == [replace(resource, origin=path)]:
                return candidate
        except ScaffoldError:  # a JSON schema, which does not say its group
            continue
    return None


def _example(answers: Answers) -> str:
    return example_resource(
        answers.group or f"{answers.name}.example.com",
        answers.kind or default_kind(answers.name),
        version=answers.version or "v1alpha1",
        plural=answers.plural,
        scope=answers.scope or "Namespaced",
        short_names=answers.short_names,
    )
