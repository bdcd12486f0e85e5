"""Every recorded create: the same verdict, fields, reasons, messages, warnings and stored object."""

from __future__ import annotations

from typing import Any

import pytest

from scaffolder.documents.reader import Document
from scaffolder.validation.validate import validate_document
from tests.conformance.recorded import (
    Case,
    content_of,
    differences,
    differing_warnings,
    features,
    first_document,
    read_feature,
)


def _depends_on_url(case: Case, document: Document) -> bool:
    """The recording used a namespace in the URL that the document does not have."""
    value: Any = document.value
    return "namespace" in case and value["metadata"].get("namespace") != case["namespace"]


@pytest.mark.parametrize("name", features("create"))
def test_as_recorded(name: str) -> None:
    registry, feature = read_feature("create", name)
    found = []
    compared = 0
    for case in feature["cases"]:
        if case["code"] in (413, 500):  # the server's own limits
            continue
        document = first_document(content_of(case))
        if document is None:
            assert case["code"] == 400
            continue
        if _depends_on_url(case, document):
            continue
        result = validate_document(registry, document, file=name, with_object=True)
        wrong = differences(case, result) + differing_warnings(case, result)
        found += [f"{case['name']}: {difference}" for difference in wrong]
        compared += 1
    assert found == []
    assert compared > 0
