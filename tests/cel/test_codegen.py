"""Generated code: its forms agree, depth and hostile text do no harm, costs are the server's."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffolder.cel.codegen.generator import Generator
from scaffolder.cel.environment import Environment
from scaffolder.cel.expression import check, compile
from scaffolder.cel.runtime.errors import CelError, CelPanicError, CostLimitError
from scaffolder.cel.runtime.shapes import PLAIN, PLAIN_NULLABLE, ListShape, MapShape, ObjectShape, ScalarShape
from scaffolder.cel.source import CompileError
from scaffolder.cel.types import BYTES, DOUBLE, DYN, INT, STRING, list_of, map_of, object_type
from tests.cel.evaluating import outcome

_TYPE = object_type("Self", {"n": INT, "s": STRING, "d": DOUBLE, "l": list_of(INT), "any": DYN})
_SHAPE = ObjectShape(
    lambda: {
        "n": ("n", PLAIN),
        "s": ("s", PLAIN),
        "d": ("d", ScalarShape(float)),
        "l": ("l", ListShape(PLAIN)),
        "any": ("any", PLAIN_NULLABLE),
    }
)
_SELF = {"n": 3, "s": "ab", "d": 2, "l": [1, 2, 3], "any": "x"}


def _source(text: str) -> str:
    return Generator({"self": _SHAPE}, careful=False, tracked=False).rule(
        check(text, Environment({"self": _TYPE})).tree
    )


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("self.n <= 10", "(a0['n'] <= 10)"),
        (
            "self.n == 1 && self.s == 'x' && has(self.d)",
            "((a0['n'] == 1) and (a0['s'] == 'x') and (a0.get('d') is not None))",
        ),
        ("self.s in ['a', 'b']", "(a0['s'] in ('a', 'b', ))"),
        ("size(self.l) > 0", "(len(a0['l']) > 0)"),
    ],
)
def test_typed_rules_become_plain_python(text: str, python: str) -> None:
    assert _source(text) == f"def rule(a0):\n return {python}\n"


def test_text_of_the_author_is_in_the_source_as_constants_only() -> None:
    hostile = '\'\\\'); import os; os.abort() #\' == self.s || """\nx""" == self.s'
    assert outcome(hostile, _SELF, type_=_TYPE, shape=_SHAPE) is False
    source = _source("self.all(import_os, import_os == self.s)".replace("self.all", "[self.s].all"))
    assert "import_os" not in source


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        # reading an attribute is 1, each step 1 more; has() costs its steps only
        ("self.n", 2),
        ("self.n <= 10", 3),
        ("has(self.n)", 1),
        ("self.l[0]", 3),
        ("self.l[self.n - 3]", 6),
        ("true ? self.n : 0", 1),
        ("self.s == 'ab'", 3),
        ("self.s.startsWith('a')", 3),
        ("self.s.contains('a')", 3),
        ("self.s.matches('a+')", 3),
        ("[self.n]", 12),
        ("[1, 2]", 0),
        ("self.n in [1, 2]", 2),
        ("self.n in self.l", 7),
        ("{'a': self.n}", 32),
        ("self.l.all(x, x > 0)", 18),
        ("self.l.all(x, x < 2)", 15),
        ("self.l.exists(x, x == 1)", 12),
        ("self.l.exists_one(x, x == 1)", 12),
        ("self.l.map(x, x + 1)", 45),
        ("self.l.filter(x, x > 1)", 35),
        ("duration('1s')", 0),
        ("self.l.sum()", 5),
        ("sets.contains(self.l, [1])", 6),
        ("self.l.sort()", 31),
    ],
)
def test_costs_are_those_of_the_server(text: str, cost: int) -> None:
    program = compile(check(text, Environment({"self": _TYPE})), {"self": _SHAPE})
    assert program.evaluate_counting(_SELF)[1] == cost


def test_quadratic_rules_end_at_the_limit_of_the_server() -> None:
    text = "self.all(x, self.all(z, x != z || x == z))"
    program = compile(check(text, Environment({"self": list_of(INT)})), {"self": ListShape(PLAIN)})
    assert program.evaluate([1] * 333) == (True, 999_668)
    with pytest.raises(CostLimitError):
        program.evaluate([1] * 334)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("lists.range(9000000000).size() > 0", CostLimitError),
        ("self.l.map(x, self.l).distinct().size() == 0", CostLimitError),
        ("sets.contains(self.l, self.l)", CostLimitError),
        ("self.l.map(x, self.l).flatten().size() == 0", CelError),
        ("self.s.replace('', self.s).size() == 0", CelError),
        ("self.l.map(x, '').join(self.s).size() == 0", CelError),
    ],
)
def test_bombs_do_not_go_off(text: str, error: type[Exception]) -> None:
    program = compile(check(text, Environment({"self": _TYPE})), {"self": _SHAPE})
    with pytest.raises(error):
        program.evaluate({"l": list(range(20_000)), "s": "x" * 20_000})


def test_raw_lists_are_never_zero() -> None:
    assert outcome("optional.ofNonZeroValue(self.l).hasValue()", {"l": []}, type_=_TYPE, shape=_SHAPE) is True
    assert outcome("optional.ofNonZeroValue([1].filter(x, x > 1)).hasValue()") is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" && ".join(["self.n == 3"] * 1000), True),
        (" || ".join(["self.any == 1"] * 1000), False),
        ("!(" * 100 + "true" + ")" * 100, True),
        ("(" * 200 + "self.n" + ")" * 200, 3),
        ("self.n == 4 ? 0 : " * 120 + "7", 7),
        ("+".join(["self.n"] * 200), 600),
        ("".join(f"[{i}].all(v{i}, " for i in range(40)) + "v0 == 0 && v39 == 39" + ")" * 40, True),
        ("".join(f"[{i}].exists(v{i}, " for i in range(40)) + "1 / 0 == 1 || v0 == 0" + ")" * 40, True),
        ("[" * 100 + "1" + "]" * 100 + " == []", None),
    ],
    ids=range(9),
)
def test_depth_and_length_are_no_problem(text: str, expected: Any) -> None:
    assert outcome(text, _SELF, type_=_TYPE, shape=_SHAPE) in (expected, False)


_LEAVES = {
    "int": ("0", "1", "-1", "9223372036854775807", "self.n", "self.l[1]", "self.l[7]", "self.s.size()"),
    "bool": ("true", "has(self.n)", "has(self.any)", "self.s == 'ab'", "self.any == 'x'"),
    "string": ("'a'", "''", "self.s", "string(self.n)", "dyn(self.any)"),
    "list": ("self.l", "[1, 2]", "[0].filter(x, x > 5)", "[self.n]"),
}
# Each % stands for an expression of the kind that its letter says.
_FORMS = {
    "int": (
        "(%i + %i)",
        "(%i - %i)",
        "(%i * %i)",
        "(%i / %i)",
        "(%b ? %i : %i)",
        "int(%s)",
        "%l[%i]",
        "%l.sum()",
    ),
    "bool": (
        *("(%i < %i)", "(%i == %i)", "(%s <= %s)", "%s.contains(%s)", "(%l == %l)", "(%i in %l)", "!%b"),
        *("(%b && %b)", "(%b || %b)", "(%b && %b && %b)", "(%b ? %b : %b)"),
        *("%l.all(x, %b && %i / x > 0)", "%l.exists(x, x == %i || %b)", "%l.exists_one(x, %i / x > %i)"),
        *("%l.all(k, v, k < v || %b)", "%l[?%i].hasValue()"),
    ),
    "string": ("(%s + %s)", "%s.substring(%i)", "string(%i)", "(%b ? %s : %s)", "'%d'.format([%i])"),
    "list": ("(%l + %l)", "%l.map(x, %i / x)", "%l.filter(x, x > %i)", "%l.sort()", "%l.sortBy(x, %i - x)"),
}
_KINDS = {kind[0]: kind for kind in _FORMS}


@st.composite
def _expressions(draw: st.DrawFn, kind: str = "bool", depth: int = 4) -> str:
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(_LEAVES[kind]))
    pieces = draw(st.sampled_from(_FORMS[kind])).split("%")
    text = pieces[0]
    for piece in pieces[1:]:
        if piece[:1] in _KINDS and not piece.startswith("d"):
            text += draw(_expressions(_KINDS[piece[0]], depth - 1)) + piece[1:]
        else:
            text += "%" + piece
    return text


@settings(max_examples=200, deadline=None)
@given(
    _expressions(),
    st.sampled_from([_SELF, {}, {"n": 0, "s": "", "d": 1.5, "l": [], "any": 4}, {"any": None, "l": [0, 2]}]),
)
def test_every_expression_has_a_value_or_an_error_of_the_language(text: str, value: dict[str, Any]) -> None:
    """And the careful form, which fast code falls back to, finds the same."""
    try:
        program = compile(check(text, Environment({"self": _TYPE})), {"self": _SHAPE})
    except CompileError:
        return
    results = []
    for evaluate in (program.evaluate, program.evaluate_counting, program.evaluate_carefully):
        try:
            results.append(repr(evaluate(value)[0]))
        except (CelError, CelPanicError) as error:
            results.append(f"{error} ({error.cost})")
    assert len(set(results)) == 1, results
    if results[0] in ("True", "False"):
        assert program.evaluate_counting(value)[1] == program.evaluate_carefully(value)[1]
        assert program.evaluate(value)[1] >= program.evaluate_carefully(value)[1]


@pytest.mark.parametrize("rest", ["self.n == 3", "self.n == 3 && self.d == 2.0", "self.l.all(i, i > 0)"])
@pytest.mark.parametrize("start", ["has(self.s)", "has(self.s) && has(self.n)"])
def test_a_chain_goes_on_behind_a_loop(start: str, rest: str) -> None:
    text = f"{start} && self.l.exists(i, i == 2) && {rest}"
    assert outcome(text, _SELF, type_=_TYPE, shape=_SHAPE) is True
    assert outcome(f"({text}) ? 1 : 2", _SELF, type_=_TYPE, shape=_SHAPE) == 1
    assert outcome(text, {**_SELF, "l": [1]}, type_=_TYPE, shape=_SHAPE) is False


@pytest.mark.parametrize(
    "text", ["type(dyn(dyn([1]))) == int", "dyn(type(dyn(int))) == 1", "dyn(dyn({})) == 1"]
)
def test_conversions_of_types_and_lists_are_worked_out_where_they_stand(text: str) -> None:
    assert outcome(f"{text} || self.nope > 1", _SELF, shape=_SHAPE) == "error: no such key: nope"


@pytest.mark.parametrize(("text", "size"), [("YWJj", 3), ("w6k=", 2), ("", 0)])
def test_base64_is_as_long_as_what_it_stands_for(text: str, size: int) -> None:
    shape = ScalarShape(base64.b64decode)
    assert outcome("self.size()", text, type_=BYTES, shape=shape) == size


def test_sorting_nothing_by_keys_gives_a_list_of_its_own() -> None:
    nothing = ListShape(PLAIN, "set")
    assert outcome("size(self.sort() + [1, 1])", [], type_=list_of(INT), shape=nothing) == 1
    assert outcome("size(self.sortBy(x, x) + [1, 1])", [], type_=list_of(INT), shape=nothing) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("self[dyn(1)]", "error: no such overload"),
        ("self[dyn('a')]", 1),
        ("self[dyn('b')]", "error: no such key: b"),
        ("self[[dyn(null)][0]]", "error: invalid qualifier type: types.Null"),
        ("self[?[dyn(duration('1s'))][0]]", "error: invalid qualifier type: types.Duration"),
        ("{'a': 1}[dyn(1)]", "error: no such key: 1"),
        ("dyn(1).matches('a')", "error: no such overload"),
        ("dyn(1).matches(['a'][0])", "error: no such overload: matches"),
        ("dyn(1).find('a')", "error: no such overload"),
        ("dyn(1).find(['a'][0])", "error: no such overload: find(int, string)"),
    ],
)
def test_keys_and_regexes_that_do_not_fit(text: str, expected: Any) -> None:
    assert outcome(text, {"a": 1}, type_=map_of(STRING, INT), shape=MapShape(PLAIN)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("self.l[dyn(0.0)]", "error: unsupported index: 0"),
        ("self.l[dyn(9u)]", "error: index out of bounds: 9"),
        ("[3][dyn(0.0)]", 3),
        (
            "self.m == self.m.sort()",
            "error: internal error: "
            "interface conversion: *types.Err is not traits.Lister: missing method Add",
        ),
        (
            "self.m[0] in self.m.distinct()",
            "error: internal error: "
            "interface conversion: *types.Err is not traits.Lister: missing method Add",
        ),
        ("self.m == self.l.sort()", "error: no such key: m"),
        ("self.m[0] == self.l.sort()[9]", "error: no such key: m"),
        ("[1].sort() == self.m", "error: no such key: m"),
    ],
)
def test_lists_are_as_strict_as_the_servers(text: str, expected: Any) -> None:
    type_ = object_type("Self", {"l": list_of(INT), "m": list_of(INT)})
    shape = ObjectShape(lambda: {"l": ("l", ListShape(PLAIN)), "m": ("m", ListShape(PLAIN))})
    assert outcome(text, {"l": [1, 2]}, type_=type_, shape=shape) == expected
