"""CRDs that were read before, and what their rules were compiled to.

There are two entries for each file of CRDs, named after its content. ``….crds`` holds the specs, each to be
loaded apart, because a run may need one kind of hundreds. ``….rules`` holds where a schema has rules and the
code made of those that were evaluated so far; it grows from run to run. One more entry, ``patterns``, has the
automata of patterns, whichever CRDs they are from.
"""

from __future__ import annotations

import marshal

from scaffolder.apimachinery import automata
from scaffolder.validation.registry import Resource
from scaffolder.workflows.cache_folder import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from scaffolder.validation.ruled_schema import KnownRules
    from scaffolder.workflows.cache_folder import CacheFolder

    # Group, kind, plural, whether it is namespaced, and the length of its spec.
    Heading = tuple[str, str, str, bool, int]
    # Of one file: by the index of the resource and the name of the version.
    KnownInFile = dict[tuple[int, str], KnownRules]

_LENGTH_SIZE = 4
_PATTERNS = "patterns"


class CrdCache:
    """The CRDs of files, by their content."""

    __slots__ = ("_automata", "_files", "_folder")

    def __init__(self, folder: CacheFolder) -> None:
        self._folder = folder
        self._files: list[_File] = []
        self._automata = automata.kept = automata.Automata(self._read_patterns)

    def _read_patterns(self) -> dict[str, bytes]:
        packed = self._folder.read(_PATTERNS)
        return marshal.loads(packed) if packed is not None else {}

    def find(self, name: str, origin: str) -> list[Resource] | None:
        """The resources that the file defines whose name here (``name_of``) this is; None if unknown."""
        packed = self._folder.read(name + ".crds")
        if packed is None:
            return None
        start = _LENGTH_SIZE + int.from_bytes(packed[:_LENGTH_SIZE], "little")
        headings: list[Heading] = marshal.loads(packed[_LENGTH_SIZE:start])
        resources = []
        for heading in headings:
            resources.append(_resource(heading, origin, packed, start))
            start += heading[-1]
        self._remember(name, resources)
        return resources

    def add(self, name: str, resources: list[Resource]) -> None:
        """Keeps what that file defines."""
        values: list[Any] = [resource.spec for resource in resources]
        try:
            # Equal texts are one where plain YAML was read, and marshal writes that once.
            specs = [marshal.dumps(value) for value in values]
        except (RecursionError, ValueError):
            return  # nested more deeply than marshal goes
        headings = [
            (resource.group, resource.kind, resource.plural, resource.namespaced, len(spec))
            for resource, spec in zip(resources, specs, strict=True)
        ]
        head = marshal.dumps(headings)
        self._folder.write(
            name + ".crds", b"".join([len(head).to_bytes(_LENGTH_SIZE, "little"), head, *specs])
        )
        self._remember(name, resources)

    def save(self) -> None:
        """Keeps what was found out about rules since the files were found."""
        for file in self._files:
            file.save()
        if self._automata.grown:
            patterns = {**self._read_patterns(), **self._automata.grown}
            self._folder.write(_PATTERNS, marshal.dumps(patterns))
        self._folder.prune()

    def _remember(self, name: str, resources: Iterable[Resource]) -> None:
        file = _File(self._folder, name)
        self._files.append(file)
        for index, resource in enumerate(resources):
            resource.known_rules = file.rules_of(index)


def name_of(data: bytes, *, is_json: bool) -> str:
    """What a file of this content is called in the cache. What is no JSON may be YAML, so the two differ."""
    return f"{'json' if is_json else 'yaml'}-{digest(data).hex()}"


class _File:
    """The rules of the CRDs in one file."""

    __slots__ = ("_folder", "_known", "_size", "name")

    def __init__(self, folder: CacheFolder, name: str) -> None:
        self._folder = folder
        self.name = name
        # None as long as nobody asked.
        self._known: KnownInFile | None = None
        self._size = 0

    def rules_of(self, index: int) -> Callable[[str], KnownRules]:
        """What gives the rules of a version."""
        return lambda version: self._rules(index, version)

    def _rules(self, index: int, version: str) -> KnownRules:
        from scaffolder.validation.ruled_schema import KnownRules

        if self._known is None:
            self._known = self._read()
            self._size = _size(self._known)
        return self._known.setdefault((index, version), KnownRules())

    def _read(self) -> KnownInFile:
        from scaffolder.validation.ruled_schema import KnownRules

        packed = self._folder.read(self.name + ".rules")
        if packed is None:
            return {}
        return {
            key: KnownRules(outline, programs) for key, (outline, programs) in marshal.loads(packed).items()
        }

    def save(self) -> None:
        """Writes what is new, along with what others have written meanwhile."""
        known = self._known
        if known is None or _size(known) == self._size:
            return
        for key, theirs in self._read().items():
            ours = known.setdefault(key, theirs)
            for place, (uses_old_self, code) in theirs.programs.items():
                ours.programs.setdefault(place, (uses_old_self, {}))[1].update(code)
        packed = {key: (rules.outline, rules.programs) for key, rules in known.items()}
        self._folder.write(self.name + ".rules", marshal.dumps(packed))


def _resource(heading: Heading, origin: str, packed: bytes, start: int) -> Resource:
    group, kind, plural, namespaced, length = heading
    return Resource(
        group,
        kind,
        plural,
        namespaced=namespaced,
        origin=origin,
        load=lambda: marshal.loads(packed[start : start + length]),
    )


def _size(known: KnownInFile) -> int:
    """How much is known; it only grows."""
    return sum(
        1 + (rules.outline is not None) + sum(1 + len(code) for _, code in rules.programs.values())
        for rules in known.values()
    )
