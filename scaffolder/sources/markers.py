"""The markers of SimpleSchema and what each says in a schema: ``integer | default=1 minimum=0``.

Their meaning is kro's (``pkg/simpleschema/markers.go``; for people
https://kro.run/api/specifications/simple-schema). Beyond kro there are markers for the keywords of a CRD
schema that it lacks. Where kro would make a schema that the server refuses or that means nothing (a
``minimum`` on a string), there is an error here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scaffolder.apimachinery.patterns import PatternError, compile_pattern
from scaffolder.sources._errors import SourceError, meant, shown
from scaffolder.sources._formats import is_format_of, known_formats
from scaffolder.sources._list_types import check_list_type
from scaffolder.sources._marker_syntax import Marker, split_markers

if TYPE_CHECKING:
    from collections.abc import Callable

INT64_MIN, INT64_MAX = -(2**63), 2**63 - 1
# strconv.ParseBool
_BOOLEANS = dict.fromkeys(("1", "t", "T", "TRUE", "true", "True"), True) | dict.fromkeys(
    ("0", "f", "F", "FALSE", "false", "False"), False
)
_MAX_JSON_DEPTH = 50
_WITH_ARTICLE = {
    "array": "a list",
    "integer": "an integer",
    "intOrString": "an intOrString or quantity",
    "object": "an object or map",
}
_REPEATABLE = frozenset({"listMapKey", "validation"})


def parse_markers(text: str) -> list[Marker]:
    """The markers in ``text``, in order. Raises ``SourceError`` for what is not a known ``name=value``."""
    return split_markers(text, MARKER_NAMES)


def apply_markers(schema: dict[str, Any], markers: list[Marker]) -> bool:
    """Write the markers into ``schema``; whether the field is required, which its parent has to say.

    Lists that ``schema`` already holds are replaced, never changed, so that a shallow copy is enough to
    protect a shared schema.
    """
    required = False
    seen: set[str] = set()
    for marker in markers:
        if marker.name in seen and marker.name not in _REPEATABLE:
            raise SourceError(f"the marker {marker.name} is given twice")
        seen.add(marker.name)
        if marker.name == "required":
            required = _boolean(marker)
        else:
            _MARKERS[marker.name](schema, marker)
    check_list_type(schema)
    _check_bounds(schema)
    return required


def _boolean(marker: Marker) -> bool:
    if marker.value not in _BOOLEANS:
        raise SourceError(f"{marker.name}={shown(marker.value)} is not true or false")
    return _BOOLEANS[marker.value]


def _integer(text: str) -> int | None:
    """``strconv.ParseInt``, base 10, 64 bits."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 400):
        return None
    value = int(text)
    return value if INT64_MIN <= value <= INT64_MAX else None


def _number(text: str) -> int | float | None:
    """``strconv.ParseFloat``, without the hexadecimal, infinite and not-a-number forms that JSON lacks."""
    if text.strip("0123456789+-.eE") or len(text) > 400:
        return None
    whole = _integer(text)
    if whole is not None:
        return whole
    try:
        value = float(text)
    except ValueError:
        return None
    if value in (float("inf"), float("-inf")):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _only_for(schema: dict[str, Any], marker: Marker, *types: str) -> None:
    kind = "intOrString" if schema.get("x-kubernetes-int-or-string") else schema.get("type")
    if kind not in types:
        what = _WITH_ARTICLE.get(str(kind), f"a {kind}")
        names = {"array": "lists", "object": "objects and maps", "number": "floats"}
        suited = " and ".join(names.get(t, f"{t}s") for t in types)
        hint = f"{marker.name} is for {suited}"
        if kind == "array" and "array" not in types:
            hint += "; to bound the items, give them a type of their own under types:"
        raise SourceError(f"the marker {marker.name} cannot apply to {what}", hint=hint)


def _default(schema: dict[str, Any], marker: Marker) -> None:
    value: Any
    if schema.get("x-kubernetes-int-or-string"):
        number = None if marker.quoted else _integer(marker.value)
        value = marker.value if number is None else number
    else:
        match schema.get("type"):
            case "string":
                value = _text_default(marker.value)
            case "integer":
                value = _integer(marker.value)
            case "number":
                value = _number(marker.value)
            case "boolean":
                value = _BOOLEANS.get(marker.value)
            case kind:
                value = _json(marker)
                if not isinstance(value, list if kind == "array" else dict):
                    value = None
        if value is None:
            kind = schema.get("type")
            raise SourceError(
                f"default={shown(marker.value)} is not {_WITH_ARTICLE.get(str(kind), f'a {kind}')}"
            )
    schema["default"] = value


def _text_default(value: str) -> str:
    """kro pastes the value between the quotes of a JSON string, so JSON's own escapes count in it."""
    if "\\" not in value:
        return value
    try:
        decoded = str(json.loads(f'"{value}"'))
        decoded.encode()  # half of a surrogate pair is no text
    except ValueError:
        return value
    return decoded


def _json(marker: Marker) -> Any:
    depth = deepest = 0
    for char in marker.value:
        depth += (char in "{[") - (char in "}]")
        deepest = max(deepest, depth)
    if deepest > _MAX_JSON_DEPTH:
        raise SourceError(f"the value of {marker.name} is nested deeper than {_MAX_JSON_DEPTH} levels")
    try:
        return json.loads(marker.value, parse_constant=_no_constant)
    except ValueError:
        raise SourceError(
            f"{marker.name}={shown(marker.value)} is not JSON", hint='such as [80, 443] or {"key": "value"}'
        ) from None


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _enum(schema: dict[str, Any], marker: Marker) -> None:
    _only_for(schema, marker, "string", "integer", "number")
    values: list[Any] = []
    for part in (piece.strip() for piece in marker.value.split(",")):
        if part == "":
            raise SourceError(f"enum={shown(marker.value)} has an empty value", hint='write enum="a,b,c"')
        value: Any = part
        if schema["type"] != "string":
            value = _integer(part) if schema["type"] == "integer" else _number(part)
            if value is None:
                raise SourceError(f"{shown(part)} in enum is not of type {schema['type']}")
        if value in values:
            raise SourceError(f"{shown(part)} is twice in enum")
        values.append(value)
    schema["enum"] = values


def _text_keyword(keyword: str) -> Callable[[dict[str, Any], Marker], None]:
    def apply(schema: dict[str, Any], marker: Marker) -> None:
        schema[keyword] = marker.value

    return apply


def _flag_keyword(keyword: str, *types: str) -> Callable[[dict[str, Any], Marker], None]:
    def apply(schema: dict[str, Any], marker: Marker) -> None:
        if types:
            _only_for(schema, marker, *types)
        if _boolean(marker):
            schema[keyword] = True

    return apply


def _number_keyword(schema: dict[str, Any], marker: Marker) -> None:
    _only_for(schema, marker, "integer", "number")
    value = _number(marker.value)
    if value is None:
        raise SourceError(f"{marker.name}={shown(marker.value)} is not a number")
    if marker.name == "multipleOf" and value <= 0:
        raise SourceError("multipleOf has to be greater than 0")
    schema[marker.name] = value


def _size_keyword(*types: str) -> Callable[[dict[str, Any], Marker], None]:
    def apply(schema: dict[str, Any], marker: Marker) -> None:
        _only_for(schema, marker, *types)
        value = _integer(marker.value)
        if value is None or value < 0:
            raise SourceError(f"{marker.name}={shown(marker.value)} is not a whole number, 0 or more")
        schema[marker.name] = value

    return apply


def _pattern(schema: dict[str, Any], marker: Marker) -> None:
    _only_for(schema, marker, "string")
    if marker.value == "":
        raise SourceError("the pattern is empty")
    try:
        compile_pattern(marker.value)
    except PatternError as error:
        hint = "patterns are RE2, which has neither look-around nor back-references"
        raise SourceError(f"pattern={shown(marker.value)}: {error}", hint=hint) from None
    schema["pattern"] = marker.value


def _format(schema: dict[str, Any], marker: Marker) -> None:
    _only_for(schema, marker, "string", "integer", "number")
    kind = schema["type"]
    if not is_format_of(kind, marker.value):
        known = known_formats(kind)
        hint = meant(marker.value, known) or f"such as {', '.join(known[:8])}"
        raise SourceError(f"format={shown(marker.value)} is none that a server checks on {kind}s", hint=hint)
    schema["format"] = marker.value


def _rule(schema: dict[str, Any], rule: dict[str, Any]) -> None:
    schema["x-kubernetes-validations"] = [*schema.get("x-kubernetes-validations", ()), rule]


def _validation(schema: dict[str, Any], marker: Marker) -> None:
    if not marker.value.strip():
        raise SourceError("the validation is empty", hint='write a CEL rule: validation="self > 0"')
    _rule(schema, {"rule": marker.value, "message": "validation failed"})


def _immutable(schema: dict[str, Any], marker: Marker) -> None:
    if _boolean(marker):
        _rule(schema, {"rule": "self == oldSelf", "message": "field is immutable"})


def _unique_items(schema: dict[str, Any], marker: Marker) -> None:
    """A CRD must not say ``uniqueItems``; a list that is a set is checked for duplicates all the same."""
    _only_for(schema, marker, "array")
    if _boolean(marker):
        _set_list_type(schema, "set", marker)


def _list_type(schema: dict[str, Any], marker: Marker) -> None:
    _only_for(schema, marker, "array")
    if marker.value not in ("atomic", "set", "map"):
        raise SourceError(f"listType={shown(marker.value)} is not atomic, set or map")
    _set_list_type(schema, marker.value, marker)


def _set_list_type(schema: dict[str, Any], value: str, marker: Marker) -> None:
    before = schema.get("x-kubernetes-list-type", value)
    if before != value:
        raise SourceError(f"{marker.name}={marker.value} contradicts the list type {before}")
    schema["x-kubernetes-list-type"] = value


def _list_map_key(schema: dict[str, Any], marker: Marker) -> None:
    _only_for(schema, marker, "array")
    keys = schema.get("x-kubernetes-list-map-keys", [])
    if marker.value in keys:
        raise SourceError(f"listMapKey={shown(marker.value)} is given twice")
    schema["x-kubernetes-list-map-keys"] = [*keys, marker.value]


def _map_type(schema: dict[str, Any], marker: Marker) -> None:
    _only_for(schema, marker, "object")
    if marker.value not in ("atomic", "granular"):
        raise SourceError(f"mapType={shown(marker.value)} is not atomic or granular")
    schema["x-kubernetes-map-type"] = marker.value


def _check_bounds(schema: dict[str, Any]) -> None:
    for least, most in (
        ("minimum", "maximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ):
        if least in schema and most in schema and schema[least] > schema[most]:
            raise SourceError(f"{least}={schema[least]} is greater than {most}={schema[most]}")
    if schema.get("nullable") and "enum" in schema:
        raise SourceError(
            "nullable=true beside enum", hint="the server takes no null there; leave nullable out"
        )
    for flag, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if schema.get(flag) and bound not in schema:
            raise SourceError(
                f"{flag}=true without a {bound}", hint=f"{flag}=true says that {bound} itself is excluded"
            )


_MARKERS: dict[str, Callable[[dict[str, Any], Marker], None]] = {
    "default": _default,
    "description": _text_keyword("description"),
    "enum": _enum,
    "exclusiveMaximum": _flag_keyword("exclusiveMaximum", "integer", "number"),
    "exclusiveMinimum": _flag_keyword("exclusiveMinimum", "integer", "number"),
    "format": _format,
    "immutable": _immutable,
    "listMapKey": _list_map_key,
    "listType": _list_type,
    "mapType": _map_type,
    "maxItems": _size_keyword("array"),
    "maxLength": _size_keyword("string"),
    "maxProperties": _size_keyword("object"),
    "maximum": _number_keyword,
    "minItems": _size_keyword("array"),
    "minLength": _size_keyword("string"),
    "minProperties": _size_keyword("object"),
    "minimum": _number_keyword,
    "multipleOf": _number_keyword,
    "nullable": _flag_keyword("nullable"),
    "pattern": _pattern,
    "uniqueItems": _unique_items,
    "validation": _validation,
}
MARKER_NAMES = tuple(sorted({*_MARKERS, "required"}))
