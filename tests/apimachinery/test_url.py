from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.apimachinery.url import UrlError, is_request_uri, parse_cel_url, parse_url


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("http://a.com:80/x", ("http", "a.com:80", "a.com", "80", "/x")),
        ("http://a.com/x%20y", ("http", "a.com", "a.com", "", "/x%20y")),
        ("https://u:p@[::1]:443/p?q#f", ("https", "[::1]:443", "::1", "443", "/p")),
        ("/path/only", ("", "", "", "", "/path/only")),
        ("mailto:a@b", ("mailto", "", "", "", "")),
        ("HTTP://a/", ("http", "a", "a", "", "/")),
        ("http://a:/", ("http", "a:", "a", "", "/")),
        ("http://%C3%A9/", ("http", "é", "é", "", "/")),
        ("http://a/%2f é", ("http", "a", "a", "", "//%20%C3%A9")),
        ("http://a/%2f[]", ("http", "a", "a", "", "/%2f[]")),
        ("postgres://h1:1,h2:2/db", ("postgres", "h1:1,h2:2", "h1:1,h2", "2", "/db")),
    ],
)
def test_parts(text: str, parts: tuple[str, ...]) -> None:
    url = parse_cel_url(text)
    assert (url.scheme, url.host, url.hostname(), url.port(), url.escaped_path()) == parts


def test_parameters() -> None:
    url = parse_url("http://a/?k=v&k=%20w+x&b&;bad;=1&c=%zz&=e")
    assert url.parameters() == {"k": ["v", " w x"], "b": [""], "": ["e"]}
    assert parse_url("http://a/?" + "&" * 10_000).parameters() == {}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("HTTP://a/", "http://a/"),
        ("http://a?", "http://a?"),
        ("http:/p", "http:/p"),
        ("http:///p", "http:///p"),
        ("mailto:a@b?x=1", "mailto:a@b?x=1"),
        ("//h/p#f", "//h/p#f"),
        ("http://u:p%3A@h", "http://u:p%3A@h"),
        ("http://é", "http://%C3%A9"),
    ],
)
def test_prints(text: str, printed: str) -> None:
    assert str(parse_url(text)) == printed
    assert parse_url(text) == parse_url(printed)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("http://a.com:80:90", 'invalid port ":80:90" after host'),
        ("https://exa mple.com", 'invalid character " " in host name'),
        ("https://example.com:abc/", 'invalid port ":abc" after host'),
        ("%zz", 'invalid URL escape "%zz"'),
        ("http://a%41", 'invalid URL escape "%41"'),
        ("http://[::1", "missing ']' in host"),
        ("http://[1.2.3.4]", "invalid IP-literal"),
        ("http://a[::1]", "invalid IP-literal"),
        ("http://[x]", 'invalid host: ParseAddr("x"): unable to parse IP'),
        (":foo", "missing protocol scheme"),
        ("a:b@c/d\x7f", "net/url: invalid control character in URL"),
        ("1:2", "first path segment in URL cannot contain colon"),
        ("http://a\\b@c", "net/url: invalid userinfo"),
    ],
)
def test_errors(text: str, message: str) -> None:
    with pytest.raises(UrlError) as caught:
        parse_url(text)
    assert str(caught.value).endswith(f": {message}")
    assert str(caught.value).startswith('parse "')


def test_a_request_uri_is_absolute() -> None:
    assert is_request_uri("/a?%zz")
    assert is_request_uri("*")
    assert not is_request_uri("a")
    assert not is_request_uri("")
    with pytest.raises(UrlError) as caught:
        parse_cel_url("a")
    assert str(caught.value) == (
        'URL parse error during conversion from string: parse "a": invalid URI for request'
    )


@given(text=st.text(alphabet="abhtp0:/@?#[]%41.,;=&é \\", max_size=30))
def test_what_is_printed_can_be_read(text: str) -> None:
    try:
        url = parse_url(text)
    except UrlError:
        return
    assert str(parse_url(str(url))) == str(url)
