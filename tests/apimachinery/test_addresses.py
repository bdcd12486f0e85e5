from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.apimachinery.cidr import parse_cel_cidr, parse_cidr
from scaffolder.apimachinery.ip import AddressError, IPAddress, is_sloppy_ip, parse_cel_ip, parse_ip


@given(address=st.ip_addresses())
def test_agrees_with_the_standard_library(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    parsed = parse_ip(str(address))
    assert (parsed.value, parsed.bits) == (int(address), address.max_prefixlen)
    assert parse_ip(str(parsed)) == parsed
    assert is_sloppy_ip(str(address))
    if not parsed.is_4_in_6():
        assert str(parsed) == str(address)
        assert parsed.is_loopback() == address.is_loopback
        assert parsed.is_multicast() == address.is_multicast
        assert parsed.is_link_local_unicast() == address.is_link_local
        assert parsed.is_unspecified() == address.is_unspecified


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("0:0:0:0:0:0:0:1", "::1"),
        ("2001:DB8::0:1", "2001:db8::1"),
        ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
        ("::ffff:1.2.3.4", "::ffff:1.2.3.4"),
        ("::1.2.3.4", "::102:304"),
        ("fe80::1%eth0", "fe80::1%eth0"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ],
)
def test_canonical_forms(text: str, printed: str) -> None:
    assert str(parse_ip(text)) == printed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "unable to parse IP"),
        ("x", "unable to parse IP"),
        ("%eth0", "missing IPv6 address"),
        ("1.2.3", "IPv4 address too short"),
        ("1.2.3.4.5", "IPv4 address too long"),
        ("1.2.3.04", "IPv4 field has octet with leading zero"),
        ("1.2.3.256", "IPv4 field has value >255"),
        ("1..2.3", 'IPv4 field must have at least one digit (at ".2.3")'),
        ("1.2.3.x", 'unexpected character (at "x")'),
        ("fe80::1%", "zone must be a non-empty string"),
        ("12345::", 'each group must have 4 or less digits (at "12345::")'),
        ("1:", 'colon must be followed by more characters (at ":")'),
        ("1::2::3", 'multiple :: in address (at ":3")'),
        ("1:2:3:4:5:6:7:8:9", 'trailing garbage after address (at "9")'),
        ("1:2:3", "address string too short"),
        ("1:2:3:4::5:6:7:8", "the :: must expand to at least one field of zeros"),
        (
            "1:2:1.2.3.4",
            'embedded IPv4 address must replace the final 2 fields of the address (at "1.2.3.4")',
        ),
        ("1.2.3.4\n", 'unexpected character (at "\\n")'),
    ],
)
def test_errors(text: str, message: str) -> None:
    with pytest.raises(AddressError) as caught:
        parse_ip(text)
    assert str(caught.value).endswith(f"): {message}")
    assert str(caught.value).startswith('ParseAddr("')


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("8.8.8.8", {"global"}),
        ("10.0.0.1", {"global"}),
        ("255.255.255.255", set()),
        ("127.5.5.5", {"loopback"}),
        ("224.0.0.1", {"multicast"}),
        ("224.0.1.1", set()),
        ("169.254.1.1", {"unicast"}),
        ("::", {"unspecified"}),
        ("fe80::1", {"unicast"}),
        ("ff02::1", {"multicast"}),
        ("ff12::1", {"multicast"}),
        ("2001:db8::1", {"global"}),
    ],
)
def test_kinds(text: str, kinds: set[str]) -> None:
    address = parse_cel_ip(text)
    found = {
        "global": address.is_global_unicast(),
        "loopback": address.is_loopback(),
        "multicast": address.is_link_local_multicast(),
        "unicast": address.is_link_local_unicast(),
        "unspecified": address.is_unspecified(),
    }
    assert {kind for kind, holds in found.items() if holds} == kinds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "1.2.3",
            'IP Address "1.2.3" parse error during conversion from string: '
            'ParseAddr("1.2.3"): IPv4 address too short',
        ),
        ("fe80::1%eth0", 'IP address "fe80::1%eth0" with zone value is not allowed'),
        ("::ffff:1.2.3.4", 'IPv4-mapped IPv6 address "::ffff:1.2.3.4" is not allowed'),
    ],
)
def test_what_cel_refuses(text: str, message: str) -> None:
    with pytest.raises(AddressError) as caught:
        parse_cel_ip(text)
    assert str(caught.value) == message


def test_networks() -> None:
    network = parse_cidr("10.1.2.3/8")
    assert (str(network), str(network.masked()), str(network.ip), network.prefix_length) == (
        "10.1.2.3/8",
        "10.0.0.0/8",
        "10.1.2.3",
        8,
    )
    assert network.contains_ip(parse_ip("10.9.9.9"))
    assert not network.contains_ip(parse_ip("11.0.0.0"))
    assert not network.contains_ip(parse_ip("::a00:1"))
    assert network.contains_cidr(parse_cidr("10.5.0.0/16"))
    assert not network.contains_cidr(parse_cidr("10.0.0.0/7"))
    assert parse_cidr("::/0").contains_ip(IPAddress((1 << 128) - 1, 128))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x", "no '/'"),
        ("10.0.0.0/33", "prefix length out of range"),
        ("10.0.0.0/08", 'bad bits after slash: "08"'),
        ("10.0.0.0/+8", 'bad bits after slash: "+8"'),
        ("10.0.0.0/", 'bad bits after slash: ""'),
        ("fe80::1%a/8", "IPv6 zones cannot be present in a prefix"),
        ("010.0.0.0/8", 'ParseAddr("010.0.0.0"): IPv4 field has octet with leading zero'),
    ],
)
def test_no_networks(text: str, message: str) -> None:
    with pytest.raises(AddressError) as caught:
        parse_cidr(text)
    assert str(caught.value) == f'netip.ParsePrefix("{text}"): {message}'


def test_the_servers_double_context() -> None:
    context = "network address parse error during conversion from string: "
    with pytest.raises(AddressError) as caught:
        parse_cel_cidr("x")
    assert str(caught.value) == f"{context}{context}netip.ParsePrefix(\"x\"): no '/'"
