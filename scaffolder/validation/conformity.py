"""Whether a value has the types that its schema says.

A create with a wrong type evaluates no rules, and code for rules relies on that. But an update is forgiven
types that were wrong before, as what was stored before the schema was changed may be.
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
