"""Ranges of costs and sizes, and their arithmetic: 64 bits, unsigned, and too much stays too much.

https://github.com/google/cel-go/blob/master/checker/cost.go (``CostEstimate``, ``SizeEstimate``)
"""

from __future__ import annotations

from math import ceil

INFINITE = (1 << 64) - 1

# What the parts of an expression cost: https://github.com/google/cel-go/blob/master/common/cost.go
SELECT = 1
CREATE_LIST = 10
CREATE_MAP = 30
CREATE_STRUCT = 40
TRAVERSE_STRING = 0.1
MATCH_REGEX = 0.25


class Range:
    """From ``low`` to ``high``, in units of cost or in elements."""

    __slots__ = ("high", "low")

    def __init__(self, low: int, high: int | None = None) -> None:
        self.low = low
        self.high = low if high is None else high

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Range) and (self.low, self.high) == (other.low, other.high)

    __hash__ = None  # type: ignore[assignment]  # nobody needs it

    def __repr__(self) -> str:
        return f"Range({self.low}, {self.high})"

    def __add__(self, other: Range) -> Range:
        return Range(min(self.low + other.low, INFINITE), min(self.high + other.high, INFINITE))

    def __mul__(self, other: Range) -> Range:
        return Range(min(self.low * other.low, INFINITE), min(self.high * other.high, INFINITE))

    def __or__(self, other: Range) -> Range:
        """The range that covers both."""
        return Range(min(self.low, other.low), max(self.high, other.high))

    def scaled(self, factor: float) -> Range:
        """Multiplied and rounded up, in floating point as the server does it."""
        return Range(_scaled(self.low, factor), _scaled(self.high, factor))


def _scaled(number: int, factor: float) -> int:
    product = float(number) * factor
    return INFINITE if product >= 2.0**64 else min(ceil(product), INFINITE)


FREE = Range(0)
ONE = Range(1)
UNKNOWN = Range(0, INFINITE)
EMPTY = Range(INFINITE, 0)
