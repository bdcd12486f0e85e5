"""IP addresses: https://github.com/kubernetes/apiserver/blob/master/pkg/cel/library/ip.go"""

from __future__ import annotations

from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime.errors import CelError, no_such_overload
from scaffolder.cel.runtime.values import Opaque
from scaffolder.cel.types import BOOL, INT, STRING, opaque

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.apimachinery.ip import IPAddress

IP = opaque("net.IP")


def declare() -> Library:
    return Library(
        Function("ip", Overload("string_to_ip", (STRING,), IP, parse)),
        Function("family", Overload("ip_family", (IP,), INT, family, member=True)),
        Function("ip.isCanonical", Overload("ip_is_canonical", (STRING,), BOOL, is_canonical)),
        Function("isUnspecified", Overload("ip_is_unspecified", (IP,), BOOL, is_unspecified, member=True)),
        Function("isLoopback", Overload("ip_is_loopback", (IP,), BOOL, is_loopback, member=True)),
        Function(
            "isLinkLocalMulticast",
            Overload("ip_is_link_local_multicast", (IP,), BOOL, is_link_local_multicast, member=True),
        ),
        Function(
            "isLinkLocalUnicast",
            Overload("ip_is_link_local_unicast", (IP,), BOOL, is_link_local_unicast, member=True),
        ),
        Function(
            "isGlobalUnicast", Overload("ip_is_global_unicast", (IP,), BOOL, is_global_unicast, member=True)
        ),
        Function("isIP", Overload("is_ip", (STRING,), BOOL, is_ip)),
        Function("string", Overload("ip_to_string", (IP,), STRING, to_string)),
        types=(IP,),
        since=(1, 30),
    )


class IpValue(Opaque):
    __slots__ = ("address",)
    type_name = "net.IP"
    go_type = "cel.IP"

    def __init__(self, address: IPAddress) -> None:
        self.address = address

    def equals(self, other: object) -> bool:
        if not isinstance(other, IpValue):
            raise no_such_overload()
        return self.address == other.address

    def size(self) -> int:
        return self.address.bits // 8


def parse(text: str) -> IpValue:
    from scaffolder.apimachinery.ip import AddressError, parse_cel_ip

    try:
        return IpValue(parse_cel_ip(text))
    except AddressError as error:
        raise CelError(str(error)) from error


def is_ip(text: str) -> bool:
    try:
        parse(text)
    except CelError:
        return False
    return True


def is_canonical(text: str) -> bool:
    return str(parse(text).address) == text


def to_string(ip: IpValue) -> str:
    return str(ip.address)


def family(ip: IpValue) -> int:
    return ip.address.family()


def is_unspecified(ip: IpValue) -> bool:
    return ip.address.is_unspecified()


def is_loopback(ip: IpValue) -> bool:
    return ip.address.is_loopback()


def is_link_local_multicast(ip: IpValue) -> bool:
    return ip.address.is_link_local_multicast()


def is_link_local_unicast(ip: IpValue) -> bool:
    return ip.address.is_link_local_unicast()


def is_global_unicast(ip: IpValue) -> bool:
    return ip.address.is_global_unicast()
