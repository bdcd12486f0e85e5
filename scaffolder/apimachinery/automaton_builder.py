"""Pattern → deterministic automaton, by Thompson's construction and that of subsets.

https://swtch.com/~rsc/regexp/regexp1.html tells how it is done. Only whether a pattern matches is of
interest, so groups and greediness need no attention. Patterns that ask for more than ``^`` and ``$`` between
characters, that name ranges of characters beyond ASCII, or that become large are left to an engine.
"""

from __future__ import annotations

from scaffolder.apimachinery.automata import DEAD, MATCHED, OTHER, Automaton
from scaffolder.apimachinery.pattern_dialects import code_points
from scaffolder.apimachinery.pattern_syntax import parse
from scaffolder.apimachinery.pattern_tokens import (
    BEGIN_TEXT,
    END_TEXT,
    AnyCharacter,
    Assertion,
    CharacterClass,
    CharacterRange,
    Close,
    Literal,
    Open,
    Or,
    Repeat,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from scaffolder.apimachinery.pattern_tokens import Token

# The next state is a byte.
_MOST_STATES = 256
_MOST_NODES = 2000
_MOST_STEPS = 30_000
_DEEPEST = 50
_MOST_SYMBOLS = OTHER + 100
_MOST_NAMED = 50
_LAST_CODE = 0x10FFFF


class _UnfitError(Exception):
    """There is no small automaton of this pattern."""


def build(pattern: str) -> Automaton | None:
    """The automaton of a pattern that Go accepts; None if it is better left to an engine."""
    syntax = parse(pattern)
    if syntax.depth > _DEEPEST:
        return None
    try:
        alphabet = _Alphabet(syntax.tokens)
        network = _Network()
        start = network.add_expression(_tree(syntax.tokens, alphabet), network.accept)
        return _Subsets(network, start, alphabet).automaton()
    except _UnfitError:
        return None


class _Alphabet:
    """Characters as symbols: ASCII as it is, then those beyond that a pattern names, and one for all others.

    Sets of symbols are integers with a bit for each.
    """

    __slots__ = ("all", "named")

    def __init__(self, tokens: Iterable[Token]) -> None:
        named = {
            low
            for token in tokens
            if isinstance(token, (Literal, CharacterClass))
            for low, high in _ranges(token)
            if low == high > OTHER
        }
        if len(named) > _MOST_NAMED:
            raise _UnfitError
        self.named = {code: OTHER + number for number, code in enumerate(sorted(named), 1)}
        self.all = (1 << OTHER + 1 + len(named)) - 1

    def set_of(self, token: Literal | AnyCharacter | CharacterClass) -> int:
        if isinstance(token, AnyCharacter):
            return self.all if token.newline else self.all & ~(1 << ord("\n"))
        found = 0
        for low, high in _ranges(token):
            for code in range(low, min(high + 1, OTHER)):
                found |= 1 << code
            if low <= OTHER and high == _LAST_CODE:
                found |= self.all >> OTHER << OTHER
            elif low == high and low in self.named:
                found |= 1 << self.named[low]
            elif high >= OTHER:
                raise _UnfitError
        return self.all & ~found if isinstance(token, CharacterClass) and token.negated else found

    def groups(self, sets: set[int]) -> list[int]:
        """The symbols in groups that none of the sets tells apart."""
        groups = [self.all]
        for symbols in sorted(sets):
            groups = [part for group in groups for part in (group & symbols, group & ~symbols) if part]
        return groups


def _ranges(token: Literal | CharacterClass) -> list[tuple[int, int]]:
    if isinstance(token, Literal):
        token = CharacterClass([CharacterRange(token.code, token.code)], False, token.fold)
    ranges = code_points(token)
    if ranges is None:
        raise _UnfitError
    return ranges


class _Alternatives:
    """Sequences of what is to match, any one of which will do."""

    __slots__ = ("sequences",)

    def __init__(self) -> None:
        self.sequences: list[list[_Expression]] = [[]]


class _Repeated:
    __slots__ = ("inner", "least", "most")

    def __init__(self, inner: _Expression, least: int, most: int | None) -> None:
        self.inner = inner
        self.least = least
        self.most = most


# A set of symbols, the name of an assertion, or one of the above.
_Expression = int | str | _Alternatives | _Repeated


def _tree(tokens: Iterable[Token], alphabet: _Alphabet) -> _Alternatives:
    groups = [_Alternatives()]
    for token in tokens:
        sequence = groups[-1].sequences[-1]
        if isinstance(token, Open):
            groups.append(_Alternatives())
        elif isinstance(token, Close):
            inner = groups.pop()
            groups[-1].sequences[-1].append(inner)
        elif isinstance(token, Or):
            groups[-1].sequences.append([])
        elif isinstance(token, Repeat):
            sequence.append(_Repeated(sequence.pop(), token.least, token.most))
        elif isinstance(token, Assertion):
            if token.which not in (BEGIN_TEXT, END_TEXT):
                raise _UnfitError
            sequence.append(token.which)
        else:
            sequence.append(alphabet.set_of(token))
    return groups[0]


class _Network:
    """A non-deterministic automaton. A node is passed by reading one of its symbols; one that has none, where
    its assertion holds, if it has one. Then any of those that follow it is reached.
    """

    __slots__ = ("_steps", "accept", "assertions", "following", "symbols")

    def __init__(self) -> None:
        self._steps = 0
        self.symbols: list[int] = []
        self.assertions: list[str] = []
        self.following: list[list[int]] = []
        self.accept = self._add(0, "", [])

    def _add(self, symbols: int, assertion: str, following: list[int]) -> int:
        if len(self.symbols) >= _MOST_NODES:
            raise _UnfitError
        self.symbols.append(symbols)
        self.assertions.append(assertion)
        self.following.append(following)
        return len(self.symbols) - 1

    def add_expression(self, expression: _Expression, after: int) -> int:
        """Adds what matches ``expression`` and goes on at ``after``; returns where it begins."""
        if isinstance(expression, int):
            return self._add(expression, "", [after])
        if isinstance(expression, str):
            return self._add(0, expression, [after])
        if isinstance(expression, _Alternatives):
            starts = []
            for sequence in expression.sequences:
                start = after
                for part in reversed(sequence):
                    start = self.add_expression(part, start)
                starts.append(start)
            return starts[0] if len(starts) == 1 else self._add(0, "", starts)
        return self._add_repeated(expression, after)

    def _add_repeated(self, repeated: _Repeated, after: int) -> int:
        if repeated.most is None:
            start = self._add(0, "", [after])
            self.following[start].append(self.add_expression(repeated.inner, start))
        else:
            start = after
            for _ in range(repeated.most - repeated.least):
                start = self._add(0, "", [self.add_expression(repeated.inner, start), after])
        for _ in range(repeated.least):
            start = self.add_expression(repeated.inner, start)
        return start

    def reached(self, nodes: Iterable[int], *, begin: bool = False, end: bool = False) -> frozenset[int]:
        """Where one gets from ``nodes`` without reading: nodes that read, that assert the end, or accept."""
        found = set()
        seen = set(nodes)
        waiting = list(seen)
        while waiting:
            node = waiting.pop()
            self._steps += 1
            assertion = self.assertions[node]
            if node == self.accept or self.symbols[node]:
                found.add(node)
                continue
            if assertion == END_TEXT and not end:
                found.add(node)
                continue
            if assertion == BEGIN_TEXT and not begin:
                continue
            fresh = [following for following in self.following[node] if following not in seen]
            seen.update(fresh)
            waiting += fresh
        if self._steps > _MOST_STEPS:
            raise _UnfitError
        return frozenset(found)


class _Subsets:
    """Sets of nodes as states: those that may have been reached, a match beginning at every character."""

    def __init__(self, network: _Network, start: int, alphabet: _Alphabet) -> None:
        self._network = network
        self._alphabet = alphabet
        self._start = start
        self._numbers: dict[frozenset[int], int] = {frozenset(): DEAD}
        # In the order of their numbers, behind the two that have none.
        self._pending: list[frozenset[int]] = []

    def automaton(self) -> Automaton:
        network = self._network
        groups = self._alphabet.groups(set(network.symbols))
        classes = [
            next(number for number, group in enumerate(groups) if group >> symbol & 1)
            for symbol in range(self._alphabet.all.bit_length())
        ]
        beyond = {code: classes[symbol] for code, symbol in self._alphabet.named.items()}
        first = network.reached([self._start], begin=True)
        start = MATCHED if network.accept in first else self._add(first)
        everywhere = network.reached([self._start])
        rows = [bytes([DEAD]) * len(groups), bytes([MATCHED]) * len(groups)]
        ending = [False, True]
        for nodes in self._pending:
            row = []
            for group in groups:
                read = {network.following[node][0] for node in nodes if network.symbols[node] & group}
                row.append(self._number(network.reached(read) | everywhere))
            rows.append(bytes(row))
            ending.append(network.accept in network.reached(nodes, end=True))
        if start != MATCHED:
            # In the empty text, the beginning is the end.
            ending[start] = network.accept in network.reached([self._start], begin=True, end=True)
        return Automaton(bytes(classes[: OTHER + 1]), beyond, rows, bytes(ending), start)

    def _number(self, nodes: frozenset[int]) -> int:
        if self._network.accept in nodes:
            return MATCHED
        number = self._numbers.get(nodes)
        if number is None:
            number = self._numbers[nodes] = self._add(nodes)
        return number

    def _add(self, nodes: frozenset[int]) -> int:
        number = len(self._pending) + 2
        if number >= _MOST_STATES:
            raise _UnfitError
        self._pending.append(nodes)
        return number
