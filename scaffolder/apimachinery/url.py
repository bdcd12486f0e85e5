"""URLs by the rules of Go's ``net/url``, which decides the format ``uri``, CEL's ``url()`` and webhook URLs.

Source: ``net/url/url.go`` of Go 1.26. Texts are bytes inside, as percent-encoded ones need not be UTF-8.
"""

from __future__ import annotations

from scaffolder.apimachinery.ip import AddressError, parse_ip
from scaffolder.apimachinery.quoting import quote

_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = b"0123456789"
_HEX = b"0123456789abcdefABCDEF"
_UNRESERVED = frozenset(_LETTERS + _DIGITS + b"-_.~")
# What shouldEscape leaves alone in each part; the path keeps reserved characters but "?".
_PATH = _UNRESERVED | frozenset(b"$&+,/:;=@")
_HOST = _UNRESERVED | frozenset(b"!$&'()*+,;=:[]<>\"")
_USER = _UNRESERVED | frozenset(b"$&+,;=")
_FRAGMENT = _UNRESERVED | frozenset(b"$&+,/:;=?@!()*")
_USERINFO = _UNRESERVED | frozenset(b":!$&'()*+,;=%@")
# validEncoded: what a path may contain and still be taken as it was written.
_ENCODED_PATH = _PATH | frozenset(b"!'()*[]%")
# urlmaxqueryparams
_MAX_PARAMETERS = 10_000


class UrlError(ValueError):
    """Not a URL; the text is Go's, ``parse "…": …``."""


class URL:
    """A parsed URL: ``url.URL``. All parts are encoded as in the source, ``host`` excepted."""

    __slots__ = (
        "_path",
        "_raw_path",
        "force_query",
        "fragment",
        "host",
        "omit_host",
        "opaque",
        "query",
        "scheme",
        "user",
    )

    def __init__(self) -> None:
        self.scheme = ""
        self.opaque = ""
        self.user: str | None = None
        self.host = ""
        self.omit_host = False
        self.force_query = False
        self.query = ""
        self.fragment = ""
        self._path = b""
        self._raw_path = b""

    def hostname(self) -> str:
        """The host without port and brackets."""
        return self._host_and_port()[0]

    def port(self) -> str:
        """The digits after the host, empty if there are none."""
        return self._host_and_port()[1]

    def escaped_path(self) -> str:
        """The path as it was written if that is a valid encoding of it, else Go's own encoding."""
        if self._raw_path and not set(self._raw_path) - _ENCODED_PATH:
            return _text(self._raw_path)
        if self._path == b"*":
            return "*"
        return _text(_escape(self._path, _PATH))

    def parameters(self) -> dict[str, list[str]]:
        """The decoded query; malformed parts are left out, as ``URL.Query`` does."""
        found: dict[str, list[str]] = {}
        if self.query.count("&") >= _MAX_PARAMETERS:
            return found
        for part in self.query.split("&"):
            if ";" in part or part == "":
                continue
            key, _, value = part.partition("=")
            try:
                decoded_key = _unescape_query(key)
                decoded_value = _unescape_query(value)
            except UrlError:
                continue
            found.setdefault(decoded_key, []).append(decoded_value)
        return found

    def __str__(self) -> str:
        text = f"{self.scheme}:" if self.scheme else ""
        if self.opaque:
            text += self.opaque
        else:
            path = self.escaped_path()
            present = self.host != "" or self.user is not None
            if (self.scheme or present) and not (self.omit_host and not present):
                if present or path:
                    text += "//"
                if self.user is not None:
                    text += f"{self.user}@"
                text += _text(_escape(_bytes(self.host), _HOST))
            if path and path[0] != "/" and self.host:
                text += "/"
            if not text and ":" in path.partition("/")[0]:
                text = "./"
            text += path
        if self.force_query or self.query:
            text += f"?{self.query}"
        return f"{text}#{self.fragment}" if self.fragment else text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, URL) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return f"URL({str(self)!r})"

    def _host_and_port(self) -> tuple[str, str]:
        """``splitHostPort``."""
        host, port = self.host, ""
        name, colon, digits = host.rpartition(":")
        if colon and not digits.strip("0123456789"):
            host, port = name, digits
        if host.startswith("[") and host.endswith("]"):
            host = host[1:-1]
        return host, port

    def _set_path(self, path: bytes) -> None:
        self._path = _unescape(path)
        self._raw_path = b"" if _escape(self._path, _PATH) == path else path


def parse_url(text: str) -> URL:
    """``url.Parse``: absolute or relative, with a fragment. Raises ``UrlError``."""
    before, _, fragment = text.partition("#")
    url = _wrapped(before, via_request=False)
    if fragment:
        try:
            decoded = _unescape(_bytes(fragment))
        except UrlError as error:
            raise UrlError(f"parse {quote(text)}: {error}") from None
        # EscapedFragment keeps a valid encoding.
        raw = _bytes(fragment)
        valid = not set(raw) - (_FRAGMENT | frozenset(b"'[]%"))
        url.fragment = fragment if valid else _text(_escape(decoded, _FRAGMENT))
    return url


def parse_request_uri(text: str) -> URL:
    """``url.ParseRequestURI``: absolute, or a path from the root; ``#`` is nothing special."""
    return _wrapped(text, via_request=True)


def is_request_uri(text: str) -> bool:
    """The format ``uri``, and CEL's ``isURL``."""
    try:
        parse_request_uri(text)
    except UrlError:
        return False
    return True


def parse_cel_url(text: str) -> URL:
    """What CEL's ``url()`` takes: a request URI, of which a fragment is then split off."""
    try:
        parse_request_uri(text)
        return parse_url(text)
    except UrlError as error:
        raise UrlError(f"URL parse error during conversion from string: {error}") from None


def _wrapped(text: str, *, via_request: bool) -> URL:
    try:
        return _parse(text, via_request)
    except UrlError as error:
        raise UrlError(f"parse {quote(text)}: {error}") from None


def _parse(text: str, via_request: bool) -> URL:
    if any(character < " " or character == "\x7f" for character in text):
        raise UrlError("net/url: invalid control character in URL")
    if text == "" and via_request:
        raise UrlError("empty url")
    url = URL()
    if text == "*":
        url._set_path(b"*")
        return url
    scheme, rest = _split_scheme(text)
    url.scheme = scheme.lower()
    if rest.endswith("?") and rest.count("?") == 1:
        url.force_query = True
        rest = rest[:-1]
    else:
        rest, _, url.query = rest.partition("?")
    if not rest.startswith("/"):
        if url.scheme:
            url.opaque = rest
            return url
        if via_request:
            raise UrlError("invalid URI for request")
        if ":" in rest.partition("/")[0]:
            raise UrlError("first path segment in URL cannot contain colon")
    if rest.startswith("//") and (url.scheme or (not via_request and not rest.startswith("///"))):
        authority, slash, path = rest[2:].partition("/")
        rest = slash + path
        _parse_authority(url, authority)
    elif url.scheme and rest.startswith("/"):
        url.omit_host = True
    url._set_path(_bytes(rest))
    return url


def _split_scheme(text: str) -> tuple[str, str]:
    """``getScheme``."""
    for index, character in enumerate(text):
        if character.isascii() and character.isalpha():
            continue
        if character in "0123456789+-.":
            if index == 0:
                break
        elif character == ":":
            if index == 0:
                raise UrlError("missing protocol scheme")
            return text[:index], text[index + 1 :]
        else:
            break
    return "", text


def _parse_authority(url: URL, authority: str) -> None:
    userinfo, at, host = authority.rpartition("@")
    url.host = _parse_host(url.scheme, host)
    if not at:
        return
    raw = _bytes(userinfo)
    if set(raw) - _USERINFO:
        raise UrlError("net/url: invalid userinfo")
    name, colon, password = raw.partition(b":")
    url.user = _text(_escape(_unescape(name), _USER))
    if colon:
        url.user += ":" + _text(_escape(_unescape(password), _USER))


def _parse_host(scheme: str, host: str) -> str:
    """``parseHost``: the host with what may be percent-encoded in it decoded."""
    bracket = host.rfind("[")
    if bracket > 0:
        raise UrlError("invalid IP-literal")
    if bracket == 0:
        return _parse_literal(host)
    first = host.find(":")
    if first >= 0:
        # Databases list several hosts with ports; only for http and https is the first colon the last.
        colon = first if scheme in ("http", "https") else host.rfind(":")
        _check_port(host[colon:])
    return _text(_unescape_host(_bytes(host)))


def _parse_literal(host: str) -> str:
    """An IP address in brackets, with an optional port: RFC 3986 and, for zones, RFC 6874."""
    close = host.rfind("]")
    if close < 0:
        raise UrlError("missing ']' in host")
    port = host[close + 1 :]
    _check_port(port)
    address, percent, zone = host[1:close].partition("%25")
    literal = _text(_unescape_host(_bytes(address)) + _unescape_host(_bytes(percent + zone), in_zone=True))
    try:
        parsed = parse_ip(literal)
    except AddressError as error:
        raise UrlError(f"invalid host: {error}") from None
    if parsed.bits == 32:
        raise UrlError("invalid IP-literal")
    return f"[{literal}]{port}"


def _check_port(text: str) -> None:
    """``validOptionalPort``: nothing, or a colon and digits."""
    if text and (text[0] != ":" or text[1:].strip("0123456789")):
        raise UrlError(f"invalid port {quote(text)} after host")


def _unescape_query(text: str) -> str:
    return _text(_unescape(_bytes(text.replace("+", " "))))


def _unescape_host(raw: bytes, *, in_zone: bool = False) -> bytes:
    """``unescape`` for hosts: of ASCII only ``%25``, in a zone also what may stand there anyway."""
    index = 0
    while index < len(raw):
        byte = raw[index]
        if byte != 0x25:
            if byte < 0x80 and byte not in _HOST:
                raise UrlError(f"invalid character {quote(chr(byte))} in host name")
            index += 1
            continue
        escape = raw[index : index + 3]
        if len(escape) < 3 or escape[1] not in _HEX or escape[2] not in _HEX:
            raise UrlError(f"invalid URL escape {quote(_text(escape))}")
        value = int(escape[1:], 16)
        allowed = value == 0x20 or value in _HOST if in_zone else value >= 0x80
        if escape != b"%25" and not allowed:
            raise UrlError(f"invalid URL escape {quote(_text(escape))}")
        index += 3
    return _unescape(raw)


def _unescape(raw: bytes) -> bytes:
    """``unescape``; Go quotes three bytes from the percent sign on if they are no escape."""
    parts = []
    start = 0
    while (percent := raw.find(b"%", start)) >= 0:
        escape = raw[percent : percent + 3]
        if len(escape) < 3 or escape[1] not in _HEX or escape[2] not in _HEX:
            raise UrlError(f"invalid URL escape {quote(_text(escape))}")
        parts.append(raw[start:percent])
        parts.append(bytes((int(escape[1:], 16),)))
        start = percent + 3
    parts.append(raw[start:])
    return b"".join(parts)


def _escape(raw: bytes, allowed: frozenset[int]) -> bytes:
    if not set(raw) - allowed:
        return raw
    return b"".join(bytes((byte,)) if byte in allowed else b"%%%02X" % byte for byte in raw)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
