"""Mends the plan of a sample until the object that comes of it is accepted.

Schemas have rules that a builder cannot foresee: CEL, branches that exclude each other, what a default brings
in. So the object is held against whoever knows them all, and small changes of the plan are tried near what is
wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from scaffolder.diagnostics import REQUIRED
from scaffolder.generators._sample_builder import Path, Plan, UnbuildableError, optional_fields, schema_at
from scaffolder.generators._schema_choices import Schema

if TYPE_CHECKING:
    from scaffolder.diagnostics import Diagnostic

Accepts = Callable[[dict[str, Any]], "Sequence[Diagnostic]"]
Build = Callable[[Plan], dict[str, Any]]

_MOST_BRANCHES = 8
_MOST_ITEMS = 4
_MOST_VARIANTS = 4
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_LITERAL = re.compile(r"""'([^'\\]*)'|"([^"\\]*)"|(?<![\w.])(-?\d+)(?![\w.])""")


_Key = tuple[str, str]


def _key(error: Diagnostic) -> _Key:
    return error.field, error.message


def _rank(plan: Plan, errors: Sequence[Diagnostic]) -> tuple[int, int]:
    """Fewer errors are better, then fewer fields left out."""
    return len(errors), sum(not present for present in plan.present.values())


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

        Each step mends the first error that can be: by the nearest change that brings no new error, or else
        by the one that leaves the fewest.
        """
        errors = self.errors(plan)
        if errors is None:
            return plan
        best, fewest = plan, len(errors)
        seen: set[_Key] = set()
        while self._budget > 0 and (target := next((e for e in errors if _key(e) not in seen), None)):
            seen.add(_key(target))
            step = self._step(plan, errors, target)
            if step is not None:
                plan, errors = step
            if len(errors) < fewest:
                best, fewest = plan, len(errors)
        return best

    def _step(
        self, plan: Plan, errors: list[Diagnostic], target: Diagnostic
    ) -> tuple[Plan, list[Diagnostic]] | None:
        known = {_key(error) for error in errors}
        found: tuple[Plan, list[Diagnostic]] | None = None
        for change in self._changes(plan, target):
            if self._budget <= 0:
                break
            left = self.errors(change)
            if left is None or any(_key(error) == _key(target) for error in left):
                continue
            if all(_key(error) in known for error in left):
                return change, left
            # Rules that are not checked any more are not kept.
            hides_rules = any(error.reason == REQUIRED for error in left)
            if not hides_rules and (found is None or _rank(change, left) < _rank(*found)):
                found = change, left
        return found

    def _changes(self, plan: Plan, error: Diagnostic) -> Iterator[Plan]:
        """Small changes of the plan around the place of the error, the nearest first."""
        path = tuple(error.path)
        value = self._build(plan)
        while path and not _exists(value, path):
            yield plan.including(path, True)
            path = path[:-1]
        clue = f"{error.message} {self._rule(plan, path, error.message)}"
        for length in range(len(path), -1, -1):
            yield from self._around(plan, path[:length], _at(value, path[:length]), clue)

    def _rule(self, plan: Plan, path: Path, message: str) -> str:
        """The rule that the message is about; all rules of the place where that cannot be told."""
        rules = schema_at(self._schema, plan, path).get("x-kubernetes-validations", ())
        told = [rule for rule in rules if rule.get("message") and str(rule["message"]) in message]
        return " ".join(str(rule.get("rule", "")) for rule in told or rules)

    def _around(self, plan: Plan, path: Path, value: Any, clue: str) -> Iterator[Plan]:
        """Changes of one value, then of what is in it; ``clue`` is what is known of the broken rule."""
        words = frozenset(_WORD.findall(clue))
        literals = [int(m[3]) if m[3] else m[1] or m[2] or "" for m in _LITERAL.finditer(clue)]
        for place, part in _objects(path, value, words):
            schema = schema_at(self._schema, plan, place)
            yield from _with_other_fields(plan, place, part, schema, words)
        for place, part in _scalars(path, value, words):
            for literal in literals:
                if type(literal) is type(part) and literal != part:
                    yield plan.setting(place, literal)
            for variant in range(_MOST_VARIANTS):
                if variant != plan.variants.get(place, 0):
                    yield plan.varying(place, variant)
        for branch in range(1, _MOST_BRANCHES):
            yield plan.branching(path, plan.branches.get(path, 0) + branch)
        if path and isinstance(path[-1], str) and plan.present.get(path) is not False:
            yield plan.including(path, False)


def _objects(path: Path, value: Any, words: Container[str]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The value itself, and below it the objects that the rule names or that are items of a list."""
    if isinstance(value, dict):
        yield path, value
    for place, part in _parts(path, value, words):
        if isinstance(part, dict | list):
            yield from _objects(place, part, words)


def _scalars(path: Path, value: Any, words: Container[str]) -> Iterator[tuple[Path, Any]]:
    if not isinstance(value, dict | list):
        yield path, value
    for place, part in _parts(path, value, words):
        yield from _scalars(place, part, words)


def _parts(path: Path, value: Any, words: Container[str]) -> list[tuple[Path, Any]]:
    if isinstance(value, dict):
        return [((*path, name), part) for name, part in value.items() if name in words]
    if isinstance(value, list):
        return [((*path, index), part) for index, part in enumerate(value[:_MOST_ITEMS])]
    return []


def _with_other_fields(
    plan: Plan, path: Path, value: dict[str, Any], schema: Schema, words: Container[str]
) -> Iterator[Plan]:
    """With other optional fields; those that the rule names are the likeliest to matter."""
    optional = optional_fields(schema)
    present = [name for name in optional if name in words and name in value]
    absent = [name for name in optional if name in words and name not in value]
    fewer: list[Plan] = []
    more: list[Plan] = []
    if len(present) > 1:
        fewer += [
            _including(plan, path, [name for name in present if name != kept], False) for kept in present
        ]
    fewer += [plan.including((*path, name), False) for name in present]
    for name in absent:
        added = plan.including((*path, name), True)
        more += [added, _including(added, path, present, False)] if present else [added]
    if len(present) > 1:
        fewer.append(_including(plan, path, present, False))
    if len(absent) > 1:
        more.append(_including(plan, path, absent, True))
    if not plan.full:
        # What is there is needed; it is more likely that something is missing.
        return iter([*more, *fewer])
    others = [name for name in optional if name in value and name not in words]
    return iter([*fewer, *more, *(plan.including((*path, name), False) for name in others)])


def _including(plan: Plan, path: Path, names: Sequence[str], present: bool) -> Plan:
    for name in names:
        plan = plan.including((*path, name), present)
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
