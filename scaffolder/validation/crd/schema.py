"""One schema of a definition: the stages of its checks.

Source: ``validateCustomResourceDefinitionValidation`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``.
"""

from __future__ import annotations

from scaffolder.validation.crd.completeness import check_completeness
from scaffolder.validation.crd.junctors import check_branch
from scaffolder.validation.crd.keywords import check_keywords, first_unsupported
from scaffolder.validation.crd.list_types import check_list_types
from scaffolder.validation.crd.nodes import Role, nodes
from scaffolder.validation.crd.patterns import check_pattern
from scaffolder.validation.crd.status_root import check_root
from scaffolder.validation.crd.structural import check_structure
from scaffolder.validation.field_errors import invalid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.crd.definition import Part
    from scaffolder.validation.crd.nodes import Node

_RULES = "x-kubernetes-validations"


def check_schema(schema: Part, *, has_status: bool) -> list[Diagnostic]:
    """Structure, defaults and rules, of which the first that is wrong hides the others; beside them every
    keyword by itself.
    """
    every = list(nodes(schema))
    errors = list(check_root(schema, has_status=has_status))
    unreadable = first_unsupported(every)
    compilable = False
    if unreadable is None:
        wrong = _check_structure(schema, every) or _check_defaults(schema, every)
        errors += wrong
        compilable = not wrong
    faulty: set[str] = set()
    for node in every:
        found = [*check_keywords(node), *check_list_types(node)]
        if found:
            errors += found
            faulty.add(node.field)
    if any(_RULES in node.schema for node in every):
        errors += _check_rules(schema, every, faulty, compilable=compilable)
    if unreadable is not None and not errors:
        errors.append(invalid(schema.field, "", unreadable, schema.path))
    return errors


def _check_structure(schema: Part, every: list[Node]) -> list[Diagnostic]:
    errors: list[Diagnostic] = []
    for node in every:
        if node.structural:
            errors += check_structure(node)
        elif node.role == Role.BRANCH:
            errors += check_branch(node)
        if node.role != Role.UNSUPPORTED:
            errors += check_pattern(node)
    errors += check_completeness(schema)
    return errors


def _check_defaults(schema: Part, every: list[Node]) -> list[Diagnostic]:
    if not any("default" in node.schema for node in every):
        return []
    # With it come the checks of custom resources, which most schemas have no need of.
    from scaffolder.validation.crd.defaults import check_defaults

    return check_defaults(schema)


def _check_rules(schema: Part, every: list[Node], faulty: set[str], *, compilable: bool) -> list[Diagnostic]:
    """The rules of the structure; of those in junctors, where they may not be, only the texts are read."""
    from scaffolder.validation.cel_rules import check_rules
    from scaffolder.validation.rule_texts import check_rule_texts

    errors: list[Diagnostic] = []
    for node in every:
        found = () if node.structural else list(check_rule_texts(node.schema, node.field, node.path))
        if found:
            errors += found
            faulty.add(node.field)
    errors += check_rules(schema.value, schema.field, schema.path, others=faulty, compilable=compilable)
    return errors
