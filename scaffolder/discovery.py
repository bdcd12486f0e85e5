"""Finds what each module of a package declares, so that adding a reporter or a rule is adding a file."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any


def module_names(package: ModuleType) -> list[str]:
    """The names of the modules directly in ``package``, sorted, without importing any of them.

    A leading underscore keeps a module out: it belongs to its siblings, not to the seam. ``pkgutil`` knows
    more kinds of package, but it loads ``inspect``, which costs more than compiling all rules of a CRD.
    """
    from os import listdir

    files = [file for folder in package.__path__ for file in listdir(folder) if file.endswith(".py")]
    return sorted(file.removesuffix(".py") for file in files if not file.startswith("_"))


def declared(package: ModuleType, attribute: str) -> dict[str, Any]:
    """``{module name: module.attribute}`` for every module of ``package`` that has ``attribute``."""
    from importlib import import_module

    found = {}
    for name in module_names(package):
        module = import_module(f"{package.__name__}.{name}")
        if hasattr(module, attribute):
            found[name] = getattr(module, attribute)
    return found
