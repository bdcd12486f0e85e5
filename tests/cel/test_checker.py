"""Types of expressions, and what is said where they do not fit."""

from __future__ import annotations

import pytest

from scaffolder.cel.environment import Environment
from scaffolder.cel.expression import check, check_constants
from scaffolder.cel.source import CompileError
from scaffolder.cel.types import (
    BOOL,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    STRING,
    TIMESTAMP,
    list_of,
    map_of,
    object_type,
    optional_of,
)

_POINT = object_type("Point", {"x": INT, "y": INT, "__namespace__": STRING}, {"namespace": "__namespace__"})
_ENVIRONMENT = Environment(
    {
        "b": BOOL,
        "i": INT,
        "d": DOUBLE,
        "s": STRING,
        "any": DYN,
        "t": TIMESTAMP,
        "span": DURATION,
        "li": list_of(INT),
        "ls": list_of(STRING),
        "m": map_of(STRING, INT),
        "p": _POINT,
        "lp": list_of(_POINT),
        "o": optional_of(INT),
    }
)
_FORMAT_ERROR = "error during formatting: decimal clause can only be used on integers, was given string"


def _complaints(text: str) -> list[str]:
    with pytest.raises(CompileError) as caught:
        check(text, _ENVIRONMENT)
    return [error.message for error in caught.value.errors]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("i + 1", "int"),
        ("s + 'a'", "string"),
        ("li + [1]", "list(int)"),
        ("b ? i : 2", "int"),
        ("b ? i : any", "dyn"),
        ("[]", "list(dyn)"),
        ("[[], [1]]", "list(list(int))"),
        ("{'a': 1}", "map(string, int)"),
        ("m.a", "int"),
        ("m['a']", "int"),
        ("li[0]", "int"),
        ("p.x", "int"),
        ("p.namespace + p.__namespace__", "string"),
        ("any.anything.at.all", "dyn"),
        ("m[?'a']", "optional_type(int)"),
        ("p.?x", "optional_type(int)"),
        ("o.orValue(1)", "int"),
        ("o.optMap(x, string(x))", "optional_type(string)"),
        ("o.optFlatMap(x, m[?string(x)])", "optional_type(int)"),
        ("li.map(x, string(x))", "list(string)"),
        ("m.map(k, k)", "list(string)"),
        ("m.map(k, m[k])", "list(int)"),
        ("li.filter(x, x > 0)", "list(int)"),
        ("lp.filter(p, p.x > 0)[0].y", "int"),
        ("li.exists_one(x, x == 1)", "bool"),
        ("m.transformList(k, v, k + string(v))", "list(string)"),
        ("m.transformMap(k, v, string(v))", "map(string, string)"),
        ("ls.transformMapEntry(i, v, {v: i})", "map(string, int)"),
        ("lp.sortBy(e, e.x)", "list(Point)"),
        ("type(i) == int", "bool"),
        ("type(i)", "type(int)"),
        ("t - t", "duration"),
        ("t + span", "timestamp"),
        ("i < 1.5", "bool"),
        ("p == null", "bool"),
        ("t == null", "bool"),
        ("i in li", "bool"),
        ("'a' in m", "bool"),
        ("sets.contains(li, [1])", "bool"),
        ("google.protobuf.Timestamp{seconds: i}", "timestamp"),
        ("li.all(s, s > 0) && s == ''", "bool"),
    ],
)
def test_type(text: str, type_: str) -> None:
    assert str(check(text, _ENVIRONMENT).type) == type_


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("nope", ["undeclared reference to 'nope' (in container '')"]),
        ("nope(i)", ["undeclared reference to 'nope' (in container '')"]),
        (
            "math.abs(i)",
            [f"undeclared reference to '{name}' (in container '')" for name in ("math", "abs")],
        ),
        ("p.z", ["undefined field 'z'"]),
        ("i.z", ["type 'int' does not support field selection"]),
        ("i + 1.0", ["found no matching overload for '_+_' applied to '(int, double)'"]),
        ("i == 1u", ["found no matching overload for '_==_' applied to '(int, uint)'"]),
        ("s == null", ["found no matching overload for '_==_' applied to '(string, null)'"]),
        ("p['x']", ["found no matching overload for '_[_]' applied to '(Point, string)'"]),
        ("s.size(1)", ["found no matching overload for 'size' applied to 'string.(int)'"]),
        ("t.startsWith(s)", ["found no matching overload for 'startsWith' applied to 'timestamp.(string)'"]),
        ("b && i", ["expected type 'bool' but found 'int'"]),
        ("b || i || s", ["expected type 'bool' but found 'int'", "expected type 'bool' but found 'string'"]),
        ("li.all(x, x)", ["expected type 'bool' but found 'int'"]),
        (
            "li.filter(x, x)",
            ["found no matching overload for '_?_:_' applied to '(int, list(int), list(int))'"],
        ),
        ("[1, 's']", ["expected type 'int' but found 'string'"]),
        ("{'a': 1, 1: 1}", ["expected type 'string' but found 'int'"]),
        ("[?i]", ["expected type 'optional_type(int)' but found 'int'"]),
        (
            "p.all(x, true)",
            ["expression of type 'Point' cannot be range of a comprehension (must be list, map, or dynamic)"],
        ),
        ("nope.optMap(x, x)", ["undeclared reference to 'nope' (in container '')"] * 2),
        ("li.all(x, x > 0) && x", ["undeclared reference to 'x' (in container '')"]),
        ("Nope{a: 1}", ["undeclared reference to 'Nope' (in container '')"]),
        (
            "google.protobuf.Duration{seconds: 's'}",
            ["expected type of field 'seconds' is 'int' but provided type is 'string'"],
        ),
        ("google.protobuf.Duration{hours: 1}", ["undefined field 'hours'"]),
        ("int{a: 1} == 1", ["'int' is not a message type", "undefined field 'a'"]),
        ("map{a: 1} == {}", ["'map' is not a message type"]),
        ("kubernetes.URL == int", ["undeclared reference to 'kubernetes' (in container '')"]),
        ("kubernetes.URL{}", ["undeclared reference to 'kubernetes.URL' (in container '')"]),
        ("quantity('1').value", ["unexpected failed resolution of 'kubernetes.Quantity'"]),
        ("ip('::1').value", ["type 'net.IP' does not support field selection"]),
        (
            "map.all(x, true)",
            [
                "expression of type 'type(map(A, B))' cannot be range of a comprehension "
                "(must be list, map, or dynamic)"
            ],
        ),
        (
            "optional_type + 1",
            ["found no matching overload for '_+_' applied to '(type(optional_type), int)'"],
        ),
        ("map == 1", ["found no matching overload for '_==_' applied to '(type(map(dyn, dyn)), int)'"]),
        (r"b'\u00ff' == b''", ["unable to unescape string"]),
        ("duration('1d')", ["invalid duration argument"]),
        ("duration(1)", ["invalid duration argument"]),
        ("timestamp(null)", ["invalid timestamp argument"]),
        ("timestamp('2020-01-01')", ["invalid timestamp argument"]),
        ("s.matches('(')", ["invalid matches argument"]),
        ("'%d'.format([s])", [_FORMAT_ERROR]),
        ("'%s'.format([])", ["index 0 out of range"]),
        ("'%z'.format([s])", ['could not parse formatting clause: unrecognized formatting clause "z"']),
        ("'%s'.format([s, s])", ["too many arguments supplied to string.format (expected 1, got 2)"]),
        ("'%'.format([s])", ["unexpected end of string"]),
    ],
)  # fmt: skip
def test_complaints(text: str, complaints: list[str]) -> None:
    assert _complaints(text) == complaints


def test_parts_of_what_is_formatted_may_differ() -> None:
    assert str(check("'%s %d %f'.format([s, i, d])", _ENVIRONMENT).type) == "string"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("matches(s, '(')", "error parsing regexp: missing closing ): `(`"),
        ("s.find('[') == ''", "error parsing regexp: missing closing ]: `[`"),
        ("int('a') == 1", "type conversion error from 'string' to 'int'"),
        ("string(int('a')) == ''", "type conversion error from 'string' to 'int'"),
        ("string(dyn({1: [2]})) == ''", "no such overload: string(map)"),
        ("int(dyn(int)) == 1", "no such overload: int(type)"),
        ("any[null] == 1", "invalid qualifier type: types.Null"),
        ("m[dyn([1])] == 1", "invalid qualifier type: *types.baseList"),
        ("any[?timestamp(1)].hasValue()", "invalid qualifier type: types.Timestamp"),
    ],
)
def test_constants_are_worked_out(text: str, complaint: str) -> None:
    expression = check(text, _ENVIRONMENT)
    with pytest.raises(CompileError) as caught:
        check_constants(expression)
    assert str(caught.value).startswith("program instantiation failed: ")
    assert complaint in str(caught.value)


@pytest.mark.parametrize(
    "text", ["1 / 0 == 1", "[1][5] == 1", "quantity('x') == quantity('1')", "int(s) == 1"]
)
def test_other_mistakes_wait_for_the_evaluation(text: str) -> None:
    check_constants(check(text, _ENVIRONMENT))


def test_excerpt_has_wide_carets_under_wide_characters() -> None:
    with pytest.raises(CompileError) as caught:
        check("'é' == nope ||\n\tnope", _ENVIRONMENT)
    assert str(caught.value) == (
        "compilation failed: ERROR: <input>:1:8: undeclared reference to 'nope' (in container '')\n"
        " | 'é' == nope ||\n"
        " | .．.....^\n"
        "ERROR: <input>:2:2: undeclared reference to 'nope' (in container '')\n"
        " |  nope\n"
        " | .^"
    )


def test_expression_knows_what_it_reads() -> None:
    expression = check("li.all(x, x > i)", _ENVIRONMENT)
    assert expression.refers_to("i")
    assert not expression.refers_to("s")
    assert not check("li.all(n, true)", _ENVIRONMENT).refers_to("n")
    assert check("li.filter(n, true) == []", _ENVIRONMENT).refers_to("n")
