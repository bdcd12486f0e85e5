"""``properties``, ``additionalProperties``, ``required``, ``minProperties`` and ``maxProperties``.

Source: ``objectValidator`` in ``k8s.io/kube-openapi/pkg/validation/validate/object_validator.go``.
"""

from __future__ import annotations

from scaffolder.validation.faults import field_of
from scaffolder.validation.field_errors import invalid, required, too_many

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Diagnostic, Path
    from scaffolder.validation.compiler import Compiled, SchemaNode
    from scaffolder.validation.faults import Fault
    from scaffolder.validation.ratcheting import Correlation

# The server converts these to the same version on both sides, so that their old values are not to be seen.
_TYPE_META = ("apiVersion", "kind")


def _too_few(name: str, path: Path, value: dict[str, Any], limit: int) -> Diagnostic:
    detail = f"{name} in body should have at least {limit} properties"
    return invalid(field_of(name), len(value), detail, path)


def _too_many(name: str, path: Path, value: dict[str, Any], limit: int) -> Diagnostic:
    return too_many(field_of(name), len(value), limit, path)


def _not_allowed(name: str, path: Path, _value: dict[str, Any], key: str) -> Diagnostic:
    return invalid(field_of(name), key, f"{name}.{key} in body is a forbidden property", (*path, key))


def _missing(name: str, path: Path, _value: dict[str, Any], key: str) -> Diagnostic:
    return required(field_of(f"{name}.{key}"), "", path)


def compile(node: SchemaNode, kind: type) -> Compiled:
    if kind is not dict:
        return 0, None
    fewest = node.schema.count("minProperties")
    most = node.schema.count("maxProperties")
    needed = tuple(node.schema.required)
    find = node.properties.get
    additional = node.additional

    def check(value: dict[str, Any], path: Path, faults: list[Fault], old: Correlation | None) -> int:
        passed = 0
        if fewest is not None and len(value) < fewest:
            faults.append((_too_few, path, value, (fewest,)))
        if most is not None and len(value) > most:
            faults.append((_too_many, path, value, (most,)))
        for key, item in value.items():
            child = find(key)
            if child is None:
                if node.forbids_additional:
                    faults.append((_not_allowed, path, value, (key,)))
                    continue
                if additional is None:
                    continue
                child = additional
            if old is None or (not path and key in _TYPE_META):
                passed += child.check_at(item, path, key, faults)
            else:
                from scaffolder.validation.ratcheting import check_child

                passed += check_child(child, item, (*path, key), faults, old.key(key))
        faults.extend((_missing, path, value, (key,)) for key in needed if key not in value)
        return passed

    return 1, check
