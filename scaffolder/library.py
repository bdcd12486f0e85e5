"""Checking custom resources from Python, above all in the tests of operators (docs/library.md)."""

from __future__ import annotations

from scaffolder.documents.reader import read_documents
from scaffolder.documents.values import ValueDocument
from scaffolder.validation.results import warn_of_rest
from scaffolder.validation.validate import validate_document
from scaffolder.workflows.validate import load_registry

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from typing import Any

    from scaffolder.diagnostics import Result
    from scaffolder.validation.registry import Registry


def load_crds(*paths: str | os.PathLike[str]) -> Registry:
    """The custom resources that the CRDs in these files and folders define.

    Raises ``ScaffoldError`` for a file that cannot be read, and when there is no CRD in any of them.
    """
    return load_registry([str(path) for path in paths])


def validate(resource: Mapping[str, Any], crds: Registry, *, old: Mapping[str, Any] | None = None) -> Result:
    """What a kube-apiserver would say of creating ``resource``, or of changing ``old`` into it.

    ``resource`` holds what JSON can hold: mappings, lists, tuples, strings, numbers, booleans, None; members
    of enumerations that are strings or numbers, and other subclasses, count as these. ``TypeError`` and
    ``ValueError`` (NaN, infinities, what contains itself) name the place of anything else.

    The result's ``verdict`` is ``valid``, ``invalid``, or ``skipped`` where no CRD defines the kind;
    ``errors`` have the server's ``field``, ``reason`` and ``message``; ``object`` is what would be stored.
    ``resource`` itself is not changed.
    """
    document = ValueDocument(resource)
    before = None if old is None else ValueDocument(old)
    return validate_document(crds, document, file="<object>", with_object=True, old=before)


def validate_text(text: str | bytes, crds: Registry, *, file: str = "<text>") -> list[Result]:
    """The same for every document of a YAML or JSON text; lines and columns are those of the text."""
    from scaffolder.documents.json_text import read_as_json

    data = text.encode() if isinstance(text, str) else text
    results = []
    for whole in map(read_as_json, read_documents(data)):
        for document in whole.objects():
            result = validate_document(crds, document, file=file, with_object=True)
            warn_of_rest(result, document)
            results.append(result)
    return results
