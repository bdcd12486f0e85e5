"""``scaffold validate``: documents → validators → diagnostics → a reporter."""

from __future__ import annotations

from scaffolder.diagnostics import Summary
from scaffolder.documents.reader import read_documents
from scaffolder.errors import ScaffoldError
from scaffolder.validation.registry import Registry, resources_of
from scaffolder.validation.results import unchecked, warn_of_rest
from scaffolder.validation.validate import validate_document
from scaffolder.workflows.inputs import JSON_EXTENSION, STDIN_NAME, find_files, read_bytes, shown
from scaffolder.workflows.invalid_folders import InvalidFolders
from scaffolder.workflows.kustomizations import find_built_files
from scaffolder.workflows.reporting import add_excerpts, check_files, write_report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, TextIO

    from scaffolder.diagnostics import Result
    from scaffolder.documents.reader import Document
    from scaffolder.validation.expectations import Expectation
    from scaffolder.validation.registry import Resource
    from scaffolder.workflows.cache_folder import CacheFolder
    from scaffolder.workflows.counterparts import Counterparts
    from scaffolder.workflows.crd_cache import CrdCache


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
    before = _counterparts(request.old) if request.old is not None else None
    invalid_folders = InvalidFolders(request.paths)
    summary = Summary()

    def check(name: str, data: bytes) -> Iterator[Result]:
        must_fail = invalid_folders.contain(name)
        return _check_file(name, data, request, registry, before, must_fail=must_fail)

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
    if cache is None:
        return _defined(path, data, origin)
    from scaffolder.workflows.crd_cache import name_of

    name = name_of(data, is_json=path.endswith(JSON_EXTENSION))
    found = cache.find(name, origin)
    if found is None:
        found = _defined(path, data, origin)
        if found:
            cache.add(name, found)
    return found


def _defined(path: str, data: bytes, origin: str) -> list[Resource]:
    return [resource for value in _crd_values(path, data) for resource in resources_of(value, origin)]


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
    before: Counterparts | None,
    *,
    must_fail: bool,
) -> Iterator[Result]:
    expecting = b"xpect" in data  # "scaffold: expect" in capitals and with blanks of any kind
    for whole in _documents(name, data):
        # Those in a List are about each of its items.
        expected = _expectations(whole) if expecting else []
        for document in whole.objects():
            try:
                old = before.of(document.value) if before is not None else None
                result = validate_document(
                    registry, document, file=name, with_object=request.with_object, old=old
                )
            except ScaffoldError as problem:
                result = unchecked(document, name, problem)
            if result.verdict == "invalid":
                _add_hints(result, document, registry)
            if result.verdict == "skipped" and (request.strict_kinds or must_fail or expected):
                from scaffolder.workflows.unknown_kinds import refuse_unknown_kind

                refuse_unknown_kind(result, document, registry, expecting=bool(expected))
            if expected or must_fail:
                _expect_errors(result, expected)
            warn_of_rest(result, document)
            add_excerpts(result, document)
            yield result


def _documents(name: str, data: bytes) -> Iterator[Document]:
    """What is piped in is read as JSON if it begins like that: files have a name that says so."""
    documents = read_documents(data, is_json=name.endswith(JSON_EXTENSION))
    if name != STDIN_NAME or not data.lstrip().startswith(b"{"):
        return documents
    from scaffolder.documents.json_text import read_as_json

    return map(read_as_json, documents)


def _add_hints(result: Result, document: Document, registry: Registry) -> None:
    from scaffolder.validation.suggestions import add_suggestions

    group, _, version = (result.api_version or "").rpartition("/")
    resource = registry.find(group, result.kind or "")
    if resource is not None:
        known = resource.versions.get(version)
        add_suggestions(result.errors, known.schema.schema.raw if known else {}, document.value)


def _expectations(document: Document) -> list[Expectation]:
    from scaffolder.documents.comments import comments
    from scaffolder.validation.expectations import read_expectations

    return read_expectations(comments(document))


def _expect_errors(result: Result, expected: list[Expectation]) -> None:
    from scaffolder.validation.expectations import hold_against, must_fail

    if expected:
        hold_against(result, expected)
    else:
        must_fail(result)


def _counterparts(path: str) -> Counterparts:
    from scaffolder.workflows.counterparts import Counterparts

    return Counterparts(
        (shown(file), document)
        for file in find_files([path])
        for whole in _readable(file, read_bytes(file))
        for document in whole.objects()
    )
