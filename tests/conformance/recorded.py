"""The recordings, and how a result is compared with one of their cases.

A feature is a CRD with cases; a case is a request with the answer: ``code``, ``message``, ``causes`` and the
stored ``object``.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from scaffolder.diagnostics import DUPLICATE_FIELD, UNKNOWN_FIELD, Result
from scaffolder.documents.reader import Document, read_documents
from scaffolder.validation.registry import Registry

DATA = Path(__file__).parent / "data"
# What a server sets, and what depends on the URL that was used.
_NOT_COMPARED = {
    "creationTimestamp",
    "generation",
    "managedFields",
    "namespace",
    "resourceVersion",
    "selfLink",
    "uid",
}

Feature = dict[str, Any]
Case = dict[str, Any]


def features(kind: str) -> list[str]:
    return sorted(path.stem for path in (DATA / kind).glob("*.json"))


def read_feature(kind: str, name: str) -> tuple[Registry, Feature]:
    feature: Feature = json.loads((DATA / kind / f"{name}.json").read_text())
    registry = Registry()
    assert registry.add(feature["crd"], name)
    return registry, feature


def content_of(case: Case) -> bytes:
    if "yaml_base64" in case:
        return base64.b64decode(case["yaml_base64"])
    text: str = case["yaml"]
    return text.encode("utf-8", "surrogatepass")


def first_document(content: bytes) -> Document | None:
    """The server reads no further than the first document, and an empty one is an error."""
    document = next(read_documents(content), None)
    return document if document is not None and document.index == 0 else None


def differences(case: Case, result: Result) -> list[str]:
    """What of a result is not as recorded; empty if all is."""
    accepted = case["code"] < 300
    if accepted != (result.verdict == "valid"):
        return [f"{case['code']} but {result.verdict}: {case['message']} / {result.errors}"]
    if not accepted:
        return _differing_errors(case, result)
    found = []
    if case.get("object") is not None and not case.get("unstable_object"):
        expected, actual = _comparable(case["object"]), _comparable(result.object)
        if expected != actual:
            found.append(f"object {actual} instead of {expected}")
    return found


def differing_warnings(case: Case, result: Result) -> list[str]:
    """Each is a Warning header: the whole text, or a text about a field."""
    expected = set(case.get("warnings") or ())
    actual = {f"{warning.field}: {warning.message}" for warning in result.warnings}
    whole = {warning.message for warning in result.warnings}
    if len(expected) == len(whole) and expected <= actual | whole:
        return []
    return [f"warnings {result.warnings} instead of {expected}"]


def _differing_errors(case: Case, result: Result) -> list[str]:
    if case.get("causes"):
        expected = {(cause["field"], cause["reason"], cause["message"]) for cause in case["causes"]}
        actual = {(error.field, error.reason, error.message) for error in result.errors}
        return [] if expected == actual else [f"errors {actual} instead of {expected}"]
    if case["code"] == 404 or result.verdict == "error":
        return []  # the one has no text, the texts of the other are those of the reader
    expected_text = case["message"]
    if DUPLICATE_FIELD not in {error.reason for error in result.errors}:
        unknown = [error.message for error in result.errors if error.reason == UNKNOWN_FIELD]
        if unknown:
            expected_text = expected_text.rpartition("strict decoding error: ")[2]
            # All of them and nothing else, in whatever order.
            if len(expected_text) != len(", ".join(unknown)):
                return [f"unknown {unknown} instead of {expected_text}"]
        if not all(error.message in expected_text for error in result.errors):
            return [f"{result.errors} instead of {expected_text}"]
    return []


def _comparable(stored: Any) -> Any:
    metadata = {key: value for key, value in stored["metadata"].items() if key not in _NOT_COMPARED}
    return {**stored, "metadata": metadata}
