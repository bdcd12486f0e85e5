"""Named formats: ``format.dns1123Label().validate(self)`` gives what is wrong with a text, if anything.

https://github.com/kubernetes/apiserver/blob/master/pkg/cel/library/format.go
"""

from __future__ import annotations

from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime.errors import no_such_overload
from scaffolder.cel.runtime.values import NONE, Opaque, Optional
from scaffolder.cel.types import STRING, list_of, optional_of, undeclared_message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

FORMAT = undeclared_message("kubernetes.NamedFormat")


def declare() -> Library:
    return Library(
        Function(
            "validate",
            Overload(
                "format-validate", (FORMAT, STRING), optional_of(list_of(STRING)), validate, member=True
            ),
        ),
        Function("format.named", Overload("format-named", (STRING,), optional_of(FORMAT), named)),
        *(
            Function(f"format.{name}", Overload(f"format.{name}", (), FORMAT, make))
            for name, make in _BY_NAME.items()
        ),
        since=(1, 31),
    )


class NamedFormat(Opaque):
    """``check`` gives the complaints about a text; ``pattern_size`` is the size of a regex that would do its
    work, by which its cost is estimated."""

    __slots__ = ("check", "name", "pattern_size")
    type_name = "kubernetes.NamedFormat"
    go_type = "cel.Format"

    def __init__(self, name: str, check: Callable[[str], list[str]], pattern_size: int) -> None:
        self.name = name
        self.check = check
        self.pattern_size = pattern_size

    def equals(self, other: object) -> bool:
        if not isinstance(other, NamedFormat):
            raise no_such_overload()
        return self.name == other.name


def validate(named_format: NamedFormat, text: str) -> Optional:
    complaints = named_format.check(text)
    return Optional(complaints) if complaints else NONE


def named(name: str) -> Optional:
    make = _BY_NAME.get(name)
    return NONE if make is None else Optional(make())


def dns1123_label() -> NamedFormat:
    from scaffolder.apimachinery import names

    return NamedFormat("DNS1123Label", names.dns1123_label, 30)


def dns1123_subdomain() -> NamedFormat:
    from scaffolder.apimachinery import names

    return NamedFormat("DNS1123Subdomain", names.dns1123_subdomain, 60)


def dns1035_label() -> NamedFormat:
    from scaffolder.apimachinery import names

    return NamedFormat("DNS1035Label", names.dns1035_label, 30)


def qualified_name() -> NamedFormat:
    from scaffolder.apimachinery import names

    return NamedFormat("QualifiedName", names.label_key, 60)


def dns1123_label_prefix() -> NamedFormat:
    from scaffolder.apimachinery import names

    return NamedFormat(
        "DNS1123LabelPrefix", lambda text: names.dns1123_label(names.mask_trailing_dash(text)), 30
    )


def dns1123_subdomain_prefix() -> NamedFormat:
    from scaffolder.apimachinery import names

    return NamedFormat("DNS1123SubdomainPrefix", names.name_prefix, 60)


def dns1035_label_prefix() -> NamedFormat:
    from scaffolder.apimachinery import names

    return NamedFormat(
        "DNS1035LabelPrefix", lambda text: names.dns1035_label(names.mask_trailing_dash(text)), 30
    )


def label_value() -> NamedFormat:
    from scaffolder.apimachinery import names

    return NamedFormat("LabelValue", names.label_value, 40)


def uri() -> NamedFormat:
    return NamedFormat("URI", _check_uri, 1103)


def uuid() -> NamedFormat:
    return _schema_format("uuid", "does not match the UUID format", 70)


def byte() -> NamedFormat:
    return _schema_format("byte", "invalid base64", 84)


def date() -> NamedFormat:
    return _schema_format("date", "invalid date", 71)


def datetime() -> NamedFormat:
    return _schema_format("datetime", "invalid datetime", 71)


def _check_uri(text: str) -> list[str]:
    from scaffolder.apimachinery.url import UrlError, parse_request_uri

    try:
        parse_request_uri(text)
    except UrlError as error:
        return [str(error)]
    return []


def _schema_format(name: str, complaint: str, pattern_size: int) -> NamedFormat:
    """One of the formats of OpenAPI schemas."""

    def check(text: str) -> list[str]:
        from scaffolder.apimachinery.formats import FORMATS

        return [] if FORMATS[name](text) else [complaint]

    return NamedFormat(name, check, pattern_size)


_BY_NAME: dict[str, Callable[[], NamedFormat]] = {
    "dns1123Label": dns1123_label,
    "dns1123Subdomain": dns1123_subdomain,
    "dns1035Label": dns1035_label,
    "qualifiedName": qualified_name,
    "dns1123LabelPrefix": dns1123_label_prefix,
    "dns1123SubdomainPrefix": dns1123_subdomain_prefix,
    "dns1035LabelPrefix": dns1035_label_prefix,
    "labelValue": label_value,
    "uri": uri,
    "uuid": uuid,
    "byte": byte,
    "date": date,
    "datetime": datetime,
}
