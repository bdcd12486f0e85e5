"""A list of paths as a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def tree(paths: Iterable[str]) -> Iterator[str]:
    """One line for each folder and file, folders first, drawn as ``tree`` draws them."""
    yield from _lines([path.split("/") for path in paths], "")


def _lines(paths: list[list[str]], indent: str) -> Iterator[str]:
    below: dict[str, list[list[str]]] = {}
    for first, *rest in paths:
        below.setdefault(first, []).extend([rest] if rest else [])
    entries = sorted(below, key=lambda name: (not below[name], name))
    for name in entries:
        last = name == entries[-1]
        yield f"{indent}{'└── ' if last else '├── '}{name}{'/' if below[name] else ''}"
        yield from _lines(below[name], indent + ("    " if last else "│   "))
