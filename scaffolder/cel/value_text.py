"""Values of CEL as people read them: strings in quotes, objects as JSON."""

from __future__ import annotations

from itertools import islice

from scaffolder.apimachinery.times import Timestamp
from scaffolder.cel.runtime.errors import CelError
from scaffolder.cel.runtime.values import NONE, Duration, Opaque, Optional, TypeValue, value_of_key
from scaffolder.cel.runtime.views import LISTS, ListView, MapView, Preserved, is_map

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MAX_LENGTH = 120
_MAX_PARTS = 20
_MAX_DEPTH = 6


def value_text(value: Any) -> str:
    """One line of at most 120 characters; ``""`` for a value that only its library understands."""
    text = _text(value, 0)
    return text if len(text) <= _MAX_LENGTH else f"{text[: _MAX_LENGTH - 1]}…"


def _text(value: Any, depth: int) -> str:
    if isinstance(value, ListView | MapView | Preserved):
        value = value.raw
    if depth > _MAX_DEPTH:
        return "…"
    if type(value) in LISTS:
        items = [_text(item, depth + 1) for item in islice(value, _MAX_PARTS)]
        return _joined("[]", items, value)
    if is_map(value):
        entries = [
            f"{_text(value_of_key(key), depth + 1)}: {_text(item, depth + 1)}"
            for key, item in islice(value.items(), _MAX_PARTS)
        ]
        return _joined("{}", entries, value)
    if isinstance(value, Optional):
        return "optional.none()" if value is NONE else f"optional.of({_text(value.value, depth + 1)})"
    if isinstance(value, Opaque):
        return ""
    return _scalar(value)


def _joined(brackets: str, parts: list[str], value: Any) -> str:
    rest = ["…"] if len(value) > len(parts) else []
    return brackets[0] + ", ".join([*parts, *rest]) + brackets[1]


def _scalar(value: Any) -> str:
    from scaffolder.apimachinery.quoting import quote
    from scaffolder.cel.libraries.conversions import duration_to_string

    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quote(value[: _MAX_LENGTH + 1])
    if isinstance(value, bytes):
        return f"b{quote(value[: _MAX_LENGTH + 1].decode('latin-1'))}"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Timestamp):
        return f"timestamp({quote(str(value))})"
    if isinstance(value, Duration):
        return f"duration({quote(duration_to_string(value))})"
    if isinstance(value, TypeValue):
        return value.name
    if isinstance(value, int):
        return int.__repr__(value)
    raise CelError(f"a {type(value).__name__} is no value")
