"""Messages of Protocol Buffers that are values of CEL, written out: ``google.protobuf.Duration{seconds: 1}``.

Of the well-known ones, those that are no other way of writing a plain literal.
https://github.com/google/cel-spec/blob/master/doc/langdef.md#protocol-buffer-data-conversion
"""

from __future__ import annotations

from scaffolder.apimachinery.times import Timestamp
from scaffolder.cel.overloads import Library, Message
from scaffolder.cel.runtime.errors import CelError
from scaffolder.cel.runtime.values import NANOSECONDS, Duration
from scaffolder.cel.types import DURATION, INT, TIMESTAMP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FIELDS = {"seconds": INT, "nanos": INT}


def declare() -> Library:
    return Library(
        messages=(
            Message(TIMESTAMP.name, _FIELDS, TIMESTAMP, timestamp),
            Message(DURATION.name, _FIELDS, DURATION, duration),
        )
    )


def timestamp(fields: dict[str, Any]) -> Timestamp:
    return Timestamp(_nanoseconds(fields))


def duration(fields: dict[str, Any]) -> Duration:
    return Duration(_nanoseconds(fields))


def _nanoseconds(fields: dict[str, Any]) -> int:
    nanos: int = fields.get("nanos", 0)
    if not -(1 << 31) <= nanos < 1 << 31:
        raise CelError("integer overflow")
    return int(fields.get("seconds", 0)) * NANOSECONDS + nanos
