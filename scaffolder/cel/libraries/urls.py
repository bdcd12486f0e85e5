"""URLs: https://github.com/kubernetes/apiserver/blob/master/pkg/cel/library/urls.go"""

from __future__ import annotations

from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.runtime.errors import CelError, no_such_overload
from scaffolder.cel.runtime.values import Opaque
from scaffolder.cel.types import BOOL, STRING, list_of, map_of, undeclared_message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.apimachinery.url import URL

URL_TYPE = undeclared_message("kubernetes.URL")


def declare() -> Library:
    return Library(
        Function("url", Overload("string_to_url", (STRING,), URL_TYPE, parse)),
        Function("getScheme", Overload("url_get_scheme", (URL_TYPE,), STRING, scheme, member=True)),
        Function("getHost", Overload("url_get_host", (URL_TYPE,), STRING, host, member=True)),
        Function("getHostname", Overload("url_get_hostname", (URL_TYPE,), STRING, hostname, member=True)),
        Function("getPort", Overload("url_get_port", (URL_TYPE,), STRING, port, member=True)),
        Function(
            "getEscapedPath", Overload("url_get_escaped_path", (URL_TYPE,), STRING, escaped_path, member=True)
        ),
        Function(
            "getQuery",
            Overload("url_get_query", (URL_TYPE,), map_of(STRING, list_of(STRING)), query, member=True),
        ),
        Function("isURL", Overload("is_url_string", (STRING,), BOOL, is_url)),
    )


class UrlValue(Opaque):
    __slots__ = ("url",)
    type_name = "kubernetes.URL"
    go_type = "cel.URL"

    def __init__(self, url: URL) -> None:
        self.url = url

    def equals(self, other: object) -> bool:
        if not isinstance(other, UrlValue):
            raise no_such_overload()
        return self.url == other.url


def parse(text: str) -> UrlValue:
    from scaffolder.apimachinery.url import UrlError, parse_cel_url

    try:
        return UrlValue(parse_cel_url(text))
    except UrlError as error:
        raise CelError(str(error)) from error


def is_url(text: str) -> bool:
    from scaffolder.apimachinery.url import is_request_uri

    return is_request_uri(text)


def scheme(value: UrlValue) -> str:
    return value.url.scheme


def host(value: UrlValue) -> str:
    return value.url.host


def hostname(value: UrlValue) -> str:
    return value.url.hostname()


def port(value: UrlValue) -> str:
    return value.url.port()


def escaped_path(value: UrlValue) -> str:
    return value.url.escaped_path()


def query(value: UrlValue) -> dict[str, list[str]]:
    return value.url.parameters()
