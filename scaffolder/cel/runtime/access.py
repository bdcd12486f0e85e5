"""Reaching into values: ``a.b``, ``a[b]``, ``has(a.b)``, ``a.?b``, ``a in b``, ``size(a)``.

cel-go's interpreter/attributes.go (``refQualify``) and the ``Get``/``Find``/``Contains`` methods of its
types.
"""

from __future__ import annotations

from scaffolder.cel.runtime.equality import equal
from scaffolder.cel.runtime.errors import CelError, no_such_overload
from scaffolder.cel.runtime.go_numbers import general
from scaffolder.cel.runtime.values import MAX_INT, NONE, Optional, Uint, go_type, key_of, type_name
from scaffolder.cel.runtime.views import LISTS, MISSING, ListView, MapView, MergedList, is_map

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def lookup(container: Any, key: Any) -> Any:
    """The value at ``key`` of a map, or ``MISSING``. A double that is whole finds an integer key."""
    if type(container) is MapView:
        return container.find(key)
    kind = type(key)
    if kind is bool:
        return container.get(key_of(key), MISSING)
    if kind is str or kind is int or kind is Uint or (kind is float and key == key and key.is_integer()):
        return container.get(key, MISSING)
    return MISSING


def qualify(container: Any, key: Any) -> Any:
    """``container[key]`` and ``container.key``; an optional is looked into and gives an optional."""
    if type(container) is Optional:
        return NONE if container is NONE else qualify_optional(container.value, key)
    if type(key) not in _KEYS:
        raise CelError(f"invalid qualifier type: {go_type(key)}")
    if is_map(container):
        found = lookup(container, key)
        if found is MISSING:
            raise CelError(f"no such key: {key_text(key)}")
        return found
    if type(container) in LISTS:
        index = _index(key)
        if 0 <= index < len(container):
            return container[index]
        raise CelError(f"index out of bounds: {key_text(key)}")
    raise CelError(f"no such key: {key_text(key)}")


def qualify_raw(container: Any, key: Any) -> Any:
    """``container[key]`` of raw data: its maps take no key but a string, its lists no index but an int."""
    found = qualify(container, key) if type(key) is str or not is_map(container) else _no_key(key)
    if type(key) in (float, Uint):
        raise CelError(f"unsupported index: {key_text(key)}")
    return found


def _no_key(key: Any) -> Any:
    raise no_such_overload() if type(key) in _KEYS else CelError(f"invalid qualifier type: {go_type(key)}")


def qualify_optional(container: Any, key: Any) -> Optional:
    """``container.?key`` and ``container[?key]``."""
    if type(container) is Optional:
        if container is NONE:
            return NONE
        container = container.value
        if isinstance(container, CelError):
            raise container
    if type(key) not in _KEYS:
        raise CelError(f"invalid qualifier type: {go_type(key)}")
    if is_map(container):
        found = lookup(container, key)
        return NONE if found is MISSING else Optional(found)
    if type(container) in LISTS:
        index = _index(key)
        return Optional(container[index]) if 0 <= index < len(container) else NONE
    return NONE


def has(container: Any, key: str) -> bool:
    """``has(container.key)``."""
    return qualify_optional(container, key) is not NONE


def contains(container: Any, value: Any) -> bool:
    """``value in container``. An item that cannot be compared is no match, but in raw lists it is an error
    unless a later item is equal."""
    if type(container) is list or type(container) is MergedList:
        return any(_matches(value, item) for item in container)
    if type(container) is ListView:
        error: CelError | None = None
        for item in container:
            try:
                if equal(item, value):
                    return True
            except CelError as failed:
                error = error or failed
        if error is not None:
            raise error
        return False
    if is_map(container):
        return lookup(container, value) is not MISSING
    raise no_such_overload()


def _matches(value: Any, item: Any) -> bool:
    try:
        return equal(value, item)
    except CelError:
        return False


_KEYS = frozenset((str, int, Uint, float, bool))


def size(value: Any) -> int:
    if type(value) in _SIZED:
        return len(value)
    raise CelError("no such overload: size")


_SIZED = (str, bytes, dict, MapView, *LISTS)


def _index(key: Any) -> int:
    """The position that a key means in a list: whole doubles and uints will do (``types.IndexOrError``)."""
    kind = type(key)
    if kind is int or (kind is Uint and key <= MAX_INT):
        return int(key)
    if kind is float and key.is_integer() and abs(key) < _TWO_TO_63:
        return int(key)
    if kind is float or kind is Uint:
        raise CelError(f"unsupported index value {key_text(key)} in list")
    raise CelError(f"unsupported index type '{type_name(key)}' in list")


_TWO_TO_63 = 9.223372036854775807e18


def key_text(key: Any) -> str:
    """A key in a message (Go's ``%v``)."""
    if type(key) is bool:
        return "true" if key else "false"
    if type(key) is float:
        return general(key)
    return "null" if key is None else str(key)
