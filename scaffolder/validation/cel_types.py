"""The types that CEL rules see in a structural schema, and how large their values can be.

Sources: ``apiserver/pkg/cel/common/schemas.go`` (``SchemaDeclType``), ``apiserver/pkg/cel/types.go``
(``MaybeAssignTypeName``) and
``apiextensions-apiserver/pkg/apiserver/schema/cel/model/schemas.go``.

Types are made of the raw JSON of a schema, and only as deep as somebody looks: a schema may have ten thousand
nodes, and a rule names five.
"""

from __future__ import annotations

from collections.abc import Mapping

from scaffolder.cel.types import (
    BOOL,
    BYTES_KIND,
    DOUBLE,
    DURATION_KIND,
    DYN,
    DYN_KIND,
    INT,
    STRING,
    STRING_KIND,
    TIMESTAMP_KIND,
    Type,
    list_of,
    map_of,
    object_type,
)
from scaffolder.validation.cel_names import RESERVED_NAMES, escape, properties_of, with_type_and_object_meta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Schema = Mapping[str, Any]

# apiserver/pkg/cel/limits.go: bytes of JSON
MAX_REQUEST_SIZE = 3 * 1024 * 1024
_MAX_NESTED_LISTS = 250
_MAX_STRING_SIZE = MAX_REQUEST_SIZE - 2
_FORMATS = {
    # format: (kind, name of the CEL type, smallest size, largest size)
    "byte": (BYTES_KIND, "bytes", 2, _MAX_STRING_SIZE),
    "duration": (DURATION_KIND, "google.protobuf.Duration", 3, 32),
    "date": (TIMESTAMP_KIND, "google.protobuf.Timestamp", 12, 12),
    "date-time": (TIMESTAMP_KIND, "google.protobuf.Timestamp", 21, 32),
}
_SMALLEST = {"boolean": 4, "number": 1, "integer": 1, "string": 2, "array": 2}
# a character may take four bytes
_BYTES_PER_CHARACTER = 4


def cel_type(schema: Schema, name: str, *, resource_root: bool = False, depth: int = 0) -> Type | None:
    """The type of a node, or ``None`` if rules cannot see it (``SchemaDeclType``).

    Objects are called ``name``, the objects within them after their path. ``resource_root`` is for the root
    of a custom resource; embedded resources are recognised. ``depth`` counts the lists and maps around up
    to the next object: no rule can step into more than 250 of them, so what is deeper is dyn.
    """
    if depth > _MAX_NESTED_LISTS:
        return DYN if is_visible(schema) else None
    if schema.get("x-kubernetes-int-or-string") is True:
        length = _count(schema, "maxLength")
        size = _MAX_STRING_SIZE if length is None else length * _BYTES_PER_CHARACTER
        return Type(DYN_KIND, "dyn", max_elements=size)
    if resource_root:
        schema = with_type_and_object_meta(schema)
    match schema.get("type"):
        case "array":
            return _list_type(schema, name, depth)
        case "object":
            return _object_or_map_type(schema, name, depth)
        case "string":
            return _string_type(schema)
        case "boolean":
            return BOOL
        case "number":
            return DOUBLE
        case "integer":
            return INT
    return None


def _list_type(schema: Schema, name: str, depth: int) -> Type | None:
    items = schema.get("items")
    if not isinstance(items, dict):
        return None
    element = _child_type(items, f"{name}.@idx", depth + 1)
    if element is None:
        return None
    count = _count(schema, "maxItems")
    if count is None:
        count = _MAX_STRING_SIZE // (min_size(items, resource_root=_embedded(items)) + 1)
    return list_of(element, count)


def _object_or_map_type(schema: Schema, name: str, depth: int) -> Type | None:
    values = schema.get("additionalProperties")
    if not isinstance(values, dict):
        fields = _Fields(schema, name)
        return object_type(name, fields, fields.aliases())
    value = _child_type(values, f"{name}.@elem", depth + 1)
    if value is None:
        return None
    count = _count(schema, "maxProperties")
    if count is None:
        # a key, its quotes, a colon and a comma
        count = _MAX_STRING_SIZE // (min_size(values, resource_root=_embedded(values)) + 6)
    return map_of(STRING, value, count)


def _string_type(schema: Schema) -> Type:
    length = _count(schema, "maxLength")
    special = _FORMATS.get(_text(schema, "format"))
    if special is not None:
        kind, name, _, size = special
        return Type(kind, name, max_elements=length if kind == BYTES_KIND and length is not None else size)
    if length is not None:
        size = length * _BYTES_PER_CHARACTER
    else:
        values = schema.get("enum")
        size = _MAX_STRING_SIZE
        if isinstance(values, list) and values:
            size = max((len(value.encode()) for value in values if isinstance(value, str)), default=0)
    return Type(STRING_KIND, "string", max_elements=size)


def _child_type(schema: Schema, name: str, depth: int = 0) -> Type | None:
    return cel_type(schema, name, resource_root=_embedded(schema), depth=depth)


def _embedded(schema: Schema) -> bool:
    return schema.get("x-kubernetes-embedded-resource") is True


class _Fields(Mapping[str, Type]):
    """The fields of an object type by their escaped names, made when asked for."""

    def __init__(self, schema: Schema, name: str) -> None:
        self._name = name
        self._schemas: dict[str, Schema] = {}
        self._made: dict[str, Type] = {}
        for property_, child in properties_of(schema).items():
            escaped = escape(property_)
            if escaped is not None and is_visible(child):
                self._schemas[escaped] = child

    def __getitem__(self, field: str) -> Type:
        if field not in self._made:
            type_ = _child_type(self._schemas[field], f"{self._name}.{field}")
            assert type_ is not None, "invisible properties are left out"
            self._made[field] = type_
        return self._made[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._schemas)

    def __len__(self) -> int:
        return len(self._schemas)

    def aliases(self) -> dict[str, str]:
        """Reserved words need no escaping after a dot."""
        aliases = {}
        for escaped in self._schemas:
            plain = escaped[2:-2]
            if escaped.startswith("__") and plain in RESERVED_NAMES and plain not in self._schemas:
                aliases[plain] = escaped
        return aliases


def is_visible(schema: Schema) -> bool:
    """Whether ``cel_type`` gives a type, without making it."""
    while schema.get("x-kubernetes-int-or-string") is not True:
        type_ = schema.get("type")
        below = schema.get("items" if type_ == "array" else "additionalProperties")
        if type_ not in ("array", "object") or (type_ == "object" and not isinstance(below, dict)):
            return type_ in ("object", "string", "boolean", "number", "integer")
        if not isinstance(below, dict):
            return False
        schema = below
    return True


def field_schema(schema: Schema, name: str, *, resource_root: bool = False) -> Schema | None:
    """The schema of what an object type has for a property; None for all other types, for what rules cannot
    see, and for names that they cannot use.
    """
    if schema.get("x-kubernetes-int-or-string") is True or schema.get("type") != "object":
        return None
    if isinstance(schema.get("additionalProperties"), dict) or escape(name) is None:
        return None
    if resource_root and name in ("apiVersion", "kind", "metadata"):
        schema = with_type_and_object_meta(schema)
    child = properties_of(schema).get(name)
    return child if child is not None and is_visible(child) else None


def element_schema(schema: Schema) -> Schema | None:
    """The schema of what a visible list or map holds; None for all other nodes."""
    if schema.get("x-kubernetes-int-or-string") is True:
        return None
    keyword = {"array": "items", "object": "additionalProperties"}.get(schema.get("type", ""), "")
    below = schema.get(keyword)
    return below if isinstance(below, dict) else None


def min_size(schema: Schema, *, resource_root: bool = False) -> int:
    """The fewest bytes of JSON that a value of a visible node takes (``MinSerializedSize``).

    Iterative: required objects may be nested deeply.
    """
    total = 0
    pending = [(schema, resource_root)]
    while pending:
        node, root = pending.pop()
        type_ = node.get("type")
        if node.get("x-kubernetes-int-or-string") is True:
            total += 1
        elif type_ == "string":
            special = _FORMATS.get(_text(node, "format"))
            total += 2 if special is None else special[2]
        elif type_ != "object":
            total += _SMALLEST.get(type_ or "", 0)
        else:
            total += 2
            if isinstance(node.get("additionalProperties"), dict):
                continue
            for name, child in _required_properties(with_type_and_object_meta(node) if root else node):
                total += len(name.encode()) + 4
                pending.append((child, _embedded(child)))
    return total


def _required_properties(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Those that an object cannot go without: a default would be filled in."""
    required = schema.get("required")
    names = (
        frozenset(name for name in required if isinstance(name, str)) if isinstance(required, list) else ()
    )
    for name, child in properties_of(schema).items():
        if name in names and child.get("default") is None and is_visible(child):
            yield name, child


def _count(schema: Schema, keyword: str) -> int | None:
    """A limit; a negative one is as good as 0."""
    value = schema.get(keyword)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return max(int(value), 0)


def _text(schema: Schema, keyword: str) -> str:
    value = schema.get(keyword)
    return value if isinstance(value, str) else ""
