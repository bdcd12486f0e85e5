"""The text of a part of an expression, as its author wrote it.

A node knows one offset, that of the token which stands for it in messages. From where a part begins to where
it ends follows from the offsets of all nodes in it and from brackets, which come in pairs.
"""

from __future__ import annotations

from scaffolder.cel import lexer
from scaffolder.cel.ast import Call, Ident, Literal, Select, StructLiteral, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.cel.ast import Node

_OPENING = frozenset("([{")
_CLOSING = frozenset(")]}")
_NAMES = (lexer.IDENTIFIER, lexer.ESCAPED_IDENTIFIER)


class Spans:
    """The parts of one text, which must have been parsed without errors."""

    __slots__ = ("_at", "_tokens")

    def __init__(self, text: str) -> None:
        tokens, _ = lexer.tokenize(text)
        self._tokens = tokens[:-1]
        self._at = {token.pos: index for index, token in enumerate(self._tokens)}

    def text(self, node: Node) -> str:
        """The part in one line, without comments."""
        first, last = self._extent(node)
        parts = []
        for index in range(first, last + 1):
            token = self._tokens[index]
            parts.append(" " if token.hidden and index > first else "")
            parts.append(token.text)
        return "".join(parts)

    def start(self, node: Node) -> int:
        """The offset of the part's first character."""
        return self._tokens[self._extent(node)[0]].pos

    def _extent(self, node: Node) -> tuple[int, int]:
        """The first and the last token."""
        ends = [self._own_extent(part) for part in walk(node)]
        return self._balanced(min(first for first, _ in ends), max(last for _, last in ends))

    def _own_extent(self, node: Node) -> tuple[int, int]:
        """The tokens of a node itself, closing brackets left out."""
        at = self._at[node.pos]
        tokens = self._tokens
        if isinstance(node, Literal):
            return at, at + 1 if tokens[at].text == "-" else at
        if isinstance(node, Ident):
            return at - 1 if node.name.startswith(".") else at, at
        if isinstance(node, Select) and node.test_only:
            return at - 1, at
        if isinstance(node, Select):
            return at, at + 2 if node.optional else at + 1
        if isinstance(node, StructLiteral) or (isinstance(node, Call) and tokens[at].text == "("):
            return self._name_before(at), at
        return at, at

    def _name_before(self, at: int) -> int:
        """Where the name begins that ends before a bracket: ``sets.contains(``."""
        tokens = self._tokens
        first = at - 1
        while first >= 2 and tokens[first - 1].text == "." and tokens[first - 2].kind in _NAMES:
            first -= 2
        return first

    def _balanced(self, first: int, last: int) -> tuple[int, int]:
        tokens = self._tokens
        open_ = unopened = 0
        for token in tokens[first : last + 1]:
            if token.text in _OPENING:
                open_ += 1
            elif token.text in _CLOSING and open_:
                open_ -= 1
            elif token.text in _CLOSING:
                unopened += 1
        while open_:
            last += 1
            open_ += (tokens[last].text in _OPENING) - (tokens[last].text in _CLOSING)
        while unopened:
            first -= 1
            unopened += (tokens[first].text in _CLOSING) - (tokens[first].text in _OPENING)
        return first, last
