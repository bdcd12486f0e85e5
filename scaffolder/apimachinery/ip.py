"""IP addresses, by the rules of Go's ``net/netip`` and of the older, sloppier parser that some formats keep.

Sources: ``net/netip/netip.go``; ``k8s.io/utils/internal/third_party/forked/golang/net`` (the sloppy one, Go
1.16); ``k8s.io/apiserver/pkg/cel/library/ip.go`` for ``parse_cel_ip``.
"""

from __future__ import annotations

from scaffolder.apimachinery.quoting import quote

_HEX = "0123456789abcdefABCDEF"
_DIGITS = "0123456789"
# dtoi and xtoi of Go's net package give up from here on.
_TOO_BIG = 0xFFFFFF


class AddressError(ValueError):
    """Not an address; the text is Go's."""


class IPAddress:
    """An IPv4 (32 bits) or IPv6 (128 bits) address: ``netip.Addr``."""

    __slots__ = ("bits", "value", "zone")

    def __init__(self, value: int, bits: int, zone: str = "") -> None:
        self.value = value
        self.bits = bits
        self.zone = zone

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, IPAddress)
            and self.value == other.value
            and self.bits == other.bits
            and self.zone == other.zone
        )

    def __hash__(self) -> int:
        return hash((self.value, self.bits, self.zone))

    def __repr__(self) -> str:
        return f"IPAddress({str(self)!r})"

    def __str__(self) -> str:
        """The canonical form, RFC 5952 for IPv6."""
        if self.bits == 32:
            return _dotted(self.value)
        text = f"::ffff:{_dotted(self.value & 0xFFFFFFFF)}" if self.is_4_in_6() else _colons(self.value)
        return f"{text}%{self.zone}" if self.zone else text

    def family(self) -> int:
        """4 or 6."""
        return 4 if self.bits == 32 else 6

    def is_4_in_6(self) -> bool:
        """Whether this is an IPv4 address mapped into IPv6, ``::ffff:0:0/96``."""
        return self.bits == 128 and self.value >> 32 == 0xFFFF

    def is_unspecified(self) -> bool:
        """``0.0.0.0`` or ``::``."""
        return self.value == 0 and not self.zone

    def is_loopback(self) -> bool:
        """``127.0.0.0/8`` or ``::1``."""
        return self.value >> 24 == 127 if self.bits == 32 else self.value == 1

    def is_multicast(self) -> bool:
        """``224.0.0.0/4`` or ``ff00::/8``."""
        return self.value >> 28 == 0xE if self.bits == 32 else self.value >> 120 == 0xFF

    def is_link_local_multicast(self) -> bool:
        """``224.0.0.0/24`` or ``ff02::/16`` with any flags."""
        if self.bits == 32:
            return self.value >> 8 == 0xE00000
        return (self.value >> 112) & 0xFF0F == 0xFF02

    def is_link_local_unicast(self) -> bool:
        """``169.254.0.0/16`` or ``fe80::/10``."""
        return self.value >> 16 == 0xA9FE if self.bits == 32 else self.value >> 118 == 0x3FA

    def is_global_unicast(self) -> bool:
        """Neither special nor multicast; private networks count as global."""
        if self.bits == 32 and self.value == 0xFFFFFFFF:
            return False
        return not (
            self.is_unspecified() or self.is_loopback() or self.is_multicast() or self.is_link_local_unicast()
        )


def parse_ip(text: str) -> IPAddress:
    """``netip.ParseAddr``: no leading zeros, zones allowed. Raises ``AddressError``."""
    for character in text:
        if character == ".":
            return IPAddress(_parse_ipv4(text, text), 32)
        if character == ":":
            return _parse_ipv6(text)
        if character == "%":
            raise _error(text, "missing IPv6 address")
    raise _error(text, "unable to parse IP")


def parse_cel_ip(text: str) -> IPAddress:
    """What CEL's ``ip()`` takes: no zones, no IPv4 mapped into IPv6. Raises ``AddressError``."""
    try:
        address = parse_ip(text)
    except AddressError as error:
        raise AddressError(
            f"IP Address {quote(text)} parse error during conversion from string: {error}"
        ) from None
    if address.zone:
        raise AddressError(f"IP address {quote(text)} with zone value is not allowed")
    if address.is_4_in_6():
        raise AddressError(f"IPv4-mapped IPv6 address {quote(text)} is not allowed")
    return address


def is_net_ip(text: str) -> bool:
    """Whether ``net.ParseIP`` takes it: as ``netip``, but without zones."""
    try:
        return not parse_ip(text).zone
    except AddressError:
        return False


def is_sloppy_ip(text: str) -> bool:
    """Whether ``netutils.ParseIPSloppy`` takes it: leading zeros and long groups pass."""
    for character in text:
        if character == ".":
            return is_sloppy_ipv4(text)
        if character == ":":
            return is_sloppy_ipv6(text)
    return False


def is_sloppy_ipv4(text: str) -> bool:
    """Four decimal numbers up to 255 with dots between them, leading zeros or not."""
    parts = text.split(".")
    return len(parts) == 4 and all(_is_number(part, _DIGITS, 10, 0xFF) for part in parts)


def is_sloppy_ipv6(text: str) -> bool:
    """``parseIPv6`` of Go 1.16 without zones."""
    head, ellipsis, tail = text.partition("::")
    if "::" in tail or tail.startswith(":"):
        return False
    groups = [part.split(":") if part else [] for part in (head, tail)]
    fields = groups[0] + groups[1]
    size = len(fields)
    if fields and "." in fields[-1] and (groups[1] or not ellipsis):
        if not is_sloppy_ipv4(fields.pop()):
            return False
        size += 1
    if not all(_is_number(field, _HEX, 16, 0xFFFF) for field in fields):
        return False
    return size < 8 if ellipsis else size == 8


def _is_number(text: str, alphabet: str, base: int, most: int) -> bool:
    # The strip keeps int() from a million digits; none of them but zeros could pass.
    significant = text.lstrip("0")
    return (
        text != ""
        and not text.strip(alphabet)
        and len(significant) <= 6
        and int(significant or "0", base) <= most
    )


def _parse_ipv4(whole: str, part: str) -> int:
    """``parseIPv4Fields``: ``part`` is the dotted quad in ``whole``, which errors quote."""
    value = field = position = digits = 0
    for index, character in enumerate(part):
        if character in _DIGITS:
            if digits == 1 and field == 0:
                raise _error(whole, "IPv4 field has octet with leading zero")
            field = field * 10 + int(character)
            digits += 1
            if field > 255:
                raise _error(whole, "IPv4 field has value >255")
        elif character == ".":
            if index in (0, len(part) - 1) or part[index - 1] == ".":
                raise _error(whole, "IPv4 field must have at least one digit", part[index:])
            if position == 3:
                raise _error(whole, "IPv4 address too long")
            value = value << 8 | field
            position += 1
            field = digits = 0
        else:
            raise _error(whole, "unexpected character", part[index:])
    if position < 3:
        raise _error(whole, "IPv4 address too short")
    return value << 8 | field


def _parse_ipv6(whole: str) -> IPAddress:
    """``parseIPv6``."""
    text, percent, zone = whole.partition("%")
    if percent and not zone:
        raise _error(whole, "zone must be a non-empty string")
    groups: list[int] = []
    ellipsis = -1
    rest = text
    if rest.startswith("::"):
        ellipsis = 0
        rest = rest[2:]
    while rest and len(groups) < 8:
        length = 0
        while length < len(rest) and rest[length] in _HEX:
            if length > 3:
                raise _error(whole, "each group must have 4 or less digits", rest)
            length += 1
        if length == 0:
            raise _error(whole, "each colon-separated field must have at least one digit", rest)
        if rest[length : length + 1] == ".":
            if ellipsis < 0 and len(groups) != 6:
                raise _error(
                    whole, "embedded IPv4 address must replace the final 2 fields of the address", rest
                )
            if len(groups) > 6:
                raise _error(
                    whole, "too many hex fields to fit an embedded IPv4 at the end of the address", rest
                )
            quad = _parse_ipv4(whole, rest)
            groups += (quad >> 16, quad & 0xFFFF)
            rest = ""
            break
        groups.append(int(rest[:length], 16))
        rest = rest[length:]
        if not rest:
            break
        if rest[0] != ":":
            raise _error(whole, "unexpected character, want colon", rest)
        if len(rest) == 1:
            raise _error(whole, "colon must be followed by more characters", rest)
        rest = rest[1:]
        if rest[0] == ":":
            if ellipsis >= 0:
                raise _error(whole, "multiple :: in address", rest)
            ellipsis = len(groups)
            rest = rest[1:]
    if rest:
        raise _error(whole, "trailing garbage after address", rest)
    if len(groups) < 8:
        if ellipsis < 0:
            raise _error(whole, "address string too short")
        groups[ellipsis:ellipsis] = [0] * (8 - len(groups))
    elif ellipsis >= 0:
        raise _error(whole, "the :: must expand to at least one field of zeros")
    value = 0
    for group in groups:
        value = value << 16 | group
    return IPAddress(value, 128, zone)


def _error(text: str, message: str, at: str = "") -> AddressError:
    where = f" (at {quote(at)})" if at else ""
    return AddressError(f"ParseAddr({quote(text)}): {message}{where}")


def _dotted(value: int) -> str:
    return ".".join(str(value >> shift & 0xFF) for shift in (24, 16, 8, 0))


def _colons(value: int) -> str:
    """RFC 5952: the first of the longest runs of zero groups, two at least, becomes ``::``."""
    groups = [value >> shift & 0xFFFF for shift in range(112, -1, -16)]
    best_start, best_length = -1, 1
    start = 0
    while start < 8:
        end = start
        while end < 8 and groups[end] == 0:
            end += 1
        if end - start > best_length:
            best_start, best_length = start, end - start
        start = max(end, start + 1)
    if best_start < 0:
        return ":".join(f"{group:x}" for group in groups)
    head = ":".join(f"{group:x}" for group in groups[:best_start])
    tail = ":".join(f"{group:x}" for group in groups[best_start + best_length :])
    return f"{head}::{tail}"
