"""Mends the plan of a sample until the object that comes of it is accepted.

Schemas have rules that a builder cannot foresee: CEL, branches that exclude each other, what a default brings
in. So the object is held against whoever knows them all, and small changes of the plan are tried near what is
wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from scaffolder.generators._sample_builder import Path, Plan, UnbuildableError, optional_fields, schema_at
from scaffolder.generators._schema_choices import Schema

if TYPE_CHECKING:
    from scaffolder.diagnostics import Diagnostic

Accepts = Callable[[dict[str, Any]], "Sequence[Diagnostic]"]
Build = Callable[[Plan], dict[str, Any]]

_MOST_BRANCHES = 8
_MOST_VARIANTS = 4
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_LITERAL = re.compile(r"""'([^'\\]*)'|"([^"\\]*)"|(?<![\w.])(-?\d+)(?![\w.])""")


class Repair:
    """One search; ``budget`` is how many objects may be built and held against ``accepts``."""

    def __init__(self, schema: Schema, build: Build, accepts: Accepts, budget: int) -> None:
        self._schema = schema
        self._build = build
        self._accepts = accepts
        self._budget = budget

    def errors(self, plan: Plan) -> list[Diagnostic] | None:
        """What is wrong with the object of ``plan``; None where there is no such object."""
        self._budget -= 1
        try:
            return list(self._accepts(self._build(plan)))
        except UnbuildableError:
            return None

    def run(self, plan: Plan) -> Plan:
        """The best plan found.

        Each step mends the first error, by the change that leaves the fewest others.
        """
        errors = self.errors(plan)
        if errors is None:
            return plan
        best, fewest = plan, len(errors)
        seen: set[tuple[str, str]] = set()
        while errors and self._budget > 0:
            target = errors[0]
            key = (target.field, target.message)
            if key in seen:
                break
            seen.add(key)
            better: tuple[int, Plan, list[Diagnostic]] | None = None
            for change in self._changes(plan, target):
                if self._budget <= 0:
                    break
                left = self.errors(change)
                if left is None or any((e.field, e.message) == key for e in left):
                    continue
                if better is None or len(left) < better[0]:
                    better = (len(left), change, left)
                if not left or len(left) < len(errors):
                    break
            if better is None:
                break
            _, plan, errors = better
            if len(errors) < fewest:
                best, fewest = plan, len(errors)
        return best

    def _changes(self, plan: Plan, error: Diagnostic) -> Iterator[Plan]:
        """Small changes of the plan around the place of the error, the nearest first."""
        path = tuple(error.path)
        value = self._build(plan)
        while path and not _exists(value, path):
            yield plan.including(path, True)
            path = path[:-1]
        for length in range(len(path), -1, -1):
            place = path[:length]
            schema = schema_at(self._schema, plan, place)
            rules = " ".join(str(rule.get("rule", "")) for rule in schema.get("x-kubernetes-validations", ()))
            yield from _around(plan, place, _at(value, place), schema, f"{error.message} {rules}")


def _around(plan: Plan, path: Path, value: Any, schema: Schema, clue: str) -> Iterator[Plan]:
    if isinstance(value, dict):
        # What the rule or the message names is more likely to matter.
        words = set(_WORD.findall(clue))
        named = [name for name in optional_fields(schema) if name in words]
        present = [name for name in named if name in value]
        absent = [name for name in named if name not in value]
        for kept in present:
            if len(present) > 1:
                yield _without(plan, path, [name for name in present if name != kept])
        for name in present:
            yield plan.including((*path, name), False)
        for name in absent:
            added = plan.including((*path, name), True)
            yield added
            if present:
                yield _without(added, path, present)
        if len(present) > 1:
            yield _without(plan, path, present)
        if len(absent) > 1:
            everything = plan
            for name in absent:
                everything = everything.including((*path, name), True)
            yield everything
        for name in value:
            if name not in named and name in optional_fields(schema) and plan.full:
                yield plan.including((*path, name), False)
    elif isinstance(value, list):
        pass
    else:
        current = plan.variants.get(path, 0)
        literals = [m[1] or m[2] or (int(m[3]) if m[3] else "") for m in _LITERAL.finditer(clue)]
        for literal in literals:
            if type(literal) is type(value) and literal != value:
                yield plan.setting(path, literal)
        for variant in range(_MOST_VARIANTS):
            if variant != current:
                yield plan.varying(path, variant)
    for branch in range(1, _MOST_BRANCHES):
        yield plan.branching(path, plan.branches.get(path, 0) + branch)
    if path and isinstance(path[-1], str) and plan.present.get(path) is not False:
        yield plan.including(path, False)


def _without(plan: Plan, path: Path, names: Sequence[str]) -> Plan:
    for name in names:
        plan = plan.including((*path, name), False)
    return plan


def _exists(value: Any, path: Path) -> bool:
    for step in path:
        if isinstance(step, str):
            if not isinstance(value, dict) or step not in value:
                return False
        elif not isinstance(value, list) or not 0 <= step < len(value):
            return False
        value = value[step]
    return True


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value
