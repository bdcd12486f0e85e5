"""What a 422 is made of: every check of a decoded object, in the order of the server.

Sources: ``Validate`` and ``ValidateUpdate`` in
``k8s.io/apiextensions-apiserver/pkg/registry/customresource/{strategy,validator}.go``.
"""

from __future__ import annotations

from scaffolder.validation import faults
from scaffolder.validation.rules.defaults import completed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.compiler import SchemaNode
    from scaffolder.validation.faults import Fault
    from scaffolder.validation.ratcheting import Correlation
    from scaffolder.validation.registry import Resource, ResourceVersion
    from scaffolder.validation.rules.defaults import Completed


def check_object(
    version: ResourceVersion,
    new: Completed,
    metadata_errors: Sequence[Diagnostic],
    old: dict[str, Any] | None = None,
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Metadata, schema, scale, embedded resources, lists; then rules, unless one of these prevents them.

    Returns the errors, and as warnings what rules say of unchanged values.

    ``old`` is the object as it was before an update: the schema forgives what is unchanged, the lists
    forgive all if there was a duplicate before, and the others forgive nothing.
    """
    root = version.schema
    errors = list(metadata_errors)
    correlation = None
    if old is not None:
        from scaffolder.validation import ratcheting

        correlation = ratcheting.Correlation(new.value, old, root)
    found: list[Fault] = []
    root.check(new.value, (), found, correlation)
    if found:
        errors += faults.diagnostics(found, root)
    if version.scale is not None:
        from scaffolder.validation.rules.scale import check_scale

        errors += check_scale(new.value, version.scale)
    return check_beyond_schema(version, new, errors, old, correlation)


def check_beyond_schema(
    version: ResourceVersion,
    new: Completed,
    found: Sequence[Diagnostic],
    old: dict[str, Any] | None = None,
    correlation: Correlation | None = None,
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Embedded resources, lists and rules, which are checked whatever was ``found`` before them."""
    root = version.schema
    errors = list(found)
    for path, resource, _ in new.embedded:
        from scaffolder.validation.rules.embedded_resources import check_embedded

        errors += check_embedded(resource, path, root)
    if old is None or not _check_lists(completed(old, root, defaulting=False), root):
        errors += _check_lists(new, root)
    ruled = version.ruled
    if ruled is None:
        return errors, []
    from scaffolder.validation.conformity import conforms
    from scaffolder.validation.rules import cel

    if cel.block_rules(errors):
        return [*errors, cel.rules_not_checked()], []
    conforming = conforms(new.value, root) and (old is None or conforms(old, root))
    rule_errors, warnings = cel.check_rules(new.value, root, ruled, old, correlation, conforming=conforming)
    return [*errors, *rule_errors], warnings


def version_warnings(resource: Resource, version: ResourceVersion) -> list[Diagnostic]:
    """What comes with every answer in this version."""
    if not version.deprecated:
        return []
    from scaffolder.validation.rules.deprecation import deprecation_warning

    return [deprecation_warning(resource, version)]


def _check_lists(value: Completed, root: SchemaNode) -> list[Diagnostic]:
    if not value.lists:
        return []
    from scaffolder.validation.rules.list_types import check_list

    return [error for path, items, node in value.lists for error in check_list(path, items, node, root)]
