"""``type``, ``format`` where it names a number, ``nullable`` and ``x-kubernetes-int-or-string``.

Sources: ``typeValidator`` in ``k8s.io/kube-openapi/pkg/validation/validate/type.go``,
``IsFloat64AJSONInteger`` in ``github.com/go-openapi/swag``. Which formats count:
``StripUnsupportedFormatsPostProcessorForVersion`` in
``k8s.io/apiextensions-apiserver/pkg/apiserver/validation/formats.go``.
"""

from __future__ import annotations

from scaffolder.validation.faults import field_of
from scaffolder.validation.field_errors import type_invalid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from scaffolder.diagnostics import Diagnostic, Path
    from scaffolder.validation.compiler import Compiled, SchemaNode
    from scaffolder.validation.faults import Fault
    from scaffolder.validation.ratcheting import Correlation

# The JSON type of a value, and the number format that Go decodes it to.
_KINDS = {
    bool: ("boolean", ""),
    str: ("string", ""),
    int: ("integer", "int64"),
    float: ("number", "float64"),
    list: ("array", ""),
    dict: ("object", ""),
}
_MAX_EXACT = float(2**53 - 1)
_EPSILON = 1e-9


def enforced_format(node: SchemaNode) -> str:
    """The format of a node, or "" if the server does not know it for the node's type."""
    text = node.schema.format
    if not text:
        return ""
    if node.plain:
        return text
    kind = node.types[0] if len(node.types) == 1 else ""
    if kind in ("", "string"):
        return text if text_format(text) is not None else ""
    if kind == "integer":
        return text if text in ("int32", "int64") else ""
    if kind == "number":
        return text if text in ("float", "double") else ""
    return ""


def text_format(name: str) -> Callable[[str], bool] | None:
    """The check of a format of texts; dashes in its name do not count."""
    from scaffolder.apimachinery.formats import FORMATS

    return FORMATS.get(name.replace("-", ""))


def is_json_integer(value: float) -> bool:
    """Whether a float is as good as whole: within 1e-9, relatively, of the nearest whole number."""
    if not -_MAX_EXACT <= value <= _MAX_EXACT:
        return False
    nearest = float(round(value))
    return value == nearest or abs(value - nearest) < _EPSILON * abs(nearest)


def _wrong_type(name: str, path: Path, _value: Any, expected: str, actual: str) -> Diagnostic:
    from scaffolder.apimachinery.quoting import quote

    detail = f"{name} in body must be of type {expected}: {quote(actual)}"
    return type_invalid(field_of(name), actual, detail, path)


def compile(node: SchemaNode, kind: type) -> Compiled:
    types = node.types
    if kind is type(None):
        if not types or node.nullable:
            return 1, None
        return 0, _always(",".join(types), "null")
    known = enforced_format(node)
    if not types and not known:
        return 0, None
    json_type, number_format = _KINDS[kind]
    matches = json_type in types or (kind is int and "number" in types)
    if kind is float and not matches and "integer" in types:
        return 2, _whole_number(known or ",".join(types), number_format if known else json_type)
    if known:
        if kind not in (str, list) and not matches and number_format != known:
            return 1, _always(known, number_format)
        if kind in (str, list) and "number" not in types and "integer" not in types:
            return 2, None
    if not matches:
        return 1, _always(",".join(types), json_type)
    return 2, None


def _always(expected: str, actual: str) -> Any:
    def wrong(value: Any, path: Path, faults: list[Fault], _old: Correlation | None) -> int:
        faults.append((_wrong_type, path, value, (expected, actual)))
        return 0

    return wrong


def _whole_number(expected: str, actual: str) -> Any:
    def whole(value: float, path: Path, faults: list[Fault], _old: Correlation | None) -> int:
        if is_json_integer(value):
            return 0
        faults.append((_wrong_type, path, value, (expected, actual)))
        return -1

    return whole
