"""The formats that a server knows; it warns of any other when a CRD is applied, and checks none of them."""

from __future__ import annotations

from typing import Any

from scaffolder.apimachinery import formats

# k8s.io/apiextensions-apiserver/pkg/apiserver/validation/formats.go
_OF_NUMBERS = {"integer": ("int32", "int64"), "number": ("float", "double")}


def is_format_of(kind: str, name: Any) -> bool:
    """Whether values of the type ``kind`` can have the format ``name``."""
    if not isinstance(name, str):
        return False
    return formats.is_supported(name) if kind == "string" else name in _OF_NUMBERS.get(kind, ())


def known_formats(kind: str) -> tuple[str, ...]:
    """The formats of a type, for hints."""
    return tuple(formats.FORMATS) if kind == "string" else _OF_NUMBERS.get(kind, ())
