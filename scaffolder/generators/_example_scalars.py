"""Numbers and texts for samples: plausible for the field's name, allowed by its schema."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import chain, count, islice
from typing import Any

from scaffolder.apimachinery.patterns import Matcher, PatternError, compile_pattern
from scaffolder.generators._pattern_examples import matching

#: How many texts are looked at before a field is given up.
_TRIES = 200

#: https://github.com/kubernetes/apiextensions-apiserver/blob/master/pkg/apiserver/validation/formats.go
_BY_FORMAT = {
    "bsonobjectid": "507f1f77bcf86cd799439011",
    "byte": "ZXhhbXBsZQ==",
    "cidr": "10.0.0.0/24",
    "creditcard": "4111111111111111",
    "date": "2030-01-31",
    "date-time": "2030-01-31T12:00:00Z",
    "datetime": "2030-01-31T12:00:00Z",
    "duration": "1h",
    "email": "user@example.com",
    "hexcolor": "#336699",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "isbn": "0321751043",
    "isbn10": "0321751043",
    "isbn13": "978-0321751041",
    "k8s-long-name": "example.com",
    "k8s-short-name": "example",
    "mac": "00:00:5e:00:53:01",
    "password": "example",
    "rgbcolor": "rgb(51,102,153)",
    "ssn": "111-11-1111",
    "uri": "https://example.com",
    "uuid": "f81d4fae-7dec-41d0-a765-00a0c91e6bf6",
    "uuid3": "bcd02e22-68f0-3046-a512-327cca9def8f",
    "uuid4": "025b0d74-00a2-4048-bf57-227c5111bb34",
    "uuid5": "886313e1-3b8a-5372-9b90-0c9aee199e5d",
}

#: By the end of the field's name, longest first.
_BY_NAME = {
    "image": "example.com/image:1.0",
    "namespace": "default",
    "schedule": "0 3 * * *",
    "cron": "0 3 * * *",
    "timezone": "Etc/UTC",
    "timeout": "30s",
    "interval": "1m",
    "duration": "1h",
    "period": "1h",
    "email": "user@example.com",
    "hostname": "example.com",
    "domain": "example.com",
    "host": "example.com",
    "url": "https://example.com",
    "uri": "https://example.com",
    "endpoint": "https://example.com",
    "path": "/example",
    "version": "v1",
    "size": "1Gi",
    "storage": "1Gi",
    "memory": "128Mi",
    "cpu": "100m",
    "cidr": "10.0.0.0/24",
    "ip": "192.0.2.1",
    "arn": "arn:aws:iam::123456789012:role/example",
    "time": "2030-01-31T12:00:00Z",
    "timestamp": "2030-01-31T12:00:00Z",
}
_ENDINGS = sorted(_BY_NAME, key=len, reverse=True)

#: Tried against patterns before a text is put together from the pattern itself.
_FAMILIAR = (
    *(
        "example",
        "1h",
        "1Gi",
        "100m",
        "example.com",
        "https://example.com",
        "v1",
        "1.0.0",
        "10.0.0.0/24",
        "192.0.2.1",
    ),
    *(
        "2030-01-31T12:00:00Z",
        "0 3 * * *",
        "@daily",
        "user@example.com",
        "example.com/image:1.0",
        "example.com/example",
    ),
    *("Example", "EXAMPLE", "/example", "1", "10"),
)


def texts(schema: dict[str, Any], name: str) -> Iterator[str]:
    """Texts that ``schema`` allows as far as its own keywords say, the most telling first."""
    matchers = compiled(schema)
    if matchers is None:
        return
    shortest, longest = _whole(schema, "minLength") or 0, _whole(schema, "maxLength")
    candidates = chain(
        [_BY_FORMAT[schema["format"]]] if schema.get("format") in _BY_FORMAT else [],
        [_BY_NAME[ending] for ending in _ENDINGS if name.lower().endswith(ending)][:1],
        _FAMILIAR if matchers else _FAMILIAR[:1],
        (f"example-{number}" for number in range(2, 12)),
        *(matching(matcher.pattern, shortest, longest) for matcher in matchers),
        (("example-" * (1 + shortest // 8))[: max(shortest, 1)] + letter for letter in ("", "a", "b", "c")),
        (("example" * (1 + shortest // 7))[:length] for length in (shortest, longest or shortest, 1, 0)),
        (str(number) * max(shortest, 1) for number in range(10)),
    )
    for text in islice(candidates, _TRIES):
        fits = shortest <= len(text) and (longest is None or len(text) <= longest)
        if fits and all(matcher.search(text) for matcher in matchers):
            yield text


def compiled(schema: dict[str, Any]) -> list[Matcher] | None:
    """Matchers for the patterns of a merged schema; None where one is not a pattern at all."""
    try:
        return [compile_pattern(pattern) for pattern in schema.get("patterns", ())]
    except PatternError:
        return None


def numbers(schema: dict[str, Any], name: str) -> Iterator[int | float]:
    """Numbers within the bounds of ``schema``, from the smallest sensible one up."""
    least, most = _number(schema, "minimum"), _number(schema, "maximum")
    step = _number(schema, "multipleOf") or 1
    whole = schema.get("type") != "number"
    start: float = 8080 if name.lower().endswith("port") else 1
    if least is not None and start < least:
        start = _up(least, step)
    if most is not None and start > most:
        start = -_up(-most, step) if least is None else _up(least, step)
    if step != 1:
        start = _up(start, step)
    if not whole and least is not None and most is not None and not least <= start <= most:
        start = (least + most) / 2
    for index in islice(count(), _TRIES):
        value = start + index * step
        if most is not None and (value > most or (value == most and schema.get("exclusiveMaximum") is True)):
            if not whole and index == 0 and least is not None:
                yield (least + most) / 2
            return
        if least is not None and (
            value < least or (value == least and schema.get("exclusiveMinimum") is True)
        ):
            continue
        yield int(value) if whole or float(value).is_integer() else value


def _up(value: float, step: float) -> float:
    """The next multiple of ``step``, exact for whole numbers of any size."""
    return -(-value // step) * step


def _number(schema: dict[str, Any], keyword: str) -> int | float | None:
    value = schema.get(keyword)
    return (
        value
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        else None
    )


def _whole(schema: dict[str, Any], keyword: str) -> int | None:
    value = schema.get(keyword)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
