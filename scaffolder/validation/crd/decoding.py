"""Strict decoding of a CustomResourceDefinition: into Go structs, and the JSON of those again.

What comes back has the types that the structs have, so that no rule needs to ask: fields that are null or
unknown are gone, and so are zeros that Go cannot tell from nothing. ``items`` that are no schema are a list
of schemas or False.

Sources: ``encoding/json`` (in ``sigs.k8s.io/json``: keys count by case) and ``marshal.go`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1``.
"""

from __future__ import annotations

from scaffolder.validation import go_text
from scaffolder.validation.crd.go_types import (
    NAMED,
    ROOT,
    SCHEMA,
    SCHEMA_OR_ARRAY,
    SCHEMA_OR_BOOL,
    SCHEMA_OR_STRINGS,
    STRUCTS,
    TEXTS,
    Struct,
)
from scaffolder.validation.rules.metadata_decoding import decode_metadata, is_metadata_read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from scaffolder.diagnostics import Path

_JSON_KINDS = {bool: "bool", int: "number", float: "number", str: "string", list: "array", dict: "object"}
_INTEGERS = {"int32": 1 << 31, "int64": 1 << 63}
# More than these Go does not keep.
_MOST_UNKNOWN = 100
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
# The end of a ``_Custom``, among what is still to be decoded.
_END = "end"


class Decoded:
    """The outcome: ``error`` in Go's words with the path to its cause, or ``value`` and what was unknown."""

    __slots__ = ("error", "error_path", "unknown", "value")

    def __init__(self) -> None:
        self.value: dict[str, Any] = {}
        self.error: str | None = None
        self.error_path: Path = ()
        self.unknown: list[Path] = []


class _Custom:
    """One run of an ``UnmarshalJSON`` that calls the decoder anew: a schema that may be something else.

    A mistake that the new decoder found is told at its end, and ends the outer one, whatever that found.
    """

    __slots__ = ("error", "error_path", "struct")

    def __init__(self, struct: str) -> None:
        #: That of the outer decoder, whose name is told for all that is wrong inside.
        self.struct = struct
        self.error: str | None = None
        self.error_path: Path = ()


class _At:
    """A place in the document, and what Go knows of it. ``struct`` is the nearest struct around it,
    ``custom`` the innermost decoding of its own.
    """

    __slots__ = ("above", "custom", "is_field", "step", "struct")

    def __init__(
        self, above: _At | None, step: str | int, struct: str, *, is_field: bool, custom: _Custom | None
    ) -> None:
        self.above = above
        self.step = step
        self.struct = struct
        self.is_field = is_field
        self.custom = custom

    @property
    def blind(self) -> bool:
        """Whether unknown fields are not reported."""
        return self.custom is not None

    def path(self) -> Path:
        steps: list[str | int] = []
        place = self
        while place.above is not None:
            steps.append(place.step)
            place = place.above
        return tuple(reversed(steps))

    def as_go_prints(self) -> str:
        """The fields that lead here; keys of maps and indexes of lists are left out."""
        names: list[str] = []
        place = self
        while place.above is not None:
            if place.is_field:
                names.append(str(place.step))
            place = place.above
        if not names:
            return "Go value"
        struct = self.struct if self.custom is None else self.custom.struct
        return f"Go struct field {struct.removeprefix('v1.')}.{'.'.join(reversed(names))}"


class _StopError(Exception):
    """A mistake after which Go does not go on."""


def decode_definition(value: dict[str, Any], *, sort_keys: bool = False) -> Decoded:
    """Decode a document; of several mistakes Go reports the first, in the order of the document or with
    ``sort_keys`` of its keys, which YAML is brought into. Iterative: schemas may be deep.
    """
    decoder = _Decoder(sort_keys)
    holder: dict[str, Any] = {}
    decoder.pending.append((holder, "", value, ROOT, _At(None, "", "", is_field=False, custom=None)))
    try:
        while decoder.pending:
            decoder.decode_next()
    except _StopError:
        pass
    decoder.result.value = holder.get("", {})
    return decoder.result


def is_strict_at(path: Path) -> bool:
    """Whether Go reports a key at ``path`` that is not known or comes twice."""
    return _kind_at(path) is not None


def struct_at(path: Path) -> Struct | None:
    """The fields of the struct at ``path``; None if there is none, or if unknown ones are not reported."""
    kind = _kind_at(path)
    return None if kind is None else STRUCTS.get(kind.removeprefix("*"))


def _kind_at(path: Path) -> str | None:
    """The kind of what stands at ``path``, None where the decoding is blind."""
    kind = ROOT
    for depth, step in enumerate(path):
        base = kind.removeprefix("*")
        base = NAMED.get(base, base)
        if base in STRUCTS:
            if step not in STRUCTS[base]:
                return None
            kind = STRUCTS[base][str(step)]
        elif base.startswith(("[]", "map ")):
            kind = base.removeprefix("[]").removeprefix("map ")
        elif base == "metadata":
            return kind if is_metadata_read(path[depth:]) else None
        else:
            return None
    return kind


class _Decoder:
    def __init__(self, sort_keys: bool) -> None:
        self.result = Decoded()
        self.sort_keys = sort_keys
        # The container that takes the value, under which key, the value, its kind, and where it stands.
        self.pending: list[tuple[Any, Any, Any, str, _At]] = []

    def decode_next(self) -> None:
        target, key, value, kind, at = self.pending.pop()
        if kind == _END:
            if value.error is not None:
                self.stop(value.error, value.error_path)
            return
        pointer = kind.startswith("*")
        base = kind[1:] if pointer else kind
        within = NAMED.get(base, base)
        if base == "v1.JSON":
            target[key] = value
        elif within in STRUCTS or within in (SCHEMA_OR_ARRAY, SCHEMA_OR_BOOL, SCHEMA_OR_STRINGS):
            self.decode_object(target, key, value, base, at)
        elif within.startswith("[]"):
            self.decode_list(target, key, value, within[2:], base, at)
        elif within.startswith("map "):
            self.decode_map(target, key, value, within[4:], base, at)
        elif base == "metadata":
            target[key] = self.decode_metadata(value, at)
        else:
            decoded = self.decode_scalar(value, base, at)
            # Without a pointer a zero is as good as nothing, but a list has room for it.
            if decoded is not None and (pointer or decoded or isinstance(target, list)):
                target[key] = decoded

    def decode_object(self, target: Any, key: Any, value: Any, kind: str, at: _At) -> None:
        if kind == SCHEMA_OR_BOOL and isinstance(value, bool):
            target[key] = value
            return
        if kind in (SCHEMA_OR_ARRAY, SCHEMA_OR_BOOL, SCHEMA_OR_STRINGS):
            custom = _Custom(at.struct if at.custom is None else at.custom.struct)
            at = _At(at.above, at.step, at.struct, is_field=at.is_field, custom=custom)
            self.pending.append((None, None, custom, _END, at))
            if kind == SCHEMA_OR_ARRAY and isinstance(value, list):
                self.decode_list(target, key, value, SCHEMA, f"[]{SCHEMA}", at)
                return
            if kind == SCHEMA_OR_STRINGS and isinstance(value, list):
                self.decode_list(target, key, value, "string", "[]string", at)
                return
            if not isinstance(value, dict):
                if kind == SCHEMA_OR_BOOL:
                    self.stop("boolean or JSON schema expected", at.path())
                else:
                    target[key] = False if kind == SCHEMA_OR_ARRAY else []
                return
            kind = SCHEMA
        if not isinstance(value, dict):
            self.mismatch(value, kind, at)
            return
        fields = STRUCTS[kind]
        decoded: dict[str, Any] = {}
        target[key] = decoded
        children = []
        for name in self.keys(value):
            item = value[name]
            below = _At(at, name, kind, is_field=True, custom=at.custom)
            if name not in fields:
                if not at.blind and len(self.result.unknown) < _MOST_UNKNOWN:
                    self.result.unknown.append(below.path())
            elif item is not None:
                children.append((decoded, name, item, fields[name], below))
        self.pending.extend(reversed(children))

    def decode_list(self, target: Any, key: Any, value: Any, item_kind: str, kind: str, at: _At) -> None:
        if not isinstance(value, list):
            self.mismatch(value, kind, at)
            return
        decoded = [_zero(item_kind) for _ in value]
        target[key] = decoded
        self.pending.extend(
            (decoded, index, item, item_kind, _At(at, index, at.struct, is_field=False, custom=at.custom))
            for index, item in reversed(list(enumerate(value)))
            if item is not None
        )

    def decode_map(self, target: Any, key: Any, value: Any, item_kind: str, kind: str, at: _At) -> None:
        if not isinstance(value, dict):
            self.mismatch(value, "map[string]" + item_kind if kind.startswith("map ") else kind, at)
            return
        decoded = {name: _zero(item_kind) for name in value}
        target[key] = decoded
        self.pending.extend(
            (
                decoded,
                name,
                value[name],
                item_kind,
                _At(at, name, at.struct, is_field=False, custom=at.custom),
            )
            for name in reversed(self.keys(value))
            if value[name] is not None
        )

    def keys(self, value: dict[str, Any]) -> list[str]:
        return sorted(value) if self.sort_keys else list(value)

    def decode_metadata(self, value: Any, at: _At) -> dict[str, Any]:
        decoded = decode_metadata(value, at.path())
        if decoded.error is not None:
            if not decoded.error.startswith("json: "):
                self.stop(decoded.error, decoded.error_path)
            text = decoded.error.replace(
                "Go value of", "Go struct field CustomResourceDefinition.metadata of"
            )
            head, field, rest = text.partition("into Go struct field ")
            if field and "CustomResourceDefinition.metadata" not in rest:
                struct, _, names = rest.partition(".")
                text = f"{head}{field}{struct}.metadata.{names}"
            self.fail(text, at, decoded.error_path)
        self.result.unknown += decoded.unknown
        return decoded.value

    def decode_scalar(self, value: Any, kind: str, at: _At) -> Any:
        actual = type(value)
        if kind in TEXTS:
            if actual is str:
                return value
        elif kind == "bool":
            if actual is bool:
                return value
        elif kind in _INTEGERS:
            limit = _INTEGERS[kind]
            if actual is int and -limit <= value < limit:
                return value
        elif kind == "float64":
            if actual is int or actual is float:
                return value
        elif kind == "time":
            return self.decode_time(value, at)
        elif actual is str:
            return self.decode_bytes(value, at)
        elif actual is list:
            return value
        self.mismatch(value, "[]uint8" if kind == "bytes" else kind, at)
        return None

    def decode_time(self, value: Any, at: _At) -> Any:
        from scaffolder.validation.rules.timestamps import TimestampError, normalized

        if type(value) is not str:
            self.mismatch(value, "string", at)
            raise _StopError
        try:
            return normalized(value)
        except TimestampError as error:
            self.stop(str(error), at.path())

    def decode_bytes(self, value: str, at: _At) -> str | None:
        wrong = _base64_fault(value.encode())
        if wrong is None:
            return value
        self.fail(f"illegal base64 data at input byte {wrong}", at)
        return None

    def mismatch(self, value: Any, go_type: str, at: _At) -> None:
        shown = _JSON_KINDS[type(value)]
        if shown == "number" and go_type in _INTEGERS:
            shown = f"number {go_text.json(value)}"
        self.fail(f"json: cannot unmarshal {shown} into {at.as_go_prints()} of type {go_type}", at)

    def fail(self, text: str, at: _At, path: Path | None = None) -> None:
        """Go goes on after a value of the wrong type, but reports the first."""
        found: Decoded | _Custom = self.result if at.custom is None else at.custom
        if found.error is None:
            found.error = text
            found.error_path = at.path() if path is None else path

    def stop(self, text: str, path: Path) -> NoReturn:
        """What an ``UnmarshalJSON`` returns hides what was found before."""
        self.result.error, self.result.error_path = text, path
        raise _StopError


def _base64_fault(text: bytes) -> int | None:
    """Where Go's decoder finds a fault: ``decodeQuantum`` in ``encoding/base64``."""
    digits = 0
    for at, character in enumerate(text):
        if character in b"\r\n":
            continue
        if character == ord("="):
            rest = [index for index in range(at + 1, len(text)) if text[index] not in b"\r\n"]
            if digits < 2:
                return at
            if digits == 2:
                if not rest:
                    return len(text)
                if text[rest[0]] != ord("="):
                    return rest[0] - 1
                rest = rest[1:]
            return rest[0] if rest else None
        if chr(character) not in _BASE64:
            return at
        digits = (digits + 1) % 4
    return len(text) - digits if digits else None


def _zero(kind: str) -> Any:
    """What an element of a list or a map is decoded to if it is null."""
    if kind in STRUCTS:
        return {}
    if kind == SCHEMA_OR_STRINGS:
        return []
    return "" if kind in TEXTS else None
