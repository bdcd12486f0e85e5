"""The functions that expressions may call: one module a library, each with ``declare() -> Library``.

A module holds the signatures, for the checker, and below them the implementations, for compiled code.
"""
