"""How the values of a structural schema look to its rules: the counterpart of ``cel_types``.

Source: ``UnstructuredToVal`` in ``apiserver/pkg/cel/common/valuesunstructured.go``.
"""

from __future__ import annotations

from scaffolder.cel.runtime.errors import CelError
from scaffolder.cel.runtime.shapes import (
    ATOMIC,
    OPAQUE,
    PLAIN,
    PLAIN_NULLABLE,
    ListShape,
    MapShape,
    ObjectShape,
    ScalarShape,
    Shape,
)
from scaffolder.validation.cel_names import RESERVED_NAMES, escape, with_type_and_object_meta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from scaffolder.apimachinery.times import Timestamp
    from scaffolder.cel.runtime.values import Duration

    Schema = Mapping[str, Any]


def cel_shape(schema: Schema, *, resource_root: bool = False, checked: bool = False) -> Shape:
    """The shape of a node. ``resource_root`` is for the root of a custom resource.

    ``checked`` is for values that may be of other types than the schema says: their views fail as the
    server's do.
    """
    nullable = schema.get("nullable") is True
    if schema.get("x-kubernetes-int-or-string") is True:
        if checked:
            return ScalarShape(_int_or_string, nullable=nullable)
        return PLAIN_NULLABLE if nullable else PLAIN
    kind = schema.get("type")
    if kind == "object":
        return _object_shape(schema, nullable, resource_root, checked)
    if kind == "array":
        items = schema.get("items")
        element = cel_shape(items, checked=checked) if isinstance(items, dict) else OPAQUE
        list_type = schema.get("x-kubernetes-list-type")
        keys = schema.get("x-kubernetes-list-map-keys")
        names = [escape(key) or key for key in keys if isinstance(key, str)] if isinstance(keys, list) else []
        return ListShape(
            element, list_type if isinstance(list_type, str) else ATOMIC, names, nullable=nullable
        )
    convert = CONVERSIONS.get(schema.get("format")) if kind == "string" else None
    if kind == "number":
        convert = float
    if checked and isinstance(kind, str) and kind in _TYPES:
        return ScalarShape(_checking(kind, convert), nullable=nullable)
    if convert is not None:
        return ScalarShape(convert, nullable=nullable)
    if kind in ("string", "integer", "boolean"):
        return PLAIN_NULLABLE if nullable else PLAIN
    return OPAQUE


_TYPES: dict[str, tuple[str, tuple[type, ...]]] = {
    "string": ("string", (str,)),
    "number": ("float", (int, float)),
    "integer": ("int", (int,)),
    "boolean": ("bool", (bool,)),
}


def _checking(kind: str, convert: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    expected, types = _TYPES[kind]

    def checked(raw: Any) -> Any:
        if type(raw) in types:
            return raw if convert is None else convert(raw)
        from scaffolder.validation.go_text import go_type

        raise CelError(f"invalid data, expected {expected}, got {go_type(raw)}")

    return checked


def _int_or_string(raw: Any) -> Any:
    if type(raw) is int or type(raw) is str:
        return raw
    raise CelError("invalid data, expected XIntOrString value to be either a string or integer")


def _object_shape(schema: Schema, nullable: bool, resource_root: bool, checked: bool) -> Shape:
    resource = resource_root or schema.get("x-kubernetes-embedded-resource") is True
    values = schema.get("additionalProperties")
    if isinstance(values, dict) and not resource and not schema.get("properties"):
        return MapShape(cel_shape(values, checked=checked), nullable=nullable)

    def load() -> dict[str, tuple[str, Shape]]:
        completed = with_type_and_object_meta(schema) if resource else schema
        properties = completed.get("properties")
        fields: dict[str, tuple[str, Shape]] = {}
        if not isinstance(properties, dict):
            return fields
        for key, child in properties.items():
            # What no expression can name is compared all the same.
            name = escape(key) or key
            if isinstance(child, dict):
                fields[name] = (key, cel_shape(child, checked=checked))
                if key in RESERVED_NAMES and key not in fields:
                    # needs no escaping after a dot
                    fields[key] = fields[name]
        return fields

    return ObjectShape(load, nullable=nullable)


def _date_time(text: str) -> Timestamp:
    from scaffolder.apimachinery.times import TimeError, parse_date_time

    try:
        return parse_date_time(text)
    except TimeError as error:
        raise CelError(f"Invalid date-time formatted string {text}: {error}") from error


def _date(text: str) -> Timestamp:
    from scaffolder.apimachinery.times import TimeError, parse_date

    try:
        return parse_date(text)
    except TimeError as error:
        raise CelError(f"Invalid date formatted string {text}: {error}") from error


def _duration(text: str) -> Duration:
    from scaffolder.apimachinery.durations import DurationError, parse_duration
    from scaffolder.cel.runtime.values import Duration

    try:
        return Duration(parse_duration(text))
    except DurationError as error:
        raise CelError(f"Invalid duration {text}: {error}") from error


def _bytes(text: str) -> bytes:
    """``strfmt.Base64``: takes the URL-safe alphabet, though the format ``byte`` demands the other one."""
    from binascii import Error, a2b_base64

    body = text.rstrip("=")
    illegal = next((at for at, character in enumerate(body) if character not in _URL_SAFE), None)
    try:
        if illegal is None:
            return a2b_base64(text.replace("-", "+").replace("_", "/"), strict_mode=True)
    except Error:
        illegal = len(body)
    raise CelError(f"Invalid byte formatted string {text}: illegal base64 data at input byte {illegal}")


_URL_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
#: What formats of strings are to rules, if not strings.
CONVERSIONS: dict[object, Callable[[str], Any]] = {
    "date-time": _date_time,
    "date": _date,
    "duration": _duration,
    "byte": _bytes,
}
