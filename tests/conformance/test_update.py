"""Every recorded update: the same verdict, fields, reasons, messages, warnings and stored object."""

from __future__ import annotations

import json

import pytest

from scaffolder.validation.validate import validate_document
from tests.conformance.recorded import differences, differing_warnings, features, first_document, read_feature


@pytest.mark.parametrize("name", features("update"))
def test_as_recorded(name: str) -> None:
    registry, feature = read_feature("update", name)
    found = []
    for case in feature["cases"]:
        if case["code"] in (409, 500) or not case["resourceVersion_filled"]:
            continue  # these depend on the resourceVersion that the server gave
        live = json.dumps(case["old_live"]) if case.get("old_live") else case["old"]
        old, new = first_document(live.encode()), first_document(case["new"].encode())
        assert old is not None
        assert new is not None
        if new.value["kind"] != old.value["kind"]:
            continue  # which resource is meant is known to the URL alone
        result = validate_document(registry, new, file=name, with_object=True, old=old)
        wrong = differences(case, result) + differing_warnings(case, result)
        found += [f"{case['name']}: {difference}" for difference in wrong]
    assert found == []
