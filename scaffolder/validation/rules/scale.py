"""The paths of the scale subresource lead to non-negative int32 numbers and to a string.

Source: ``ValidateScaleSpec`` and ``ValidateScaleStatus`` in
``k8s.io/apiextensions-apiserver/pkg/registry/customresource/validator.go``.
"""

from __future__ import annotations

from scaffolder.validation.field_errors import invalid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from scaffolder.diagnostics import Diagnostic

_MAX_INT32 = 2**31 - 1


def check_scale(value: dict[str, Any], scale: Mapping[str, Any]) -> list[Diagnostic]:
    """``scale`` is ``subresources.scale`` of the version. Fields keep the leading dot of their JSON path."""
    found = []
    for key in ("specReplicasPath", "statusReplicasPath", "labelSelectorPath"):
        path = scale.get(key)
        if isinstance(path, str):
            found.append(_check(value, path, str if key == "labelSelectorPath" else int))
    return [diagnostic for diagnostic in found if diagnostic is not None]


def _check(value: Any, json_path: str, kind: type[int] | type[str]) -> Diagnostic | None:
    steps = tuple(json_path.removeprefix(".").split("."))
    empty: str | int = "" if kind is str else 0
    for length, step in enumerate(steps, 1):
        if value is None:
            return None
        if not isinstance(value, dict):
            detail = _accessor_error(steps[:length], value, "map[string]interface{}")
            return invalid(json_path, empty, detail, steps[: length - 1])
        if step not in value:
            return None
        value = value[step]
    if type(value) is not kind:
        detail = _accessor_error(steps, value, "string" if kind is str else "int64")
        return invalid(json_path, empty, detail, steps)
    if not isinstance(value, int) or 0 <= value <= _MAX_INT32:
        return None
    if value < 0:
        return invalid(json_path, value, "should be a non-negative integer", steps)
    return invalid(json_path, value, f"should be less than or equal to {_MAX_INT32}", steps)


def _accessor_error(steps: tuple[str, ...], value: Any, expected: str) -> str:
    from scaffolder.validation.go_text import go_type, go_value

    shown = f"{go_value(value)} is of the type {go_type(value)}, expected {expected}"
    return f".{'.'.join(steps)} accessor error: {shown}"
