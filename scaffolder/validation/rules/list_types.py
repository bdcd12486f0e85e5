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
    keys = compared = value
    if node.list_type == "map":
        for index, item in enumerate(value):
            if item is not None and not isinstance(item, dict):
                at = (*path, index)
                detail = "must be an object for an array of list-type map"
                return [invalid(field_path(at, root), item, detail, at)]
        names = node.schema.list_map_keys
        keys = [{name: item[name] for name in names if name in item} if item else {} for item in value]
        # Of a single key the value itself is compared; items without one are alike, and like nothing else.
        compared = [key.get(names[0], ()) for key in keys] if len(names) == 1 else keys
    return [
        duplicate(field_path((*path, index), root), keys[index], (*path, index))
        for index in _second_ones(compared)
    ]


def _second_ones(values: Sequence[Any]) -> list[int]:
    """The index of the second of every group of equal values.

    Lists and objects are compared as JSON, scalars as Go compares them: an integer is no float.
    """
    times: dict[object, int] = {}
    found = []
    for index, value in enumerate(values):
        known: object = (value.__class__, value)
        if isinstance(value, (dict, list)):
            from scaffolder.validation import go_text

            known = go_text.json(value)
        count = times[known] = times.get(known, 0) + 1
        if count == 2:
            found.append(index)
    return found
