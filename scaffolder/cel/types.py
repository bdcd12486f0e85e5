"""The types of CEL, as the checker sees them.

https://github.com/google/cel-spec/blob/master/doc/langdef.md#gradual-type-checking and, for the rules by
which types go together, ``unification.py``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

DYN_KIND = "dyn"
ERROR_KIND = "error"
NULL_KIND = "null"
BOOL_KIND = "bool"
INT_KIND = "int"
UINT_KIND = "uint"
DOUBLE_KIND = "double"
STRING_KIND = "string"
BYTES_KIND = "bytes"
TIMESTAMP_KIND = "timestamp"
DURATION_KIND = "duration"
LIST_KIND = "list"
MAP_KIND = "map"
OBJECT_KIND = "object"
TYPE_KIND = "type"
OPAQUE_KIND = "opaque"
MESSAGE_KIND = "message"
PARAMETER_KIND = "parameter"


class Type:
    """One type: its kind, its name at run time, and the types that it is made of.

    ``fields`` are those of an object type; ``aliases`` are other spellings of their names, which the checker
    knows but the cost estimate does not. ``max_elements`` is the largest size that a value of this *declared*
    type can have: bytes of a string, elements of a list, entries of a map, 0 where sizes mean nothing. It is
    read by the cost estimate alone. None of these is part of the type's identity.

    ``size`` is the number of types that it is made of, itself included; ``open`` says whether a type
    parameter is among them.
    """

    __slots__ = ("aliases", "fields", "kind", "max_elements", "name", "open", "parameters", "size")

    def __init__(
        self,
        kind: str,
        name: str,
        parameters: tuple[Type, ...] = (),
        *,
        fields: Mapping[str, Type] | None = None,
        aliases: Mapping[str, str] | None = None,
        max_elements: int = 0,
    ) -> None:
        self.kind = kind
        self.name = name
        self.parameters = parameters
        self.fields = fields if fields is not None else {}
        self.aliases = aliases if aliases is not None else {}
        self.max_elements = max_elements
        self.size = 1
        self.open = kind == PARAMETER_KIND
        for part in parameters:
            self.size += part.size
            self.open = self.open or part.open

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Type)
            and self.kind == other.kind
            and self.name == other.name
            and self.parameters == other.parameters
        )

    def __hash__(self) -> int:
        return hash((self.kind, self.name, self.parameters))

    def __str__(self) -> str:
        """As cel-go prints it in error messages (checker/format.go)."""
        if self.kind in _PRINTED_NAMES:
            return _PRINTED_NAMES[self.kind]
        if not self.parameters:
            return self.name
        return f"{self.name}({', '.join(map(str, self.parameters))})"

    def __repr__(self) -> str:
        return f"<Type {self}>"


_PRINTED_NAMES = {
    ERROR_KIND: "!error!",
    NULL_KIND: "null",
    TIMESTAMP_KIND: "timestamp",
    DURATION_KIND: "duration",
}

DYN = Type(DYN_KIND, "dyn")
ERROR = Type(ERROR_KIND, "*error*")
NULL = Type(NULL_KIND, "null_type")
BOOL = Type(BOOL_KIND, "bool")
INT = Type(INT_KIND, "int")
UINT = Type(UINT_KIND, "uint")
DOUBLE = Type(DOUBLE_KIND, "double")
STRING = Type(STRING_KIND, "string")
BYTES = Type(BYTES_KIND, "bytes")
TIMESTAMP = Type(TIMESTAMP_KIND, "google.protobuf.Timestamp")
DURATION = Type(DURATION_KIND, "google.protobuf.Duration")
TYPE = Type(TYPE_KIND, "type")


def list_of(element: Type, max_elements: int = 0) -> Type:
    return Type(LIST_KIND, "list", (element,), max_elements=max_elements)


def map_of(key: Type, value: Type, max_elements: int = 0) -> Type:
    return Type(MAP_KIND, "map", (key, value), max_elements=max_elements)


def type_of(instance: Type) -> Type:
    """The type of a type: what the identifier ``int`` has."""
    return Type(TYPE_KIND, "type", (instance,))


def optional_of(value: Type) -> Type:
    return Type(OPAQUE_KIND, "optional_type", (value,))


def opaque(name: str) -> Type:
    """A type that only its own library understands, and that expressions may name: ``net.IP``."""
    return Type(OPAQUE_KIND, name)


def undeclared_message(name: str) -> Type:
    """A type that a library uses as if it were a declared message: ``kubernetes.Quantity``.

    No expression can name it, and looking for its fields fails.
    """
    return Type(MESSAGE_KIND, name)


def object_type(name: str, fields: Mapping[str, Type], aliases: Mapping[str, str] | None = None) -> Type:
    """An object with named fields, which the embedder declares. Two of the same name are the same type."""
    return Type(OBJECT_KIND, name, fields=fields, aliases=aliases)


def parameter(name: str) -> Type:
    """A type parameter of an overload: ``T`` in ``list(T)``."""
    return Type(PARAMETER_KIND, name)


T = parameter("T")
K = parameter("K")
V = parameter("V")
