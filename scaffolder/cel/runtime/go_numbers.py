"""Numbers as Go's fmt and strconv print them."""

from __future__ import annotations


def general(number: float) -> str:
    """``%g`` and ``%v``: the shortest digits that read back, with an exponent below 1e-04 and from 1e+06
    on.
    """
    if number != number:
        return "NaN"
    if number in (float("inf"), float("-inf")):
        return "+Inf" if number > 0 else "-Inf"
    sign, digits, exponent = _shortest(number)
    if -4 <= exponent < 6:
        return sign + _plain(digits, exponent + 1)
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{sign}{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def plain(number: float) -> str:
    """``strconv.FormatFloat(number, 'f', -1, 64)``: the shortest digits without an exponent."""
    if number != number:
        return "NaN"
    if number in (float("inf"), float("-inf")):
        return "+Inf" if number > 0 else "-Inf"
    sign, digits, exponent = _shortest(number)
    return sign + _plain(digits, exponent + 1)


def _shortest(number: float) -> tuple[str, str, int]:
    """Sign, digits without trailing zeros, and the exponent of the first digit."""
    mantissa, _, exponent = f"{number!r}".partition("e")
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = whole + ("" if fraction == "0" else fraction)
    first = len(whole) - 1 + int(exponent or 0)
    stripped = digits.lstrip("0")
    if not stripped:
        return sign, "0", 0
    first -= len(digits) - len(stripped)
    return sign, stripped.rstrip("0") or "0", first


def _plain(digits: str, point: int) -> str:
    if point <= 0:
        return "0." + "0" * -point + digits
    if point >= len(digits):
        return digits + "0" * (point - len(digits))
    return digits[:point] + "." + digits[point:]
