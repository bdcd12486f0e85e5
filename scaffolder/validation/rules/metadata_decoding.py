"""``metadata`` as the server decodes it: into a Go struct, and back.

What does not fit the struct is an error in Go's words, a field that it lacks is unknown, and what is empty is
gone when it comes back. Sources: ``ObjectMeta`` in ``k8s.io/apimachinery/pkg/apis/meta/v1/types.go``,
``encoding/json`` (in ``sigs.k8s.io/json``: keys count by case), and
``k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta/coerce.go``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.diagnostics import Path

    # How a struct field is decoded: a word for a plain type, a struct's name, or one of these in a list.
    Struct = dict[str, str]

_OBJECT_META: Struct = {
    "name": "string",
    "generateName": "string",
    "namespace": "string",
    "selfLink": "string",
    "uid": "types.UID",
    "resourceVersion": "string",
    "generation": "int64",
    "creationTimestamp": "time",
    "deletionTimestamp": "time",
    "deletionGracePeriodSeconds": "*int64",
    "labels": "map[string]string",
    "annotations": "map[string]string",
    "ownerReferences": "[]v1.OwnerReference",
    "finalizers": "[]string",
    "managedFields": "[]v1.ManagedFieldsEntry",
}
_OWNER_REFERENCE: Struct = {
    "apiVersion": "string",
    "kind": "string",
    "name": "string",
    "uid": "types.UID",
    "controller": "*bool",
    "blockOwnerDeletion": "*bool",
}
_MANAGED_FIELDS_ENTRY: Struct = {
    "manager": "string",
    "operation": "v1.ManagedFieldsOperationType",
    "apiVersion": "string",
    "time": "time",
    "fieldsType": "string",
    "fieldsV1": "any",
    "subresource": "string",
}
_STRUCTS = {"v1.OwnerReference": _OWNER_REFERENCE, "v1.ManagedFieldsEntry": _MANAGED_FIELDS_ENTRY}
# Fields that are written even when they are empty.
_ALWAYS = {"v1.OwnerReference": ("apiVersion", "kind", "name", "uid")}
# Fields that tell a zero from none at all.
_POINTERS = ("*int64", "*bool", "any")
# ``saveStrictError`` in sigs.k8s.io/json remembers no more of them.
_MOST_UNKNOWN = 100
_JSON_KINDS = {bool: "bool", int: "number", float: "number", str: "string", list: "array", dict: "object"}


def metadata_fields(path: Path) -> list[str]:
    """The fields of ``metadata`` (``path`` is empty), or of what stands below it at ``path``."""
    struct = _OBJECT_META
    for step in path:
        if not isinstance(step, int):
            struct = _STRUCTS.get(struct.get(step, "").removeprefix("[]"), {})
    return list(struct)


def is_metadata_read(path: Path) -> bool:
    """Whether Go looks at what stands at ``path`` below ``metadata``: not at what is unknown, nor in it."""
    kind, struct = "", _OBJECT_META
    for step in path:
        if isinstance(step, int) or kind.startswith("map["):
            continue
        if step not in struct:
            return False
        kind = struct[step]
        struct = _STRUCTS.get(kind.removeprefix("[]"), {})
    return True


class Decoded:
    """The outcome: ``error`` in Go's words with the path to its cause, or else ``value`` and what was
    unknown."""

    __slots__ = ("error", "error_path", "unknown", "value")

    def __init__(self) -> None:
        self.value: dict[str, Any] = {}
        self.error: str | None = None
        self.error_path: Path = ()
        self.unknown: list[Path] = []

    def fail(self, text: str, path: Path) -> None:
        """Go goes on after a value of the wrong type, but reports the first."""
        if self.error is None:
            self.error = text
            self.error_path = path


class _UnparsableError(Exception):
    """A time that cannot be read ends the decoding, and hides what went wrong before."""


def decode_metadata(value: Any, path: Path = ("metadata",)) -> Decoded:
    """Decode what stands at ``metadata``; ``path`` leads there."""
    result = Decoded()
    if value is None:
        return result
    if type(value) is not dict:
        result.fail(_mismatch(value, "Go value", "v1.ObjectMeta"), path)
        return result
    try:
        result.value = _struct(value, _OBJECT_META, "ObjectMeta", "", path, result)
    except _UnparsableError as error:
        result.error, result.error_path = error.args
    return result


def decode_stored_metadata(value: Any) -> dict[str, Any]:
    """The metadata of an object that the server has: field by field, without what does not fit."""
    if type(value) is not dict:
        return {}
    result: dict[str, Any] = {}
    for key, item in value.items():
        decoded = decode_metadata({key: item})
        if decoded.error is None:
            result.update(decoded.value)
    return result


def _mismatch(value: Any, where: str, go_type: str) -> str:
    from scaffolder.validation import go_text

    shown = _JSON_KINDS[type(value)]
    if shown == "number" and go_type == "int64":
        shown = f"number {go_text.json(value)}"
    return f"json: cannot unmarshal {shown} into {where} of type {go_type}"


def _struct(
    value: dict[str, Any], fields: Struct, name: str, prefix: str, path: Path, result: Decoded
) -> dict[str, Any]:
    decoded = {}
    # The server marshals the object before it decodes it, which sorts the keys.
    for key in sorted(value) if len(value) > 1 else value:
        kind = fields.get(key)
        if kind is None:
            if len(result.unknown) < _MOST_UNKNOWN:
                result.unknown.append((*path, key))
            continue
        item = _field(value[key], kind, name, f"{prefix}{key}", (*path, key), result)
        if item or (item is not None and kind in _POINTERS):
            decoded[key] = item
    return decoded


def _field(value: Any, kind: str, name: str, field: str, path: Path, result: Decoded) -> Any:
    if value is None or kind == "any":
        return value
    actual = type(value)
    if actual is str and kind in ("string", "types.UID", "v1.ManagedFieldsOperationType"):
        return value
    where = f"Go struct field {name}.{field}"
    if kind == "map[string]string" and actual is dict:
        return {key: _text(value[key], where, (*path, key), result) for key in sorted(value)}
    if kind == "[]string" and actual is list:
        return [_text(item, where, (*path, index), result) for index, item in enumerate(value)]
    if kind.startswith("[]v1.") and actual is list:
        return [
            _element(item, kind[2:], field, (*path, index), name, result) for index, item in enumerate(value)
        ]
    if kind.endswith("int64") and (actual is int or actual is float):
        return _integer(value, where, path, result)
    if kind == "*bool" and actual is bool:
        return value
    if kind == "time":
        return _time(value, where, path)
    result.fail(_mismatch(value, where, kind.removeprefix("*")), path)
    return None


def _integer(value: float, where: str, path: Path, result: Decoded) -> int | None:
    """A number of the JSON that the server makes of the object: there is no fraction in 1.0."""
    from scaffolder.documents.scalars import as_json

    number = as_json(value)
    if isinstance(number, int):
        return number
    result.fail(_mismatch(value, where, "int64"), path)
    return None


def _text(value: Any, where: str, path: Path, result: Decoded) -> str:
    if value is None:
        return ""
    if type(value) is str:
        return value
    result.fail(_mismatch(value, where, "string"), path)
    return ""


def _element(value: Any, kind: str, field: str, path: Path, name: str, result: Decoded) -> dict[str, Any]:
    empty = dict.fromkeys(_ALWAYS.get(kind, ()), "")
    if value is None:
        return empty
    if type(value) is not dict:
        result.fail(_mismatch(value, f"Go struct field {name}.{field}", kind), path)
        return empty
    struct = _struct(value, _STRUCTS[kind], kind.removeprefix("v1."), f"{field}.", path, result)
    return {**empty, **struct}


def _time(value: Any, where: str, path: Path) -> str:
    from scaffolder.validation.rules.timestamps import TimestampError, normalized

    if type(value) is not str:
        raise _UnparsableError(_mismatch(value, where, "string"), path)
    try:
        return normalized(value)
    except TimestampError as error:
        raise _UnparsableError(str(error), path) from None
