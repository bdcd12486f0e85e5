"""Tokens to tree: a Pratt parser.

Grammar, limits and words are those of cel-go, whose parser ANTLR generates from
https://github.com/google/cel-go/blob/master/parser/gen/CEL.g4
"""

from __future__ import annotations

from scaffolder.cel import lexer, operators
from scaffolder.cel.ast import Call, Macro, Node, Select, children
from scaffolder.cel.operands import OPERAND_START, Operands
from scaffolder.cel.source import LocatedError
from scaffolder.cel.syntax_errors import ParsingStoppedError, RuleFailedError, TokenReader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from scaffolder.cel.environment import Vocabulary

MAX_DEPTH = 250
MAX_CODE_POINTS = 100_000

_RELATION = 1
_SUM = 2
_PRODUCT = 3
_BINARY = {
    **dict.fromkeys(("<", "<=", ">=", ">", "==", "!=", "in"), _RELATION),
    **dict.fromkeys("+-", _SUM),
    **dict.fromkeys("*/%", _PRODUCT),
}
_FUNCTIONS = {symbol: f"_{symbol}_" for symbol in _BINARY} | {"in": operators.IN}

_OPERATORS = frozenset(_BINARY) | {"&&", "||"}


def parse(text: str, vocabulary: Vocabulary) -> tuple[Node, list[LocatedError]]:
    """The tree of ``text``; it is worth something only if there are no errors.

    Macros and optional syntax are those of ``vocabulary``. Needs a recursion limit of some thousand frames
    for the deepest expressions that are allowed.
    """
    if len(text) > MAX_CODE_POINTS:
        message = f"expression code point size exceeds limit: size: {len(text)}, limit {MAX_CODE_POINTS}"
        return Node(0), [LocatedError(None, message)]
    tokens, errors = lexer.tokenize(text)
    parser = _Parser(TokenReader(tokens, errors), vocabulary)
    try:
        tree = parser.start()
    except ParsingStoppedError as reason:
        errors.extend(reason.errors)
        return Node(0), errors
    if _depth_exceeds(tree, MAX_DEPTH):
        errors.append(LocatedError(None, "max recursion depth exceeded"))
    return tree, errors


class _Parser:
    """Operands joined by operators. The depths that count are those of the grammar's rules."""

    def __init__(self, reader: TokenReader, vocabulary: Vocabulary) -> None:
        self.reader = reader
        self.operands = Operands(reader, vocabulary, self.expression)
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

    def expression(self, closers: frozenset[str]) -> Node:
        """``condition ? this : that``, or anything less. ``closers`` are the tokens that may follow it."""
        reader = self.reader
        self.open_expressions += 1
        if self.open_expressions > MAX_DEPTH:
            raise ParsingStoppedError(f"expression recursion limit exceeded: {MAX_DEPTH}")
        node = Node(reader.token.pos)
        opened = len(reader.followers)
        reader.followers.append(_OPERATORS | {"?"} | closers)
        try:
            node = self.disjunction()
            if reader.token.kind == "?":
                pos = reader.take().pos
                # to be recovered at, though not what may follow
                reader.followers[-1:] = [closers, _OPERATORS | {":"}]
                choice = Call(pos, operators.CONDITIONAL, None, [node, self.disjunction()])
                node = choice
                reader.expect(":", OPERAND_START)
                reader.followers.pop()
                choice.arguments = [*choice.arguments, self.expression(closers)]
        except RuleFailedError as failure:
            reader.followers[opened:] = [closers]
            reader.recover(failure)
        del reader.followers[opened:]
        self.open_expressions -= 1
        return node

    def disjunction(self) -> Node:
        return self.joined("||", operators.LOGICAL_OR, self.conjunction)

    def conjunction(self) -> Node:
        return self.joined("&&", operators.LOGICAL_AND, lambda: self.binary(_RELATION))

    def joined(self, symbol: str, function: str, read_term: Callable[[], Node]) -> Node:
        """One term, or one call with all of them."""
        terms = [read_term()]
        pos = self.reader.token.pos
        while self.reader.take_if(symbol):
            terms.append(read_term())
        return terms[0] if len(terms) == 1 else Call(pos, function, None, terms)

    def binary(self, weakest: int) -> Node:
        """Operands joined by operators that bind at least as strongly as ``weakest``, from left to right."""
        relations, calculations = self.open_relations, self.open_calculations
        if weakest == _RELATION:
            self.open_relations += 1
        self.open_calculations += 1
        if max(self.open_relations, self.open_calculations) > MAX_DEPTH:
            raise ParsingStoppedError(f"expression recursion limit exceeded: {MAX_DEPTH}")
        left = self.operands.unary()
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
