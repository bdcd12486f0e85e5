"""One parsed Go pattern, written for RE2, for Python's ``re`` and for Rust's ``regex``.

All three share Go's skeleton of groups, alternatives and counted repeats. What differs is spelled out: flags
are applied where they take effect, ``\\d``, ``\\s``, ``\\w`` and ``\\b`` are ASCII, ``$`` is the very end of
the text, and a brace that is no repeat is a literal. Names of groups are dropped, as nobody reads them.
"""

from __future__ import annotations

from scaffolder.apimachinery import pattern_tokens as go
from scaffolder.apimachinery import unicode_classes
from scaffolder.apimachinery.pattern_tokens import (
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

RE2 = "re2"
PYTHON = "python"
RUST = "rust"

_MAX_CODE = 0x10FFFF
_Ranges = list[tuple[int, int]]
_ASCII_CLASSES: dict[str, _Ranges] = {
    "d": [(48, 57)],
    "s": [(9, 10), (12, 13), (32, 32)],
    "w": [(48, 57), (65, 90), (95, 95), (97, 122)],
    "alnum": [(48, 57), (65, 90), (97, 122)],
    "alpha": [(65, 90), (97, 122)],
    "ascii": [(0, 127)],
    "blank": [(9, 9), (32, 32)],
    "cntrl": [(0, 31), (127, 127)],
    "digit": [(48, 57)],
    "graph": [(33, 126)],
    "lower": [(97, 122)],
    "print": [(32, 126)],
    "punct": [(33, 47), (58, 64), (91, 96), (123, 126)],
    "space": [(9, 13), (32, 32)],
    "upper": [(65, 90)],
    "word": [(48, 57), (65, 90), (95, 95), (97, 122)],
    "xdigit": [(48, 57), (65, 70), (97, 102)],
}
_ASSERTIONS = {
    RE2: {
        go.BEGIN_TEXT: "^",
        go.END_TEXT: "$",
        go.BEGIN_LINE: "(?m:^)",
        go.END_LINE: "(?m:$)",
        go.WORD_BOUNDARY: "\\b",
        go.NO_WORD_BOUNDARY: "\\B",
    },
    # \B is left out: Python's does not match in the empty text, and Rust has no ASCII one for str.
    PYTHON: {
        go.BEGIN_TEXT: "^",
        go.END_TEXT: "\\Z",
        go.BEGIN_LINE: "(?m:^)",
        go.END_LINE: "(?m:$)",
        go.WORD_BOUNDARY: "(?a:\\b)",
    },
    RUST: {
        go.BEGIN_TEXT: "^",
        go.END_TEXT: "$",
        go.BEGIN_LINE: "(?m:^)",
        go.END_LINE: "(?m:$)",
        go.WORD_BOUNDARY: "(?-u:\\b)",
    },
}
_SPECIAL = frozenset("\\.+*?()|[]{}^$")
_SPECIAL_IN_CLASS = frozenset("\\[]-")
_ESCAPES = {9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"}


# Outside ASCII, but equal to a letter of it in another case.
_FOLDED_INTO_ASCII = {0x4B: 0x212A, 0x6B: 0x212A, 0x53: 0x17F, 0x73: 0x17F}


def translate(syntax: Syntax, dialect: str) -> str | None:
    """The pattern of ``syntax`` in ``dialect``; None if it cannot be said there."""
    frames: list[list[str]] = [[]]
    repeatable = True
    for token in syntax.tokens:
        atoms = frames[-1]
        if isinstance(token, Repeat):
            atom = atoms.pop() if repeatable else f"(?:{atoms.pop()})"
            atoms.append(atom + _counts(token))
            repeatable = False
            continue
        repeatable = True
        text: str | None
        if isinstance(token, Literal):
            text = _literal(token, dialect)
        elif isinstance(token, CharacterClass):
            text = _class(token, dialect)
        elif isinstance(token, Open):
            frames.append(["(" if token.captures else "(?:"])
            continue
        elif isinstance(token, Close):
            text = "".join(frames.pop()) + ")"
            atoms = frames[-1]
        elif isinstance(token, Or):
            text = "|"
        elif isinstance(token, AnyCharacter):
            text = "(?s:.)" if token.newline else "."
        else:
            text = _assertion(token, dialect)
            repeatable = False
        if text is None:
            return None
        atoms.append(text)
    return "".join(frames[0])


def code_points(token: CharacterClass) -> list[tuple[int, int]] | None:
    """The characters of the items of a class, its other cases included, sorted and in ranges that are apart.

    Whether the class is negated is left to the caller. None if that takes Unicode's tables.
    """
    items = token.items
    if token.fold and any(_may_fold(item) for item in items):
        folded = _fold_ascii(items)
        if folded is None:
            return None
        items = folded
    ranges: _Ranges = []
    for item in items:
        if isinstance(item, CharacterRange):
            ranges.append((item.low, item.high))
        elif item.unicode:
            return None
        else:
            named = _ASCII_CLASSES[item.name]
            ranges += _complement(_merged(named)) if item.negated else named
    return _merged(ranges)


def rust_program_size(syntax: Syntax) -> int:
    """An upper estimate, in bytes, of the program that Rust's ``regex`` makes of the pattern.

    Measured with the crate as it is in pydantic-core: it compiles to automata over bytes of UTF-8, in which a
    Unicode category takes hundreds of states and every repeat is written out.
    """
    frames = [0]
    last = 0
    for token in syntax.tokens:
        if isinstance(token, Repeat):
            count = token.least + 1 if token.most is None else token.most
            frames[-1] += last * max(0, count - 1)
            last *= max(1, count)
            continue
        if isinstance(token, Open):
            frames.append(0)
            continue
        last = frames.pop() if isinstance(token, Close) else _rust_weight(token)
        frames[-1] += last
    return frames[0]


def _rust_weight(token: Token) -> int:
    if isinstance(token, AnyCharacter):
        return 1000
    if not isinstance(token, CharacterClass):
        return 64
    if any(isinstance(item, NamedClass) and item.unicode for item in token.items):
        return 60_000
    ascii_only = all(isinstance(item, CharacterRange) and item.high < 128 for item in token.items)
    return 100 + 20 * len(token.items) if ascii_only and not token.negated else 1000


def _assertion(token: Assertion, dialect: str) -> str | None:
    return _ASSERTIONS[dialect].get(token.which)


def _counts(token: Repeat) -> str:
    least, most = token.least, token.most
    if (least, most) == (0, None):
        text = "*"
    elif (least, most) == (1, None):
        text = "+"
    elif (least, most) == (0, 1):
        text = "?"
    elif most is None:
        text = f"{{{least},}}"
    elif least == most:
        text = f"{{{least}}}"
    else:
        text = f"{{{least},{most}}}"
    return text if token.greedy else text + "?"


def _literal(token: Literal, dialect: str) -> str | None:
    text = _character(token.code, dialect, _SPECIAL)
    if not token.fold or not _has_cases(token.code):
        return text
    if dialect == PYTHON:
        return _class(CharacterClass([CharacterRange(token.code, token.code)], False, True), dialect)
    return f"(?i:{text})"


def _has_cases(code: int) -> bool:
    return code > 127 or chr(code).isalpha()


def _character(code: int, dialect: str, special: frozenset[str]) -> str:
    character = chr(code)
    if character in special:
        return f"\\{character}"
    if character.isprintable() and not 0xD800 <= code <= 0xDFFF:
        return character
    if code in _ESCAPES:
        return _ESCAPES[code]
    if dialect != PYTHON:
        return f"\\x{{{code:x}}}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _class(token: CharacterClass, dialect: str) -> str | None:
    fold = token.fold and any(_may_fold(item) for item in token.items)
    if fold and dialect == PYTHON:
        folded = _fold_ascii(token.items)
        if folded is None:
            return None
        items, fold = folded, False
    else:
        items = token.items
    parts = []
    for item in items:
        part = _class_item(item, dialect, fold)
        if part is None:
            return None
        parts.append(part)
    text = _brackets(parts, token.negated, dialect)
    return f"(?i:{text})" if fold else text


def _brackets(parts: list[str], negated: bool, dialect: str) -> str:
    """The class of ``parts``; a Unicode class alone needs no brackets, an empty one cannot be written."""
    body = "".join(parts)
    if body == "":
        return _brackets([_ranges([(0, _MAX_CODE)], dialect)], not negated, dialect)
    if not negated and body.startswith("\\p{") and body.find("}") == len(body) - 1:
        return body
    # A hyphen is itself at either end; doubled, these are set operations in Rust, and one day in Python.
    if parts[0] == "\\-":
        body = body[1:]
    elif parts[-1] == "\\-":
        body = body[:-2] + "-"
    if body.startswith("^") and not negated:
        body = f"\\{body}"
    for operator in ("&&", "||", "~~"):
        if operator in body:
            body = body.replace(operator[0], f"\\{operator[0]}")
    return f"[{'^' if negated else ''}{body}]"


def _may_fold(item: CharacterRange | NamedClass) -> bool:
    if isinstance(item, NamedClass):
        return item.unicode or item.name != "d"
    return item.high > 127 or any(chr(code).isalpha() for code in range(item.low, item.high + 1))


def _fold_ascii(items: list[CharacterRange | NamedClass]) -> list[CharacterRange | NamedClass] | None:
    """The items with the other case of every letter added; None if that takes more than ASCII."""
    result: list[CharacterRange | NamedClass] = []
    for item in items:
        if isinstance(item, NamedClass):
            if item.unicode or (item.negated and item.name not in ("d", "digit", "s", "space", "blank")):
                return None
            ranges = _ASCII_CLASSES[item.name]
            if item.negated:
                result.append(item)
                continue
        elif item.high > 127:
            return None
        else:
            ranges = [(item.low, item.high)]
        result.extend(CharacterRange(low, high) for low, high in _folded(ranges))
    return result


def _folded(ranges: _Ranges) -> _Ranges:
    """The ASCII letters of ``ranges`` in both cases, and what else folds into them."""
    result = []
    for low, high in ranges:
        result.append((low, high))
        for first, last, offset in ((65, 90, 32), (97, 122, -32)):
            start, end = max(low, first), min(high, last)
            if start <= end:
                result.append((start + offset, end + offset))
        result.extend((other, other) for code, other in _FOLDED_INTO_ASCII.items() if low <= code <= high)
    return result


def _class_item(item: CharacterRange | NamedClass, dialect: str, fold: bool) -> str | None:
    if isinstance(item, CharacterRange):
        return _ranges([(item.low, item.high)], dialect)
    ranges = _ASCII_CLASSES.get("ascii" if item.name == unicode_classes.ASCII else item.name)
    if item.name == unicode_classes.ANY:
        ranges = [(0, _MAX_CODE)]
    if ranges is not None:
        if item.negated:
            # Go adds the other cases before it negates; an engine that folds afterwards then adds nothing.
            ranges = _complement(_merged(_folded(ranges) if fold else ranges))
        return _ranges(ranges, dialect)
    if dialect == PYTHON:
        return None
    if item.name in (unicode_classes.OTHER, unicode_classes.UNASSIGNED, unicode_classes.ASSIGNED):
        ranges = unicode_classes.code_points(
            unicode_classes.OTHER if item.name == unicode_classes.OTHER else unicode_classes.UNASSIGNED
        )
        if item.negated != (item.name == unicode_classes.ASSIGNED):
            ranges = _complement(ranges)
        return _ranges(ranges, dialect)
    if item.name == unicode_classes.CASED_LETTER:
        if item.negated:
            return _ranges(_complement(unicode_classes.code_points("Lu", "Ll", "Lt")), dialect)
        return "\\p{Lu}\\p{Ll}\\p{Lt}"
    return f"\\{'P' if item.negated else 'p'}{{{item.name}}}"


def _ranges(ranges: _Ranges, dialect: str) -> str:
    parts = []
    for low, high in ranges:
        parts.append(_character(low, dialect, _SPECIAL_IN_CLASS))
        if high > low:
            parts.append("-" + _character(high, dialect, _SPECIAL_IN_CLASS))
    return "".join(parts)


def _merged(ranges: _Ranges) -> _Ranges:
    """The same code points, sorted, in ranges that do not overlap."""
    result: _Ranges = []
    for low, high in sorted(ranges):
        if result and low <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(high, result[-1][1]))
        else:
            result.append((low, high))
    return result


def _complement(ranges: _Ranges) -> _Ranges:
    """All other code points; ``ranges`` are sorted and apart from each other."""
    result = []
    start = 0
    for low, high in ranges:
        if start < low:
            result.append((start, low - 1))
        start = high + 1
    if start <= _MAX_CODE:
        result.append((start, _MAX_CODE))
    return result
