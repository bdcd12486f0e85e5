"""Networks: https://github.com/kubernetes/apiserver/blob/master/pkg/cel/library/cidr.go"""

from __future__ import annotations

from scaffolder.cel.libraries import ip
from scaffolder.cel.libraries.ip import IP, IpValue
from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime.errors import CelError, no_such_overload
from scaffolder.cel.runtime.values import Opaque
from scaffolder.cel.types import BOOL, INT, STRING, opaque

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.apimachinery.cidr import CIDR

CIDR_TYPE = opaque("net.CIDR")


def declare() -> Library:
    return Library(
        Function("cidr", Overload("string_to_cidr", (STRING,), CIDR_TYPE, parse)),
        Function(
            "containsIP",
            Overload("cidr_contains_ip_string", (CIDR_TYPE, STRING), BOOL, contains_ip_string, member=True),
            Overload("cidr_contains_ip_ip", (CIDR_TYPE, IP), BOOL, contains_ip, member=True),
        ),
        Function(
            "containsCIDR",
            Overload(
                "cidr_contains_cidr_string", (CIDR_TYPE, STRING), BOOL, contains_cidr_string, member=True
            ),
            Overload("cidr_contains_cidr", (CIDR_TYPE, CIDR_TYPE), BOOL, contains_cidr, member=True),
        ),
        Function("ip", Overload("cidr_ip", (CIDR_TYPE,), IP, to_ip, member=True)),
        Function(
            "prefixLength", Overload("cidr_prefix_length", (CIDR_TYPE,), INT, prefix_length, member=True)
        ),
        Function("masked", Overload("cidr_masked", (CIDR_TYPE,), CIDR_TYPE, masked, member=True)),
        Function("isCIDR", Overload("is_cidr", (STRING,), BOOL, is_cidr)),
        Function("string", Overload("cidr_to_string", (CIDR_TYPE,), STRING, to_string)),
        types=(CIDR_TYPE,),
        since=(1, 30),
    )


class CidrValue(Opaque):
    __slots__ = ("network",)
    type_name = "net.CIDR"
    go_type = "cel.CIDR"

    def __init__(self, network: CIDR) -> None:
        self.network = network

    def equals(self, other: object) -> bool:
        if not isinstance(other, CidrValue):
            raise no_such_overload()
        return self.network == other.network

    def size(self) -> int:
        return -(-self.network.prefix_length // 8)


def parse(text: str) -> CidrValue:
    from scaffolder.apimachinery.cidr import parse_cel_cidr
    from scaffolder.apimachinery.ip import AddressError

    try:
        return CidrValue(parse_cel_cidr(text))
    except AddressError as error:
        raise CelError(str(error)) from error


def is_cidr(text: str) -> bool:
    try:
        parse(text)
    except CelError:
        return False
    return True


def to_string(cidr: CidrValue) -> str:
    return str(cidr.network)


def to_ip(cidr: CidrValue) -> IpValue:
    return IpValue(cidr.network.ip)


def prefix_length(cidr: CidrValue) -> int:
    return cidr.network.prefix_length


def masked(cidr: CidrValue) -> CidrValue:
    return CidrValue(cidr.network.masked())


def contains_ip(cidr: CidrValue, other: IpValue) -> bool:
    return cidr.network.contains_ip(other.address)


def contains_ip_string(cidr: CidrValue, text: str) -> bool:
    """Kubernetes loses what is wrong with the text."""
    try:
        return contains_ip(cidr, ip.parse(text))
    except CelError as error:
        raise no_such_overload() from error


def contains_cidr(cidr: CidrValue, other: CidrValue) -> bool:
    return cidr.network.contains_cidr(other.network)


def contains_cidr_string(cidr: CidrValue, text: str) -> bool:
    return contains_cidr(cidr, parse(text))
