"""Formats that the server does not know: it warns of them when a definition is accepted.

Sources: ``WarningsOnCreate`` in ``k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition``,
``GetUnrecognizedFormats`` in ``pkg/apiserver/validation/formats.go``.
"""

from __future__ import annotations

from scaffolder.apimachinery.formats import is_supported
from scaffolder.apimachinery.quoting import quote
from scaffolder.diagnostics import WARNING, Diagnostic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from scaffolder.validation.crd.nodes import Node

_NUMBERS = {"integer": ("int32", "int64"), "number": ("float", "double")}


def format_warnings(nodes: Iterable[Node]) -> list[Diagnostic]:
    """One for each unknown format, at the first node that has it."""
    found: dict[str, Diagnostic] = {}
    for node in nodes:
        name = node.schema.get("format")
        if name and not _is_recognized(name, node.schema.get("type", "")):
            message = f"unrecognized format {quote(name)}"
            if message not in found:
                found[message] = Diagnostic(f"{node.field}.format", WARNING, message, (*node.path, "format"))
    return list(found.values())


def _is_recognized(name: str, type_: str) -> bool:
    """A node without a type counts as text; the other types have no formats."""
    if type_ in ("", "string"):
        return is_supported(name)
    return name in _NUMBERS.get(type_, ())
