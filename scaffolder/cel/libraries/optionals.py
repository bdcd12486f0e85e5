"""Optional values: https://github.com/google/cel-go/blob/master/cel/library.go (``OptionalTypes``)."""

from __future__ import annotations

from scaffolder.apimachinery.times import Timestamp
from scaffolder.cel import operators
from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime.errors import CelError, no_such_overload
from scaffolder.cel.runtime.values import NONE, Duration, Optional
from scaffolder.cel.types import BOOL, DYN, INT, STRING, K, V, list_of, map_of, opaque, optional_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def declare() -> Library:
    optional_v, list_v, map_kv = optional_of(V), list_of(V), map_of(K, V)
    optional_list, optional_map = optional_of(list_v), optional_of(map_kv)
    optionals = list_of(optional_v)
    return Library(
        Function("optional.of", Overload("optional_of", (V,), optional_v, Optional)),
        Function(
            "optional.ofNonZeroValue",
            Overload("optional_ofNonZeroValue", (V,), optional_v, of_non_zero_value),
        ),
        Function("optional.none", Overload("optional_none", (), optional_v, none)),
        Function("value", Overload("optional_value", (optional_v,), V, value, member=True)),
        Function("hasValue", Overload("optional_hasValue", (optional_v,), BOOL, has_value, member=True)),
        Function("or", Overload("optional_or_optional", (optional_v, optional_v), optional_v, member=True)),
        Function("orValue", Overload("optional_orValue_value", (optional_v, V), V, member=True)),
        Function(
            operators.OPTIONAL_SELECT,
            Overload("select_optional_field", (DYN, STRING), optional_v),
        ),
        Function(
            operators.OPTIONAL_INDEX,
            Overload("list_optindex_optional_int", (list_v, INT), optional_v),
            Overload("optional_list_optindex_optional_int", (optional_list, INT), optional_v),
            Overload("map_optindex_optional_value", (map_kv, K), optional_v),
            Overload("optional_map_optindex_optional_value", (optional_map, K), optional_v),
        ),
        Function(
            operators.INDEX,
            Overload("optional_list_index_int", (optional_list, INT), optional_v),
            Overload("optional_map_index_value", (optional_map, K), optional_v),
        ),
        Function("last", Overload("list_last", (list_v,), optional_v, last, member=True)),
        Function("first", Overload("list_first", (list_v,), optional_v, first, member=True)),
        Function("optional.unwrap", Overload("optional_unwrap", (optionals,), list_v, unwrap)),
        Function("unwrapOpt", Overload("optional_unwrapOpt", (optionals,), list_v, unwrap, member=True)),
        types=(opaque("optional_type"),),
        macros=("optionals",),
        since=(1, 28),
    )


def none() -> Optional:
    return NONE


def of_non_zero_value(item: Any) -> Optional:
    """Only types that know a zero can be one: an opaque value never is."""
    if item is None or item is False:
        return NONE
    if isinstance(item, Duration):
        return NONE if item.nanoseconds == 0 else Optional(item)
    if isinstance(item, Timestamp):
        return NONE if item.nanoseconds == _ZERO_TIME else Optional(item)
    if isinstance(item, int | float):
        return NONE if item == 0 else Optional(item)
    if isinstance(item, str | bytes | list | dict):
        return Optional(item) if item else NONE
    return Optional(item)


# time.Time{}: 0001-01-01T00:00:00Z
_ZERO_TIME = -62_135_596_800_000_000_000


def _check(optional: Any) -> None:
    """Whoever embeds CEL may give another value for a variable than was declared."""
    if type(optional) is not Optional:
        raise no_such_overload()


def value(optional: Optional) -> Any:
    _check(optional)
    if optional is NONE:
        raise CelError("optional.none() dereference")
    if isinstance(optional.value, CelError):
        raise optional.value
    return optional.value


def has_value(optional: Optional) -> bool:
    _check(optional)
    return optional is not NONE


def first(items: Any) -> Optional:
    return Optional(items[0]) if len(items) else NONE


def last(items: Any) -> Optional:
    return Optional(items[len(items) - 1]) if len(items) else NONE


def unwrap(optionals: Any) -> list[Any]:
    values = []
    for item in optionals:
        if not isinstance(item, Optional):
            raise CelError(f"value {item} is not optional")
        if item is not NONE:
            values.append(item.value)
    return values
