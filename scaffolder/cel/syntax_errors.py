"""Reading tokens so that mistakes are reported, and survived, as by the parser that ANTLR generates.

What one mistake is called, and whether a second one is reported after it, is decided by ANTLR's default
error strategy: drop one token if the next one fits, else pretend a missing one, else give the rule up and
skip to something that an open rule can go on with.
https://github.com/antlr/antlr4/blob/master/runtime/Go/antlr/v4/error_strategy.go
"""

from __future__ import annotations

from scaffolder.cel.lexer import EOF, KINDS, SYMBOLS
from scaffolder.cel.source import LocatedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scaffolder.cel.ast import Node
    from scaffolder.cel.lexer import Token

SYNTAX_ERROR = "Syntax error: "
MAX_RECOVERIES = 30
MAX_SYNTAX_ERRORS = 100
_WORDS_FOR_LITERALS = frozenset({"true", "false", "null"})


class ParsingStoppedError(Exception):
    """Nothing more can be said about this expression but ``errors``."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.errors = [LocatedError(None, message)] if message else []


class RuleFailedError(Exception):
    """A rule of the grammar cannot go on: what to say about it, and at which token.

    ``expected`` is what it waited for: the same at the same place means that nothing moves any more.
    ``partial`` gives the node of what the rule had read: macros are expanded in it like in any other.
    """

    def __init__(self, token: Token, message: str, expected: frozenset[str]) -> None:
        super().__init__(message)
        self.partial: Callable[[], Node] | None = None
        self.token = token
        self.message = message
        self.expected = expected


class TokenReader:
    """The token at hand, the ones after it, and what may come after each rule that is open.

    ``followers`` has one set of token kinds for each open expression and member, the innermost last.
    """

    def __init__(self, tokens: Sequence[Token], errors: list[LocatedError]) -> None:
        self.tokens = tokens
        self.index = 0
        self.token = tokens[0]
        self.errors = errors
        self.followers: list[frozenset[str]] = []
        self._recovering = False
        self._recoveries = 0
        self._reports = 0
        self._failed_at = -1
        self._failed_for: set[frozenset[str]] = set()

    def after(self, distance: int = 1) -> Token:
        return self.tokens[min(self.index + distance, len(self.tokens) - 1)]

    def outer_followers(self) -> frozenset[str]:
        """What may follow the member whose primary is being read."""
        return self.followers[-2]

    def take(self) -> Token:
        """The token at hand; the next one takes its place."""
        token = self.token
        self._advance()
        self._end_recovery()
        return token

    def take_if(self, kind: str) -> bool:
        if self.token.kind != kind:
            return False
        self.take()
        return True

    def expect(self, kind: str, followers: frozenset[str]) -> Token:
        """Takes a token of this kind. ``followers`` are what could come after it.

        Raises ``RuleFailedError`` if it is not there and neither dropping one token nor pretending one helps.
        """
        if self.token.kind == kind:
            return self.take()
        self._count_recovery()
        if self._drop_one(frozenset({kind})):
            return self.take()
        if self.token.kind in followers:
            if not self._recovering:
                self._report(self.token, f"missing {_names({kind})} at {_quoted(self.token)}")
            return self.token
        raise self._mismatch(frozenset({kind}))

    def synchronize(self, expected: frozenset[str]) -> None:
        """Makes sure that one of ``expected`` is at hand before a rule chooses its alternative."""
        if self._recovering or self.token.kind in expected or self._drop_one(expected):
            return
        raise self._mismatch(expected)

    def synchronize_loop(self, expected: frozenset[str]) -> None:
        """The same at the end of a repetition, where ANTLR skips as much as needed."""
        if self._recovering or self.token.kind in expected:
            return
        self._report_unwanted(expected)
        self._skip_to(expected.union(*self.followers))

    def no_viable_alternative(self, distance: int = 0) -> RuleFailedError:
        """No alternative of a rule begins with the token at hand and those up to ``distance`` after it."""
        start, offending = self.token, self.after(distance)
        if offending.kind in _WORDS_FOR_LITERALS and offending.pos == start.pos + 1:
            # cel-go: "reserved identifier" hack of its parser
            message = f"mismatched input '{offending.text}' expecting IDENTIFIER"
            return RuleFailedError(offending, message, frozenset())
        text = start.text
        for token in self.tokens[self.index + 1 : self.index + distance + 1]:
            text += token.hidden if token.kind == EOF else token.hidden + token.text
        message = f"no viable alternative at input '{_escaped(text)}'"
        return RuleFailedError(offending, message, frozenset())

    def recover(self, failure: RuleFailedError) -> None:
        """Reports the failure, unless it follows from the last one, and skips what no open rule wants."""
        if not self._recovering:
            self._report(failure.token, failure.message)
        self._count_recovery()
        if self._failed_at == self.index and failure.expected in self._failed_for:
            self._advance()
        self._failed_at = self.index
        self._failed_for.add(failure.expected)
        self._skip_to(frozenset().union(*self.followers))

    def _advance(self) -> None:
        if self.token.kind != EOF:
            self.index += 1
            self.token = self.tokens[self.index]

    def _skip_to(self, wanted: frozenset[str]) -> None:
        while self.token.kind != EOF and self.token.kind not in wanted:
            self._advance()

    def _drop_one(self, expected: frozenset[str]) -> bool:
        if self.after().kind not in expected or self.token.kind == EOF:
            return False
        self._report_unwanted(expected)
        self._advance()
        self._end_recovery()
        return True

    def _report_unwanted(self, expected: frozenset[str]) -> None:
        if not self._recovering:
            self._report(self.token, f"extraneous input {_quoted(self.token)} expecting {_names(expected)}")

    def _mismatch(self, expected: frozenset[str]) -> RuleFailedError:
        message = f"mismatched input {_quoted(self.token)} expecting {_names(expected)}"
        return RuleFailedError(self.token, message, expected)

    def _end_recovery(self) -> None:
        self._recovering = False
        self._failed_at = -1
        self._failed_for.clear()

    def _count_recovery(self) -> None:
        self._recoveries += 1
        if self._recoveries > MAX_RECOVERIES:
            self._report(self.token, f"error recovery attempt limit exceeded: {MAX_RECOVERIES}")
            raise ParsingStoppedError

    def _report(self, token: Token, message: str) -> None:
        self._recovering = True
        self._reports += 1
        if self._reports > MAX_SYNTAX_ERRORS:
            message = f"More than {MAX_SYNTAX_ERRORS} syntax errors"
        self.errors.append(LocatedError(token.pos, SYNTAX_ERROR + message))
        if self._reports > MAX_SYNTAX_ERRORS:
            raise ParsingStoppedError


def _escaped(text: str) -> str:
    return text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _quoted(token: Token) -> str:
    return f"'{_escaped(token.text)}'"


def _names(kinds: frozenset[str] | set[str]) -> str:
    names = [f"'{kind}'" if kind in SYMBOLS else kind for kind in KINDS if kind in kinds]
    return names[0] if len(names) == 1 else "{" + ", ".join(names) + "}"
