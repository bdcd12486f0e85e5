"""The objects of ``--old``, and which of them an object is an update of."""

from __future__ import annotations

from scaffolder.errors import ScaffoldError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from scaffolder.documents.document import Document

    # Group, kind, namespace (empty where it has none) and name.
    Identity = tuple[str, str, str, str]


class Counterparts:
    """Objects by group, kind, namespace and name. One without a namespace is in that of its counterpart."""

    def __init__(self, documents: Iterable[Document]) -> None:
        # Documents by namespace, by group, kind and name.
        self._known: dict[tuple[str, str, str], dict[str, Document]] = {}
        for document in documents:
            group, kind, namespace, name = _identity(document.value)
            self._known.setdefault((group, kind, name), {})[namespace] = document

    def of(self, value: Any) -> Document | None:
        """None if it is none of theirs. Raises ``ScaffoldError`` where it may be one of several."""
        group, kind, namespace, name = _identity(value)
        known = self._known.get((group, kind, name), {})
        if namespace in known:
            return known[namespace]
        if namespace or not known:
            return known.get("")
        if len(known) > 1:
            raise ScaffoldError(
                f"{kind} {name} has no namespace, and there are old ones in {', '.join(sorted(known))}",
                hint="give it the namespace of its old one",
            )
        return next(iter(known.values()))


def _identity(value: Any) -> Identity:
    if not isinstance(value, dict):
        return ("", "", "", "")
    meta = value.get("metadata")
    meta = meta if isinstance(meta, dict) else {}
    group = str(value.get("apiVersion", "")).rpartition("/")[0]
    return (group, str(value.get("kind", "")), str(meta.get("namespace") or ""), str(meta.get("name", "")))
