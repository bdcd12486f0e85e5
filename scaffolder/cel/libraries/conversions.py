"""Functions named after types: ``int(x)``, ``string(x)``, ``timestamp(x)``, ``type(x)``, ``dyn(x)``.

The ``ConvertToType`` methods of https://github.com/google/cel-go/tree/master/common/types
"""

from __future__ import annotations

from scaffolder.apimachinery.times import TimeError, Timestamp, parse_rfc3339
from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime.arithmetic import to_uint
from scaffolder.cel.runtime.errors import CelError
from scaffolder.cel.runtime.go_numbers import general, plain
from scaffolder.cel.runtime.values import (
    MAX_INT,
    MAX_TIMESTAMP,
    MAX_UINT,
    MIN_INT,
    MIN_TIMESTAMP,
    NANOSECONDS,
    Duration,
    Uint,
)
from scaffolder.cel.runtime.values import type_of as type_of_value
from scaffolder.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    STRING,
    TIMESTAMP,
    UINT,
    parameter,
    type_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TWO_TO_63 = 9.223372036854775808e18
_TWO_TO_64 = 1.8446744073709551616e19


def declare() -> Library:
    a = parameter("A")
    return Library(
        Function("type", Overload("type", (a,), type_of(a), type_of_value)),
        Function(
            "bool",
            Overload("bool_to_bool", (BOOL,), BOOL, identity),
            Overload("string_to_bool", (STRING,), BOOL, string_to_bool),
        ),
        Function(
            "bytes",
            Overload("bytes_to_bytes", (BYTES,), BYTES, identity),
            Overload("string_to_bytes", (STRING,), BYTES, string_to_bytes),
        ),
        Function(
            "double",
            Overload("double_to_double", (DOUBLE,), DOUBLE, identity),
            Overload("int64_to_double", (INT,), DOUBLE, int_to_double),
            Overload("string_to_double", (STRING,), DOUBLE, string_to_double),
            Overload("uint64_to_double", (UINT,), DOUBLE, int_to_double),
        ),
        Function(
            "duration",
            Overload("duration_to_duration", (DURATION,), DURATION, identity),
            # The checker knows this one, the runtime does not.
            Overload("int64_to_duration", (INT,), DURATION, int_to_duration),
            Overload("string_to_duration", (STRING,), DURATION, string_to_duration),
        ),
        Function("dyn", Overload("to_dyn", (a,), DYN, identity)),
        Function(
            "int",
            Overload("int64_to_int64", (INT,), INT, identity),
            Overload("double_to_int64", (DOUBLE,), INT, double_to_int),
            Overload("duration_to_int64", (DURATION,), INT, duration_to_int),
            Overload("string_to_int64", (STRING,), INT, string_to_int),
            Overload("timestamp_to_int64", (TIMESTAMP,), INT, timestamp_to_int),
            Overload("uint64_to_int64", (UINT,), INT, uint_to_int),
        ),
        Function(
            "string",
            Overload("string_to_string", (STRING,), STRING, identity),
            Overload("bool_to_string", (BOOL,), STRING, bool_to_string),
            Overload("bytes_to_string", (BYTES,), STRING, bytes_to_string),
            Overload("double_to_string", (DOUBLE,), STRING, general),
            Overload("duration_to_string", (DURATION,), STRING, duration_to_string),
            Overload("int64_to_string", (INT,), STRING, int_to_string),
            Overload("timestamp_to_string", (TIMESTAMP,), STRING, str),
            Overload("uint64_to_string", (UINT,), STRING, int_to_string),
        ),
        Function(
            "timestamp",
            Overload("timestamp_to_timestamp", (TIMESTAMP,), TIMESTAMP, identity),
            Overload("int64_to_timestamp", (INT,), TIMESTAMP, int_to_timestamp),
            Overload("string_to_timestamp", (STRING,), TIMESTAMP, string_to_timestamp),
        ),
        Function(
            "uint",
            Overload("uint64_to_uint64", (UINT,), UINT, identity),
            Overload("double_to_uint64", (DOUBLE,), UINT, double_to_uint),
            Overload("int64_to_uint64", (INT,), UINT, to_uint),
            Overload("string_to_uint64", (STRING,), UINT, string_to_uint),
        ),
    )


def identity(value: Any) -> Any:
    return value


def _unreadable(target: str) -> CelError:
    return CelError(f"type conversion error from 'string' to '{target}'")


def string_to_bool(text: str) -> bool:
    """``strconv.ParseBool``."""
    if text in ("1", "t", "T", "true", "TRUE", "True"):
        return True
    if text in ("0", "f", "F", "false", "FALSE", "False"):
        return False
    raise _unreadable("bool")


def string_to_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def int_to_double(number: int) -> float:
    return float(number)


def string_to_double(text: str) -> float:
    """``strconv.ParseFloat``: what Python reads, less blanks and a NaN with a sign, more hexadecimal ones."""
    bare = text.lstrip("+-").lower()
    signs = len(text) - len(bare)
    if signs > (bare != "nan") or not text.isascii() or text != text.strip():
        raise _unreadable("double")
    try:
        if bare.startswith("0x"):
            mantissa, p, exponent = text.partition("P" if "P" in text else "p")
            if not p:
                raise _unreadable("double")
            if "_" in text:
                # Python takes them between digits of decimal numbers and of hexadecimal integers.
                int(mantissa.replace(".", ""), 16)
                int(exponent)
                if "_." in mantissa or "._" in mantissa:
                    raise _unreadable("double")
            return float.fromhex(text.replace("_", ""))
        number = float(text)
    except (ValueError, OverflowError) as error:
        raise _unreadable("double") from error
    if number in (float("inf"), float("-inf")) and not bare.startswith("inf"):
        raise _unreadable("double")
    return number


def string_to_duration(text: str) -> Duration:
    from scaffolder.apimachinery.durations import DurationError, parse_go_duration

    try:
        return Duration(parse_go_duration(text))
    except DurationError as error:
        raise _unreadable("google.protobuf.Duration") from error


def int_to_duration(_: int) -> Duration:
    raise CelError("type conversion error from 'int' to 'google.protobuf.Duration'")


def double_to_int(number: float) -> int:
    if number != number or not -_TWO_TO_63 < number < _TWO_TO_63:
        raise CelError("integer overflow")
    return int(number)


def double_to_uint(number: float) -> Uint:
    if number != number or not 0 <= number < _TWO_TO_64:
        raise CelError("unsigned integer overflow")
    return Uint(number)


def uint_to_int(number: Uint) -> int:
    if number > MAX_INT:
        raise CelError("integer overflow")
    return int(number)


def string_to_int(text: str) -> int:
    """``strconv.ParseInt`` with base 10."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    if digits.isascii() and digits.isdigit() and len(digits) < 400:
        number = int(text)
        if MIN_INT <= number <= MAX_INT:
            return number
    raise _unreadable("int")


def string_to_uint(text: str) -> Uint:
    """``strconv.ParseUint`` with base 10."""
    if text.isascii() and text.isdigit() and len(text) < 400:
        number = int(text)
        if number <= MAX_UINT:
            return Uint(number)
    raise _unreadable("uint")


def duration_to_int(duration: Duration) -> int:
    """In nanoseconds."""
    return duration.nanoseconds


def timestamp_to_int(timestamp: Timestamp) -> int:
    """In seconds since 1970."""
    return timestamp.unix()


def int_to_timestamp(seconds: int) -> Timestamp:
    if not MIN_TIMESTAMP <= seconds <= MAX_TIMESTAMP:
        raise CelError("timestamp overflow")
    return Timestamp(seconds * NANOSECONDS)


def string_to_timestamp(text: str) -> Timestamp:
    try:
        timestamp = parse_rfc3339(text)
    except TimeError as error:
        raise _unreadable("google.protobuf.Timestamp") from error
    if not MIN_TIMESTAMP <= timestamp.unix() <= MAX_TIMESTAMP:
        raise CelError("timestamp overflow")
    return timestamp


def bool_to_string(value: bool) -> str:
    return "true" if value else "false"


def bytes_to_string(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CelError("invalid UTF-8 in bytes, cannot convert to string") from error


def int_to_string(number: int) -> str:
    return int.__repr__(number)


def duration_to_string(duration: Duration) -> str:
    """In seconds: ``1.5s``."""
    sign = -1 if duration.nanoseconds < 0 else 1
    seconds, rest = divmod(abs(duration.nanoseconds), NANOSECONDS)
    return plain(sign * (seconds + rest / 1e9)) + "s"
