"""How raw data (what JSON and YAML give) is to be seen as values of CEL.

The embedder builds one tree of shapes for a schema and passes it with the data. The rules are those of
apiserver/pkg/cel/common/valuesunstructured.go (``UnstructuredToVal``): a string may stand for a timestamp, a
list may be a set, a null property is as good as absent. Where raw data needs no such treatment its shape is
``PLAIN``.
"""

from __future__ import annotations

from scaffolder.cel.runtime.errors import CelError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

ATOMIC = "atomic"
SET = "set"
MAP = "map"


class Shape:
    """``plain``: raw data of this shape is its own value. ``nullable``: null is a value that it may have."""

    __slots__ = ("nullable", "plain")

    def __init__(self, *, plain: bool = False, nullable: bool = False) -> None:
        self.plain = plain
        self.nullable = nullable

    @property
    def inner(self) -> Shape:
        """The shape of what is in a list or a map."""
        return self

    @property
    def present(self) -> Shape:
        """The shape of the same data once it is known not to be null."""
        if not self.nullable:
            return self
        from copy import copy

        shape = copy(self)
        shape.nullable = False
        return shape

    def view(self, raw: Any) -> Any:
        """The value that the raw data stands for; raises ``CelError`` where there is none."""
        raise NotImplementedError


class PlainShape(Shape):
    """Data that is its own value: strings, booleans, integers, and lists and maps of nothing else."""

    __slots__ = ()

    def __init__(self, *, nullable: bool = False) -> None:
        super().__init__(plain=True, nullable=nullable)

    def view(self, raw: Any) -> Any:
        return raw


class ScalarShape(Shape):
    """A scalar that ``convert`` reads: a date-time, a whole number that is a double."""

    __slots__ = ("convert",)

    def __init__(self, convert: Callable[[Any], Any], *, nullable: bool = False) -> None:
        super().__init__(nullable=nullable)
        self.convert = convert

    def view(self, raw: Any) -> Any:
        return _null(self) if raw is None else self.convert(raw)


class OpaqueShape(Shape):
    """Preserved data of no known type: it can be compared and nothing else (``unknownPreserved``)."""

    __slots__ = ()

    def view(self, raw: Any) -> Any:
        from scaffolder.cel.runtime.views import Preserved

        return Preserved(raw)


def _is_plain_part(shape: Shape) -> bool:
    """Lists and maps that are compared with null are an error in what has a schema, and unequal to it in
    plain data.
    """
    return shape.plain and (not shape.nullable or isinstance(shape, PlainShape))


class ListShape(Shape):
    """``kind`` is ``atomic``, ``set`` or ``map``; the items of a ``map`` list are told apart by ``keys``."""

    __slots__ = ("element", "keys", "kind")

    def __init__(
        self, element: Shape, kind: str = ATOMIC, keys: Sequence[str] = (), *, nullable: bool = False
    ) -> None:
        super().__init__(plain=kind == ATOMIC and _is_plain_part(element), nullable=nullable)
        self.element = element
        self.kind = kind
        self.keys = tuple(keys)

    @property
    def inner(self) -> Shape:
        return self.element

    def view(self, raw: Any) -> Any:
        if raw is None:
            return _null(self)
        if self.plain and type(raw) is list:
            return raw
        if type(raw) is not list:
            raise CelError("invalid data, expected an array for the provided schema with type=array")
        from scaffolder.cel.runtime.views import ListView

        return ListView(raw, self)


class MapShape(Shape):
    """A map of string keys with values of one shape (additionalProperties)."""

    __slots__ = ("value",)

    def __init__(self, value: Shape, *, nullable: bool = False) -> None:
        super().__init__(plain=_is_plain_part(value), nullable=nullable)
        self.value = value

    @property
    def inner(self) -> Shape:
        return self.value

    def view(self, raw: Any) -> Any:
        if raw is None:
            return _null(self)
        if self.plain and type(raw) is dict:
            return raw
        if type(raw) is not dict:
            raise CelError("invalid data, expected a map for the provided schema with type=object")
        from scaffolder.cel.runtime.views import MapView

        return MapView(raw, self)


class ObjectShape(Shape):
    """An object with declared fields.

    ``load`` gives them when first asked for: the name that an expression uses → (the key in the data, its
    shape). A null field counts as absent; fields that are not declared cannot be named, but are compared.
    """

    __slots__ = ("_fields", "_load", "_shapes")

    def __init__(
        self, load: Callable[[], Mapping[str, tuple[str, Shape]]], *, nullable: bool = False
    ) -> None:
        super().__init__(nullable=nullable)
        self._load = load
        self._fields: Mapping[str, tuple[str, Shape]] | None = None
        self._shapes: dict[str, tuple[str, Shape]] | None = None

    @property
    def fields(self) -> Mapping[str, tuple[str, Shape]]:
        if self._fields is None:
            self._fields = self._load()
        return self._fields

    @property
    def by_key(self) -> dict[str, tuple[str, Shape]]:
        """The key in the data → (the name in expressions, its shape)."""
        if self._shapes is None:
            self._shapes = {key: (name, shape) for name, (key, shape) in self.fields.items()}
        return self._shapes

    def view(self, raw: Any) -> Any:
        if raw is None:
            return _null(self)
        if type(raw) is not dict:
            raise CelError("invalid data, expected a map for the provided schema with type=object")
        from scaffolder.cel.runtime.views import MapView

        return MapView(raw, self)


def _null(shape: Shape) -> None:
    if not shape.nullable:
        raise CelError("invalid data, got null for schema with nullable=false")


PLAIN = PlainShape()
PLAIN_NULLABLE = PlainShape(nullable=True)
OPAQUE = OpaqueShape()
