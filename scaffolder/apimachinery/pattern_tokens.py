"""What a Go pattern is made of: the tokens that ``pattern_syntax`` yields and ``pattern_dialects`` writes."""

from __future__ import annotations

# What an Assertion asserts.
BEGIN_TEXT = "begin text"
END_TEXT = "end text"
BEGIN_LINE = "begin line"
END_LINE = "end line"
WORD_BOUNDARY = "word boundary"
NO_WORD_BOUNDARY = "no word boundary"


class Literal:
    """One character; ``fold``: in either case."""

    __slots__ = ("code", "fold")

    def __init__(self, code: int, fold: bool) -> None:
        self.code = code
        self.fold = fold


class AnyCharacter:
    """The dot."""

    __slots__ = ("newline",)

    def __init__(self, newline: bool) -> None:
        self.newline = newline


class Assertion:
    """What matches between characters: one of the names above, flags applied."""

    __slots__ = ("which",)

    def __init__(self, which: str) -> None:
        self.which = which


class CharacterRange:
    """A part of a class: from ``low`` to ``high``, both included."""

    __slots__ = ("high", "low")

    def __init__(self, low: int, high: int) -> None:
        self.low = low
        self.high = high


class NamedClass:
    """A part of a class by name: Perl's ``d``, ``s``, ``w``, POSIX' ``alpha`` …, or a Unicode name."""

    __slots__ = ("name", "negated", "unicode")

    def __init__(self, name: str, negated: bool, unicode: bool = False) -> None:
        self.name = name
        self.negated = negated
        self.unicode = unicode


class CharacterClass:
    """Any character of the ``items``, or none of them."""

    __slots__ = ("fold", "items", "negated")

    def __init__(self, items: list[CharacterRange | NamedClass], negated: bool, fold: bool) -> None:
        self.items = items
        self.negated = negated
        self.fold = fold


class Repeat:
    """What stands before, ``least`` to ``most`` times; None is without limit."""

    __slots__ = ("greedy", "least", "most")

    def __init__(self, least: int, most: int | None, greedy: bool) -> None:
        self.least = least
        self.most = most
        self.greedy = greedy


class Open:
    """The start of a group."""

    __slots__ = ("captures",)

    def __init__(self, captures: bool) -> None:
        self.captures = captures


class Close:
    """The end of a group."""

    __slots__ = ()


class Or:
    """The bar between alternatives."""

    __slots__ = ()


Token = Literal | AnyCharacter | Assertion | CharacterClass | Repeat | Open | Close | Or


class Syntax:
    """A pattern that Go accepts: its tokens, and how deep its groups nest."""

    __slots__ = ("depth", "tokens")

    def __init__(self, tokens: list[Token], depth: int) -> None:
        self.tokens = tokens
        self.depth = depth
