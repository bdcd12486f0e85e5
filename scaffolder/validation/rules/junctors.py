"""``anyOf``, ``oneOf``, ``allOf`` and ``not``.

Of the branches of a failed ``anyOf`` or ``oneOf`` the server reports the one that passed most checks, the
first of equals. Within a branch an update is forgiven nothing, because validators of branches are made
without the options that compare with the old object. Source: ``schemaPropsValidator`` in
``k8s.io/kube-openapi/pkg/validation/validate/schema_props.go``.
"""

from __future__ import annotations

from scaffolder.validation.field_errors import WHOLE_OBJECT, invalid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from scaffolder.diagnostics import Diagnostic, Path
    from scaffolder.validation.compiler import Compiled, SchemaNode
    from scaffolder.validation.faults import Fault
    from scaffolder.validation.ratcheting import Correlation

    # A ``Check`` to which it is all the same what the value was before.
    _Junction = Callable[[Any, Path, list[Fault]], int]


def _junctor(name: str, path: Path, _value: Any, says: str) -> Diagnostic:
    from scaffolder.apimachinery.quoting import quote

    return invalid(WHOLE_OBJECT, "", f"{quote(name)} {says}", path)


def compile(node: SchemaNode, _kind: type) -> Compiled:
    schema = node.schema
    checks = []
    if schema.any_of:
        checks.append(_any_of(node.branches(schema.any_of)))
    if schema.one_of:
        checks.append(_one_of(node.branches(schema.one_of)))
    if schema.all_of:
        checks.append(_all_of(node.branches(schema.all_of)))
    if schema.not_ is not None:
        checks.append(_not(node.branches([schema.not_])[0]))
    if not checks:
        return 2, None

    def check_all(value: Any, path: Path, faults: list[Fault], _old: Correlation | None) -> int:
        passed = 0
        for check in checks:
            passed += check(value, path, faults)
        return passed

    return 2, check_all


def _any_of(branches: list[SchemaNode]) -> _Junction:
    def any_of(value: Any, path: Path, faults: list[Fault]) -> int:
        best: list[Fault] = []
        most = -1
        for branch in branches:
            found: list[Fault] = []
            passed = branch.check(value, path, found)
            if not found:
                return passed
            if passed > most:
                best, most = found, passed
        faults.append((_junctor, path, value, ("must validate at least one schema (anyOf)",)))
        faults.extend(best)
        return most

    return any_of


def _one_of(branches: list[SchemaNode]) -> _Junction:
    def one_of(value: Any, path: Path, faults: list[Fault]) -> int:
        best: list[Fault] = []
        most = -1
        valid: list[int] = []
        for branch in branches:
            found: list[Fault] = []
            passed = branch.check(value, path, found)
            if not found:
                valid.append(passed)
            elif not valid and passed > most:
                best, most = found, passed
        if len(valid) == 1:
            return valid[0]
        alternatives = f"Found {len(valid)} valid alternatives" if valid else "Found none valid"
        says = f"must validate one and only one schema (oneOf). {alternatives}"
        faults.append((_junctor, path, value, (says,)))
        if valid:
            return 0
        faults.extend(best)
        return most

    return one_of


def _all_of(branches: list[SchemaNode]) -> _Junction:
    def all_of(value: Any, path: Path, faults: list[Fault]) -> int:
        total = failed = 0
        for branch in branches:
            before = len(faults)
            total += branch.check(value, path, faults)
            failed += len(faults) > before
        if failed:
            none = ". None validated" if failed == len(branches) else ""
            faults.append((_junctor, path, value, (f"must validate all the schemas (allOf){none}",)))
        return total

    return all_of


def _not(branch: SchemaNode) -> _Junction:
    def not_(value: Any, path: Path, faults: list[Fault]) -> int:
        found: list[Fault] = []
        branch.check(value, path, found)
        if not found:
            faults.append((_junctor, path, value, ("must not validate the schema (not)",)))
        return 0

    return not_
