"""Every recorded create of a CustomResourceDefinition: the same verdict, fields, reasons, messages, warnings.

What CEL rules are told is mostly held against the server in ``tests/validation/test_cel_rules.py``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scaffolder.diagnostics import DUPLICATE_FIELD, Result
from scaffolder.documents.json_text import read_as_json
from scaffolder.documents.reader import read_documents
from scaffolder.validation.crd.lint import lint_document
from tests.conformance.recorded import DATA, Case, features, first_document

_SHARED = Path(__file__).parents[3] / "shared"
# Ten texts of 520 bytes are more than a server sends as headers.
_CUT = "very long formats are cut"


def _content(case: Case) -> bytes:
    text = next((case[key] for key in ("yaml", "json") if key in case), None)
    if text is None:
        text = json.dumps(case["crd"])
    return bytes(text, "utf-8", "surrogateescape")


def _says_what_it_is(case: Case) -> bool:
    """A file does not tell its media type: what was sent as JSON has to begin like it."""
    return "json" not in case or case["json"].startswith("{")


def _comparable(text: str) -> str:
    """The number in a type's name is chance; numbers of YAML are not kept as they were written."""
    text = re.sub(r"selfType\d+", "selfType", text)
    return re.sub(r"unmarshal number \S+", "unmarshal number", text)


def _differences(case: Case, result: Result) -> list[str]:
    if (case["code"] < 300) != (result.verdict == "valid"):
        return [f"{case['code']} but {result.verdict}: {result.errors}"]
    if case["code"] == 400:
        text = _comparable(case["message"])
        found = [error for error in result.errors if error.reason != DUPLICATE_FIELD]
        wrong = [] if result.verdict == "error" else [e for e in found if _comparable(e.message) not in text]
        return [f"{wrong} instead of {text}"] if wrong else []
    expected = {(c["field"], c["reason"], _comparable(c["message"])) for c in case.get("causes") or ()}
    actual = {(error.field, error.reason, _comparable(error.message)) for error in result.errors}
    if expected != actual:
        return [f"only the server: {expected - actual}; only here: {actual - expected}"]
    return []


def _differing_warnings(case: Case, result: Result) -> list[str]:
    expected = set(case.get("warnings") or ())
    actual = {warning.message for warning in result.warnings}
    return [] if expected == actual or case["name"] == _CUT else [f"{actual} instead of {expected}"]


@pytest.mark.parametrize("name", features("crds"))
def test_as_recorded(name: str) -> None:
    area: dict[str, Any] = json.loads((DATA / "crds" / f"{name}.json").read_text())
    found = []
    compared = 0
    for case in area["cases"]:
        document = first_document(_content(case)) if _says_what_it_is(case) else None
        if document is None:
            continue
        document = read_as_json(document)
        if isinstance(document.value, dict) and document.value.get("kind") == "List":
            continue  # kubectl takes lists apart
        result = lint_document(document, file=name)
        if not isinstance(document.value, dict) and document.error is None:
            assert result.verdict == "invalid"
            continue
        wrong = _differences(case, result) + _differing_warnings(case, result)
        found += [f"{case['name']}: {difference}" for difference in wrong]
        compared += 1
    assert found == []
    assert compared > 0


def _recorded_files(folder: str, files: str) -> list[tuple[Path, Case]]:
    verdicts = _SHARED / folder / "crd_verdicts.json"
    if not verdicts.exists():
        pytest.skip("needs recordings that are not part of the repository")
    return [(_SHARED / folder / files / case["file"], case) for case in json.loads(verdicts.read_text())]


@pytest.mark.parametrize(
    ("folder", "files"), [("crd-mutants", "mutants"), ("wild/rejected-crds", "crds")], ids=str
)
def test_files_as_recorded(folder: str, files: str) -> None:
    found = []
    # Every third will do: the mutations repeat themselves.
    for path, case in _recorded_files(folder, files)[::3]:
        document = next(read_documents(path.read_bytes()))
        differences = _differences(case, lint_document(document, file=path.name))
        found += [f"{path.name}: {difference}" for difference in differences]
    assert found == []


def test_definitions_in_use_are_valid() -> None:
    paths = sorted((_SHARED / "wild" / "crds").glob("*.yaml"))
    if not paths:
        pytest.skip("needs recordings that are not part of the repository")
    for path in paths:
        for document in read_documents(path.read_bytes()):
            assert lint_document(document, file=path.name).errors == []
