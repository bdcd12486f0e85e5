"""What operators stand between: names, literals, calls, selections, indexes, anything in brackets.

The grammar's rules unary, member and primary with all below them.
https://github.com/google/cel-go/blob/master/parser/gen/CEL.g4
"""

from __future__ import annotations

from scaffolder.cel import lexer, operators
from scaffolder.cel.ast import (
    BOOL,
    NULL,
    STRING,
    Call,
    Entry,
    Ident,
    ListLiteral,
    Literal,
    MapLiteral,
    Node,
    Select,
    StructLiteral,
)
from scaffolder.cel.literals import literal
from scaffolder.cel.macros import has
from scaffolder.cel.source import LocatedError
from scaffolder.cel.syntax_errors import SYNTAX_ERROR, RuleFailedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from scaffolder.cel.environment import Vocabulary
    from scaffolder.cel.lexer import Token
    from scaffolder.cel.syntax_errors import TokenReader

    # Reads an expression that one of these tokens may follow.
    ReadExpression = Callable[[frozenset[str]], Node]

RESERVED = frozenset(
    [
        *("as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in"),
        *("let", "loop", "package", "namespace", "null", "return", "true", "var", "void", "while"),
    ]
)
_LITERALS = frozenset(
    {"true", "false", "null", lexer.FLOAT, lexer.INT, lexer.UINT, lexer.STRING, lexer.BYTES}
)
_MEMBER_START = _LITERALS | {"[", "{", "(", ".", "-", lexer.IDENTIFIER}
OPERAND_START = _MEMBER_START | {"!"}
_MEMBER_NEXT = frozenset({".", "["})
_IDENTIFIERS = frozenset({lexer.IDENTIFIER, lexer.ESCAPED_IDENTIFIER})


class Operands:
    """Reads one operand; ``expression`` reads what is in its brackets.

    A rule that fails says so, skips to where its caller may be able to go on, and returns a bare ``Node``.
    """

    def __init__(self, reader: TokenReader, vocabulary: Vocabulary, expression: ReadExpression) -> None:
        self.reader = reader
        self.vocabulary = vocabulary
        self.expression = expression

    def fail(self, pos: int, message: str) -> Node:
        self.reader.errors.append(LocatedError(pos, message))
        return Node(pos)

    def take_question_mark(self, pos: int | None = None, before: str = "") -> bool:
        """Whether there is one. A server that does not know it complains at ``pos``, or where it is."""
        at = self.reader.token.pos if pos is None else pos
        found = self.reader.take_if("?")
        if found and not self.vocabulary.optional_syntax:
            self.fail(at, f"unsupported syntax '{before}?'")
        return found

    def unary(self) -> Node:
        reader = self.reader
        start = reader.token.pos
        try:
            reader.synchronize(OPERAND_START)
            first = reader.token
            if first.kind == "-" and reader.after().kind in (lexer.INT, lexer.FLOAT):
                return self.member()
            if first.kind not in ("-", "!"):
                return self.member()
            count = 0
            while reader.token.kind == first.kind:
                if first.kind == "-" and reader.after().kind not in _MEMBER_START:
                    raise reader.no_viable_alternative(1)
                reader.take()
                count += 1
                reader.synchronize_loop(_MEMBER_START | {first.kind})
            operand = self.member()
        except RuleFailedError as failure:
            reader.recover(failure)
            return Node(start)
        if count % 2 == 0:
            return operand
        function = operators.NEGATE if first.kind == "-" else operators.LOGICAL_NOT
        return Call(first.pos, function, None, [operand])

    def member(self) -> Node:
        """A primary with its selections, calls and indexes."""
        reader = self.reader
        node = Node(reader.token.pos)
        try:
            reader.followers.append(_MEMBER_NEXT)
            node = self.primary()
            reader.followers.pop()
            while True:
                kind = reader.token.kind
                if kind == ".":
                    node = self.selection(node)
                elif kind == "[":
                    node = self.index(node)
                else:
                    return node
        except RuleFailedError as failure:
            reader.recover(failure)
            return node if failure.partial is None else failure.partial()

    def index(self, operand: Node) -> Node:
        """``[index]`` or ``[?index]``."""
        reader = self.reader
        pos = reader.take().pos
        function = operators.INDEX
        index = Node(pos)
        try:
            reader.synchronize(OPERAND_START | {"?"})
            if self.take_question_mark(pos, before="["):
                function = operators.OPTIONAL_INDEX
            index = self.expression(frozenset({"]"}))
            reader.expect("]", _MEMBER_NEXT | reader.followers[-1])
        except RuleFailedError as failure:
            failure.partial = lambda: Call(pos, function, None, [operand, index])
            raise
        return Call(pos, function, None, [operand, index])

    def selection(self, operand: Node) -> Node:
        """``.field``, ``.?field`` or ``.method(arguments)``."""
        reader = self.reader
        dot, name = reader.token, reader.after()
        if name.kind not in _IDENTIFIERS and name.kind != "?":
            raise reader.no_viable_alternative(1)
        reader.take()
        optional = self.take_question_mark(dot.pos, before=".")
        if not optional and name.kind == lexer.IDENTIFIER and reader.after().kind == "(":
            reader.take()
            opening, arguments, failure = self.arguments(reader.followers[-1])
            if failure is not None:
                failure.partial = lambda: self.method(opening.pos, name.text, operand, arguments)
                raise failure
            return self.method(opening.pos, name.text, operand, arguments)
        return Select(dot.pos, operand, self.field_name(), optional=optional)

    def field_name(self) -> str:
        start = self.reader.token.pos
        try:
            self.reader.synchronize(_IDENTIFIERS)
        except RuleFailedError as failure:
            self.reader.recover(failure)
            self.fail(start, "unsupported ident kind")
            return ""
        name = self.reader.take()
        if name.kind == lexer.ESCAPED_IDENTIFIER:
            self.fail(name.pos, "unsupported syntax: '`'")
        return name.text

    def method(self, pos: int, name: str, target: Node, arguments: list[Node]) -> Node:
        expand = self.vocabulary.macros.get((name, len(arguments)))
        if expand is None:
            return Call(pos, name, target, arguments)
        try:
            return expand(pos, target, arguments)
        except LocatedError as error:
            return self.fail(error.pos or 0, error.message)

    def arguments(self, followers: frozenset[str]) -> tuple[Token, list[Node], RuleFailedError | None]:
        """The opening parenthesis, what follows up to the closing one, and why that one was not reached.

        After it may come ``followers``.
        """
        reader = self.reader
        opening = reader.take()
        arguments: list[Node] = []
        try:
            reader.synchronize(OPERAND_START | {")"})
            if reader.token.kind != ")":
                arguments.append(self.expression(frozenset({",", ")"})))
                while reader.take_if(","):
                    arguments.append(self.expression(frozenset({",", ")"})))
            reader.expect(")", _MEMBER_NEXT | followers)
        except RuleFailedError as failure:
            return opening, arguments, failure
        return opening, arguments, None

    def primary(self) -> Node:
        reader = self.reader
        token = reader.token
        try:
            reader.synchronize(_MEMBER_START)
            token = reader.token
            if token.kind in (".", lexer.IDENTIFIER):
                return self.name()
            if token.kind == "(":
                reader.take()
                node = self.expression(frozenset({")"}))
                try:
                    reader.expect(")", _MEMBER_NEXT | reader.outer_followers())
                except RuleFailedError as failure:
                    reader.recover(failure)
                return node
            if token.kind == "[":
                return self.list_literal()
            if token.kind == "{":
                pos = reader.take().pos
                return MapLiteral(pos, self.entries(OPERAND_START | {"?"}))
            number = reader.after().kind if token.kind == "-" else token.kind
            if number in (lexer.INT, lexer.FLOAT) or token.kind in _LITERALS:
                return self.literal()
            if token.kind == "-":
                raise reader.no_viable_alternative(1)
            raise reader.no_viable_alternative()
        except RuleFailedError as failure:
            reader.recover(failure)
            return Node(token.pos)

    def name(self) -> Node:
        """A variable, a call of a global function, or a message."""
        reader = self.reader
        start = reader.token
        if start.kind == "." and reader.after().kind != lexer.IDENTIFIER:
            raise reader.no_viable_alternative(1)
        dot = "." if reader.take_if(".") else ""
        if (length := self.message_name_length()) > 0:
            name = dot + "".join(reader.take().text for _ in range(length))
            pos = reader.take().pos
            return StructLiteral(pos, name, self.entries(_IDENTIFIERS | {"?"}))
        identifier = reader.take()
        if reader.token.kind != "(":
            if identifier.text in RESERVED:
                return self.fail(start.pos, f"reserved identifier: {identifier.text}")
            return Ident(identifier.pos, dot + identifier.text)
        opening, arguments, failure = self.arguments(reader.outer_followers())
        if failure is not None:
            reader.recover(failure)
        if identifier.text in RESERVED:
            return self.fail(start.pos, f"reserved identifier: {identifier.text}")
        if identifier.text == "has" and not dot and len(arguments) == 1:
            try:
                tested = has(arguments[0])
            except LocatedError as error:
                return self.fail(error.pos or 0, error.message)
            return _presence(opening.pos, tested)
        return Call(opening.pos, dot + identifier.text, None, arguments)

    def message_name_length(self) -> int:
        """How many tokens from here are ``a.b.c`` if a brace follows them, else 0."""
        length = 1
        while (
            self.reader.after(length).kind == "." and self.reader.after(length + 1).kind == lexer.IDENTIFIER
        ):
            length += 2
        return length if self.reader.after(length).kind == "{" else 0

    def list_literal(self) -> Node:
        reader = self.reader
        pos = reader.take().pos
        reader.synchronize(OPERAND_START | {"?", ",", "]"})
        elements: list[Node] = []
        optionals = set()
        while reader.token.kind not in ("]", ","):
            reader.synchronize(OPERAND_START | {"?"})
            if self.take_question_mark():
                optionals.add(len(elements))
            elements.append(self.expression(frozenset({",", "]"})))
            if reader.token.kind != "," or reader.after().kind not in OPERAND_START | {"?"}:
                break
            reader.take()
        reader.synchronize(frozenset({",", "]"}))
        reader.take_if(",")
        reader.expect("]", _MEMBER_NEXT | reader.outer_followers())
        return ListLiteral(pos, elements, frozenset(optionals))

    def entries(self, starts: frozenset[str]) -> list[Entry]:
        """The entries of a map, or of a message if ``starts`` are names, and the closing brace."""
        reader = self.reader
        reader.synchronize(starts | {",", "}"})
        entries: list[Entry] = []
        reader.followers.append(frozenset({",", "}"}))
        try:
            while reader.token.kind not in ("}", ","):
                entries.append(self.entry(starts))
                if reader.token.kind != "," or reader.after().kind not in starts:
                    break
                reader.take()
        except RuleFailedError as failure:
            reader.recover(failure)
        reader.followers.pop()
        reader.synchronize(frozenset({",", "}"}))
        reader.take_if(",")
        reader.expect("}", _MEMBER_NEXT | reader.outer_followers())
        return entries

    def entry(self, starts: frozenset[str]) -> Entry:
        reader = self.reader
        reader.synchronize(starts)
        optional = self.take_question_mark()
        known = len(reader.errors)
        key: Node
        if starts >= OPERAND_START:
            key = self.expression(frozenset({":"}))
        else:
            pos = reader.token.pos
            key = Literal(pos, STRING, self.field_name())
        try:
            colon = reader.expect(":", OPERAND_START)
        except RuleFailedError:
            # Without a colon it is no entry, and nobody looks at the key.
            reader.errors[known:] = [e for e in reader.errors[known:] if e.message.startswith(SYNTAX_ERROR)]
            raise
        return Entry(colon.pos, key, self.expression(frozenset({",", "}"})), optional=optional)

    def literal(self) -> Node:
        reader = self.reader
        pos = reader.token.pos
        sign = "-" if reader.take_if("-") else ""
        token = reader.take()
        if token.kind == "null":
            return Literal(pos, NULL, None)
        if token.kind in ("true", "false"):
            return Literal(pos, BOOL, token.kind == "true")
        try:
            return Literal(pos, *literal(token.kind, token.text, pos, sign))
        except LocatedError as error:
            return self.fail(pos, error.message)


def _presence(pos: int, tested: Node) -> Node:
    """``has(operand.field)`` for the selection ``operand.field``."""
    assert isinstance(tested, Select)
    return Select(pos, tested.operand, tested.field, test_only=True)
