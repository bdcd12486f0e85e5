"""Patterns as tables: ready for use without an engine, which takes longer to load than to check a file.

A deterministic automaton says whether a pattern matches anywhere in a text, in one step a character. How such
tables are made is told in ``automaton_builder``.
"""

from __future__ import annotations

import marshal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: The column of all characters that have none of their own: the ASCII characters and some others have.
OTHER = 128
#: The states that everything leads to themselves: no match is possible any more, and there has been one.
DEAD, MATCHED = 0, 1
_MOST_KEPT = 1000
_LONGEST = 2000


class Automaton:
    """``rows`` has for each state the next ones, by the class of the character that is read.

    ``classes`` has the class of each ASCII character and then that of the others, ``beyond`` those of others
    that have one of their own. ``ending`` says of each state whether a text that ends in it matches.
    """

    __slots__ = ("_beyond", "_classes", "_ending", "_rows", "_start")

    def __init__(
        self, classes: bytes, beyond: Mapping[int, int], rows: list[bytes], ending: bytes, start: int
    ) -> None:
        self._classes = classes
        self._beyond = beyond
        self._rows = rows
        self._ending = ending
        self._start = start

    def packed(self) -> bytes:
        return marshal.dumps((self._classes, dict(self._beyond), self._rows, self._ending, self._start))

    @classmethod
    def unpacked(cls, packed: bytes) -> Automaton:
        return cls(*marshal.loads(packed))

    def search(self, text: str) -> bool:
        """Whether the pattern matches anywhere in ``text``."""
        classes, rows, state = self._classes, self._rows, self._start
        for character in text:
            code = ord(character)
            column = classes[code] if code < OTHER else self._beyond.get(code, classes[OTHER])
            state = rows[state][column]
            if state <= MATCHED:
                return state == MATCHED
        return self._ending[state] == 1


class Automata:
    """Automata by pattern: those that earlier runs have built, which ``load`` gives, and what is new."""

    __slots__ = ("_known", "_load", "grown")

    def __init__(self, load: Callable[[], dict[str, bytes]]) -> None:
        self._load = load
        # Packed; empty for a pattern that is better left to an engine.
        self._known: dict[str, bytes] | None = None
        #: What was not known before.
        self.grown: dict[str, bytes] = {}

    def find(self, pattern: str) -> Automaton | None:
        """None for a pattern that is better left to an engine. Raises ``PatternError``."""
        if self._known is None:
            self._known = self._load()
        packed = self._known.get(pattern)
        if packed is not None:
            return Automaton.unpacked(packed) if packed else None
        if len(self._known) >= _MOST_KEPT or len(pattern) > _LONGEST:
            return None
        from scaffolder.apimachinery.automaton_builder import build

        automaton = build(pattern)
        self._known[pattern] = self.grown[pattern] = automaton.packed() if automaton is not None else b""
        return automaton


#: Asked for every pattern before an engine is; set by whoever keeps automata between runs.
kept: Automata | None = None
