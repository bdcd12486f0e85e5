"""Whether a value has the types that its schema says, as rules know them: some formats are types to them.

A wrong type mostly keeps rules from being evaluated, and code for rules relies on that. But the schema lets
lists pass for strings with a format and numbers that are nearly whole for integers, and an update is forgiven
types that were wrong before the schema was changed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scaffolder.validation.compiler import SchemaNode

# The types that a rule can take a JSON value for; a whole double is no integer to it.
_FITTING = {
    bool: ("boolean",),
    str: ("string",),
    int: ("integer", "number"),
    float: ("number",),
    list: ("array",),
    dict: ("object",),
}


def _has_format(text: str, name: str) -> bool:
    from scaffolder.cel.runtime.errors import CelError
    from scaffolder.validation.cel_shapes import CONVERSIONS

    convert = CONVERSIONS.get(name)
    try:
        return convert is None or convert(text) is not None
    except CelError:
        return False


def conforms(value: Any, node: SchemaNode) -> bool:
    """Iterative, because values may be nested deeper than Python's stack."""
    pending = [(value, node)]
    while pending:
        value, node = pending.pop()
        types = node.types
        if types:
            if value is None:
                if not node.nullable:
                    return False
                continue
            if not any(fitting in types for fitting in _FITTING[value.__class__]):
                return False
            if value.__class__ is str and node.schema.format and not _has_format(value, node.schema.format):
                return False
        if value.__class__ is dict:
            for key, item in value.items():
                child = node.child(key)
                if child is not None:
                    pending.append((item, child))
        elif value.__class__ is list:
            items = node.items
            if items is not None:
                pending.extend([(item, items) for item in value])
    return True
