"""The part of a schema that has rules: the nodes with rules, compiled on first use, and what leads to them.

Where they are and what they were compiled to can be kept (``KnownRules``), as values that ``marshal`` takes.

Sources: ``validator`` in ``k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go`` and
``compileRule`` beside it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from scaffolder.cel.ast import Node
    from scaffolder.cel.program import Program
    from scaffolder.cel.runtime.shapes import Shape

    Schema = Mapping[str, Any]
    Outline = list[tuple[int, str, str]]
    Programs = dict[tuple[int, int, bool], tuple[bool, dict[str, bytes]]]
    # The program, and whether its expression uses oldSelf.
    CompiledRule = tuple[Program, bool]

_RULES = "x-kubernetes-validations"
_PROPERTIES = "properties"


class KnownRules:
    """What need not be found out again about the rules of one schema.

    ``outline`` says where they are (``rule_outline``). ``programs`` has, by the number of the node there, the
    index of the rule and whether its message is meant, whether oldSelf is used, and the code (see
    ``cel.program.Program``). Both are filled in by whoever finds out.
    """

    __slots__ = ("outline", "programs")

    def __init__(self, outline: Outline | None = None, programs: Programs | None = None) -> None:
        self.outline = outline
        self.programs: Programs = {} if programs is None else programs


class RuledNode:
    """A node with rules on it or below. Children without are left out.

    ``within`` is the node that it belongs to, with its name there if it is a property.
    """

    __slots__ = (
        *("_above", "_is_typed", "_known", "_name", "_number", "_rules", "_shape", "_typed"),
        *("additional", "items", "properties", "resource_root", "schema"),
    )

    def __init__(
        self,
        schema: Schema,
        number: int,
        known: KnownRules,
        *,
        resource_root: bool,
        within: tuple[RuledNode | None, str | None] = (None, None),
    ) -> None:
        self.schema = schema
        self.resource_root = resource_root
        self._above, self._name = within
        self._typed: Schema | None = None
        self._is_typed = False
        self.properties: dict[str, RuledNode] = {}
        self.items: RuledNode | None = None
        self.additional: RuledNode | None = None
        self._number = number
        self._known = known
        self._rules: Sequence[Rule] | None = None
        self._shape: Shape | None = None

    @property
    def type(self) -> str:
        kind = self.schema.get("type")
        return kind if isinstance(kind, str) else ""

    @property
    def typed(self) -> Schema | None:
        """What its type is made of: the parent's type decides. None if it has no type; rules then fail.

        A property without one is out of sight, with all below: nothing there is ever evaluated.
        """
        pending: list[RuledNode] = [self]
        while pending[-1]._above is not None and not pending[-1]._above._is_typed:
            pending.append(pending[-1]._above)
        for node in reversed(pending):
            if not node._is_typed:
                node._typed, node._is_typed = node._type_schema(), True
        return self._typed

    def _type_schema(self) -> Schema | None:
        from scaffolder.validation.cel_names import escape
        from scaffolder.validation.cel_types import element_schema, field_schema, is_visible

        above, name = self._above, self._name
        if above is None or (name is not None and escape(name) is None):
            return self.schema if is_visible(self.schema) else None
        if above._typed is None:
            return None
        if name is None:
            return element_schema(above._typed)
        return field_schema(above._typed, name, resource_root=above.resource_root)

    @property
    def hidden(self) -> bool:
        return self._name is not None and self.typed is None

    @property
    def rules(self) -> Sequence[Rule]:
        if self._rules is None:
            raw = self.schema.get(_RULES)
            written = raw if isinstance(raw, list) else ()
            self._rules = [
                Rule(item, index, self) for index, item in enumerate(written) if _text(item, "rule").strip()
            ]
        return self._rules

    def known(self, index: int, text: str, *, optional_old: bool, is_message: bool) -> CompiledRule | None:
        """The program of a rule or of its message, if that was compiled before."""
        known = self._known.programs.get((self._number, index, is_message))
        if known is None:
            return None
        from scaffolder.cel.program import Program

        uses_old_self, code = known

        def tree() -> Node:
            from scaffolder.validation.rule_compiler import checked

            return checked(self, text, optional_old=optional_old).tree

        with_old = uses_old_self or is_message
        program = Program(tree, lambda: self.shapes(with_old=with_old, optional_old=optional_old), kept=code)
        return program, uses_old_self

    def compiled(self, index: int, text: str, *, optional_old: bool, is_message: bool) -> CompiledRule:
        """The program of a rule or of its message. Raises ``source.CompileError``."""
        from scaffolder.validation.rule_compiler import compiled

        program, uses_old_self, code = compiled(self, text, optional_old=optional_old, is_message=is_message)
        self._known.programs[(self._number, index, is_message)] = (uses_old_self, code)
        return program, uses_old_self

    @property
    def shape(self) -> Shape:
        """How its values look to its rules."""
        if self._shape is None:
            from scaffolder.validation.cel_shapes import cel_shape

            self._shape = cel_shape(self.schema, resource_root=self.resource_root)
        return self._shape

    def shapes(self, *, with_old: bool, optional_old: bool) -> dict[str, Shape | None]:
        """Those of the variables of a rule."""
        if not with_old:
            return {"self": self.shape}
        return {"self": self.shape, "oldSelf": None if optional_old else self.shape}


class Rule:
    """One entry of x-kubernetes-validations. Its programs take ``self``, and ``oldSelf`` where that is
    used.
    """

    __slots__ = (
        *("_compiled", "_index", "_message_program", "_node", "_program", "_uses_old_self"),
        *("error", "raw"),
    )

    def __init__(self, raw: Mapping[str, Any], index: int, node: RuledNode) -> None:
        self.raw = raw
        self._index = index
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
    def shown(self) -> str:
        """What stands for the rule in errors about its evaluation (``ruleErrorString``)."""
        return (_text(self.raw, "message") or self.text).strip()

    @property
    def detail(self) -> str:
        """What is said if the rule does not hold, and no expression says it (``ruleMessageOrDefault``)."""
        message = _text(self.raw, "message")
        return message.strip() if message else f"failed rule: {self.text}"

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
            self._message_program, _, _ = self._built(self.message_expression, is_message=True)
        return self._message_program

    def field_path(self) -> tuple[str, tuple[str, ...]]:
        """What ``fieldPath`` adds to the field and to the path of a fault."""
        from scaffolder.validation.rule_paths import resolve

        if self.message_expression and self.message_program is None:
            # The server has not come to look at it (``compileRule``).
            return "", ()
        written = _text(self.raw, "fieldPath")
        resolved = resolve(written, self._node.schema) if written else None
        return resolved or ("", ())

    def _compile(self) -> None:
        if not self._compiled:
            self._compiled = True
            text = _text(self.raw, "rule")
            self._program, self._uses_old_self, self.error = self._built(text, is_message=False)

    def _built(self, text: str, *, is_message: bool) -> tuple[Program | None, bool, str]:
        """The program, whether oldSelf is used, and why there is no program."""
        old = self.optional_old_self
        known = self._node.known(self._index, text, optional_old=old, is_message=is_message)
        if known is not None:
            return *known, ""
        from scaffolder.cel.source import CompileError

        try:
            compiled = self._node.compiled(self._index, text, optional_old=old, is_message=is_message)
        except CompileError as error:
            return None, False, str(error)
        return *compiled, ""


def ruled_schema(
    schema: Schema, known: KnownRules | None = None, *, holder: bool = False
) -> RuledNode | None:
    """The tree of nodes with rules, or None if there are no rules.

    ``known`` must be of the same schema; what is missing there is filled in, now and when rules are compiled.
    ``holder``: what counts are the properties of the root, each as if it was a root.
    """
    known = KnownRules() if known is None else known
    if known.outline is None:
        from scaffolder.validation import rule_outline

        known.outline = rule_outline.find(schema)
        nodes = _nodes(schema, known, holder)
        if any(node.hidden for node in nodes):
            known.outline = rule_outline.in_sight(known.outline, nodes)
    nodes = _nodes(schema, known, holder)
    return nodes[0] if nodes else None


def _nodes(schema: Schema, known: KnownRules, holder: bool) -> list[RuledNode]:
    nodes: list[RuledNode] = []
    for number, (parent, keyword, name) in enumerate(known.outline or ()):
        if parent < 0:
            nodes.append(RuledNode(schema, number, known, resource_root=True))
            continue
        above = nodes[parent]
        is_property = keyword == _PROPERTIES
        child = above.schema[keyword][name] if is_property else above.schema[keyword]
        embedded = child.get("x-kubernetes-embedded-resource") is True
        if holder and parent == 0:
            node = RuledNode(child, number, known, resource_root=embedded)
        else:
            within = (above, name if is_property else None)
            node = RuledNode(child, number, known, resource_root=embedded, within=within)
        nodes.append(node)
        if is_property:
            above.properties[name] = node
        elif keyword == "items":
            above.items = node
        else:
            above.additional = node
    return nodes


def _text(raw: Mapping[str, Any], keyword: str) -> str:
    value = raw.get(keyword) if isinstance(raw, dict) else None
    return value if isinstance(value, str) else ""
