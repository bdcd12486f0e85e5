"""Paths as the server writes them outside the schema: ``spec.ports[0].name``, ``spec.labels[a.b]``.

Source: ``Path.String`` in ``k8s.io/apimachinery/pkg/util/validation/field/path.go``.
"""

from __future__ import annotations

from scaffolder.validation.field_errors import WHOLE_OBJECT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.diagnostics import Path
    from scaffolder.validation.compiler import SchemaNode


def field_path(path: Path, root: SchemaNode) -> str:
    """The field at ``path``: keys of maps and indexes in brackets, properties after dots."""
    if not path:
        return WHOLE_OBJECT
    text = ""
    node: SchemaNode | None = root
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
            node = node.items if node is not None else None
        else:
            is_property = node is None or step in node.properties
            # A property without a name prints like a key.
            text = child_field(text, step) if is_property and step else f"{text}[{step}]"
            node = node.child(step) if node is not None else None
    return text


def child_field(parent: str, name: str) -> str:
    """``Path.Child``; the whole object has no name to go before."""
    return name if parent in ("", WHOLE_OBJECT) else f"{parent}.{name}"
