"""Structural schema → validator, one node at a time, as documents reach them.

A ``SchemaNode`` is a schema node made ready for use. Its children are compiled when a document first has a
value for them, and its checks when it first meets a value of that JSON type: a CRD of a megabyte costs
next to nothing when ten of its fields are used.

The checks of a node return how many of them a value passed, because the server picks the branch of ``anyOf``
or ``oneOf`` that it reports by that number. They are those of ``SchemaValidator.Validate`` in
``k8s.io/kube-openapi/pkg/validation/validate/schema.go``, in its order.
"""

from __future__ import annotations

from scaffolder.model.structural_schema import StructuralSchema
from scaffolder.validation.rules import enums, junctors, lists, numbers, objects, strings, value_types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from scaffolder.diagnostics import Path
    from scaffolder.validation.faults import Fault
    from scaffolder.validation.ratcheting import Correlation

    # Takes a value, the path to it, the list that faults are added to, and what the value was before an
    # update; returns how many checks it passed.
    Check = Callable[[Any, Path, list[Fault], Correlation | None], int]
    # What a rule makes of a node for values of one type: how many checks every value passes, and what else
    # there is to check.
    Compiled = tuple[int, Check | None]

# Each has ``compile(node, kind) -> Compiled``. The order is that of the server.
_RULES = (value_types, junctors, strings, numbers, lists, enums, objects)


class Children:
    """The properties of a node, each compiled when it is first asked for."""

    __slots__ = ("_nodes", "_plain", "_schemas")

    def __init__(self, schemas: object, *, plain: bool) -> None:
        self._schemas = schemas if isinstance(schemas, dict) else {}
        self._plain = plain
        self._nodes: dict[str, SchemaNode] = {}

    def get(self, name: str) -> SchemaNode | None:
        node = self._nodes.get(name)
        if node is None and name in self._schemas:
            node = self._nodes[name] = SchemaNode.of(self._schemas[name], plain=self._plain)
        return node

    def __contains__(self, name: object) -> bool:
        return name in self._schemas

    def with_default(self) -> list[tuple[str, SchemaNode]]:
        """The properties that have a default of their own."""
        found = []
        for name, schema in self._schemas.items():
            if isinstance(schema, dict) and schema.get("default") is not None:
                node = self.get(name)
                if node is not None:
                    found.append((name, node))
        return found


class SchemaNode:
    """One node of a structural schema, or of a branch of a junctor in it.

    ``default`` is None where there is none, as in the server. ``has_additional`` with ``additional`` None is
    ``additionalProperties: true`` or ``false``, which are alike but for ``forbids_additional``.

    The server reads a schema as ``plain`` OpenAPI where it checks the schema's own defaults: there an
    int-or-string has no type, and formats count that it does not know.
    """

    __slots__ = (
        "_additional",
        "_checks",
        "_defaulted",
        "_items",
        "default",
        "embedded_resource",
        "forbids_additional",
        "has_additional",
        "has_items",
        "list_type",
        "nullable",
        "plain",
        "preserves_unknown",
        "properties",
        "schema",
        "types",
    )

    def __init__(self, schema: StructuralSchema, *, plain: bool = False) -> None:
        raw = schema.raw
        additional = raw.get("additionalProperties")
        self.schema = schema
        self.plain = plain
        self.properties = Children(raw.get("properties"), plain=plain)
        self.has_additional = isinstance(additional, (dict, bool))
        self.forbids_additional = additional is False
        self.has_items = isinstance(raw.get("items"), dict)
        self.default = raw.get("default")
        self.nullable = raw.get("nullable") is True
        self.preserves_unknown = raw.get("x-kubernetes-preserve-unknown-fields") is True
        self.embedded_resource = raw.get("x-kubernetes-embedded-resource") is True
        self.list_type = raw.get("x-kubernetes-list-type")
        self.types: tuple[str, ...] = (schema.type,) if schema.type else ()
        if schema.int_or_string and not plain:
            self.types = ("integer", "string")
        self._additional: SchemaNode | None = None
        self._items: SchemaNode | None = None
        self._defaulted: Sequence[tuple[str, SchemaNode]] | None = None
        # An int where every value of the type passes that many checks.
        self._checks: dict[type, Check | int] = {}

    @classmethod
    def of(cls, raw: object, *, plain: bool = False) -> SchemaNode:
        """A node of anything: what is no object reads as the empty schema."""
        return cls(StructuralSchema(raw if isinstance(raw, dict) else {}), plain=plain)

    @property
    def additional(self) -> SchemaNode | None:
        """The schema of ``additionalProperties``, if it is one."""
        if self._additional is None:
            raw = self.schema.raw.get("additionalProperties")
            if isinstance(raw, dict):
                self._additional = SchemaNode.of(raw, plain=self.plain)
        return self._additional

    @property
    def items(self) -> SchemaNode | None:
        if self._items is None and self.has_items:
            self._items = SchemaNode.of(self.schema.raw["items"], plain=self.plain)
        return self._items

    def child(self, key: str) -> SchemaNode | None:
        """The schema of the value under ``key`` of an object: its property, or else the additional one."""
        found = self.properties.get(key)
        return found if found is not None or not self.has_additional else self.additional

    def branches(self, schemas: Sequence[StructuralSchema]) -> list[SchemaNode]:
        """The alternatives of a junctor, ready for use."""
        return [SchemaNode(schema, plain=self.plain) for schema in schemas]

    @property
    def defaulted_properties(self) -> Sequence[tuple[str, SchemaNode]]:
        """The properties that have a default of their own."""
        if self._defaulted is None:
            self._defaulted = self.properties.with_default()
        return self._defaulted

    def check(self, value: Any, path: Path, faults: list[Fault], old: Correlation | None = None) -> int:
        """Add what is wrong with ``value`` to ``faults``; return how many checks it passed."""
        check = self._checks.get(type(value))
        if check is None:
            check = self._compile(type(value))
        return check if isinstance(check, int) else check(value, path, faults, old)

    def check_at(self, value: Any, path: Path, step: str | int, faults: list[Fault]) -> int:
        """``check`` of what is at ``step`` of the value at ``path``.

        Most values are texts of which nothing but the type is said: they need no path of their own.
        """
        check = self._checks.get(type(value))
        if check is None:
            check = self._compile(type(value))
        return check if isinstance(check, int) else check(value, (*path, step), faults, None)

    def _compile(self, kind: type) -> Check | int:
        # A null is held against nothing but the type and the enum, and is not counted as a value.
        rules = (value_types, enums) if kind is type(None) else _RULES
        passed = 0 if kind is type(None) else 1
        checks = []
        for rule in rules:
            always, check = rule.compile(self, kind)
            passed += always
            if check is not None:
                checks.append(check)
        compiled = self._checks[kind] = _all_of(passed, checks) if checks else passed
        return compiled


def _all_of(passed: int, checks: list[Check]) -> Check:
    if len(checks) == 1:
        only = checks[0]
        return lambda value, path, faults, old: passed + only(value, path, faults, old)

    def check_all(value: Any, path: Path, faults: list[Fault], old: Correlation | None) -> int:
        total = passed
        for check in checks:
            total += check(value, path, faults, old)
        return total

    return check_all
