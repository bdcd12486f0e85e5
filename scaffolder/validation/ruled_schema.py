"""The part of a schema that has rules: the nodes with rules, compiled on first use, and what leads to them.

Sources: ``validator`` in ``k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go`` and
``compileRule`` beside it.
"""

from __future__ import annotations

from scaffolder.validation.rule_paths import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from scaffolder.cel.program import Program

    Schema = Mapping[str, Any]

_RULES = "x-kubernetes-validations"


class RuledNode:
    """A node with rules on it or below. Children without are left out."""

    __slots__ = ("_rules", "additional", "items", "properties", "resource_root", "schema")

    def __init__(self, schema: Schema, *, resource_root: bool) -> None:
        self.schema = schema
        self.resource_root = resource_root
        self.properties: dict[str, RuledNode] = {}
        self.items: RuledNode | None = None
        self.additional: RuledNode | None = None
        self._rules: Sequence[Rule] | None = None

    @property
    def type(self) -> str:
        kind = self.schema.get("type")
        return kind if isinstance(kind, str) else ""

    @property
    def rules(self) -> Sequence[Rule]:
        if self._rules is None:
            raw = self.schema.get(_RULES)
            written = raw if isinstance(raw, list) else ()
            self._rules = [Rule(item, self) for item in written if _text(item, "rule").strip()]
        return self._rules


class Rule:
    """One entry of x-kubernetes-validations. Its programs take ``self``, and ``oldSelf`` where that is
    used.
    """

    __slots__ = ("_compiled", "_message_program", "_node", "_program", "_uses_old_self", "error", "raw")

    def __init__(self, raw: Mapping[str, Any], node: RuledNode) -> None:
        self.raw = raw
        self._node = node
        self._compiled = False
        self._program: Program | None = None
        self._message_program: Program | None = None
        self._uses_old_self = False
        self.error = ""

    @property
    def text(self) -> str:
        return _text(self.raw, "rule").strip()

    @property
    def message(self) -> str:
        return _text(self.raw, "message").strip()

    @property
    def message_expression(self) -> str:
        return _text(self.raw, "messageExpression")

    @property
    def reason(self) -> str:
        return _text(self.raw, "reason")

    @property
    def optional_old_self(self) -> bool:
        return self.raw.get("optionalOldSelf") is True

    @property
    def uses_old_self(self) -> bool:
        self._compile()
        return self._uses_old_self

    @property
    def program(self) -> Program | None:
        """None if the rule does not compile; ``error`` then says why."""
        self._compile()
        return self._program

    @property
    def message_program(self) -> Program | None:
        """What computes the message; None if nothing does. It takes both variables."""
        if self._message_program is None and self.message_expression:
            from scaffolder.cel.source import CompileError

            try:
                self._message_program, _ = self._built(self.message_expression, always_old=True)
            except CompileError:
                return None
        return self._message_program

    def field_path(self) -> tuple[str, tuple[str, ...]]:
        """What ``fieldPath`` adds to the field and to the path of a fault."""
        written = _text(self.raw, "fieldPath")
        resolved = resolve(written, self._node.schema) if written else None
        return resolved or ("", ())

    def _compile(self) -> None:
        if self._compiled:
            return
        from scaffolder.cel.source import CompileError

        self._compiled = True
        try:
            self._program, self._uses_old_self = self._built(_text(self.raw, "rule"))
        except CompileError as error:
            self.error = str(error)

    def _built(self, text: str, *, always_old: bool = False) -> tuple[Program, bool]:
        from scaffolder import cel
        from scaffolder.cel.environment import Environment
        from scaffolder.cel.source import CompileError
        from scaffolder.cel.types import optional_of
        from scaffolder.validation.cel_shapes import cel_shape
        from scaffolder.validation.cel_types import cel_type

        node = self._node
        own = cel_type(node.schema, "selfType", resource_root=node.resource_root)
        if own is None:
            raise CompileError("failed to convert to declType for CEL validation rules", ())
        old = optional_of(own) if self.optional_old_self else own
        expression = cel.check(text, Environment({"self": own, "oldSelf": old}))
        shape = cel_shape(node.schema, resource_root=node.resource_root)
        uses_old = expression.refers_to("oldSelf")
        shapes = {"self": shape}
        if not uses_old and not always_old:
            return cel.compile(expression, shapes), False
        return cel.compile(
            expression, {**shapes, "oldSelf": None if self.optional_old_self else shape}
        ), uses_old


def ruled_schema(schema: Schema) -> RuledNode | None:
    """The tree of nodes with rules, or None if there are no rules. Iterative: schemas may be deep."""
    root = RuledNode(schema, resource_root=True)
    # Every node with its parent and how it hangs there; parents come before their children.
    order: list[tuple[RuledNode, RuledNode | None, str, str]] = [(root, None, "", "")]
    for node, _, _, _ in order:
        for keyword, name, child in _children(node.schema):
            embedded = child.get("x-kubernetes-embedded-resource") is True
            order.append((RuledNode(child, resource_root=embedded), node, keyword, name))
    ruled: set[int] = set()
    for node, parent, keyword, name in reversed(order):
        if not node.schema.get(_RULES) and id(node) not in ruled:
            continue
        if parent is None:
            return root
        ruled.add(id(parent))
        if keyword == "items":
            parent.items = node
        elif keyword == "additionalProperties":
            parent.additional = node
        else:
            parent.properties[name] = node
    return None


def _children(schema: Schema) -> list[tuple[str, str, Schema]]:
    found: list[tuple[str, str, Schema]] = []
    properties = schema.get("properties")
    if isinstance(properties, dict):
        found += [
            ("properties", name, child) for name, child in properties.items() if isinstance(child, dict)
        ]
    for keyword in ("items", "additionalProperties"):
        child = schema.get(keyword)
        if isinstance(child, dict):
            found.append((keyword, "", child))
    return found


def _text(raw: Mapping[str, Any], keyword: str) -> str:
    value = raw.get(keyword) if isinstance(raw, dict) else None
    return value if isinstance(value, str) else ""
