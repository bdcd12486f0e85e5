"""A pattern that is none."""

from __future__ import annotations


class PatternError(ValueError):
    """A pattern that Go's ``regexp.Compile`` refuses; the text is Go's own."""

    def __init__(self, code: str, expression: str) -> None:
        super().__init__(f"error parsing regexp: {code}: `{expression}`")
