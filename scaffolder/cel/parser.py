"""Tokens to tree: a Pratt parser.

Grammar, limits and words are those of cel-go, whose parser ANTLR generates from
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
    Macro,
    MapLiteral,
    Node,
    Select,
    StructLiteral,
    children,
)
from scaffolder.cel.literals import literal
from scaffolder.cel.macros import has
from scaffolder.cel.source import LocatedError
from scaffolder.cel.syntax_errors import ParsingStoppedError, RuleFailedError, TokenReader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from scaffolder.cel.lexer import Token
    from scaffolder.cel.macros import Expander

MAX_DEPTH = 250
MAX_CODE_POINTS = 100_000

RESERVED = frozenset(
    [
        *(
            "as",
            "break",
            "const",
            "continue",
            "else",
            "false",
            "for",
            "function",
            "if",
            "import",
            "in",
            "let",
        ),
        *("loop", "package", "namespace", "null", "return", "true", "var", "void", "while"),
    ]
)

_RELATION = 1
_SUM = 2
_PRODUCT = 3
_BINARY = {
    **dict.fromkeys(("<", "<=", ">=", ">", "==", "!=", "in"), _RELATION),
    **dict.fromkeys("+-", _SUM),
    **dict.fromkeys("*/%", _PRODUCT),
}
_FUNCTIONS = {symbol: f"_{symbol}_" for symbol in _BINARY} | {"in": operators.IN}

_LITERALS = frozenset(
    {"true", "false", "null", lexer.FLOAT, lexer.INT, lexer.UINT, lexer.STRING, lexer.BYTES}
)
_MEMBER_START = _LITERALS | {"[", "{", "(", ".", "-", lexer.IDENTIFIER}
_UNARY_START = _MEMBER_START | {"!"}
_MEMBER_NEXT = frozenset({".", "["})
_IDENTIFIERS = frozenset({lexer.IDENTIFIER, lexer.ESCAPED_IDENTIFIER})
_OPERATORS = frozenset(_BINARY) | {"&&", "||"}


def parse(text: str, macros: Mapping[tuple[str, int], Expander]) -> tuple[Node, list[LocatedError]]:
    """The tree of ``text``; it is worth something only if there are no errors.

    ``macros`` are those called on a target, by name and number of arguments. Needs a recursion limit of some
    thousand frames for the deepest expressions that are allowed.
    """
    if len(text) > MAX_CODE_POINTS:
        message = f"expression code point size exceeds limit: size: {len(text)}, limit {MAX_CODE_POINTS}"
        return Node(0), [LocatedError(None, message)]
    tokens, errors = lexer.tokenize(text)
    parser = _Parser(TokenReader(tokens, errors), macros)
    try:
        tree = parser.start()
    except ParsingStoppedError as reason:
        errors.extend(reason.errors)
        return Node(0), errors
    if _depth_exceeds(tree, MAX_DEPTH):
        errors.append(LocatedError(None, "max recursion depth exceeded"))
    return tree, errors


class _Parser:
    """One method for each rule of the grammar, but the five levels of binary operators are one loop.

    A rule that fails says so, skips to where its caller may be able to go on, and returns a bare ``Node``.
    """

    def __init__(self, reader: TokenReader, macros: Mapping[tuple[str, int], Expander]) -> None:
        self.reader = reader
        self.macros = macros
        # how many of the grammar's rules expr, relation and calc are open
        self.open_expressions = 0
        self.open_relations = 0
        self.open_calculations = 0

    def start(self) -> Node:
        tree = self.expression(frozenset({lexer.EOF}))
        try:
            self.reader.expect(lexer.EOF, frozenset())
        except RuleFailedError as failure:
            self.reader.recover(failure)
        return tree

    def fail(self, pos: int, message: str) -> Node:
        self.reader.errors.append(LocatedError(pos, message))
        return Node(pos)

    def expression(self, closers: frozenset[str]) -> Node:
        """``condition ? this : that``, or anything less. ``closers`` are the tokens that may follow it."""
        reader = self.reader
        self.open_expressions += 1
        if self.open_expressions > MAX_DEPTH:
            raise ParsingStoppedError(f"expression recursion limit exceeded: {MAX_DEPTH}")
        start = reader.token.pos
        reader.followers.append(_OPERATORS | {"?"} | closers)
        try:
            node = self.disjunction()
            if reader.token.kind == "?":
                pos = reader.take().pos
                reader.followers[-1] = _OPERATORS | {":"}
                then = self.disjunction()
                reader.expect(":", _UNARY_START)
                reader.followers[-1] = closers
                otherwise = self.expression(closers)
                node = Call(pos, operators.CONDITIONAL, None, [node, then, otherwise])
        except RuleFailedError as failure:
            reader.followers[-1] = closers
            reader.recover(failure)
            node = Node(start)
        reader.followers.pop()
        self.open_expressions -= 1
        return node

    def disjunction(self) -> Node:
        terms, pos = [self.conjunction()], -1
        while self.reader.token.kind == "||":
            operator = self.reader.take()
            pos = operator.pos if pos < 0 else pos
            terms.append(self.conjunction())
        return terms[0] if len(terms) == 1 else Call(pos, operators.LOGICAL_OR, None, terms)

    def conjunction(self) -> Node:
        terms, pos = [self.binary(_RELATION)], -1
        while self.reader.token.kind == "&&":
            operator = self.reader.take()
            pos = operator.pos if pos < 0 else pos
            terms.append(self.binary(_RELATION))
        return terms[0] if len(terms) == 1 else Call(pos, operators.LOGICAL_AND, None, terms)

    def binary(self, weakest: int) -> Node:
        """Operands joined by operators that bind at least as strongly as ``weakest``, from left to right."""
        relations, calculations = self.open_relations, self.open_calculations
        if weakest == _RELATION:
            self.open_relations += 1
        self.open_calculations += 1
        if max(self.open_relations, self.open_calculations) > MAX_DEPTH:
            raise ParsingStoppedError(f"expression recursion limit exceeded: {MAX_DEPTH}")
        left = self.unary()
        while (strength := _BINARY.get(self.reader.token.kind, 0)) >= weakest:
            operator = self.reader.take()
            if strength == _RELATION:
                # its right side is a relation of its own, whose calculation is not inside this one
                self.open_calculations = calculations
                self.open_relations += 1
            right = self.binary(strength + 1)
            if strength == _RELATION:
                self.open_relations -= 1
            left = Call(operator.pos, _FUNCTIONS[operator.kind], None, [left, right])
        self.open_relations, self.open_calculations = relations, calculations
        return left

    def unary(self) -> Node:
        reader = self.reader
        start = reader.token.pos
        try:
            reader.synchronize(_UNARY_START)
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
        start = reader.token.pos
        try:
            reader.followers.append(_MEMBER_NEXT)
            node = self.primary()
            reader.followers.pop()
            while True:
                kind = reader.token.kind
                if kind == ".":
                    node = self.selection(node)
                elif kind == "[":
                    pos = reader.take().pos
                    reader.synchronize(_UNARY_START | {"?"})
                    optional = reader.take_if("?")
                    index = self.expression(frozenset({"]"}))
                    reader.expect("]", _MEMBER_NEXT | reader.followers[-1])
                    function = operators.OPTIONAL_INDEX if optional else operators.INDEX
                    node = Call(pos, function, None, [node, index])
                else:
                    return node
        except RuleFailedError as failure:
            reader.recover(failure)
            return Node(start)

    def selection(self, operand: Node) -> Node:
        """``.field``, ``.?field`` or ``.method(arguments)``."""
        reader = self.reader
        dot, name = reader.token, reader.after()
        if name.kind not in _IDENTIFIERS and name.kind != "?":
            raise reader.no_viable_alternative(1)
        reader.take()
        optional = reader.take_if("?")
        if not optional and name.kind == lexer.IDENTIFIER and reader.after().kind == "(":
            reader.take()
            opening, arguments = self.arguments(reader.followers[-1])
            return self.method(opening.pos, name.text, operand, arguments)
        return Select(dot.pos, operand, self.field_name(), optional=optional)

    def field_name(self) -> str:
        self.reader.synchronize(_IDENTIFIERS)
        name = self.reader.take()
        if name.kind == lexer.ESCAPED_IDENTIFIER:
            self.fail(name.pos, "unsupported syntax: '`'")
        return name.text

    def method(self, pos: int, name: str, target: Node, arguments: list[Node]) -> Node:
        expand = self.macros.get((name, len(arguments)))
        if expand is None:
            return Call(pos, name, target, arguments)
        try:
            return expand(pos, target, arguments)
        except LocatedError as error:
            return self.fail(error.pos or 0, error.message)

    def arguments(self, followers: frozenset[str]) -> tuple[Token, list[Node]]:
        """The opening parenthesis and what follows up to the closing one; after it may come ``followers``."""
        reader = self.reader
        opening = reader.take()
        reader.synchronize(_UNARY_START | {")"})
        arguments = []
        if reader.token.kind != ")":
            arguments.append(self.expression(frozenset({",", ")"})))
            while reader.take_if(","):
                arguments.append(self.expression(frozenset({",", ")"})))
        reader.expect(")", _MEMBER_NEXT | followers)
        return opening, arguments

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
                reader.expect(")", _MEMBER_NEXT | reader.outer_followers())
                return node
            if token.kind == "[":
                return self.list_literal()
            if token.kind == "{":
                pos = reader.take().pos
                return MapLiteral(pos, self.entries(_UNARY_START | {"?"}))
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
        opening, arguments = self.arguments(reader.outer_followers())
        if identifier.text in RESERVED:
            return self.fail(start.pos, f"reserved identifier: {identifier.text}")
        if identifier.text == "has" and not dot and len(arguments) == 1:
            try:
                tested = has(arguments[0])
            except LocatedError as error:
                return self.fail(error.pos or 0, error.message)
            return tested_presence(opening.pos, tested)
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
        reader.synchronize(_UNARY_START | {"?", ",", "]"})
        elements: list[Node] = []
        optionals = set()
        while reader.token.kind not in ("]", ","):
            reader.synchronize(_UNARY_START | {"?"})
            if reader.take_if("?"):
                optionals.add(len(elements))
            elements.append(self.expression(frozenset({",", "]"})))
            if reader.token.kind != "," or reader.after().kind not in _UNARY_START | {"?"}:
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
        optional = reader.take_if("?")
        key: Node
        if starts >= _UNARY_START:
            key = self.expression(frozenset({":"}))
        else:
            pos = reader.token.pos
            key = Literal(pos, STRING, self.field_name())
        colon = reader.expect(":", _UNARY_START)
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


def tested_presence(pos: int, tested: Node) -> Node:
    """``has(operand.field)`` for the selection ``operand.field``."""
    assert isinstance(tested, Select)
    return Select(pos, tested.operand, tested.field, test_only=True)


def _depth_exceeds(tree: Node, limit: int) -> bool:
    """Whether selections, indexes, method calls and operators (all but ``&& || !``) nest too deep."""
    pending = [(tree, 0)]
    while pending:
        node, depth = pending.pop()
        depth += _counts(node)
        if depth > limit:
            return True
        pending.extend((child, depth) for child in children(node))
    return False


def _counts(node: Node) -> bool:
    if isinstance(node, Call):
        return node.target is not None or node.function in _COUNTED
    return isinstance(node, Macro) or (isinstance(node, Select) and not node.test_only)


_COUNTED = frozenset(_FUNCTIONS.values()) | {
    operators.CONDITIONAL,
    operators.INDEX,
    operators.OPTIONAL_INDEX,
}
