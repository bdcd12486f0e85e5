"""How values of CEL are represented.

========================  =======================================================================
bool, string, bytes       ``bool``, ``str``, ``bytes``
int, uint, double         ``int`` within 64 bits, ``Uint``, ``float``
null                      ``None``
timestamp, duration       ``apimachinery.times.Timestamp``, ``Duration``
list                      ``list``, or ``ListView`` where the raw items are no values yet
map, object               ``dict``, or ``MapView``
optional, type            ``Optional``, ``TypeValue``
opaque types              instances of ``Opaque``
========================  =======================================================================

A rule mostly reads plain JSON, and plain JSON is its own representation: no copies are made of it
(``shapes.py``). Keys of a map that are booleans are wrapped (``BoolKey``), because Python takes ``True`` and
``1`` for one key.
"""

from __future__ import annotations

from scaffolder.apimachinery.times import Timestamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_INT = (1 << 63) - 1
MIN_INT = -(1 << 63)
MAX_UINT = (1 << 64) - 1

NANOSECONDS = 1_000_000_000
# 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z in seconds since 1970.
MIN_TIMESTAMP = -62_135_596_800
MAX_TIMESTAMP = 253_402_300_799


class Uint(int):
    """An unsigned integer; arithmetic on it goes through ``arithmetic.py``, which wraps the result again."""

    __slots__ = ()


class Duration:
    """A span of ``nanoseconds`` within 64 bits."""

    __slots__ = ("nanoseconds",)

    def __init__(self, nanoseconds: int) -> None:
        self.nanoseconds = nanoseconds

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Duration) and self.nanoseconds == other.nanoseconds

    def __lt__(self, other: Duration) -> bool:
        return self.nanoseconds < other.nanoseconds

    def __le__(self, other: Duration) -> bool:
        return self.nanoseconds <= other.nanoseconds

    def __hash__(self) -> int:
        return hash(("duration", self.nanoseconds))

    def __repr__(self) -> str:
        return f"Duration({self.nanoseconds})"


class Optional:
    """``optional.of(value)``; ``NONE`` is the only one without a value.

    Where raw data is not what its schema says, the value may be a ``CelError``: it arises when it is used.
    """

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "optional.none()" if self is NONE else f"optional({self.value!r})"


NONE = Optional(None)


class TypeValue:
    """A type as a value: what ``type(x)`` gives and the identifier ``int`` stands for."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TypeValue) and self.name == other.name

    def __hash__(self) -> int:
        return hash(("type", self.name))

    def __repr__(self) -> str:
        return f"TypeValue({self.name!r})"


class Opaque:
    """A value that only its library understands; compared with its own ``equals`` and costed by its
    ``size``.
    """

    __slots__ = ()
    type_name = "opaque"
    go_type = "opaque"

    def equals(self, other: Any) -> bool:
        """Whether both are the same; raises ``CelError`` for a value of another type, as Kubernetes' types
        do.
        """
        raise NotImplementedError

    def size(self) -> int:
        """The size that cost accounting sees: 1 unless the type is a ``traits.Sizer`` in Go."""
        return 1


class BoolKey:
    """``true`` or ``false`` as a key of a map."""

    __slots__ = ("value",)

    def __init__(self, value: bool) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BoolKey) and self.value is other.value

    def __hash__(self) -> int:
        return hash(("bool", self.value))


_NAMES: dict[type, str] = {
    bool: "bool",
    int: "int",
    Uint: "uint",
    float: "double",
    str: "string",
    bytes: "bytes",
    type(None): "null_type",
    list: "list",
    dict: "map",
    Timestamp: "google.protobuf.Timestamp",
    Duration: "google.protobuf.Duration",
    Optional: "optional_type",
    TypeValue: "type",
}


_GO_TYPES: dict[type, str] = {
    bool: "types.Bool",
    int: "types.Int",
    Uint: "types.Uint",
    float: "types.Double",
    str: "types.String",
    bytes: "types.Bytes",
    type(None): "types.Null",
    list: "*types.baseList",
    dict: "*types.baseMap",
    Timestamp: "types.Timestamp",
    Duration: "types.Duration",
    Optional: "*types.Optional",
    TypeValue: "*types.Type",
}


def type_name(value: Any) -> str:
    """The name of a value's type at run time, as in messages and as ``type(value)`` compares."""
    name = _NAMES.get(type(value))
    return value.type_name if name is None else name


def go_type(value: Any) -> str:
    """The name of what cel-go or Kubernetes represents a value with (Go's ``%T``), which some messages
    show.
    """
    name = _GO_TYPES.get(type(value))
    return getattr(value, "go_type", type_name(value)) if name is None else name


def type_of(value: Any) -> TypeValue:
    return TypeValue(type_name(value))


def key_of(value: Any) -> Any:
    """A value as a key of a native map."""
    return BoolKey(value) if value is True or value is False else value


def value_of_key(key: Any) -> Any:
    return key.value if type(key) is BoolKey else key
