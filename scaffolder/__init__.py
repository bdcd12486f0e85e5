"""Start, grow and keep a Kubernetes operator in Python.

As a library: ``from scaffolder import load_crds, validate, validate_text`` (docs/library.md).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.library import load_crds, validate, validate_text

__version__ = "0.1.0"
__all__ = ["__version__", "load_crds", "validate", "validate_text"]


def __getattr__(name: str) -> object:
    # The command line imports this package too, and must not wait for what it does not need.
    if name in ("load_crds", "validate", "validate_text"):
        from scaffolder import library

        return getattr(library, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
