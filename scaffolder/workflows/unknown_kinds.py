"""Documents of kinds that no CRD given defines, where they must not be passed over in silence."""

from __future__ import annotations

from scaffolder.apimachinery.built_in_kinds import is_served, kinds_in, versions_with
from scaffolder.apimachinery.groups import is_built_in
from scaffolder.diagnostics import NOT_FOUND, Diagnostic
from scaffolder.validation.suggestions import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scaffolder.diagnostics import Result
    from scaffolder.documents.document import Document
    from scaffolder.validation.registry import Registry


def refuse_unknown_kind(
    result: Result, document: Document, registry: Registry, *, expecting: bool = False
) -> None:
    """Makes an error of a skipped document, unless its kind is one of Kubernetes' own, which others check.

    With ``expecting``, where a comment says what is wrong with the document, of those as well: nothing is
    held against the comment.
    """
    api_version, kind = result.api_version or "", result.kind or ""
    if not is_served(api_version, kind):
        message = f'no matches for kind "{kind}" in version "{api_version}"'
        hint = _hint(api_version, kind, registry)
    elif expecting:
        message = f"what is expected here is not checked: no CRD given defines {api_version} {kind}"
        hint = None
    else:
        return
    line, column = document.locate(("kind",))
    result.verdict = "error"
    result.errors = [Diagnostic("kind", NOT_FOUND, message, ("kind",), line=line, column=column, hint=hint)]


def _hint(api_version: str, kind: str, registry: Registry) -> str | None:
    """A kind of the same group, or another place of Kubernetes' own kind of that name."""
    group = api_version.rpartition("/")[0]
    known = [*(resource.kind for resource in registry if resource.group == group), *kinds_in(group)]
    meant = nearest(kind, known)
    if meant is not None and meant != kind:
        return f"did you mean {meant}?"
    elsewhere = versions_with(kind) if is_built_in(group) else []
    return f"{kind} is in {', '.join(elsewhere)}" if elsewhere else None
