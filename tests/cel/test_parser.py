"""Texts to trees; what is said about broken texts is that of cel-go's own tests and of recorded servers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.cel.ast import (
    Call,
    Ident,
    ListLiteral,
    Literal,
    Macro,
    MapLiteral,
    Node,
    Select,
    StructLiteral,
    walk,
)
from scaffolder.cel.environment import vocabulary
from scaffolder.cel.expression import RecursionLimit
from scaffolder.cel.parser import parse
from scaffolder.cel.source import LocatedError, Source

_VOCABULARY = vocabulary((1, 36))
_OPERAND = (
    "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', "
    "NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}"
)


def _shown(node: Node) -> str:
    """A tree in prefix form."""
    match node:
        case Literal():
            return f"{node.value!r}{'u' * (node.kind == 'uint')}"
        case Ident():
            return node.name
        case Select():
            mark = "has " if node.test_only else "? " if node.optional else ""
            return f"({mark}. {_shown(node.operand)} {node.field})"
        case Call():
            parts = [node.function, *([] if node.target is None else [f"@{_shown(node.target)}"])]
            return f"({' '.join([*parts, *map(_shown, node.arguments)])})"
        case ListLiteral():
            marks = ["?" if index in node.optionals else "" for index in range(len(node.elements))]
            return f"[{' '.join(m + _shown(e) for m, e in zip(marks, node.elements, strict=True))}]"
        case MapLiteral() | StructLiteral():
            name = node.name if isinstance(node, StructLiteral) else ""
            entries = (f"{'?' * e.optional}{_shown(e.key)}:{_shown(e.value)}" for e in node.entries)
            return f"{name}{{{' '.join(entries)}}}"
        case Macro():
            parts = [node.name, ",".join(node.variables), _shown(node.target)]
            parts += [_shown(part) for part in (node.predicate, node.transform) if part is not None]
            return f"<{' '.join(parts)}>"
    raise TypeError(node)


def _complaints(text: str) -> list[str]:
    with RecursionLimit():
        _, errors = parse(text, _VOCABULARY)
    source = Source(text)

    def place(error: LocatedError) -> tuple[int, int]:
        return (-1, 0) if error.pos is None else source.location(error.pos)

    return [f"{place(e)[0]}:{place(e)[1]}: {e.message}" for e in sorted(errors, key=place)]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 + 2 * 3 - 4", "(_-_ (_+_ 1 (_*_ 2 3)) 4)"),
        ("1 - 2 - 3", "(_-_ (_-_ 1 2) 3)"),
        ("a == b != c", "(_!=_ (_==_ a b) c)"),
        ("a < 1 + 2", "(_<_ a (_+_ 1 2))"),
        ("a in b && c || d && !e", "(_||_ (_&&_ (@in a b) c) (_&&_ d (!_ e)))"),
        ("a && b && c", "(_&&_ a b c)"),
        ("a ? b : c ? d : e", "(_?_:_ a b (_?_:_ c d e))"),
        ("(a || b) && c", "(_&&_ (_||_ a b) c)"),
        ("--a", "a"),
        ("---a", "(-_ a)"),
        ("!!a", "a"),
        ("-1", "-1"),
        ("- 1.5", "-1.5"),
        ("-a.b", "(-_ (. a b))"),
        ("1-1", "(_-_ 1 1)"),
        ("a.b.c", "(. (. a b) c)"),
        ("a.b(c)[d]", "(_[_] (b @a c) d)"),
        ("a.?b[?c]", "(_[?_] (? . a b) c)"),
        ("self.namespace.for", "(. (. self namespace) for)"),
        ("has(a.b)", "(has . a b)"),
        ("has(a)  .b", None),
        (".a(b)", "(.a b)"),
        ("[1, ?a, ]", "[1 ?a]"),
        ("{'a': 1, ?b: c,}", "{'a':1 ?b:c}"),
        ("a.B{c: 1}", "a.B{'c':1}"),
        ("{}.size()", "(size @{})"),
        ("self.all(x, x > 0)", "<all x self (_>_ x 0)>"),
        ("self.map(x, x > 0, x + 1)", "<map x self (_>_ x 0) (_+_ x 1)>"),
        ("self.map(x, [x])", "<map x self [x]>"),
        ("self.filter(x, x)", "<filter x self x>"),
        ("self.existsOne(i, x, true)", "<exists_one i,x self True>"),
        ("self.transformMap(k, v, v)", "<transformMap k,v self v>"),
        ("self.sortBy(x, x.a)", "<sortBy x self (. x a)>"),
        ("self.?a.optMap(x, x)", "<optMap x (? . self a) x>"),
        ("self.existsOne(x, true)", "(existsOne @self x True)"),
        ("has(a, b)", "(has a b)"),
        ("1u + 0x1F + 0xau", "(_+_ (_+_ 1u 31) 10u)"),
        ("1e3 + .5 + 1.25e-2", "(_+_ (_+_ 1000.0 0.5) 0.0125)"),
        ("-9223372036854775808", "-9223372036854775808"),
        (r"'\x41\u00e9\U0001F600\101\n\''", repr("Aé😀A\n'")),
        (r"r'\d' + R\"\n\"".replace('\\"', '"'), r"(_+_ '\\d' '\\n')"),
        ('"""a "quoted" word"""', repr('a "quoted" word')),
        (r"b'\xff\303\377é'", repr(b"\xff\xc3\xff\xc3\xa9")),
        ("a // and a comment\n+ 1", "(_+_ a 1)"),
        ("null == true", "(_==_ None True)"),
    ],
)
def test_tree(text: str, tree: str | None) -> None:
    node, errors = parse(text, _VOCABULARY)
    if tree is None:
        assert errors
        return
    assert errors == []
    assert _shown(node) == tree


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("self.i >", [f"1:9: Syntax error: mismatched input '<EOF>' expecting {_OPERAND}"]),
        ("> 1", [f"1:1: Syntax error: extraneous input '>' expecting {_OPERAND}"]),
        ("self.", ["1:6: Syntax error: no viable alternative at input '.'"]),
        ("self.false", ["1:6: Syntax error: mismatched input 'false' expecting IDENTIFIER"]),
        ("self.b)", ["1:7: Syntax error: extraneous input ')' expecting <EOF>"]),
        ("(a", ["1:3: Syntax error: missing ')' at '<EOF>'"]),
        ("a[0:1]", ["1:4: Syntax error: mismatched input ':' expecting ']'"]),
        ("[1 2]", ["1:4: Syntax error: extraneous input '2' expecting {']', ','}"]),
        ("a ? b", ["1:6: Syntax error: mismatched input '<EOF>' expecting ':'"]),
        ("a not in b", ["1:3: Syntax error: mismatched input 'not' expecting <EOF>"]),
        ("1 + $", [
            "1:5: Syntax error: token recognition error at: '$'",
            f"1:6: Syntax error: mismatched input '<EOF>' expecting {_OPERAND}",
        ]),
        ("1 + +", [
            f"1:5: Syntax error: mismatched input '+' expecting {_OPERAND}",
            f"1:6: Syntax error: mismatched input '<EOF>' expecting {_OPERAND}",
        ]),
        ("--", [
            "1:3: Syntax error: no viable alternative at input '-'",
            f"1:3: Syntax error: mismatched input '<EOF>' expecting {_OPERAND}",
        ]),
        ("func{{a}}", [
            "1:6: Syntax error: extraneous input '{' expecting {'}', ',', '?', IDENTIFIER, ESC_IDENTIFIER}",
            "1:8: Syntax error: mismatched input '}' expecting ':'",
            "1:9: Syntax error: extraneous input '}' expecting <EOF>",
        ]),
        ("{(a, b)", [
            "1:4: Syntax error: mismatched input ',' expecting ')'",
            "1:6: Syntax error: mismatched input 'b' expecting '}'",
        ]),
        ("f(x ? y, true,)", [
            "1:8: Syntax error: mismatched input ',' expecting ':'",
            f"1:15: Syntax error: mismatched input ')' expecting {_OPERAND}",
        ]),
        ("(a ?))", [
            f"1:5: Syntax error: mismatched input ')' expecting {_OPERAND}",
            "1:6: Syntax error: extraneous input ')' expecting <EOF>",
        ]),
        # macros are expanded in what could be read
        ("has(a && b", [
            "1:7: invalid argument to has() macro",
            "1:11: Syntax error: missing ')' at '<EOF>'",
        ]),
        ("has(a.b.)", ["1:9: Syntax error: no viable alternative at input '.)'"]),
        ("has(a[0", [
            "1:6: invalid argument to has() macro",
            "1:8: Syntax error: mismatched input '<EOF>' expecting ']'",
        ]),
        ("{if", [
            "1:4: Syntax error: mismatched input '<EOF>' expecting ':'",
        ]),
        ("a.?", [
            "1:4: Syntax error: mismatched input '<EOF>' expecting {IDENTIFIER, ESC_IDENTIFIER}",
            "1:4: unsupported ident kind",
        ]),
        ("size((a) > 1", ["1:13: Syntax error: missing ')' at '<EOF>'"]),
        ("! , ! `a`", [
            f"1:3: Syntax error: extraneous input ',' expecting {_OPERAND}",
            f"1:7: Syntax error: extraneous input '`a`' expecting {_OPERAND}",
        ]),
        ("self.`é` == 1", [
            "1:6: Syntax error: token recognition error at: '`é'",
            "1:8: Syntax error: token recognition error at: '` ='",
            "1:11: Syntax error: token recognition error at: '= '",
            "1:13: Syntax error: no viable alternative at input '.1'",
        ]),
        (r'a == "\q"', [
            r"""1:6: Syntax error: token recognition error at: '"\q'""",
            """1:9: Syntax error: token recognition error at: '"'""",
            f"1:10: Syntax error: mismatched input '<EOF>' expecting {_OPERAND}",
        ]),
        ("if a", ["1:1: reserved identifier: if", "1:4: Syntax error: extraneous input 'a' expecting <EOF>"]),
        ("self.`a`", ["1:6: unsupported syntax: '`'"]),
        ("has(a)", ["1:5: invalid argument to has() macro"]),
        ("has(a.?b)", ["1:6: invalid argument to has() macro"]),
        ("a.all(b.c, true)", ["1:8: argument must be a simple name"]),
        ("a.map(1, true)", ["1:7: argument is not an identifier"]),
        ("a.map(__result__, 1)", ["1:7: iteration variable overwrites accumulator variable"]),
        ("a.all(x, x, true)", ["1:10: duplicate variable name: x"]),
        ("9223372036854775808", ["1:1: invalid int literal"]),
        ("18446744073709551616u", ["1:1: invalid uint literal"]),
        ("1e400", ["1:1: invalid double literal"]),
        (r"'\ud800'", ["1:1: invalid unicode code point"]),
        ("1 +\n+ 2", [f"2:1: Syntax error: extraneous input '+' expecting {_OPERAND}"]),
        ("(" * 251 + "1" + ")" * 251, ["-1:0: expression recursion limit exceeded: 250"]),
        ("a" + ".b" * 251, ["-1:0: max recursion depth exceeded"]),
        ("1" + " + 1" * 251, ["-1:0: max recursion depth exceeded"]),
        ("a" * 100_001, ["-1:0: expression code point size exceeds limit: size: 100001, limit 100000"]),
    ],
)  # fmt: skip
def test_complaints(text: str, complaints: list[str]) -> None:
    assert _complaints(text) == complaints


_ANTLR = json.loads((Path(__file__).parent / "data" / "syntax-errors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", _ANTLR)
def test_complaints_are_those_of_antlr(text: str) -> None:
    """Rules with typing errors, read with cel-go's grammar by ANTLR's own runtime."""
    found = [complaint for complaint in _complaints(text) if "Syntax error: " in complaint]
    assert [complaint.replace(_OPERAND, "OPERAND") for complaint in found] == _ANTLR[text]


@pytest.mark.parametrize(
    "text", ["(" * 249 + "1" + ")" * 249, "a" + ".b" * 250, "1" + " + 1" * 250, "a" + " && a" * 1000]
)
def test_deepest_trees_pass(text: str) -> None:
    assert _complaints(text) == []


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("a.?b && a[?b]", [(1, ".?"), (9, "[?")]),
        ("[?a, ?b]", [(1, "?"), (5, "?")]),
        ("M{?f: v} && {?'k': v}", [(2, "?"), (13, "?")]),
    ],
)
def test_optional_syntax_is_unknown_to_old_servers(text: str, complaints: list[tuple[int, str]]) -> None:
    _, errors = parse(text, vocabulary((1, 27)))
    assert [(error.pos, error.message) for error in errors] == [
        (pos, f"unsupported syntax '{syntax}'") for pos, syntax in complaints
    ]


_PIECES = st.sampled_from(
    [
        *"()[]{}.,:?!-+*/%<>=&|`'\"\\ \n",
        *("==", "&&", "||", "in", "true", "null", "self", "x", "1", "1u", "1.5", "'a'", 'r"b"', ".all("),
        *(".map(x,", "has(", "for", "é", "//", "0x", '"""'),
    ]
)


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_any_text_has_a_tree_or_complaints(text: str) -> None:
    tree, errors = parse(text, _VOCABULARY)
    assert errors or all(type(node) is not Node for node in walk(tree))
