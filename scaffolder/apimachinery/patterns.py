"""Regular expressions as the server runs them: Go's syntax, in time linear in the text.

Whether a pattern is one, and what is said if not, is decided by ``pattern_syntax``, a port of Go's parser.
Matching is done by RE2, which Go's ``regexp`` descends from: the same leftmost-first semantics, no
backtracking. It is imported with the first pattern that no automaton is kept of.
"""

from __future__ import annotations

from scaffolder.apimachinery import automata
from scaffolder.apimachinery.pattern_error import PatternError
from scaffolder.errors import ScaffoldError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.apimachinery.automata import Automaton

__all__ = ["Matcher", "PatternError", "compile_pattern", "python_pattern", "rust_pattern"]

# RE2's budget for a program and its states, in bytes; the process takes some five times as much. Go has no
# such limit, so the second attempt is generous; only Unicode classes repeated hundreds of times need it.
_MEMORY = (8 << 20, 32 << 20)
# A pattern of more characters would not fit into that anyway.
_MAX_LENGTH = 1_000_000
# Longer texts are worth loading RE2, which reads a character in a hundredth of the time.
_SHORT = 10_000
# What Rust's regex accepts by default: nested groups (250, of its own count) and bytes of program.
_RUST_NESTING = 200
_RUST_SIZE = 10 << 20


class Matcher:
    """A pattern ready to be searched for. Texts are searched from start to end, not matched as a whole."""

    __slots__ = ("_automaton", "_compiled", "pattern")

    def __init__(self, pattern: str, program: Any = None, automaton: Automaton | None = None) -> None:
        self.pattern = pattern
        self._compiled = program
        self._automaton = automaton

    @property
    def _program(self) -> Any:
        if self._compiled is None:
            self._compiled = _program(self.pattern)
        return self._compiled

    def search(self, text: str) -> bool:
        """Whether the pattern matches anywhere in ``text`` (``regexp.MatchString``)."""
        if self._automaton is not None and len(text) <= _SHORT:
            return self._automaton.search(text)
        return self._program.search(_utf8(text)) is not None

    def find(self, text: str) -> str | None:
        """The leftmost match (``regexp.FindString``); None if there is none."""
        match = self._program.search(_utf8(text))
        return None if match is None else match.group().decode("utf-8", "surrogatepass")

    def find_all(self, text: str, limit: int = -1) -> list[str]:
        """All matches that do not overlap, at most ``limit`` if it is not negative (``FindAllString``).

        As in Go, an empty match right after another match does not count.
        """
        encoded = _utf8(text)
        found: list[str] = []
        position = 0
        last_end = -1
        while position <= len(encoded) and (limit < 0 or len(found) < limit):
            match = self._program.search(encoded, position)
            if match is None:
                break
            start, end = match.span()
            if start < end or start != last_end:
                found.append(encoded[start:end].decode("utf-8", "surrogatepass"))
            last_end = end
            position = end if end > start else _next_character(encoded, end)
        return found


def compile_pattern(pattern: str) -> Matcher:
    """``regexp.Compile``; raises ``PatternError`` with Go's text.

    A pattern that Go accepts, but that takes hundreds of megabytes to run, is a ``ScaffoldError``.
    """
    automaton = automata.kept.find(pattern) if automata.kept is not None else None
    if automaton is not None:
        return Matcher(pattern, automaton=automaton)
    return Matcher(pattern, _program(pattern))


def _program(pattern: str) -> Any:
    """RE2's; raises as ``compile_pattern`` does."""
    import re2

    if len(pattern) > _MAX_LENGTH:
        raise _too_large(pattern)
    source = pattern if _is_common_ground(pattern) else _re2_pattern(pattern)
    for memory in _MEMORY:
        options = re2.Options()
        options.log_errors = False
        options.never_capture = True
        options.max_mem = memory
        try:
            return re2.compile(_utf8(source), options)
        except re2.error:
            if source is pattern:
                source = _re2_pattern(pattern)
    raise _too_large(pattern)


def python_pattern(pattern: str) -> str | None:
    """``pattern`` for ``re.search``, with the same verdict on every text; None if ``re`` cannot say it.

    ``re`` backtracks: a pattern with nested repeats may take exponential time. Raises ``PatternError``.
    """
    from scaffolder.apimachinery.pattern_dialects import PYTHON, translate
    from scaffolder.apimachinery.pattern_syntax import parse

    return translate(parse(pattern), PYTHON)


def rust_pattern(pattern: str) -> str | None:
    """``pattern`` for Rust's ``regex`` crate (that of pydantic), with the same verdict on every text.

    None if the crate cannot say it, or refuses it for its size. Raises ``PatternError``.
    """
    from scaffolder.apimachinery.pattern_dialects import RUST, rust_program_size, translate
    from scaffolder.apimachinery.pattern_syntax import parse

    syntax = parse(pattern)
    translated = translate(syntax, RUST)
    if syntax.depth > _RUST_NESTING or rust_program_size(syntax) > _RUST_SIZE:
        return None
    return translated


def _too_large(pattern: str) -> ScaffoldError:
    return ScaffoldError(
        f"a pattern of {len(pattern)} characters takes too much memory to be run",
        hint="make it shorter, or repeat Unicode classes less often",
    )


def _re2_pattern(pattern: str) -> str:
    from scaffolder.apimachinery.pattern_dialects import RE2, translate
    from scaffolder.apimachinery.pattern_syntax import parse

    return translate(parse(pattern), RE2) or ""


def _is_common_ground(pattern: str) -> bool:
    """Whether Go and RE2 read the pattern alike, so that RE2's consent is Go's."""
    if len(pattern) > 500:
        return False
    if any(part[:9].isdigit() or part.partition(",")[2][:9].isdigit() for part in pattern.split("{")[1:]):
        return False
    if "\\" in pattern and any(escape in pattern for escape in ("\\p", "\\P", "\\C", "\\Q", "\\E", "\\x")):
        return False
    return "(?" not in pattern.replace("(?:", "")


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _next_character(encoded: bytes, position: int) -> int:
    position += 1
    while position < len(encoded) and encoded[position] & 0xC0 == 0x80:
        position += 1
    return position
