"""Which files a kustomization is made of.

https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/
"""

from __future__ import annotations

import os

from scaffolder.documents.reader import read_documents
from scaffolder.errors import ScaffoldError
from scaffolder.workflows.inputs import find_files, read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: kustomize knows its file by name and wants neither ``apiVersion`` nor ``kind`` in it.
FILE_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_LISTS = ("resources", "components", "bases")


def is_kustomization(path: str) -> bool:
    return os.path.basename(path) in FILE_NAMES


def find_built_files(paths: Sequence[str]) -> Iterator[str]:
    """As ``find_files``, but a kustomization's folder stands for the local files that it names.

    Those of remote resources are not fetched. A folder that several kustomizations name is read once.
    """
    seen: set[str] = set()
    waiting = list(reversed(paths))
    while waiting:
        path = waiting.pop()
        key = os.path.realpath(path)
        if key in seen:
            continue
        seen.add(key)
        file = next((f for n in FILE_NAMES if os.path.isfile(f := os.path.join(path, n))), None)
        if file is not None:
            waiting += reversed(_named_by(file))
        else:
            yield from (found for found in find_files([path]) if not is_kustomization(found))


def _named_by(file: str) -> list[str]:
    document = next(read_documents(read_bytes(file)), None)
    if document is not None and document.error is not None:
        error = document.error
        raise ScaffoldError(error.message, hint=error.hint, file=file, line=error.line, column=error.column)
    value = document.value if document is not None else None
    entries = [(key, value.get(key)) for key in _LISTS] if isinstance(value, dict) else []
    named = []
    for key, items in entries:
        for number, item in enumerate(items if isinstance(items, list) else []):
            path = (
                os.path.normpath(os.path.join(os.path.dirname(file), item)) if isinstance(item, str) else ""
            )
            if os.path.exists(path):
                named.append(path)
            elif document is not None and isinstance(item, str) and not _is_remote(item):
                line, column = document.locate((key, number))
                raise ScaffoldError(f"{item} is not there", file=file, line=line, column=column)
    return named


def _is_remote(item: str) -> bool:
    """A URL, or one of the short forms of a git repository (``github.com/org/repo//path?ref=v1``)."""
    return "://" in item or "//" in item or "?ref=" in item or item.startswith(("git@", "github.com/"))
