"""How text looks on a terminal."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.diagnostics import Diagnostic


class Style:
    """ANSI colours, or nothing at all where the output is not a terminal.

    https://no-color.org asks programs to respect ``NO_COLOR``; whoever makes the style does.
    """

    __slots__ = ("colour",)

    def __init__(self, colour: bool = False) -> None:
        self.colour = colour

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def bold(self, text: str) -> str:
        return self._paint("1", text)

    def bad(self, text: str) -> str:
        return self._paint("1;31", text)

    def doubtful(self, text: str) -> str:
        return self._paint("33", text)

    def quiet(self, text: str) -> str:
        return self._paint("2", text)


def told(found: Diagnostic) -> str:
    """A finding in the server's words, and behind them our advice."""
    return f"{found} ({found.hint})" if found.hint else str(found)


def printable(text: str) -> str:
    """``text`` in one line, with nothing in it that a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
