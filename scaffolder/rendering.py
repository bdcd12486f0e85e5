"""The Jinja environment, and the only module that knows ``templates/``.

Below ``templates/`` each generator has a folder, and the tree in it is the tree that the user gets: a file's
path, less ``.j2``, is where it goes, with ``{{package}}`` and ``{{module}}`` in it filled in.

What comes from outside reaches a template only as ``Plain`` or ``Identifier``: text that means itself in
Python, YAML, TOML, make and the shell alike, so that no name can become code. Anything else is refused.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scaffolder.errors import ScaffoldError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from jinja2 import Environment

LINE_LENGTH = 110

_SUFFIX = ".j2"
_PLAIN = re.compile(r"[A-Za-z0-9 ._/:@+()-]*")


class Plain(str):
    """Text in which no character means anything to a template's language; ``what`` names it in errors."""

    __slots__ = ()

    def __new__(cls, text: str, what: str = "the name") -> Plain:
        if not _PLAIN.fullmatch(text):
            raise ScaffoldError(f"{what} {text!r} has characters that do not belong there")
        return super().__new__(cls, text)


class Identifier(Plain):
    """A name that Python code may hold."""

    __slots__ = ()

    def __new__(cls, text: str, what: str = "the name") -> Identifier:
        if not text.isidentifier() or keyword.iskeyword(text):
            raise ScaffoldError(f"{what} {text!r} is not a name in Python")
        return str.__new__(cls, text)


def template_names(folder: str) -> list[str]:
    """The templates of one generator, relative to its folder, sorted."""
    found: list[str] = []
    pending: list[tuple[str, Traversable]] = [("", files("scaffolder") / "templates" / folder)]
    while pending:
        prefix, directory = pending.pop()
        for entry in directory.iterdir():
            if entry.is_dir():
                pending.append((f"{prefix}{entry.name}/", entry))
            elif entry.name.endswith(_SUFFIX):
                found.append(prefix + entry.name)
    return sorted(found)


def render(folder: str, name: str, view: Mapping[str, Any]) -> tuple[str, str]:
    """Path and text of the file that a template makes. Python comes out as ``ruff format`` would leave it."""
    environment = _environment()
    path = environment.from_string(name.removesuffix(_SUFFIX)).render(view)
    text = environment.get_template(f"{folder}/{name}").render(view)
    return path, _formatted(text) if path.endswith(".py") else text


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("scaffolder", "templates"),
        undefined=StrictUndefined,
        finalize=_finalize,
        autoescape=False,  # nothing here is HTML; _finalize is the guard
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _finalize(value: object) -> object:
    from jinja2 import Undefined

    if isinstance(value, Plain | Undefined):
        return value
    raise TypeError(f"a template prints {value!r}, which is neither Plain nor Identifier")


def _formatted(text: str) -> str:
    """Names can be of any length; where the lines break depends on them."""
    from black import format_str
    from black.mode import Mode, TargetVersion

    return format_str(text, mode=Mode(line_length=LINE_LENGTH, target_versions={TargetVersion.PY311}))
