"""``spec.conversion``.

Sources: ``validateCustomResourceConversion`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go`` and
``k8s.io/apiserver/pkg/util/webhook/validation.go``.
"""

from __future__ import annotations

from scaffolder.apimachinery.names import dns1035_label, dns1123_subdomain
from scaffolder.validation.crd.definition import Part
from scaffolder.validation.crd.group import check_choice
from scaffolder.validation.field_errors import forbidden, invalid, required

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaffolder.diagnostics import Diagnostic

_STRATEGIES = ("None", "Webhook")
_REVIEW_VERSIONS = ("v1", "v1beta1")
_FORM = "; desired format: https://host[/path]"
_PORTS = range(1, 65536)


def check_conversion(conversion: Part) -> Iterator[Diagnostic]:
    strategy = conversion.child("strategy")
    yield from check_choice(strategy, _STRATEGIES)
    webhook = conversion.child("webhook")
    # The internal form has no webhook around its two fields.
    at = Part(webhook.value or {}, conversion.field, webhook.path)
    client = at.child("clientConfig", "webhookClientConfig")
    reviews = at.child("conversionReviewVersions")
    if strategy.value == "Webhook":
        if client.value is None:
            yield required(client.field, "required when strategy is set to Webhook", conversion.path)
        else:
            yield from _check_client(client)
        yield from _check_reviews(reviews)
        return
    detail = "should not be set when strategy is not set to Webhook"
    if client.value is not None:
        yield forbidden(client.field, detail, client.path)
    if reviews.value:
        yield forbidden(reviews.field, detail, reviews.path)


def _check_client(client: Part) -> Iterator[Diagnostic]:
    url, service = client.child("url"), client.child("service")
    if (url.value is None) == (service.value is None):
        yield required(client.field, "exactly one of url or service is required", client.path)
    elif url.value is not None:
        yield from _check_url(url)
    else:
        yield from _check_service(service)


def _check_url(part: Part) -> Iterator[Diagnostic]:
    from scaffolder.apimachinery.url import UrlError, parse_url

    try:
        url = parse_url(part.value)
    except UrlError as error:
        yield required(part.field, f"url must be a valid URL: {error}{_FORM}", part.path)
        return
    if url.scheme != "https":
        yield invalid(part.field, url.scheme, f"'https' is the only allowed URL scheme{_FORM}", part.path)
    if not url.host:
        yield invalid(part.field, url.host, f"host must be specified{_FORM}", part.path)
    if url.user is not None:
        detail = "user information is not permitted in the URL"
        yield invalid(part.field, url.user, detail, part.path)
    if url.fragment:
        from urllib.parse import unquote

        yield invalid(part.field, unquote(url.fragment), "fragments are not permitted in the URL", part.path)
    if url.query:
        yield invalid(part.field, url.query, "query parameters are not permitted in the URL", part.path)


def _check_service(service: Part) -> Iterator[Diagnostic]:
    # The server mixes the two up: it says that the name is missing where it is the namespace.
    for name, called in (("name", "namespace"), ("namespace", "name")):
        if not service.value.get(name):
            yield required(f"{service.field}.{called}", "", service.path)
    port = service.child("port")
    if port.value is not None and port.value not in _PORTS:
        detail = "port is not valid: must be between 1 and 65535, inclusive"
        yield invalid(port.field, port.value, detail, port.path)
    path = service.child("path")
    for detail in _faults_of_url_path(path.value or "/"):
        yield invalid(path.field, path.value, detail, path.path)


def _faults_of_url_path(text: str) -> Iterator[str]:
    if text == "/":
        return
    if text == "//":
        yield "segment[0] may not be empty"
        return
    if not text.startswith("/"):
        yield "must start with a '/'"
    # The first byte goes in any case, be it a part of a character only.
    rest = text[1:] if text[0].isascii() else text.encode()[1:].decode(errors="replace")
    for index, segment in enumerate(rest.removesuffix("/").split("/")):
        if not segment:
            yield f"segment[{index}] may not be empty"
        for message in dns1123_subdomain(segment) if segment else ():
            yield f"segment[{index}]: {message}"


def _check_reviews(reviews: Part) -> Iterator[Diagnostic]:
    if not reviews.value:
        yield required(reviews.field, "", reviews.parent)
        return
    seen: set[str] = set()
    for item in reviews.items():
        if item.value in seen:
            yield invalid(item.field, item.value, "duplicate version", item.path)
            continue
        seen.add(item.value)
        for message in dns1035_label(item.value):
            yield invalid(item.field, item.value, message, item.path)
    if not seen.intersection(_REVIEW_VERSIONS):
        detail = f"must include at least one of {', '.join(_REVIEW_VERSIONS)}"
        yield invalid(reviews.field, reviews.value, detail, reviews.path)
