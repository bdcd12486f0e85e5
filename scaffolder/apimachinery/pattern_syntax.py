"""The syntax of Go regular expressions: what ``regexp.Compile`` accepts, and what it says if not.

A port of the rules of Go's ``regexp/syntax`` (``parse.go``, flags ``Perl``), error texts and limits included.
The result is a flat list of tokens with all flags resolved (``(?i)`` leaves no token of its own); from it
``pattern_dialects`` writes the same expression for other engines. There is no recursion: nesting
lives on an explicit stack.

Errors do not stop at the first limit that another engine would have: a repeat count is at most 1000, nested
counts multiply, and a tree is at most 1000 high.
"""

from __future__ import annotations

from scaffolder.apimachinery.pattern_error import PatternError
from scaffolder.apimachinery.pattern_limits import MAX_REPEAT, Shape
from scaffolder.apimachinery.pattern_tokens import (
    BEGIN_LINE,
    BEGIN_TEXT,
    END_LINE,
    END_TEXT,
    NO_WORD_BOUNDARY,
    WORD_BOUNDARY,
    AnyCharacter,
    Assertion,
    CharacterClass,
    CharacterRange,
    Close,
    Literal,
    NamedClass,
    Open,
    Or,
    Repeat,
    Syntax,
    Token,
)
from scaffolder.apimachinery.unicode_classes import canonical_class

_POSIX_NAMES = (
    *("alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph"),
    *("lower", "print", "punct", "space", "upper", "word", "xdigit"),
)
_CONTROL_ESCAPES = {"a": 7, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
_HEX = "0123456789abcdefABCDEF"
_OCTAL = "01234567"
_ASSERTION_ESCAPES = {"A": BEGIN_TEXT, "b": WORD_BOUNDARY, "B": NO_WORD_BOUNDARY, "z": END_TEXT}


def parse(pattern: str) -> Syntax:
    """``syntax.Parse(pattern, syntax.Perl)``; raises ``PatternError``."""
    return _Parser(pattern).parse()


class _Parser:
    """``parser`` of parse.go. Flags are (fold case, multi line, dot matches newline, non-greedy)."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.tokens: list[Token] = []
        self.flags = (False, False, False, False)
        # The flags to return to at the end of each open group.
        self.outer_flags: list[tuple[bool, bool, bool, bool]] = []
        self.shape = Shape(pattern)
        self.named_classes_end = False

    def parse(self) -> Syntax:
        pattern = self.pattern
        end = len(pattern)
        position = 0
        last_repeat = -1
        while position < end:
            character = pattern[position]
            repeat = -1
            if character == "\\":
                position = self._escape(position)
            elif character == "(":
                position = self._open(position)
            elif character == ")":
                self._close_group()
                position += 1
            elif character == "|":
                self.shape.bar()
                self.tokens.append(Or())
                position += 1
            elif character == "[":
                position = self._class(position)
            elif character in "*+?":
                repeat = position
                least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[character]
                position = self._repeat(character, least, most, position, position + 1, last_repeat)
            elif character == "{":
                counts = self._counts(position)
                if counts is None:
                    self._literal("{")
                    position += 1
                else:
                    repeat = position
                    least, most, after = counts
                    if not 0 <= least <= MAX_REPEAT or (most is not None and not least <= most <= MAX_REPEAT):
                        raise PatternError("invalid repeat count", pattern[position:after])
                    position = self._repeat("{", least, most, position, after, last_repeat)
            elif character == ".":
                self.shape.character()
                self.tokens.append(AnyCharacter(self.flags[2]))
                position += 1
            elif character == "^":
                self._assertion(BEGIN_LINE if self.flags[1] else BEGIN_TEXT)
                position += 1
            elif character == "$":
                self._assertion(END_LINE if self.flags[1] else END_TEXT)
                position += 1
            else:
                self._literal(character)
                position += 1
            last_repeat = repeat
        self.shape.finish()
        return Syntax(self.tokens, self.shape.depth)

    def _literal(self, character: str) -> None:
        self.shape.literal(self.flags[0])
        self.tokens.append(Literal(ord(character), self.flags[0]))

    def _assertion(self, which: str) -> None:
        self.shape.assertion()
        self.tokens.append(Assertion(which))

    def _escape(self, position: int) -> int:
        pattern = self.pattern
        following = pattern[position + 1 : position + 2]
        if following in _ASSERTION_ESCAPES:
            self._assertion(_ASSERTION_ESCAPES[following])
            return position + 2
        if following == "C":
            raise PatternError("invalid escape sequence", "\\C")
        if following == "Q":
            start = position + 2
            end = pattern.find("\\E", start)
            for character in pattern[start:] if end < 0 else pattern[start:end]:
                self._literal(character)
            return len(pattern) if end < 0 else end + 2
        found = self._class_escape(position)
        if found:
            item, after = found
            self.shape.character()
            self.tokens.append(CharacterClass([item], False, self.flags[0]))
            return after
        code, after = self._character_escape(position)
        self._literal(chr(code))
        return after

    def _class_escape(self, position: int) -> tuple[NamedClass, int] | None:
        """A perl class such as ``\\d`` or a Unicode class such as ``\\p{Greek}`` at the backslash."""
        letter = self.pattern[position + 1 : position + 2]
        if letter in ("p", "P"):
            return self._unicode_class(position)
        if letter and letter in "dDsSwW":
            return NamedClass(letter.lower(), letter.isupper()), position + 2
        return None

    def _unicode_class(self, position: int) -> tuple[NamedClass, int]:
        pattern = self.pattern
        start = position + 2
        if pattern[start : start + 1] == "{":
            end = pattern.find("}", start)
            if end < 0:
                raise PatternError("invalid character class range", pattern[position:])
            name, after = pattern[start + 1 : end], end + 1
        else:
            name, after = pattern[start : start + 1], min(start + 1, len(pattern))
        negated = pattern[position + 1] == "P"
        if name.startswith("^"):
            negated = not negated
            name = name[1:]
        known = canonical_class(name)
        if known is None:
            raise PatternError("invalid character class range", pattern[position:after])
        return NamedClass(known, negated, unicode=True), after

    def _character_escape(self, position: int) -> tuple[int, int]:
        """``parseEscape``: the code point that the escape at ``position`` means, and where it ends."""
        pattern = self.pattern
        after = position + 1
        if after >= len(pattern):
            raise PatternError("trailing backslash at end of expression", "")
        character = pattern[after]
        after += 1
        following = pattern[after : after + 1]
        if character == "0" or (character in "1234567" and following and following in _OCTAL):
            end = after
            while end < after + 2 and pattern[end : end + 1] and pattern[end] in _OCTAL:
                end += 1
            return int(pattern[after - 1 : end], 8), end
        if character == "x" and following == "{":
            after += 1
            value = digits = 0
            while after < len(pattern):
                digit = pattern[after]
                after += 1
                if digit == "}":
                    if digits:
                        return value, after
                    break
                if digit not in _HEX:
                    break
                value = value * 16 + int(digit, 16)
                digits += 1
                if value > 0x10FFFF:
                    break
        elif character == "x" and following:
            two = pattern[after : after + 2]
            after += len(two)
            if len(two) == 2 and two[0] in _HEX and two[1] in _HEX:
                return int(two, 16), after
        elif character in _CONTROL_ESCAPES:
            return _CONTROL_ESCAPES[character], after
        elif character.isascii() and not character.isalnum():
            return ord(character), after
        raise PatternError("invalid escape sequence", pattern[position:after])

    def _class(self, start: int) -> int:
        """``parseClass``: the bracket expression at ``start``."""
        pattern = self.pattern
        position = start + 1
        negated = pattern[position : position + 1] == "^"
        if negated:
            position += 1
        items: list[CharacterRange | NamedClass] = []
        first = True
        while pattern[position : position + 1] != "]" or first:
            first = False
            if pattern.startswith("[:", position) and len(pattern) - position > 2:
                end = self._end_of_named_class(position + 2)
                if end >= 0:
                    name = pattern[position + 2 : end]
                    inverted = name.startswith("^")
                    if name[inverted:] not in _POSIX_NAMES:
                        raise PatternError("invalid character class range", pattern[position : end + 2])
                    items.append(NamedClass(name[inverted:], inverted))
                    position = end + 2
                    continue
            if pattern[position : position + 1] == "\\":
                found = self._class_escape(position)
                if found:
                    items.append(found[0])
                    position = found[1]
                    continue
            low, after = self._class_character(position, start)
            high = low
            if pattern[after : after + 1] == "-" and pattern[after + 1 : after + 2] not in ("", "]"):
                high, after = self._class_character(after + 1, start)
                if high < low:
                    raise PatternError("invalid character class range", pattern[position:after])
            items.append(CharacterRange(low, high))
            position = after
        self.shape.character()
        self.tokens.append(CharacterClass(items, negated, self.flags[0]))
        return position + 1

    def _end_of_named_class(self, start: int) -> int:
        """Where the next ``:]`` is, -1 if there is none; asked for once only if there is none."""
        if self.named_classes_end:
            return -1
        end = self.pattern.find(":]", start)
        self.named_classes_end = end < 0
        return end

    def _class_character(self, position: int, start: int) -> tuple[int, int]:
        if position >= len(self.pattern):
            raise PatternError("missing closing ]", self.pattern[start:])
        if self.pattern[position] == "\\":
            return self._character_escape(position)
        return ord(self.pattern[position]), position + 1

    def _open(self, position: int) -> int:
        pattern = self.pattern
        if pattern[position + 1 : position + 2] != "?":
            self._open_group(True)
            return position + 1
        rest = len(pattern) - position
        if (rest > 4 and pattern.startswith("P<", position + 2)) or (
            rest > 3 and pattern[position + 2] == "<"
        ):
            end = pattern.find(">", position)
            if end < 0:
                raise PatternError("invalid named capture", pattern[position:])
            name = pattern[position + (4 if pattern[position + 2] == "P" else 3) : end]
            if not name.isascii() or not name.replace("_", "a").isalnum():
                raise PatternError("invalid named capture", pattern[position : end + 1])
            self._open_group(True)
            return end + 1
        return self._flags(position)

    def _flags(self, start: int) -> int:
        """``parsePerlFlags`` without the named groups: ``(?i)``, ``(?i:``, ``(?:``."""
        pattern = self.pattern
        flags = list(self.flags)
        position = start + 2
        positive = True
        seen = False
        while position < len(pattern):
            character = pattern[position]
            position += 1
            index = "imsU".find(character)
            if index >= 0:
                flags[index] = positive
                seen = True
            elif character == "-" and positive:
                positive = False
                seen = False
            elif character in ":)" and (positive or seen):
                if character == ":":
                    self._open_group(False)
                self.flags = (flags[0], flags[1], flags[2], flags[3])
                return position
            else:
                break
        raise PatternError("invalid or unsupported Perl syntax", pattern[start:position])

    def _open_group(self, captures: bool) -> None:
        self.shape.open(captures)
        self.outer_flags.append(self.flags)
        self.tokens.append(Open(captures))

    def _close_group(self) -> None:
        self.shape.close()
        self.flags = self.outer_flags.pop()
        self.tokens.append(Close())

    def _counts(self, position: int) -> tuple[int, int | None, int] | None:
        """``parseRepeat``: (least, most, end) of ``{2}``, ``{2,}``, ``{2,3}``; None for anything else."""
        first, after = self._integer(position + 1)
        if first is None:
            return None
        most: int | None = first
        if self.pattern[after : after + 1] == ",":
            after += 1
            if self.pattern[after : after + 1] == "}":
                most = None
            else:
                most, after = self._integer(after)
                if most is None:
                    return None
                if most < 0:
                    first = -1
        if self.pattern[after : after + 1] != "}":
            return None
        return first, most, after + 1

    def _integer(self, start: int) -> tuple[int | None, int]:
        """``parseInt``: no leading zeros; -1 if it is too large."""
        pattern = self.pattern
        end = start
        while end < len(pattern) and "0" <= pattern[end] <= "9":
            end += 1
        digits = pattern[start:end]
        if digits == "" or (digits[0] == "0" and len(digits) > 1):
            return None, start
        return (int(digits) if len(digits) <= 8 else -1), end

    def _repeat(
        self, operator: str, least: int, most: int | None, before: int, after: int, last_repeat: int
    ) -> int:
        pattern = self.pattern
        greedy = not self.flags[3]
        if pattern[after : after + 1] == "?":
            after += 1
            greedy = not greedy
        if last_repeat >= 0:
            raise PatternError("invalid nested repetition operator", pattern[last_repeat:after])
        if not self.shape.can_repeat():
            raise PatternError("missing argument to repetition operator", pattern[before:after])
        if not self.shape.repeat(operator, least, most):
            raise PatternError("invalid repeat count", pattern[before:after])
        self.tokens.append(Repeat(least, most, greedy))
        return after
