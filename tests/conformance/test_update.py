"""Every recorded update: the same verdict, fields, reasons, messages and stored object."""

from __future__ import annotations

import json

import pytest

from scaffolder.validation.validate import validate_document

from .recorded import differences, features, first_document, read_feature


@pytest.mark.parametrize("name", features("update"))
def test_as_recorded(name: str) -> None:
    registry, feature = read_feature("update", name)
    found = []
    for case in feature["cases"]:
        if case["code"] in (409, 500):  # these depend on the resourceVersion that the server gave
            continue
        live = json.dumps(case["old_live"]) if case.get("old_live") else case["old"]
        old, new = first_document(live.encode()), first_document(case["new"].encode())
        assert old is not None
        assert new is not None
        result = validate_document(registry, new, file=name, with_object=True, old=old)
        found += [f"{case['name']}: {difference}" for difference in differences(case, result)]
    assert found == []
