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
    """Objects by group, kind, namespace and name. One without a namespace is in that of its counterpart.

    Takes each with the file that it is from.
    """

    def __init__(self, documents: Iterable[tuple[str, Document]]) -> None:
        # By namespace, by group, kind and name.
        self._known: dict[tuple[str, str, str], dict[str, list[tuple[str, Document]]]] = {}
        for file, document in documents:
            group, kind, namespace, name = _identity(document.value)
            of_that_name = self._known.setdefault((group, kind, name), {})
            of_that_name.setdefault(namespace, []).append((file, document))

    def of(self, value: Any) -> Document | None:
        """None if it is none of theirs. Raises ``ScaffoldError`` where it may be one of several."""
        group, kind, namespace, name = _identity(value)
        known = self._known.get((group, kind, name), {})
        if namespace in known:
            found = known[namespace]
        elif namespace:
            found = known.get("", [])
        else:
            found = [one for several in known.values() for one in several]
        if any(document.value != found[0][1].value for _, document in found):
            files = dict.fromkeys(f"{file}:{document.line}" for file, document in found)
            raise ScaffoldError(
                f"{kind} {name} may be an update of several old ones: {', '.join(files)}",
                hint="give only the one that the cluster has",
            )
        return found[0][1] if found else None


def _identity(value: Any) -> Identity:
    if not isinstance(value, dict):
        return ("", "", "", "")
    meta = value.get("metadata")
    meta = meta if isinstance(meta, dict) else {}
    group = str(value.get("apiVersion", "")).rpartition("/")[0]
    return (group, str(value.get("kind", "")), str(meta.get("namespace") or ""), str(meta.get("name", "")))
