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

    from jinja2 import Environment, Template

LINE_LENGTH = 110

_SUFFIX = ".j2"
_PLAIN = re.compile(r"[A-Za-z0-9 ._/:@+()-]*")


class Plain(str):
    """Text in which no character means anything to a template's language; ``what`` names it in errors."""

    __slots__ = ()

    def __new__(cls, text: str, what: str = "the name") -> Plain:
        if not cls.fits(text):
            raise ScaffoldError(f"{what} {text!r} has characters that do not belong there")
        return super().__new__(cls, text)

    @staticmethod
    def fits(text: str) -> bool:
        return _PLAIN.fullmatch(text) is not None


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
    path = _environment().from_string(name.removesuffix(_SUFFIX)).render(view)
    template, varies = _template(folder, name)
    text = template.render(view)
    # Formatting costs fifty times as much as rendering, and most templates are laid out as they come out.
    if path.endswith(".py") and (varies or _has_long_lines(text)):
        text = _formatted(text)
    return path, text


@cache
def _template(folder: str, name: str) -> tuple[Template, bool]:
    """The template, and whether more than names differs between what it makes for two projects."""
    source = (files("scaffolder") / "templates" / folder / name).read_text(encoding="utf-8")
    return _environment().from_string(source), "{%" in source


@cache
def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    return Environment(
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


def _has_long_lines(text: str) -> bool:
    """Names can be of any length, and where lines break depends on them."""
    return any(len(line) > LINE_LENGTH for line in text.splitlines())


def _formatted(text: str) -> str:
    from black import format_str
    from black.mode import Mode, TargetVersion

    return format_str(text, mode=Mode(line_length=LINE_LENGTH, target_versions={TargetVersion.PY311}))
