"""JSON text of values nested deeper than the standard library's encoder goes."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NOTHING = object()


def dumps(value: Any) -> str:
    """As ``json.dumps``. A stored object may be 10,000 levels deep; that encoder recurses, and gives up."""
    try:
        return json.dumps(value)
    except RecursionError:
        return "".join(_pieces(value))


def _pieces(value: Any) -> list[str]:
    pieces: list[str] = []
    # Values to be written, and text that stands between them; the next one last.
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        before, item = waiting.pop()
        pieces.append(before)
        if item is _NOTHING:
            continue
        if isinstance(item, dict) and item:
            entries = [(f", {json.dumps(key)}: ", inner) for key, inner in item.items()]
            opening, closing = "{", "}"
        elif isinstance(item, list) and item:
            entries = [(", ", inner) for inner in item]
            opening, closing = "[", "]"
        else:
            pieces.append(json.dumps(item))
            continue
        first, inner = entries[0]
        entries[0] = (opening + first[2:], inner)
        waiting.append((closing, _NOTHING))
        waiting += reversed(entries)
    return pieces
