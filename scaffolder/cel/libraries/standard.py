"""CEL's own operators and functions: https://github.com/google/cel-go/blob/master/common/stdlib/standard.go

Most operators have no implementation here: code generation has a form of its own for them.
"""

from __future__ import annotations

from scaffolder.apimachinery.patterns import PatternError, compile_pattern
from scaffolder.cel import operators
from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime import access
from scaffolder.cel.runtime.errors import CelError
from scaffolder.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    INT,
    NULL,
    STRING,
    TIMESTAMP,
    TYPE,
    UINT,
    Type,
    list_of,
    map_of,
    parameter,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.apimachinery.patterns import Matcher


def declare() -> Library:
    a, b = parameter("A"), parameter("B")
    list_a, map_ab = list_of(a), map_of(a, b)
    return Library(
        Function(operators.CONDITIONAL, Overload("conditional", (BOOL, a, a), a)),
        Function(operators.LOGICAL_AND, Overload("logical_and", (BOOL, BOOL), BOOL)),
        Function(operators.LOGICAL_OR, Overload("logical_or", (BOOL, BOOL), BOOL)),
        Function(operators.LOGICAL_NOT, Overload("logical_not", (BOOL,), BOOL)),
        Function(operators.NOT_STRICTLY_FALSE, Overload("not_strictly_false", (BOOL,), BOOL)),
        Function(operators.EQUALS, Overload("equals", (a, a), BOOL)),
        Function(operators.NOT_EQUALS, Overload("not_equals", (a, a), BOOL)),
        *_arithmetic(list_a),
        _relation(operators.LESS, "less"),
        _relation(operators.LESS_EQUALS, "less_equals"),
        _relation(operators.GREATER, "greater"),
        _relation(operators.GREATER_EQUALS, "greater_equals"),
        Function(
            operators.INDEX,
            Overload("index_list", (list_a, INT), a),
            Overload("index_map", (map_ab, a), b),
        ),
        Function(
            operators.IN,
            Overload("in_list", (a, list_a), BOOL),
            Overload("in_map", (a, map_ab), BOOL),
        ),
        Function(
            "size",
            Overload("size_bytes", (BYTES,), INT, access.size),
            Overload("bytes_size", (BYTES,), INT, access.size, member=True),
            Overload("size_list", (list_a,), INT, access.size),
            Overload("list_size", (list_a,), INT, access.size, member=True),
            Overload("size_map", (map_ab,), INT, access.size),
            Overload("map_size", (map_ab,), INT, access.size, member=True),
            Overload("size_string", (STRING,), INT, access.size),
            Overload("string_size", (STRING,), INT, access.size, member=True),
        ),
        Function("contains", Overload("contains_string", (STRING, STRING), BOOL, contains, member=True)),
        Function("endsWith", Overload("ends_with_string", (STRING, STRING), BOOL, ends_with, member=True)),
        Function(
            "startsWith", Overload("starts_with_string", (STRING, STRING), BOOL, starts_with, member=True)
        ),
        Function(
            "matches",
            Overload("matches", (STRING, STRING), BOOL, matches),
            Overload("matches_string", (STRING, STRING), BOOL, matches, member=True),
        ),
        types=(
            BOOL,
            BYTES,
            DOUBLE,
            DURATION,
            INT,
            list_a,
            map_ab,
            NULL,
            STRING,
            TIMESTAMP,
            TYPE,
            UINT,
        ),
        macros=("standard",),
    )


def _arithmetic(list_a: Type) -> tuple[Function, ...]:
    return (
        Function(
            operators.ADD,
            Overload("add_bytes", (BYTES, BYTES), BYTES),
            Overload("add_double", (DOUBLE, DOUBLE), DOUBLE),
            Overload("add_duration_duration", (DURATION, DURATION), DURATION),
            Overload("add_duration_timestamp", (DURATION, TIMESTAMP), TIMESTAMP),
            Overload("add_timestamp_duration", (TIMESTAMP, DURATION), TIMESTAMP),
            Overload("add_int64", (INT, INT), INT),
            Overload("add_list", (list_a, list_a), list_a),
            Overload("add_string", (STRING, STRING), STRING),
            Overload("add_uint64", (UINT, UINT), UINT),
        ),
        Function(
            operators.DIVIDE,
            Overload("divide_double", (DOUBLE, DOUBLE), DOUBLE),
            Overload("divide_int64", (INT, INT), INT),
            Overload("divide_uint64", (UINT, UINT), UINT),
        ),
        Function(
            operators.MODULO,
            Overload("modulo_int64", (INT, INT), INT),
            Overload("modulo_uint64", (UINT, UINT), UINT),
        ),
        Function(
            operators.MULTIPLY,
            Overload("multiply_double", (DOUBLE, DOUBLE), DOUBLE),
            Overload("multiply_int64", (INT, INT), INT),
            Overload("multiply_uint64", (UINT, UINT), UINT),
        ),
        Function(
            operators.NEGATE,
            Overload("negate_double", (DOUBLE,), DOUBLE),
            Overload("negate_int64", (INT,), INT),
        ),
        Function(
            operators.SUBTRACT,
            Overload("subtract_double", (DOUBLE, DOUBLE), DOUBLE),
            Overload("subtract_duration_duration", (DURATION, DURATION), DURATION),
            Overload("subtract_int64", (INT, INT), INT),
            Overload("subtract_timestamp_duration", (TIMESTAMP, DURATION), TIMESTAMP),
            Overload("subtract_timestamp_timestamp", (TIMESTAMP, TIMESTAMP), DURATION),
            Overload("subtract_uint64", (UINT, UINT), UINT),
        ),
    )


def _relation(operator: str, name: str) -> Function:
    operands = (
        ("bool", BOOL, BOOL),
        ("int64", INT, INT),
        ("int64_double", INT, DOUBLE),
        ("int64_uint64", INT, UINT),
        ("uint64", UINT, UINT),
        ("uint64_double", UINT, DOUBLE),
        ("uint64_int64", UINT, INT),
        ("double", DOUBLE, DOUBLE),
        ("double_int64", DOUBLE, INT),
        ("double_uint64", DOUBLE, UINT),
        ("string", STRING, STRING),
        ("bytes", BYTES, BYTES),
        ("timestamp", TIMESTAMP, TIMESTAMP),
        ("duration", DURATION, DURATION),
    )
    # numbers of different types could not be compared at first
    return Function(
        operator,
        *(
            Overload(f"{name}_{suffix}", (left, right), BOOL, since=None if left == right else (1, 28))
            for suffix, left, right in operands
        ),
    )


def contains(text: str, part: str) -> bool:
    return part in text


def ends_with(text: str, suffix: str) -> bool:
    return text.endswith(suffix)


def starts_with(text: str, prefix: str) -> bool:
    return text.startswith(prefix)


def matches(text: str, pattern: str) -> bool:
    return compiled(pattern).search(text)


_patterns: dict[str, Matcher] = {}
_MAX_PATTERNS = 500


def compiled(pattern: str) -> Matcher:
    """The pattern ready for use; raises ``CelError`` with the text of Go's regexp for one that is none."""
    matcher = _patterns.get(pattern)
    if matcher is None:
        try:
            matcher = compile_pattern(pattern)
        except PatternError as error:
            raise CelError(str(error)) from error
        if len(_patterns) >= _MAX_PATTERNS:
            _patterns.clear()
        _patterns[pattern] = matcher
    return matcher
