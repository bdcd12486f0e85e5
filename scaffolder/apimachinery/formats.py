"""The string formats that a CRD schema may ask for, as kube-apiserver 1.36 enforces them.

Sources: ``formats.go`` in ``k8s.io/apiextensions-apiserver/pkg/apiserver/validation`` (which are supported),
``default.go`` in ``k8s.io/kube-openapi/pkg/validation/strfmt`` and govalidator beside it (what they mean).
Formats that are not in ``FORMATS`` are accepted in a schema and not enforced.
"""

from __future__ import annotations

from scaffolder.apimachinery.names import byte_length, is_dns1123_label, is_dns1123_subdomain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from scaffolder.apimachinery.patterns import Matcher

_DIGITS = "0123456789"
_HEX = "0123456789abcdefABCDEF"
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_PATTERNS = {
    "creditcard": r"^(?:4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}"
    r"|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35\d{3})\d{11})$",
    "hostname": r"^([a-zA-Z0-9\p{S}\p{L}]((-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?)"
    r"|([a-zA-Z0-9\p{S}\p{L}](([a-zA-Z0-9-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?)(\.)){1,}"
    r"([a-zA-Z\p{L}]){2,63})$",
    "rgbcolor": r"^rgb\(\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*"
    r",\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*"
    r",\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*\)$",
    "ssn": r"^\d{3}[- ]?\d{2}[- ]?\d{4}$",
}
_matchers: dict[str, Matcher] = {}


def normalized(name: str) -> str:
    """The key of ``FORMATS`` for a format as a schema spells it: without dashes, in the same case."""
    return name.replace("-", "")


def is_supported(name: str) -> bool:
    """Whether the server enforces the format on strings; it warns of others when a CRD is applied."""
    return normalized(name) in FORMATS


def _matches(name: str, text: str) -> bool:
    matcher = _matchers.get(name)
    if matcher is None:
        from scaffolder.apimachinery.patterns import compile_pattern

        matcher = _matchers[name] = compile_pattern(_PATTERNS[name])
    return matcher.search(text)


def _is_bson_object_id(text: str) -> bool:
    return len(text) == 24 and not text.strip(_HEX)


def _is_byte(text: str) -> bool:
    if text == "" or len(text) % 4:
        return False
    data = text[:-2] if text.endswith("==") else text.removesuffix("=")
    return not data.strip(_BASE64)


def _is_cidr(text: str) -> bool:
    from scaffolder.apimachinery.cidr import is_sloppy_cidr

    return is_sloppy_cidr(text)


def _is_credit_card(text: str) -> bool:
    digits = "".join(character for character in text if character in _DIGITS)
    if not _matches("creditcard", digits):
        return False
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) << (index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_date(text: str) -> bool:
    from scaffolder.apimachinery.times import is_date

    return is_date(text)


def _is_date_time(text: str) -> bool:
    from scaffolder.apimachinery.times import is_date_time

    return is_date_time(text)


def _is_duration(text: str) -> bool:
    from scaffolder.apimachinery.durations import is_duration

    return is_duration(text)


def _is_email(text: str) -> bool:
    from scaffolder.apimachinery.mail import is_mail_address

    return is_mail_address(text)


def _is_hex_color(text: str) -> bool:
    digits = text.removeprefix("#")
    return len(digits) in (3, 6) and not digits.strip(_HEX)


def _is_hostname(text: str) -> bool:
    if byte_length(text) > 255 or any(byte_length(label) > 63 for label in text.split(".")):
        return False
    return _matches("hostname", text)


def _is_ipv4(text: str) -> bool:
    from scaffolder.apimachinery.ip import is_sloppy_ip

    return "." in text and is_sloppy_ip(text)


def _is_ipv6(text: str) -> bool:
    from scaffolder.apimachinery.ip import is_net_ip

    return ":" in text and is_net_ip(text)


def _without_space_and_dashes(text: str) -> str:
    return text.translate(dict.fromkeys(b"\t\n\f\r -"))


def _is_isbn10(text: str) -> bool:
    digits = _without_space_and_dashes(text)
    if len(digits) != 10 or digits[:9].strip(_DIGITS) or digits[9] not in "0123456789X":
        return False
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(weight * value for weight, value in enumerate(values, 1)) % 11 == 0


def _is_isbn13(text: str) -> bool:
    digits = _without_space_and_dashes(text)
    if len(digits) != 13 or digits.strip(_DIGITS):
        return False
    return sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(digits)) % 10 == 0


def _is_isbn(text: str) -> bool:
    return _is_isbn10(text) or _is_isbn13(text)


def _is_long_name(text: str) -> bool:
    return len(text) <= 253 and is_dns1123_subdomain(text)


def _is_mac(text: str) -> bool:
    """``net.ParseMAC``: 6, 8 or 20 bytes, bare, as pairs with colons or dashes, or quadruples with dots."""
    if len(text) in (12, 16, 40) and not text.strip(_HEX):
        return True
    for separator, width in ((":", 2), ("-", 2), (".", 4)):
        groups = text.split(separator)
        if len(groups) * width in (12, 16, 40):
            return all(len(group) == width and not group.strip(_HEX) for group in groups)
    return False


def _is_password(_text: str) -> bool:
    return True


def _is_rgb_color(text: str) -> bool:
    return _matches("rgbcolor", text)


def _is_short_name(text: str) -> bool:
    return len(text) <= 63 and is_dns1123_label(text)


def _is_ssn(text: str) -> bool:
    return len(text) == 11 and _matches("ssn", text)


def _is_uri(text: str) -> bool:
    from scaffolder.apimachinery.url import is_request_uri

    return is_request_uri(text)


def _uuid_groups(text: str) -> list[str] | None:
    """The five groups of hex digits, in lower case; the dashes between them are optional, each for itself."""
    groups: list[str] = []
    position = 0
    for width in (8, 4, 4, 4, 12):
        if groups and text[position : position + 1] == "-":
            position += 1
        group = text[position : position + width]
        if len(group) != width or group.strip(_HEX):
            return None
        groups.append(group.lower())
        position += width
    return groups if position == len(text) else None


def _is_uuid(text: str) -> bool:
    return _uuid_groups(text) is not None


def _is_uuid3(text: str) -> bool:
    groups = _uuid_groups(text)
    return groups is not None and groups[2][0] == "3"


def _is_uuid4(text: str) -> bool:
    groups = _uuid_groups(text)
    return groups is not None and groups[2][0] == "4" and groups[3][0] in "89ab"


def _is_uuid5(text: str) -> bool:
    groups = _uuid_groups(text)
    return groups is not None and groups[2][0] == "5" and groups[3][0] in "89ab"


FORMATS: dict[str, Callable[[str], bool]] = {
    "bsonobjectid": _is_bson_object_id,
    "byte": _is_byte,
    "cidr": _is_cidr,
    "creditcard": _is_credit_card,
    "date": _is_date,
    "datetime": _is_date_time,
    "duration": _is_duration,
    "email": _is_email,
    "hexcolor": _is_hex_color,
    "hostname": _is_hostname,
    "ipv4": _is_ipv4,
    "ipv6": _is_ipv6,
    "isbn": _is_isbn,
    "isbn10": _is_isbn10,
    "isbn13": _is_isbn13,
    "k8slongname": _is_long_name,
    "k8sshortname": _is_short_name,
    "mac": _is_mac,
    "password": _is_password,
    "rgbcolor": _is_rgb_color,
    "ssn": _is_ssn,
    "uri": _is_uri,
    "uuid": _is_uuid,
    "uuid3": _is_uuid3,
    "uuid4": _is_uuid4,
    "uuid5": _is_uuid5,
}
