"""The two ways in which evaluating an expression can end without a value."""

from __future__ import annotations


class CelError(Exception):
    """An error of the language: ``no such key: a``, ``division by zero``. ``||``, ``&&``, ``?:``, ``all``
    and ``exists`` may absorb it. ``str()`` of it is cel-go's text. ``cost`` is what had been spent when a
    program gave up.
    """

    cost = 0


class CostLimitError(Exception):
    """The expression spent more than it may (cel-go: ``EvalCancelledError``). Nothing absorbs it."""

    def __init__(self, cost: int) -> None:
        super().__init__("operation cancelled: actual cost limit exceeded")
        self.cost = cost


class CelPanicError(Exception):
    """cel-go itself fails, and says so: the expression ends with this error, and nothing absorbs it."""

    cost = 0


def no_such_overload() -> CelError:
    return CelError("no such overload")
