"""What the server answers to a request: the errors of a 400 or a 422, or the object that it stored."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from scaffolder.diagnostics import Diagnostic


class Answer:
    """``errors`` are in the order in which the server finds them; without any, ``value`` was accepted.

    ``value`` is the object as it was validated, defaults filled in. ``warnings`` are Warning headers,
    which may come with errors.
    """

    __slots__ = ("errors", "value", "warnings")

    def __init__(
        self,
        errors: Sequence[Diagnostic] = (),
        *,
        value: dict[str, Any] | None = None,
        warnings: Sequence[Diagnostic] = (),
    ) -> None:
        self.errors = errors
        self.value = value
        self.warnings = warnings
