"""IP networks, by the rules of Go's ``netip.Prefix`` and of the older, sloppier parser that the format keeps.

Sources: ``net/netip/netip.go``; ``k8s.io/apiserver/pkg/cel/library/cidr.go`` for ``parse_cel_cidr``;
``k8s.io/utils/internal/third_party/forked/golang/net`` for ``is_sloppy_cidr``.
"""

from __future__ import annotations

from scaffolder.apimachinery.ip import (
    AddressError,
    IPAddress,
    is_sloppy_ipv4,
    is_sloppy_ipv6,
    parse_ip,
)
from scaffolder.apimachinery.quoting import quote


class CIDR:
    """An address and how many of its leading bits name the network; the others need not be zero."""

    __slots__ = ("ip", "prefix_length")

    def __init__(self, ip: IPAddress, prefix_length: int) -> None:
        self.ip = ip
        self.prefix_length = prefix_length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CIDR) and self.ip == other.ip and self.prefix_length == other.prefix_length

    def __hash__(self) -> int:
        return hash((self.ip, self.prefix_length))

    def __repr__(self) -> str:
        return f"CIDR({str(self)!r})"

    def __str__(self) -> str:
        return f"{self.ip}/{self.prefix_length}"

    def masked(self) -> CIDR:
        """The network with all other bits zero."""
        rest = self.ip.bits - self.prefix_length
        return CIDR(IPAddress(self.ip.value >> rest << rest, self.ip.bits), self.prefix_length)

    def contains_ip(self, ip: IPAddress) -> bool:
        """Whether ``ip`` lies in the network; one of the other family does not."""
        rest = self.ip.bits - self.prefix_length
        return self.ip.bits == ip.bits and not ip.zone and self.ip.value >> rest == ip.value >> rest

    def contains_cidr(self, other: CIDR) -> bool:
        """Whether the whole of ``other`` lies in the network."""
        return self.prefix_length <= other.prefix_length and self.contains_ip(other.ip)


def parse_cidr(text: str) -> CIDR:
    """``netip.ParsePrefix``. Raises ``AddressError``."""
    address, slash, bits = text.rpartition("/")
    if not slash:
        raise _error(text, "no '/'")
    try:
        ip = parse_ip(address)
    except AddressError as error:
        raise _error(text, str(error)) from None
    if ip.zone:
        raise _error(text, "IPv6 zones cannot be present in a prefix")
    if bits == "" or bits.strip("0123456789") or (len(bits) > 1 and bits[0] == "0") or len(bits) > 18:
        raise _error(text, f"bad bits after slash: {quote(bits)}")
    if int(bits) > ip.bits:
        raise _error(text, "prefix length out of range")
    return CIDR(ip, int(bits))


def parse_cel_cidr(text: str) -> CIDR:
    """What CEL's ``cidr()`` takes: no IPv4 mapped into IPv6. Raises ``AddressError``."""
    # The server really says so twice for what does not parse.
    context = "network address parse error during conversion from string: "
    try:
        cidr = parse_cidr(text)
    except AddressError as error:
        raise AddressError(f"{context}{context}{error}") from None
    if cidr.ip.is_4_in_6():
        raise AddressError(f"{context}IPv4-mapped IPv6 address {quote(text)} is not allowed")
    return cidr


def is_sloppy_cidr(text: str) -> bool:
    """Whether ``netutils.ParseCIDRSloppy`` takes it: leading zeros pass, also in the length."""
    address, slash, bits = text.partition("/")
    significant = bits.lstrip("0")
    if not slash or bits == "" or bits.strip("0123456789") or len(significant) > 3:
        return False
    if is_sloppy_ipv4(address):
        return int(significant or "0") <= 32
    return is_sloppy_ipv6(address) and int(significant or "0") <= 128


def _error(text: str, message: str) -> AddressError:
    return AddressError(f"netip.ParsePrefix({quote(text)}): {message}")
