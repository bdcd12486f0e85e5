"""Texts that a pattern matches, made from its syntax tree."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from scaffolder.apimachinery.pattern_syntax import parse
from scaffolder.apimachinery.pattern_tokens import (
    AnyCharacter,
    CharacterClass,
    CharacterRange,
    Close,
    Literal,
    NamedClass,
    Open,
    Or,
    Repeat,
    Syntax,
)
from scaffolder.apimachinery.patterns import Matcher, PatternError, compile_pattern

_ATTEMPTS = 60
_LONGEST = 2000
#: Repeats of what is empty add nothing to the text, but take time.
_MOST_STEPS = 20_000
#: Groups nested deeper are left alone: the walk below calls itself for each.
_DEEPEST = 100
#: Asked in this order whether a class holds them: a text should look like one that a person would write.
_CHARACTERS = "a0A-bc1BC_./: ,@+=~#%&'\"|<>!?*()[]{}\\^$`;\n\téαЯאعक日あ한€😀\x00"
_PERL_AND_POSIX = {
    "d": "0123456789",
    "s": "\t\n\f\r ",
    "digit": "0123456789",
    "space": "\t\n\v\f\r ",
    "blank": "\t ",
    "xdigit": "0123456789abcdefABCDEF",
}


def matching(pattern: str, shortest: int = 0, longest: int | None = None) -> Iterator[str]:
    """Different texts that ``pattern`` matches, simplest first, always in the same order.

    ``shortest`` and ``longest`` are lengths in characters. That nothing is yielded does not say that there is
    no such text.
    """
    try:
        syntax, matcher = parse(pattern), compile_pattern(pattern)
    except PatternError:
        return
    if syntax.depth > _DEEPEST:
        return
    tree = _tree(syntax)
    limit = _LONGEST if longest is None else min(longest, _LONGEST)
    seen = set()
    for attempt in range(_ATTEMPTS):
        text = _Writer(attempt, shortest, limit).write(tree)
        for padded in (text, text.ljust(shortest, "a"), text.rjust(shortest, "a")):
            if shortest <= len(padded) <= limit and padded not in seen and matcher.search(padded):
                seen.add(padded)
                yield padded


@dataclass(slots=True)
class _Group:
    """Alternatives, each a sequence of atoms with the repeats that apply to them."""

    alternatives: list[list[_Item]] = field(default_factory=lambda: [[]])


@dataclass(slots=True)
class _Item:
    atom: Literal | AnyCharacter | CharacterClass | _Group
    repeats: list[Repeat] = field(default_factory=list)


def _tree(syntax: Syntax) -> _Group:
    stack = [_Group()]
    for token in syntax.tokens:
        sequence = stack[-1].alternatives[-1]
        match token:
            case Open():
                group = _Group()
                sequence.append(_Item(group))
                stack.append(group)
            case Close():
                stack.pop()
            case Or():
                stack[-1].alternatives.append([])
            case Repeat():
                if sequence:
                    sequence[-1].repeats.append(token)
            case Literal() | AnyCharacter() | CharacterClass():
                sequence.append(_Item(token))
    return stack[0]


class _Writer:
    """Writes one text: attempt 0 takes the first alternative and the least repeats, later ones draw lots."""

    def __init__(self, attempt: int, shortest: int, longest: int) -> None:
        self._attempt = attempt
        self._shortest = shortest
        self._longest = longest
        # The same lots in every run; this is not a secret.
        self._random = random.Random(attempt)
        self._written = 0
        self._steps = 0

    def write(self, group: _Group) -> str:
        alternatives = group.alternatives
        chosen = alternatives[0] if self._attempt == 0 else self._random.choice(alternatives)
        return "".join(self._item(item) for item in chosen)

    def _item(self, item: _Item) -> str:
        count = 1
        for repeat in item.repeats:
            count *= self._count(repeat)
        written = []
        for _ in range(count):
            self._steps += 1
            if self._written > self._longest or self._steps > _MOST_STEPS:
                break
            match item.atom:
                case _Group() as group:
                    written.append(self.write(group))
                case atom:
                    written.append(self._character(atom))
                    self._written += 1
        return "".join(written)

    def _count(self, repeat: Repeat) -> int:
        most = repeat.least + 8 if repeat.most is None else repeat.most
        if self._attempt == 0:
            return repeat.least
        if self._attempt == 1 and self._shortest:
            return min(max(repeat.least, self._shortest), repeat.most or _LONGEST)
        return self._random.randint(repeat.least, max(repeat.least, min(most, repeat.least + 8)))

    def _character(self, atom: Literal | AnyCharacter | CharacterClass) -> str:
        if isinstance(atom, Literal):
            return chr(atom.code)
        choices = list(_CHARACTERS)
        if isinstance(atom, CharacterClass):
            ends = [
                chr(end)
                for item in atom.items
                if isinstance(item, CharacterRange)
                for end in (item.low, item.high)
            ]
            choices = [character for character in [*choices, *ends] if _holds(atom, ord(character))]
        else:
            choices = [character for character in choices if character != "\n"]
        if not choices:
            return ""
        return choices[0] if self._attempt < 2 else self._random.choice(choices[:8])


def _holds(class_: CharacterClass, code: int) -> bool:
    return any(_is_in(item, code) for item in class_.items) != class_.negated


@cache
def _unicode_class(name: str) -> Matcher:
    return compile_pattern(rf"\p{{{name}}}")


def _is_in(item: CharacterRange | NamedClass, code: int) -> bool:
    if isinstance(item, CharacterRange):
        return item.low <= code <= item.high
    character = chr(code)
    if item.unicode:
        found = _unicode_class(item.name).search(character)
    elif item.name in _PERL_AND_POSIX:
        found = character in _PERL_AND_POSIX[item.name]
    elif not character.isascii():
        found = False
    else:
        found = {
            "w": character.isalnum() or character == "_",
            "word": character.isalnum() or character == "_",
            "alnum": character.isalnum(),
            "alpha": character.isalpha(),
            "ascii": True,
            "cntrl": not character.isprintable(),
            "graph": character.isprintable() and character != " ",
            "lower": character.islower(),
            "print": character.isprintable(),
            "punct": character.isprintable() and not character.isalnum() and character != " ",
            "upper": character.isupper(),
        }.get(item.name, False)
    return found != item.negated
