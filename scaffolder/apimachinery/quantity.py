"""Quantities, ``500m``, ``1.5Gi``, ``1e3``: parsed, printed, compared and added as the server does it.

Source: ``k8s.io/apimachinery/pkg/api/resource`` (quantity.go, amount.go, suffix.go). A number there is an
int64 with a decimal scale where that is enough, else an arbitrary decimal; some answers depend on which
of the two it is (``as_int64``); so both are kept here. All operations are exact and bounded: scales too
far apart to be written out in digits are refused where Go would exhaust its memory.
"""

from __future__ import annotations

_DECIMAL_SI = "DecimalSI"
_DECIMAL_EXPONENT = "DecimalExponent"
_BINARY_SI = "BinarySI"

_DIGITS = "0123456789"
_SUFFIX_LETTERS = "eEinumkKMGTP"
_DECIMAL_SUFFIXES = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY_SUFFIXES = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_DECIMAL_NAMES = {exponent: name for name, exponent in _DECIMAL_SUFFIXES.items()}
_BINARY_NAMES = {exponent: name for name, exponent in _BINARY_SUFFIXES.items()} | {0: ""}

_MAX_INT64 = (1 << 63) - 1
_MIN_INT64 = -(1 << 63)
# The smallest unit; below it, everything that is not zero counts as one of it.
_NANO = -9
# An int64 holds every number of so many decimal digits.
_SAFE_DIGITS = 18
_MAX_WRITTEN_DIGITS = 100_000

_FORMAT_MESSAGE = (
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
)


class QuantityError(ValueError):
    """Not a quantity; the text is the server's."""


class Quantity:
    """A number, ``value`` · 10 ** ``scale``, and the notation to print it in. Immutable."""

    __slots__ = ("_format", "_is_decimal", "_source", "scale", "value")

    def __init__(
        self,
        value: int,
        scale: int = 0,
        format: str = _DECIMAL_SI,
        is_decimal: bool = False,
        source: str = "",
    ) -> None:
        self.value = value
        self.scale = scale
        self._format = format
        # inf.Dec instead of int64Amount
        self._is_decimal = is_decimal
        # The text that it was parsed from, if that is its canonical form.
        self._source = source

    @classmethod
    def from_int(cls, value: int) -> Quantity:
        """What CEL makes of the int that it adds to a quantity."""
        return cls(value, 0, _DECIMAL_EXPONENT)

    def __repr__(self) -> str:
        return f"Quantity({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self.compare(other) == 0

    def __hash__(self) -> int:
        value, scale = _without_factors(self.value, 10)
        return hash((value, self.scale + scale if value else 0))

    def sign(self) -> int:
        """-1, 0 or 1."""
        return (self.value > 0) - (self.value < 0)

    def as_int64(self) -> int | None:
        """``AsInt64``: the value if it is whole, fits, and was not written with a fraction; else None."""
        if self._is_decimal or self.scale < 0:
            return None
        if self.value == 0 or self.scale == 0:
            return self.value
        if self.scale > _SAFE_DIGITS:
            return None
        value = self.value * _ten_to(self.scale)
        return value if _MIN_INT64 <= value <= _MAX_INT64 else None

    def as_approximate_float(self) -> float:
        """``AsApproximateFloat64``."""
        try:
            base = float(self.value)
        except OverflowError:
            base = float("inf") if self.value > 0 else float("-inf")
        return base if self.scale == 0 else base * _power_of_ten(self.scale)

    def compare(self, other: Quantity) -> int:
        """-1, 0 or 1."""
        sign, other_sign = self.sign(), other.sign()
        if sign != other_sign or sign == 0:
            return (sign > other_sign) - (sign < other_sign)
        # Decided by magnitude where that is possible, so that huge scales cost nothing.
        magnitude = _digits_of(self.value) + self.scale
        other_magnitude = _digits_of(other.value) + other.scale
        if abs(magnitude - other_magnitude) > 1:
            return sign if magnitude > other_magnitude else -sign
        lowest = min(self.scale, other.scale)
        left = self.value * _ten_to(self.scale - lowest)
        right = other.value * _ten_to(other.scale - lowest)
        return (left > right) - (left < right)

    def add(self, other: Quantity) -> Quantity:
        """``Add``: zero takes over the notation of what is added to it. Raises ``QuantityError``."""
        return self._sum(other, other.value)

    def sub(self, other: Quantity) -> Quantity:
        """``Sub``. Raises ``QuantityError``."""
        return self._sum(other, -other.value)

    def _sum(self, other: Quantity, addend: int) -> Quantity:
        format = other._format if self.value == 0 else self._format
        if not self._is_decimal and not other._is_decimal:
            if addend == 0:
                return Quantity(self.value, self.scale, format)
            if self.value == 0:
                return Quantity(addend, other.scale, format)
        scale = min(self.scale, other.scale)
        left = self.value * _ten_to(self.scale - scale)
        right = addend * _ten_to(other.scale - scale)
        fits = all(_MIN_INT64 <= value <= _MAX_INT64 for value in (left, right, left + right))
        return Quantity(left + right, scale, format, self._is_decimal or other._is_decimal or not fits)

    def __str__(self) -> str:
        """The canonical form: no fraction, the largest suffix that keeps all digits."""
        if self._source:
            return self._source
        if self.value == 0:
            return "0"
        format = self._format
        if format == _BINARY_SI:
            whole = self._as_whole()
            if whole is None or -1024 < whole < 1024:
                format = _DECIMAL_SI
            else:
                number, factors = _without_factors(whole, 1024)
                return f"{number}{_BINARY_NAMES.get(factors * 10, '')}"
        number, factors = _without_factors(self.value, 10)
        exponent = self.scale + factors
        number *= 10 ** (exponent % 3)
        exponent -= exponent % 3
        if format == _DECIMAL_SI:
            return f"{number}{_DECIMAL_NAMES.get(exponent, '')}"
        return f"{number}e{exponent}" if exponent else str(number)

    def _as_whole(self) -> int | None:
        """The value if it is an integer."""
        if self.scale >= 0:
            return self.value * _ten_to(self.scale)
        whole, rest = divmod(self.value, _ten_to(min(-self.scale, _digits_of(self.value) + 1)))
        return None if rest else whole


def parse_quantity(text: str) -> Quantity:
    """``resource.ParseQuantity``. Raises ``QuantityError``."""
    if text == "":
        raise QuantityError(_FORMAT_MESSAGE)
    if text == "0":
        return Quantity(0, source=text)
    positive, whole, fraction, suffix = _split(text)
    exponent, format = _interpret(suffix)
    if format == _BINARY_SI:
        scale, multiplier = 0, 1 << exponent
        # 2 ** 10 has about three decimal digits.
        precision = 15 - len(whole) - exponent * 3 // 10 - 1 if fraction == "" else -1
    else:
        scale, multiplier = exponent, 1
        precision = _SAFE_DIGITS - len(whole) - len(fraction)
    if precision >= 0 and scale - len(fraction) >= _NANO:
        scale -= len(fraction)
        digits = whole + fraction
        number = int(digits)
        value = number * multiplier
        if value <= _MAX_INT64:
            if format == _BINARY_SI:
                canonical = exponent % 10 == 0 and number & 7 != 0
            else:
                canonical = scale % 3 == 0 and not digits.endswith("000") and digits[0] != "0"
            return Quantity(value if positive else -value, scale, format, source=text if canonical else "")
    return _parse_decimal(whole, fraction, exponent, positive=positive, format=format)


def is_quantity(text: str) -> bool:
    """Whether the server takes it for a quantity."""
    try:
        parse_quantity(text)
    except QuantityError:
        return False
    return True


def _parse_decimal(whole: str, fraction: str, exponent: int, *, positive: bool, format: str) -> Quantity:
    """The slow path of ``ParseQuantity``: any number of digits, rounded up to a whole number of nanos."""
    digits = whole + fraction
    if len(digits) > _MAX_WRITTEN_DIGITS:
        raise QuantityError("unable to parse numeric part of quantity")
    value, scale = _digits_to_int(digits), -len(fraction)
    if format == _BINARY_SI:
        value <<= exponent
    else:
        scale += exponent
    if value:
        shift = scale - _NANO
        if shift >= 0:
            value *= _ten_to(shift)
        else:
            divisor = _ten_to(min(-shift, _digits_of(value) + 1))
            value = -(-value // divisor)
        scale = _NANO
    if format == _BINARY_SI:
        one = 10**-_NANO
        if value > _MAX_INT64 * one and scale == _NANO:
            value, scale = _MAX_INT64, 0
        elif 0 < value < one:
            format = _DECIMAL_SI
    return Quantity(value if positive else -value, scale, format, is_decimal=True)


def _split(text: str) -> tuple[bool, str, str, str]:
    """``parseQuantityString``: (positive, digits before the point, digits after it, suffix)."""
    position = 1 if text[0] in "+-" else 0
    positive = text[0] != "-"
    end = len(text)
    start = position
    while position < end and text[position] in _DIGITS:
        position += 1
    # Without any digit it is zero: "+", "." and "-Ki" pass.
    whole = text[start:position].lstrip("0") or "0"
    fraction = ""
    if position < end and text[position] == ".":
        start = position + 1
        position = start
        while position < end and text[position] in _DIGITS:
            position += 1
        fraction = text[start:position]
    suffix = text[position:]
    rest = suffix.lstrip(_SUFFIX_LETTERS)
    if rest[:1] in ("+", "-"):
        rest = rest[1:]
    if rest.strip(_DIGITS):
        raise QuantityError(_FORMAT_MESSAGE)
    return positive, whole, fraction, suffix


def _interpret(suffix: str) -> tuple[int, str]:
    """The exponent, of 10 or of 2, and the notation of a suffix."""
    if suffix in _DECIMAL_SUFFIXES:
        return _DECIMAL_SUFFIXES[suffix], _DECIMAL_SI
    if suffix in _BINARY_SUFFIXES:
        return _BINARY_SUFFIXES[suffix], _BINARY_SI
    if len(suffix) > 1 and suffix[0] in "eE":
        digits = suffix[2:] if suffix[1] in "+-" else suffix[1:]
        if digits and not digits.strip(_DIGITS) and len(digits.lstrip("0")) < 20:
            exponent = int(suffix[1:])
            if _MIN_INT64 <= exponent <= _MAX_INT64:
                # int32(exponent)
                return (exponent + (1 << 31)) % (1 << 32) - (1 << 31), _DECIMAL_EXPONENT
    raise QuantityError("unable to parse quantity's suffix")


def _ten_to(exponent: int) -> int:
    """10 ** ``exponent``, unless that is absurdly large."""
    if exponent > _MAX_WRITTEN_DIGITS:
        raise QuantityError(f"a quantity of more than {_MAX_WRITTEN_DIGITS} digits")
    power: int = 10**exponent
    return power


def _digits_of(value: int) -> int:
    """How many decimal digits ``value`` has, give or take one."""
    return value.bit_length() * 30103 // 100000 + 1


def _digits_to_int(digits: str) -> int:
    """``int`` in parts: Python refuses more than 4300 digits at once."""
    value = 0
    for start in range(0, len(digits), 4000):
        part = digits[start : start + 4000]
        value = value * 10 ** len(part) + int(part)
    return value


def _without_factors(value: int, factor: int) -> tuple[int, int]:
    """(value / factor ** n, n) for the largest n that leaves an integer."""
    times = 0
    while value and value % factor == 0:
        value //= factor
        times += 1
    return value, times


def _power_of_ten(exponent: int) -> float:
    """``math.Pow10``, which multiplies two entries of its tables."""
    if exponent > 308:
        return float("inf")
    if exponent < -323:
        return 0.0
    high, low = divmod(abs(exponent), 32)
    if exponent < 0:
        return float(f"1e-{high * 32}") / float(f"1e{low}")
    return float(f"1e{high * 32}") * float(f"1e{low}")
