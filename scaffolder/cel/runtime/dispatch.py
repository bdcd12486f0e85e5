"""Choosing an overload at run time, where the checker could not: an argument is dyn."""

from __future__ import annotations

from scaffolder.cel.runtime.errors import CelError
from scaffolder.cel.runtime.values import type_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    # The names of the types that an implementation takes, None for any, and the implementation.
    Candidate = tuple[tuple[str | None, ...], Callable[..., Any]]

# Functions of which cel-go says no more than their name, or not even that. A regex that is known in advance
# leaves the function without a name, too (``MatchesRegexOptimization``).
_NAMED_ONLY = ("size", "matches", "sort", "@sortByAssociatedKeys")
_UNNAMED = ("", "contains", "startsWith", "endsWith")


def call(function: str, candidates: tuple[Candidate, ...], *arguments: Any) -> Any:
    """Calls the first candidate that takes such arguments; raises ``CelError`` if none does."""
    names = [type_name(argument) for argument in arguments]
    for parameters, implementation in candidates:
        if len(parameters) == len(names) and all(
            parameter is None or parameter == name for parameter, name in zip(parameters, names, strict=True)
        ):
            return implementation(*arguments)
    if function in _UNNAMED:
        raise CelError("no such overload")
    if function in _NAMED_ONLY:
        raise CelError(f"no such overload: {function}")
    raise CelError(f"no such overload: {function}({', '.join(names)})")
