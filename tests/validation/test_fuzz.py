"""Bytes that nobody meant to write: always a verdict, soon, and never an exception.

A short run here; a long one by hand: ``SCAFFOLD_FUZZ=1000000 pytest tests/validation/test_fuzz.py``.
"""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path

import pytest

from scaffolder import validate_text
from scaffolder.validation.registry import Registry

RECORDED = Path(__file__).parents[1] / "conformance" / "data" / "create"
RUNS = int(os.environ.get("SCAFFOLD_FUZZ", "3000"))
LONGEST_SECONDS = 2.0
# What makes YAML, JSON and Kubernetes look twice.
MORSELS = [
    b"{", b"}", b"[", b"]", b": ", b"- ", b"\n", b"\n---\n", b"...\n", b"# ", b"&a ", b"*a", b"<<: *a",
    b"!!binary ", b"!!str ", b"!x ", b"| ", b">-\n", b'"', b"'", b"\\", b"\t", b"\r\n", b"\xff", b"\xc3\x28",
    b"\x00", b"\xef\xbb\xbf", b"? ", b"~", b"null", b"true", b"yes", b"1e400", b"0x", b".inf", b"-0",
    b"1_000", b"9223372036854775808", b"{{ x }}", b"metadata", b"apiVersion", b"kind", b"spec", b"status",
    b"a" * 300, b"{a: " * 50, b"[" * 50, b"%YAML 1.2\n",
]  # fmt: skip


def recorded() -> tuple[Registry, list[bytes]]:
    registry, texts = Registry(), []
    for path in sorted(RECORDED.glob("*.json")):
        feature = json.loads(path.read_text())
        registry.add(feature["crd"], path.name)
        texts += [c["yaml"].encode("utf-8", "surrogatepass") for c in feature["cases"] if c.get("yaml")]
    return registry, [text for text in texts if len(text) < 4000]


def mutated(text: bytes, other: bytes, chance: random.Random) -> bytes:
    data = bytearray(text)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 1, 2, 5, 30)))
        kind = chance.randrange(6)
        if kind == 0:
            data[at:end] = b""
        elif kind == 1:
            data[at:at] = chance.choice(MORSELS)
        elif kind == 2:
            data[at:end] = chance.choice(MORSELS)
        elif kind == 3:
            data[at:at] = data[at:end] * chance.choice((1, 2, 20))
        elif kind == 4 and at < len(data):
            data[at] = chance.randrange(256)
        else:
            start = chance.randrange(len(other) + 1)
            data[at:at] = other[start : start + chance.randrange(1, 60)]
    return bytes(data)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="needs recorded documents to begin with")
def test_any_bytes_get_a_verdict_soon() -> None:
    registry, texts = recorded()
    chance = random.Random(20260722)
    longest, worst = 0.0, b""
    for _ in range(RUNS):
        data = mutated(chance.choice(texts), chance.choice(texts), chance)
        start = time.process_time()
        try:
            results = validate_text(data, registry)
        except Exception as error:
            raise AssertionError(f"{data!r} raised {error!r}") from error
        spent = time.process_time() - start
        assert all(result.verdict in ("valid", "invalid", "skipped", "error") for result in results)
        if spent > longest:
            longest, worst = spent, data
    assert longest < LONGEST_SECONDS, worst
