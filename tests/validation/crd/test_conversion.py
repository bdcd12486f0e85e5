"""The path of a webhook's service loses its first byte, not its first character."""

from __future__ import annotations

import pytest

from scaffolder.validation.crd.conversion import check_conversion
from scaffolder.validation.crd.definition import Part


@pytest.mark.parametrize(
    ("path", "segments"),
    [
        ("/a", []),
        ("é/.", ["segment[0]", "segment[1]"]),
        ("a/b", ["segment[0]"]),
        ("//", ["segment[0]"]),
        ("éa/b", ["segment[0]"]),
    ],
)
def test_path_of_a_service(path: str, segments: list[str]) -> None:
    service = {"name": "a", "namespace": "b", "path": path}
    webhook = {"clientConfig": {"service": service}, "conversionReviewVersions": ["v1"]}
    errors = list(check_conversion(Part({"strategy": "Webhook", "webhook": webhook}, "spec.conversion", ())))
    details = [error.message.split(": ", 2)[2] for error in errors]
    assert [
        detail.partition(" ")[0].rstrip(":") for detail in details if detail.startswith("segment")
    ] == segments
    assert ("must start with a '/'" in details) is not path.startswith("/")
