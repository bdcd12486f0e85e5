"""``scaffold cel``: a rule and a schema → does it compile, its price, what it says of objects."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scaffolder.cel.releases import Newer, newer_parts, parse_release
from scaffolder.cel.source import CompileError, Source
from scaffolder.documents.reader import read_documents
from scaffolder.errors import ScaffoldError
from scaffolder.sources.loader import load
from scaffolder.validation.cel_rules import MAX_RULE_COST
from scaffolder.validation.cost_advice import Advice, advise
from scaffolder.validation.expression_hints import expression_hint
from scaffolder.validation.rule_costs import Cost, PlacedRule
from scaffolder.validation.rule_evaluation import Evaluation, RuleEvaluator
from scaffolder.validation.schema_paths import node_at, parse_path, path_text
from scaffolder.workflows.inputs import read_bytes, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scaffolder.cel.overloads import KubernetesVersion
    from scaffolder.diagnostics import Diagnostic
    from scaffolder.documents.reader import Document
    from scaffolder.model.resource import Resource, Version


@dataclass(frozen=True, slots=True)
class Request:
    """What ``scaffold cel`` was asked for; ``""`` is what was not given."""

    rule: str
    crd: str
    field: str = ""
    object: str = ""
    old: str = ""
    version: str = ""
    kind: str = ""
    min_kubernetes: str = ""
    optional_old_self: bool = False


@dataclass(slots=True)
class Place:
    """A value that the rule was held against, and where it is in its file (from 1)."""

    evaluation: Evaluation
    line: int
    column: int


@dataclass(slots=True)
class CheckedObject:
    """``blocked`` is what keeps a server from evaluating rules on the object: then there are no places."""

    file: str
    line: int
    name: str
    blocked: list[Diagnostic] = dataclasses.field(default_factory=list)
    places: list[Place] = dataclasses.field(default_factory=list)


@dataclass(slots=True)
class RuleReport:
    """All that is known of a rule. ``error`` is the server's text, ``line`` and ``column`` (from 1) of the
    first thing that is wrong, ``hint`` what may be meant; then there is no cost. ``newer`` is what
    ``release`` lacks.
    """

    rule: str
    resource: str
    version: str
    field: str
    node_type: str
    error: str = ""
    line: int | None = None
    column: int | None = None
    hint: str = ""
    type: str = ""
    cost: Cost | None = None
    advice: Advice | None = None
    release: KubernetesVersion | None = None
    newer: list[Newer] = dataclasses.field(default_factory=list)
    objects: list[CheckedObject] = dataclasses.field(default_factory=list)

    @property
    def over_budget(self) -> bool:
        return self.cost is not None and self.cost.total > MAX_RULE_COST

    @property
    def is_wrong(self) -> bool:
        failed = (
            item.blocked or any(not place.evaluation.holds for place in item.places) for item in self.objects
        )
        return bool(self.error or self.over_budget or self.newer or any(failed))


def explain_rule(request: Request) -> RuleReport:
    """Raises ``ScaffoldError`` if the schema, the field or an object cannot be found or read."""
    release = _release(request.min_kubernetes)
    resource = _resource(request)
    documents = _documents(request.object, resource) if request.object else []
    version = _version(resource, request, documents)
    schema = version.schema.raw
    keywords = parse_path(request.field, schema)
    report = RuleReport(
        request.rule,
        resource.crd_name,
        version.name,
        path_text(keywords),
        _type_name(node_at(schema, keywords)),
        release=release,
    )
    try:
        rule = PlacedRule(schema, keywords, request.rule, optional_old=request.optional_old_self)
    except CompileError as error:
        _add_error(report, error, node_at(schema, keywords))
        return report
    _add_price(report, rule)
    if release is not None:
        report.newer = newer_parts(rule.expression, release)
    before = _documents(request.old, resource) if request.old else []
    evaluator = RuleEvaluator(rule, optional_old=request.optional_old_self)
    for document in documents:
        report.objects.append(_checked(document, request.object, evaluator, _counterpart(document, before)))
    return report


def _add_error(report: RuleReport, error: CompileError, node: Mapping[str, Any]) -> None:
    report.error = str(error)
    hints = (expression_hint(located, node) for located in error.errors)
    report.hint = next((hint for hint in hints if hint), "")
    if error.errors and (pos := error.errors[0].pos) is not None:
        report.line, report.column = Source(report.rule).location(pos)


def _add_price(report: RuleReport, rule: PlacedRule) -> None:
    report.type = str(rule.expression.type)
    if not rule.is_right_type:
        report.error = "cel expression must evaluate to a bool"
        return
    report.cost = rule.cost()
    if report.over_budget:
        report.advice = advise(rule)


def _release(text: str) -> KubernetesVersion | None:
    release = parse_release(text) if text else None
    if text and release is None:
        raise ScaffoldError(f"--min-kubernetes is a release like 1.30, not {text!r}")
    return release


def _resource(request: Request) -> Resource:
    resources = load(request.crd, kind=request.kind or None)
    if len(resources) > 1:
        kinds = ", ".join(resource.kind for resource in resources[:10])
        raise ScaffoldError(
            f"there are {len(resources)} kinds", hint=f"choose --kind: {kinds}", file=request.crd
        )
    return resources[0]


def _version(resource: Resource, request: Request, documents: list[Document]) -> Version:
    """The one asked for, or that of the object, or the storage version."""
    by_name = {version.name: version for version in resource.versions}
    if request.version:
        if request.version not in by_name:
            raise ScaffoldError(
                f"{resource.kind} has no version {request.version}", hint=f"it has {', '.join(by_name)}"
            )
        return by_name[request.version]
    if documents:
        name = str(documents[0].value["apiVersion"]).rpartition("/")[2]
        return by_name.get(name, resource.storage_version)
    return resource.storage_version


def _documents(path: str, resource: Resource) -> list[Document]:
    """The objects of the kind in a file. Raises ScaffoldError if there are none."""
    found = [document for document in _readable(path) if _is_of(document.value, resource)]
    if not found:
        raise ScaffoldError(f"there is no {resource.kind} of {resource.group} in it", file=shown(path))
    return found


def _readable(path: str) -> Iterator[Document]:
    for whole in read_documents(read_bytes(path)):
        for document in whole.objects():
            error = document.error
            if error is not None:
                raise ScaffoldError(
                    error.message, hint=error.hint, file=shown(path), line=error.line, column=error.column
                )
            yield document


def _is_of(value: Any, resource: Resource) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("apiVersion"), str):
        return False
    return value["apiVersion"].rpartition("/")[0] == resource.group and value.get("kind") == resource.kind


def _counterpart(document: Document, before: list[Document]) -> dict[str, Any] | None:
    """What the object was: of the same name, or the only one."""
    old = [candidate.value for candidate in before if _name(candidate) == _name(document)]
    if not old and len(before) == 1:
        old = [before[0].value]
    return old[0] if old else None


def _name(document: Document) -> tuple[str, str]:
    meta = document.value.get("metadata")
    meta = meta if isinstance(meta, dict) else {}
    return str(meta.get("namespace", "")), str(meta.get("name", ""))


def _checked(
    document: Document, path: str, evaluator: RuleEvaluator, old: dict[str, Any] | None
) -> CheckedObject:
    result = CheckedObject(shown(path), document.line, _name(document)[1])
    try:
        result.blocked = evaluator.blocking_errors(document.value)
        evaluations = [] if result.blocked else evaluator.evaluate(document.value, old)
    except RecursionError:
        raise ScaffoldError(
            "the object is nested too deeply to be checked", file=shown(path), line=document.line
        ) from None
    for evaluation in evaluations:
        result.places.append(Place(evaluation, *document.locate(evaluation.path)))
    return result


def _type_name(node: Any) -> str:
    if node.get("x-kubernetes-int-or-string") is True:
        return "int or string"
    if isinstance(node.get("additionalProperties"), dict):
        return "map"
    kind = node.get("type")
    return kind if isinstance(kind, str) else "any type"
