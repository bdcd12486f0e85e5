"""Text to tokens.

The rules are those of CEL's ANTLR grammar; so are the words for text that is no token.
https://github.com/google/cel-go/blob/master/parser/gen/CEL.g4
"""

from __future__ import annotations

import re

from scaffolder.cel.source import LocatedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    class Token(NamedTuple):
        kind: str
        pos: int
        text: str
        # blanks and comments before it
        hidden: str

else:
    from collections import namedtuple

    Token = namedtuple("Token", "kind pos text hidden")

EOF = "<EOF>"
FLOAT = "NUM_FLOAT"
INT = "NUM_INT"
UINT = "NUM_UINT"
STRING = "STRING"
BYTES = "BYTES"
IDENTIFIER = "IDENTIFIER"
ESCAPED_IDENTIFIER = "ESC_IDENTIFIER"

# In the order of the grammar, in which messages list what was expected. A symbol's kind is its text.
SYMBOLS = (
    *("==", "!=", "in", "<", "<=", ">=", ">", "&&", "||", "[", "]", "{", "}", "(", ")", ".", ","),
    *("-", "!", "?", ":", "+", "*", "/", "%", "true", "false", "null"),
)
KINDS = (EOF, *SYMBOLS, FLOAT, INT, UINT, STRING, BYTES, IDENTIFIER, ESCAPED_IDENTIFIER)
_WORDS = frozenset({"in", "true", "false", "null"})

_ESCAPE = r"\\(?:[abfnrtv\"'\\?`]|[0-3][0-7][0-7]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})"
# The longest alternative must be tried first: a triple quote before an empty string.
_QUOTED = "|".join(
    [
        *(rf"[rR]{q}(?s:.*?){q}" for q in ('"""', "'''")),
        *(rf"[rR]{q}[^{q}\n\r]*{q}" for q in "\"'"),
        *(rf"{q}(?:{_ESCAPE}|[^\\])*?{q}" for q in ('"""', "'''")),
        *(rf"{q}(?:{_ESCAPE}|[^\\{q}\n\r])*{q}" for q in "\"'"),
    ]
)
_TOKEN = re.compile(
    rf"""
      (?P<hidden>[\t\ \r\n\f]+|//[^\n]*)
    | (?P<BYTES>[bB](?:{_QUOTED}))
    | (?P<STRING>{_QUOTED})
    | (?P<NUM_FLOAT>[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|\.[0-9]+(?:[eE][+-]?[0-9]+)?)
    | (?P<NUM_UINT>(?:0x[0-9a-fA-F]+|[0-9]+)[uU])
    | (?P<NUM_INT>0x[0-9a-fA-F]+|[0-9]+)
    | (?P<IDENTIFIER>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<ESC_IDENTIFIER>`[A-Za-z0-9_.\-/\ ]+`)
    | (?P<symbol>==|!=|<=|>=|&&|\|\||[<>\[\]{{}}().,\-!?:+*/%])
    """,
    re.VERBOSE,
)
# How far ANTLR reads into something that begins like a token before it gives up: the next character is the
# one at which it did.
_BEGINNING = re.compile(
    rf"""
      (?P<quote>["'])(?:{_ESCAPE}|(?!(?P=quote))[^\\\n\r])*
      (?:\\(?:[0-3][0-7]?|[xX][0-9a-fA-F]?|u[0-9a-fA-F]{{0,3}}|U[0-9a-fA-F]{{0,7}})?)?
    | `[A-Za-z0-9_.\-/\ ]*
    | [=&|]
    """,
    re.VERBOSE,
)


def tokenize(text: str) -> tuple[list[Token], list[LocatedError]]:
    """The tokens of ``text``, the last of kind ``EOF``, and an error for each stretch that is none."""
    tokens = []
    errors = []
    pos = 0
    hidden = ""
    while pos < len(text):
        match = _TOKEN.match(text, pos)
        if match is None:
            beginning = _BEGINNING.match(text, pos)
            end = min((beginning.end() if beginning else pos) + 1, len(text))
            errors.append(LocatedError(pos, f"Syntax error: token recognition error at: '{text[pos:end]}'"))
            pos = end
            continue
        kind = match.lastgroup or ""
        word = match.group()
        if kind == "hidden":
            hidden += word
        else:
            if kind == "symbol" or word in _WORDS:
                kind = word
            tokens.append(Token(kind, pos, word, hidden))
            hidden = ""
        pos = match.end()
    tokens.append(Token(EOF, pos, EOF, hidden))
    return tokens, errors
