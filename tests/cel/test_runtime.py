"""Values at run time: raw data seen through shapes, equality of lists that are sets, texts of numbers."""

from __future__ import annotations

from typing import Any

import pytest

from scaffolder.cel.runtime.access import contains, qualify
from scaffolder.cel.runtime.arithmetic import add
from scaffolder.cel.runtime.equality import equal, same_data
from scaffolder.cel.runtime.errors import CelError
from scaffolder.cel.runtime.go_numbers import general, plain
from scaffolder.cel.runtime.shapes import (
    OPAQUE,
    PLAIN,
    PLAIN_NULLABLE,
    ListShape,
    MapShape,
    ObjectShape,
    ScalarShape,
    Shape,
)

_ITEM = ObjectShape(lambda: {"name": ("name", PLAIN), "n__dash__o": ("n-o", ScalarShape(float))})
_SET = ListShape(PLAIN, "set")
_MAP_LIST = ListShape(_ITEM, "map", ["name"])
_OBJECT = ObjectShape(lambda: {"a": ("a", PLAIN_NULLABLE), "b": ("b", _ITEM), "p": ("p", OPAQUE)})


@pytest.mark.parametrize(
    ("shape", "left", "right", "expected"),
    [
        (_SET, ["a", "b"], ["b", "a"], True),
        (_SET, ["a", "b"], ["a", "c"], False),
        (ListShape(PLAIN), ["a", "b"], ["b", "a"], False),
        (
            _MAP_LIST,
            [{"name": "x", "n-o": 1}, {"name": "y"}],
            [{"name": "y"}, {"name": "x", "n-o": 1.0}],
            True,
        ),
        (_MAP_LIST, [{"name": "x", "n-o": 1}], [{"name": "x", "n-o": 2}], False),
        (_MAP_LIST, [{"name": "x"}], [{"name": "y"}], False),
        (_OBJECT, {"a": "x"}, {"a": "x"}, True),
        (_OBJECT, {"a": None}, {"a": "x"}, False),
        (_OBJECT, {"b": {"name": "x", "n-o": 1}}, {"b": {"name": "x", "n-o": 1.0}}, True),
        # declared by nobody: compared as data, types included
        (_OBJECT, {"u": 1}, {"u": 1}, True),
        (_OBJECT, {"u": 1}, {"u": 1.0}, False),
        # the server does not look for what the left side lacks
        (_OBJECT, {"a": "x", "u": 1}, {"a": "x", "v": 1}, True),
        (_OBJECT, {"p": [1, {"x": 1}]}, {"p": [1, {"x": 1}]}, True),
        (_OBJECT, {"p": [1]}, {"p": [2]}, False),
        (MapShape(ScalarShape(float)), {"k": 1}, {"k": 1.0}, True),
        (MapShape(ScalarShape(float)), {"k": 1}, {"l": 1}, False),
    ],
)
def test_equality_of_raw_data(shape: Shape, left: Any, right: Any, expected: bool) -> None:
    assert equal(shape.view(left), shape.view(right)) is expected


def test_the_left_list_decides_whether_order_counts() -> None:
    raw = _SET.view(["a", "b"])
    assert equal(raw, ["b", "a"])
    assert not equal(["b", "a"], raw)


def test_adding_to_a_set_keeps_positions_and_drops_duplicates() -> None:
    total = add(_SET.view(["a", "b"]), ["b", "c"])
    assert list(total) == ["a", "b", "c"]
    assert equal(total, ["c", "b", "a"])


def test_adding_to_a_map_list_overwrites_by_key() -> None:
    total = add(
        _MAP_LIST.view([{"name": "x", "n-o": 1}, {"name": "y"}]), _MAP_LIST.view([{"name": "x", "n-o": 5}])
    )
    assert [qualify(item, "name") for item in total] == ["x", "y"]
    assert qualify(total[0], "n__dash__o") == 5.0


def test_fields_are_reached_by_both_their_names() -> None:
    item = _ITEM.view({"name": "x", "n-o": 3, "undeclared": 1})
    assert qualify(item, "n__dash__o") == 3.0
    assert sorted(item) == ["n__dash__o", "name"]
    assert qualify(item, "n-o") == 3.0
    with pytest.raises(CelError, match="no such key: undeclared"):
        qualify(item, "undeclared")


def test_a_null_field_is_absent_and_a_null_item_is_not() -> None:
    with pytest.raises(CelError, match="no such key: a"):
        qualify(_OBJECT.view({"a": None}), "a")
    assert qualify(MapShape(PLAIN_NULLABLE).view({"a": None}), "a") is None


@pytest.mark.parametrize(("shape", "raw"), [(_OBJECT, 1), (_SET, {}), (MapShape(PLAIN), [])])
def test_data_of_another_type_is_an_error_of_the_language(shape: Shape, raw: Any) -> None:
    with pytest.raises(CelError, match="invalid data"):
        shape.view(raw)


def test_a_later_match_makes_up_for_items_that_cannot_be_compared() -> None:
    nested = ListShape(_SET)
    assert contains(nested.view([["a"], ["b"]]), ["b"])
    with pytest.raises(CelError, match="no such overload"):
        contains(nested.view([["a"]]), "b")


def test_data_of_any_depth_can_be_compared() -> None:
    left: Any = 1
    right: Any = 1
    for _ in range(100_000):
        left, right = [left], [right]
    assert same_data(left, right)
    # lists that deep cannot be freed recursively either
    while isinstance(left, list):
        left, right = left.pop(), right.pop()


@pytest.mark.parametrize(
    ("number", "shortest", "decimal"),
    [
        (0.0, "0", "0"),
        (-0.0, "-0", "-0"),
        (1.0, "1", "1"),
        (123456.0, "123456", "123456"),
        (1234567.0, "1.234567e+06", "1234567"),
        (0.0001, "0.0001", "0.0001"),
        (0.00001234, "1.234e-05", "0.00001234"),
        (1e21, "1e+21", "1000000000000000000000"),
        (5e-324, "5e-324", "0." + "0" * 323 + "5"),
        (float("-inf"), "-Inf", "-Inf"),
        (float("nan"), "NaN", "NaN"),
    ],
)
def test_numbers_as_go_prints_them(number: float, shortest: str, decimal: str) -> None:
    assert (general(number), plain(number)) == (shortest, decimal)
