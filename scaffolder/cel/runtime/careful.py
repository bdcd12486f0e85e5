"""What generated code calls where plain Python would fail without saying why, or would not fail at all."""

from __future__ import annotations

from scaffolder.cel.runtime.access import lookup, qualify
from scaffolder.cel.runtime.errors import CelError, CelPanicError, no_such_overload
from scaffolder.cel.runtime.values import Optional, go_type, key_of, value_of_key
from scaffolder.cel.runtime.views import LISTS, MISSING, is_map

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


def field(raw: Any, key: str, name: str) -> Any:
    """The raw value of an object's declared field; null is as good as absent."""
    if type(raw) is not dict:
        raise CelError("invalid data, expected a map for the provided schema with type=object")
    value = raw.get(key)
    if value is None:
        raise CelError(f"no such key: {name}")
    return value


def not_null(value: Any) -> Any:
    """The value of a nullable field, for code that falls back to ``field`` on a ``KeyError``."""
    if value is None:
        raise KeyError
    return value


def item(raw: Any, key: Any) -> Any:
    """The raw item of a raw list (by a number) or map."""
    if type(raw) is not (list if type(key) is int else dict):
        expected = "an array" if type(key) is int else "a map"
        kind = "array" if type(key) is int else "object"
        raise CelError(f"invalid data, expected {expected} for the provided schema with type={kind}")
    return qualify(raw, key)


def at(raw: list[Any], index: int) -> Any:
    """``raw[index]`` without Python's negative indexes."""
    if index < 0:
        raise IndexError
    return raw[index]


def boolean(value: Any) -> bool:
    """An operand of ``&&``, ``||``, ``?:`` whose type was not known."""
    if value is True or value is False:
        return bool(value)
    raise no_such_overload()


def elements(value: Any) -> Iterable[Any]:
    """What a loop with one variable goes over: items, or keys."""
    if type(value) in LISTS:
        items: Iterable[Any] = value
        return items
    if is_map(value):
        return map(value_of_key, value)
    raise CelError(f"got '{go_type(value)}', expected iterable type")


def entries(value: Any) -> Iterable[tuple[Any, Any]]:
    """What a loop with two variables goes over: index and item, or key and value."""
    if type(value) in LISTS:
        return enumerate(value)
    if is_map(value):
        keys = map(value_of_key, value)
        return [(key, found) for key in keys if (found := lookup(value, key)) is not MISSING]
    raise CelError(f"unsupported comprehension range type: {go_type(value)}")


def new_map(*keys_and_values: Any) -> dict[Any, Any]:
    """A map literal. Keys that are given twice keep the last value."""
    pairs = iter(keys_and_values)
    try:
        return {key_of(key): value for key, value in zip(pairs, pairs, strict=True)}
    except TypeError:
        raise CelError("unsupported key type") from None


def insert(target: dict[Any, Any], key: Any, value: Any) -> None:
    if lookup(target, key) is not MISSING:
        raise CelError(f"insert failed: key {key} already exists")
    target[key_of(key)] = value


def insert_all(target: dict[Any, Any], addition: Any) -> None:
    for key in map(value_of_key, addition):
        insert(target, key, lookup(addition, key))


def unwrap_entry(key: Any, value: Any) -> Optional:
    """The value of ``?key: value``."""
    if type(value) is not Optional:
        raise CelError(f"cannot initialize optional entry '{key}' from non-optional value {value}")
    return value


def unwrap_element(value: Any) -> Optional:
    """The value of ``[?value]``."""
    if type(value) is not Optional:
        raise CelError(f"cannot initialize optional list element from non-optional value {value}")
    return value


def optional(value: Any) -> Optional:
    """The target of ``or`` and ``orValue``."""
    if type(value) is not Optional:
        raise no_such_overload()
    return value


def value(optional: Optional) -> Any:
    """What is in an optional that is not empty."""
    if isinstance(optional.value, CelError):
        raise optional.value
    return optional.value


def cost_panic(kind: str) -> CelPanicError:
    """What cel-go says when its cost tracker meets an error where it expects a list, or an int."""
    reasons = {
        "list": "interface conversion: *types.Err is not traits.Lister: missing method Add",
        "int": "interface conversion: ref.Val is *types.Err, not types.Int",
    }
    return CelPanicError(f"internal error: {reasons[kind]}")
