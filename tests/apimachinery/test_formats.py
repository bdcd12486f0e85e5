from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.apimachinery.formats import FORMATS, is_supported, normalized
from tests.apimachinery.recorded import load

RECORDED = [
    (name, value, verdict == "accepted")
    for name, values in load("formats").items()
    for verdict in ("accepted", "refused")
    for value in values[verdict]
]


@pytest.mark.parametrize(("name", "value", "accepted"), RECORDED, ids=lambda part: f"{part!r:.40}")
def test_the_servers_verdict(name: str, value: str, accepted: bool) -> None:
    check = FORMATS.get(normalized(name))
    assert (check is None or check(value)) is accepted


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("ipv4", "::00001:1.2.3.4", True),
        ("ipv4", "1.2.3.4::", False),
        ("cidr", "::/129", False),
        ("cidr", "1:2:3:4:5:6:7:8/128", True),
        ("mac", "0000.5e00.5301", True),
        ("mac", "0000.5e00.530", False),
        ("uuid4", "123e4567e89b42d38456426614174000", True),
        ("uuid4", "123e4567e89b42d37456426614174000", False),
        ("email", '"a b"@c', True),
        ("email", '""@c', False),
        ("email", "a@[127.0.0.1]", True),
        ("email", "a@[::1]", False),
        ("email", "a@[::ffff:1.2.3.4]", True),
        ("email", "a@[IPv6:::1]", True),
        ("email", "a@[IPv6:1.2.3.4]", True),
        ("email", "a@[IPv6:::1%eth0]", False),
        ("email", "a@[IPv6:]", False),
        ("email", "=?x-unknown?q?a?= <a@b>", False),
        ("email", "=?utf-8?q?a?= <a@b>", True),
        ("email", "=?utf-8?q??= <a@b>", False),
        ("email", "a =?utf-8?q??= <a@b>", True),
        ("email", "=?utf-8?q?a?= (c) <a@b>", False),
        ("email", "g: a@b, c@d;", False),
        ("email", "a@b (unclosed", False),
        ("hexcolor", "#ffff", False),
        ("date", "0000-02-29", True),
        ("datetime", "2024-01-01T00:00:00\n5Z", False),
    ],
)
def test_ports_of_gos_parsers(name: str, value: str, accepted: bool) -> None:
    assert FORMATS[name](value) is accepted


def test_names_are_normalized_by_dashes_alone() -> None:
    assert is_supported("date-time")
    assert is_supported("i-pv4")
    assert is_supported("k8s-short-name")
    assert not is_supported("DATE")
    assert not is_supported("date_time")
    assert not is_supported("ip")


@given(text=st.text(max_size=60) | st.text(alphabet="0123456789abcdef:.-/@<>()[]%TtZz+ \"'\\;,", max_size=60))
def test_every_text_gets_a_verdict(text: str) -> None:
    for check in FORMATS.values():
        assert check(text) in (True, False)


HOSTILE = [
    "a" * 100_000,
    "1" * 100_000,
    "(" * 100_000,
    "." * 100_000,
    ":" * 100_000,
    "1m" * 50_000,
    "%41" * 30_000,
]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_time_is_linear_in_the_text(name: str) -> None:
    started = time.process_time()
    for text in HOSTILE:
        FORMATS[name](text)
        FORMATS[name](f"http://{text}@{text}")
    assert time.process_time() - started < 5


def test_importing_formats_imports_none_of_what_they_need() -> None:
    heavy = ("re2", "zoneinfo", "datetime", "scaffolder.apimachinery.url", "scaffolder.apimachinery.patterns")
    script = (
        "import sys; before = set(sys.modules); import scaffolder.apimachinery.formats;"
        f"print([name for name in {heavy!r} if name in set(sys.modules) - before])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
