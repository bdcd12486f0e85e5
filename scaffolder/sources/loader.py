"""From what the user names on the command line to the resources in it.

A form of source is a module of this package that declares ``DESCRIPTION``, ``recognises(source)`` and
``read(source)``; adding one is adding a file.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import scaffolder.sources as package
from scaffolder.discovery import declared
from scaffolder.errors import ScaffoldError
from scaffolder.sources._cursor import check_depth
from scaffolder.sources._errors import SourceError, meant
from scaffolder.sources._source import Source, told_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scaffolder.documents.reader import Document
    from scaffolder.model.resource import Resource

#: Far more than a server takes (3 MiB), and enough for the OpenAPI document of a whole cluster.
MAX_BYTES = 32 << 20
_SUFFIXES = (".yaml", ".yml", ".json")
# SimpleSchema that YAML takes for a list, or for a mapping inside a value.
_UNQUOTED = re.compile(
    r"""^[ -]*([\w.$/-]+): +(?:\[\][A-Za-z\[]|[A-Za-z][^'"\n]*\|[^'\n]*: )""", re.MULTILINE
)
_CLASS = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*(\.[^\W\d]\w*)*")


def load(
    source: str,
    *,
    group: str | None = None,
    kind: str | None = None,
    version: str | None = None,
    plural: str | None = None,
    scope: str | None = None,
    short_names: Iterable[str] = (),
    origin: str | None = None,
) -> list[Resource]:
    """The resources in a file, or that of a pydantic class (``package.module:Class``, which is imported).

    The keyword arguments are for sources that do not tell them: JSON Schema, OpenAPI, pydantic. Where a
    source does tell them, ``kind`` chooses among several kinds, and the others may not contradict it.
    ``origin`` is what generated files call the source, if not as it is called here. Raises ``ScaffoldError``
    for whatever cannot be read, with its place in the file.
    """
    told = told_by(group, kind, version, plural, scope, tuple(short_names))
    documents = _documents(source, _bytes(source)) if _names_a_file(source) else ()
    return _read(Source(source, origin or _origin(source), documents, told))


def load_text(text: str, origin: str) -> list[Resource]:
    """The resources in a text that is not on disk yet; ``origin`` is the file that it will be."""
    return _read(Source(origin, origin, _documents(origin, text.encode())))


def _read(given: Source) -> list[Resource]:
    readers = declared(package, "read")
    recognisers = declared(package, "recognises")
    for name, recognises in recognisers.items():
        if recognises(given):
            return _agreeing(readers[name](given), given)
    descriptions = declared(package, "DESCRIPTION")
    raise ScaffoldError(
        "this is none of the forms of a source",
        hint=f"a source is {'; or '.join(descriptions[name] for name in recognisers)}",
        file=given.text,
    )


def _documents(source: str, data: bytes) -> tuple[Document, ...]:
    from scaffolder.documents.reader import read_documents

    documents = []
    for document in read_documents(data):
        if document.error is not None:
            raise _unreadable(source, document)
        if document.value is None:
            continue
        try:
            check_depth(document.value)
        except SourceError as error:
            raise ScaffoldError(error.message, hint=error.hint, file=source, line=document.line) from None
        documents.append(document)
    if not documents:
        raise ScaffoldError("the file is empty", hint="scaffold new writes one to begin with", file=source)
    return tuple(documents)


def _unreadable(source: str, document: Document) -> ScaffoldError:
    error = document.error
    assert error is not None
    problem = re.sub(r"^yaml: (line \d+: )?", "", error.problem)
    hint = error.hint
    if hint is None and (unquoted := _UNQUOTED.search(document.text)):
        hint = f'put what stands after "{unquoted[1]}:" in quotes'
    return ScaffoldError(
        f"this is not YAML: {problem}", hint=hint, file=source, line=error.line, column=error.column
    )


def _names_a_file(source: str) -> bool:
    return source.endswith(_SUFFIXES) or os.path.exists(source) or not _CLASS.fullmatch(source)


def _bytes(path: str) -> bytes:
    if os.path.isdir(path):
        raise ScaffoldError("this is a folder", hint="name a file in it", file=path)
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ScaffoldError("there is no such file", hint=_similar_file(path), file=path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScaffoldError(f"cannot read it: {reason}", file=path) from None
    if len(data) > MAX_BYTES:
        raise ScaffoldError(
            f"the file is larger than {MAX_BYTES >> 20} MiB", hint="split it into smaller ones", file=path
        )
    return data


def _similar_file(path: str) -> str:
    folder, name = os.path.split(path)
    try:
        return meant(name, sorted(os.listdir(folder or "."))) or "name a file, or package.module:Class"
    except (OSError, ValueError):
        return "name a file, or package.module:Class"


def _origin(source: str) -> str:
    """What may be written into generated files: no absolute path."""
    if not os.path.isabs(source):
        return source.replace(os.sep, "/")
    try:
        relative = os.path.relpath(source)
    except ValueError:  # another drive
        relative = os.pardir
    return os.path.basename(source) if relative.startswith(os.pardir) else relative.replace(os.sep, "/")


def _agreeing(resources: list[Resource], source: Source) -> list[Resource]:
    """The resources of the kind that was asked for; the source must not say otherwise about the rest."""
    told = source.told
    if told.kind is not None:
        kinds = [resource.kind for resource in resources]
        resources = [resource for resource in resources if resource.kind == told.kind]
        if not resources:
            raise ScaffoldError(
                f"there is no kind {told.kind}", hint=f"it has {', '.join(kinds[:10])}", file=source.text
            )
    for resource in resources:
        for flag, wanted, said in (
            ("group", told.group, resource.group),
            ("version", told.version, told.version and _the_version(resource, told.version)),
            ("plural", told.plural, resource.names.plural),
            ("scope", told.scope, resource.scope),
            ("short-name", told.short_names or None, resource.names.short_names),
        ):
            if wanted is not None and wanted != said:
                raise ScaffoldError(
                    f"--{flag} contradicts the source, which says {said or 'nothing'}",
                    hint=f"leave --{flag} out, or change the source",
                    file=source.text,
                )
    return resources


def _the_version(resource: Resource, wanted: str) -> str:
    names = [version.name for version in resource.versions]
    return wanted if wanted in names else ", ".join(names)
