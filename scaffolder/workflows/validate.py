"""``scaffold validate``: documents → validators → diagnostics → a reporter."""

from __future__ import annotations

from scaffolder.diagnostics import NOT_FOUND, Diagnostic, Summary
from scaffolder.documents.reader import read_documents
from scaffolder.errors import ScaffoldError
from scaffolder.validation.registry import Registry, resources_of
from scaffolder.validation.validate import validate_document
from scaffolder.workflows.inputs import JSON_EXTENSION, find_files, read_bytes, shown
from scaffolder.workflows.kustomizations import find_built_files
from scaffolder.workflows.reporting import add_excerpts, check_files, write_report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, TextIO

    from scaffolder.diagnostics import Result
    from scaffolder.documents.reader import Document
    from scaffolder.validation.registry import Resource
    from scaffolder.workflows.cache_folder import CacheFolder
    from scaffolder.workflows.crd_cache import CrdCache

    # What an object is known by in a cluster: group, kind, namespace, name.
    Identity = tuple[str, str, str, str]


class Request:
    """What ``scaffold validate`` was asked for."""

    __slots__ = ("cache", "crds", "old", "paths", "strict_kinds", "with_object")

    def __init__(
        self,
        paths: Sequence[str],
        crds: Sequence[str],
        *,
        old: str | None = None,
        with_object: bool = False,
        strict_kinds: bool = False,
        cache: CacheFolder | None = None,
    ) -> None:
        self.cache = cache
        self.paths = paths
        self.crds = crds
        self.old = old
        self.with_object = with_object
        self.strict_kinds = strict_kinds


def validate(request: Request, format: str, out: TextIO, *, colour: bool = False) -> Summary:
    """Checks everything that ``request`` names and writes the report, a document at a time."""
    cache = _crd_cache(request.cache) if request.cache is not None else None
    registry = load_registry(request.crds or _project_crds(), cache)
    before = _objects_in(request.old) if request.old else {}
    meant_to_fail = _invalid_folders()
    summary = Summary()

    def check(name: str, data: bytes) -> Iterator[Result]:
        return _check_file(name, data, request, registry, before, must_fail=meant_to_fail(name))

    write_report(check_files(request.paths, check, summary), summary, format, out, colour=colour)
    if cache is not None:
        cache.save()
    return summary


def _crd_cache(folder: CacheFolder) -> CrdCache:
    from scaffolder.workflows.crd_cache import CrdCache

    return CrdCache(folder)


def load_registry(paths: Sequence[str], cache: CrdCache | None = None) -> Registry:
    """Every CRD in the files and folders; what else lies there is passed over."""
    registry = Registry()
    for path in find_built_files(paths):
        for resource in _resources(path, cache):
            registry.take(resource)
    if not registry:
        raise ScaffoldError(f"no CustomResourceDefinition in {', '.join(paths)}")
    return registry


def _resources(path: str, cache: CrdCache | None) -> list[Resource]:
    data, origin = read_bytes(path), shown(path)
    known = cache.find(data, origin) if cache is not None else None
    if known is not None:
        return known
    found = [resource for value in _crd_values(path, data) for resource in resources_of(value, origin)]
    if cache is not None and found:
        cache.add(data, found)
    return found


def _crd_values(path: str, data: bytes) -> Iterator[Any]:
    """What may be a CRD. JSON is read as JSON whatever its file is called: YAML lacks some of its escapes."""
    if data.lstrip().startswith(b"{"):
        import json

        from scaffolder.documents.scalars import as_json

        try:
            # A server keeps a definition as the JSON that Go writes: of 3.0 that is 3.
            yield json.loads(
                data,
                parse_float=lambda text: as_json(float(text)),
                parse_int=lambda text: as_json(int(text)),
            )
            return
        except (ValueError, RecursionError):
            pass  # flow style, or broken in a way that the YAML reader can place
    for document in _readable(path, data):
        yield document.value


def _readable(path: str, data: bytes) -> Iterator[Document]:
    """The documents of a file that must be readable as a whole."""
    for document in read_documents(data, is_json=path.endswith(JSON_EXTENSION)):
        if document.error is not None:
            error = document.error
            raise ScaffoldError(
                error.message, hint=error.hint, file=shown(path), line=error.line, column=error.column
            )
        yield document


def _project_crds() -> list[str]:
    import os

    from scaffolder.model.layout import CRD_DIR
    from scaffolder.workflows.settings import find_root

    root = find_root()
    if root is None:
        raise ScaffoldError("no CRDs to hold the resources against", hint="give --crds FILE_OR_FOLDER")
    return [os.path.relpath(os.path.join(root, CRD_DIR))]


def _check_file(
    name: str,
    data: bytes,
    request: Request,
    registry: Registry,
    before: dict[Identity, Document],
    *,
    must_fail: bool,
) -> Iterator[Result]:
    expecting = b"scaffold: expect" in data
    for whole in read_documents(data, is_json=name.endswith(JSON_EXTENSION)):
        for document in whole.objects():
            old = before.get(_identity(document.value)) if before else None
            result = validate_document(
                registry, document, file=name, with_object=request.with_object, old=old
            )
            if result.verdict == "invalid":
                _add_hints(result, document, registry)
            if expecting or must_fail:
                _expect_errors(result, document, must_fail)
            if result.verdict == "skipped" and request.strict_kinds:
                _refuse_unknown_kind(result)
            add_excerpts(result, document)
            yield result


def _add_hints(result: Result, document: Document, registry: Registry) -> None:
    from scaffolder.validation.suggestions import add_suggestions

    group, _, version = (result.api_version or "").rpartition("/")
    resource = registry.find(group, result.kind or "")
    if resource is not None and version in resource.versions:
        add_suggestions(result.errors, resource.versions[version].schema.schema.raw, document.value)


def _invalid_folders() -> Callable[[str], bool]:
    """What tells the files that the project around calls invalid; outside of a project there are none."""
    from scaffolder.workflows.settings import find_root, is_below, read_settings

    root = find_root()
    folders = read_settings(root).invalid if root else ()
    if root is None or not folders:
        return lambda _: False
    return lambda name: is_below(name, root, folders)


def _expect_errors(result: Result, document: Document, must_fail: bool) -> None:
    from scaffolder.documents.comments import comments
    from scaffolder.validation import expectations

    expected = expectations.read_expectations(comments(document))
    if expected or not must_fail:
        expectations.hold_against(result, expected)
    else:
        expectations.must_fail(result)


def _refuse_unknown_kind(result: Result) -> None:
    """Kinds that every cluster has are checked by others, and skipped here."""
    from scaffolder.apimachinery.groups import is_built_in

    if is_built_in((result.api_version or "").rpartition("/")[0]):
        return
    message = f'no matches for kind "{result.kind}" in version "{result.api_version}"'
    result.verdict = "error"
    result.errors = [Diagnostic("kind", NOT_FOUND, message, ("kind",), line=result.line, column=1)]


def _objects_in(path: str) -> dict[Identity, Document]:
    return {
        _identity(document.value): document
        for file in find_files([path])
        for whole in _readable(file, read_bytes(file))
        for document in whole.objects()
    }


def _identity(value: Any) -> Identity:
    """What an update and the object it changes have in common."""
    if not isinstance(value, dict):
        return ("", "", "", "")
    meta = value.get("metadata")
    meta = meta if isinstance(meta, dict) else {}
    group = str(value.get("apiVersion", "")).rpartition("/")[0]
    return (group, str(value.get("kind", "")), str(meta.get("namespace", "")), str(meta.get("name", "")))
