"""``metav1.Condition`` as a schema: what the short form's word ``Condition`` stands for.

The constraints are those of the type's markers in ``k8s.io/apimachinery/pkg/apis/meta/v1/types.go``.
"""

from __future__ import annotations

from typing import Any

_TYPE_PATTERN = (
    r"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
    r"(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$"
)
_REASON_PATTERN = r"^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$"


def condition_schema() -> dict[str, Any]:
    """One condition; a list of them is a map by ``type``."""
    return {
        "type": "object",
        "description": "One aspect of the current state, and since when it has been so.",
        "properties": {
            "lastTransitionTime": {
                "type": "string",
                "format": "date-time",
                "description": "When the status last changed.",
            },
            "message": {
                "type": "string",
                "maxLength": 32768,
                "description": "What happened, for people. May be empty.",
            },
            "observedGeneration": {
                "type": "integer",
                "format": "int64",
                "minimum": 0,
                "description": "The metadata.generation that the condition was set for; it is out of date "
                "where that is now higher.",
            },
            "reason": {
                "type": "string",
                "minLength": 1,
                "maxLength": 1024,
                "pattern": _REASON_PATTERN,
                "description": "Why it has its status, for programs: one word in CamelCase.",
            },
            "status": {
                "type": "string",
                "enum": ["True", "False", "Unknown"],
                "description": "Whether the condition holds.",
            },
            "type": {
                "type": "string",
                "maxLength": 316,
                "pattern": _TYPE_PATTERN,
                "description": "What the condition is about, in CamelCase or as foo.example.com/CamelCase.",
            },
        },
        "required": ["lastTransitionTime", "message", "reason", "status", "type"],
    }
