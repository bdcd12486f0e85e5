"""``x-kubernetes-list-type``: a set has no equal items, a map none with equal keys.

Source: ``k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype/validation.go``.
"""

from __future__ import annotations

from scaffolder.validation.field_errors import duplicate, invalid
from scaffolder.validation.field_paths import field_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from scaffolder.diagnostics import Diagnostic, Path
    from scaffolder.validation.compiler import SchemaNode


def check_list(path: Path, value: list[Any], node: SchemaNode, root: SchemaNode) -> list[Diagnostic]:
    """The duplicates in one list of type ``set`` or ``map``, each named once."""
    keys: Sequence[Any] = value
    if node.list_type == "map":
        for index, item in enumerate(value):
            if item is not None and not isinstance(item, dict):
                at = (*path, index)
                detail = "must be an object for an array of list-type map"
                return [invalid(field_path(at, root), item, detail, at)]
        names = node.schema.list_map_keys
        keys = [{name: item[name] for name in names if name in item} if item else {} for item in value]
    return [
        duplicate(field_path((*path, index), root), keys[index], (*path, index))
        for index in _second_ones(keys)
    ]


def _second_ones(values: Sequence[Any]) -> list[int]:
    """The index of the second of every group of equal values."""
    from scaffolder.validation import go_text

    times: dict[str, int] = {}
    found = []
    for index, value in enumerate(values):
        # Equal values have equal JSON texts, and different ones different texts.
        text = go_text.json(value)
        count = times[text] = times.get(text, 0) + 1
        if count == 2:
            found.append(index)
    return found
