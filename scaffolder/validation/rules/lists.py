"""``items``, ``minItems`` and ``maxItems``.

Source: ``schemaSliceValidator`` in ``k8s.io/kube-openapi/pkg/validation/validate/slice_validator.go``.
"""

from __future__ import annotations

from scaffolder.validation.faults import field_of
from scaffolder.validation.field_errors import invalid, too_many

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Diagnostic, Path
    from scaffolder.validation.compiler import Compiled, SchemaNode
    from scaffolder.validation.faults import Fault
    from scaffolder.validation.ratcheting import Correlation


def _too_few(name: str, path: Path, value: list[Any], limit: int) -> Diagnostic:
    return invalid(field_of(name), len(value), f"{name} in body should have at least {limit} items", path)


def _too_many(name: str, path: Path, value: list[Any], limit: int) -> Diagnostic:
    return too_many(field_of(name), len(value), limit, path)


def compile(node: SchemaNode, kind: type) -> Compiled:
    if kind is not list:
        return 0, None
    items = node.items
    fewest = node.schema.count("minItems")
    most = node.schema.count("maxItems")
    if items is None and fewest is None and most is None:
        return 2, None

    def check(value: list[Any], path: Path, faults: list[Fault], old: Correlation | None) -> int:
        passed = 0
        if items is None:
            pass
        elif old is None:
            for index, item in enumerate(value):
                passed += items.check_at(item, path, index, faults)
        else:
            from scaffolder.validation.ratcheting import check_child

            for index, item in enumerate(value):
                passed += check_child(items, item, (*path, index), faults, old.index(index))
        if fewest is not None and len(value) < fewest:
            faults.append((_too_few, path, value, (fewest,)))
        if most is not None and len(value) > most:
            faults.append((_too_many, path, value, (most,)))
        return passed

    return 2, check
