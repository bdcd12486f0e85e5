"""The code of our own modules in one entry of the cache: a ``.pyc`` of many.

For each module Python searches a folder, opens two files and compares them. A check needs some seventy small
modules, for which that takes longer than the check itself.
"""

from __future__ import annotations

import marshal
import os
import sys

# importlib.machinery has the same classes, but would have to be loaded; these are part of every process.
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import SourceFileLoader

from scaffolder.workflows.cache_folder import CHECKSUM_SIZE, sealed, unsealed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import CodeType, ModuleType
    from typing import BinaryIO

    from scaffolder.workflows.cache_folder import CacheFolder

    # Of a module: its file, the time (ns) and size of that, its .pyc, and where its own modules are
    # if it is a package.
    Source = tuple[str, int, int, str, str | None]
    # With its code, as ``marshal`` has it.
    Module = tuple[Source, bytes]

_Module = type(sys)
_PREFIX = __name__.partition(".")[0] + "."
# ``python -O`` leaves assertions out of the code, ``-OO`` docstrings as well.
_ENTRY = f"modules-{sys.flags.optimize}"
# What an entry begins with: the length of the table, after which the codes follow.
_LENGTH_SIZE = 4
_HEAD_SIZE = CHECKSUM_SIZE + _LENGTH_SIZE


class ModuleCache:
    """In its context, modules of this package come from ``folder``, and those that were not there are added.

    As with ``.pyc`` files, code counts only as long as its source has the time and the size that it had.
    """

    __slots__ = ("_before", "_file", "_folder", "_start", "_table")

    def __init__(self, folder: CacheFolder) -> None:
        self._folder = folder
        self._before = frozenset(sys.modules)
        self._file: BinaryIO | None = None
        # For each module its source, and where its code is in the file: from where, after ``_start``, and how
        # many bytes.
        self._table: dict[str, tuple[Source, int, int]] = {}
        self._start = 0

    def __enter__(self) -> None:
        self._file = self._folder.open(_ENTRY)
        length = self._read(0, _HEAD_SIZE)
        if length is not None:
            self._start = _HEAD_SIZE + int.from_bytes(length, "little")
            table = self._read(_HEAD_SIZE, self._start - _HEAD_SIZE)
            self._table = {} if table is None else marshal.loads(table)
        sys.meta_path.insert(0, self)

    def __exit__(self, problem: object, *_: object) -> None:
        sys.meta_path.remove(self)
        new = [name for name in sys.modules if name not in self._before]
        found = dict(_loaded_from_files(new)) if problem is None else {}
        if found:
            found = dict(self._all()) | found
        if self._file is not None:
            self._file.close()
        if found:
            self._folder.replace(_ENTRY, _packed(found))
            self._folder.prune()

    def find_spec(
        self, name: str, path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """``importlib.abc.MetaPathFinder.find_spec``; None leaves the module to the next finder."""
        if name not in self._table:
            return None
        source, start, size = self._table[name]
        file, _, _, compiled, folder = source
        # Another installation of the same code has its own files.
        if path is None or os.path.dirname(folder or file) not in path:
            return None
        fits = _source(file, compiled, folder) == source
        code = self._read(self._start + start, size) if fits else None
        if code is None:
            return None
        spec = ModuleSpec(name, _KnownLoader(name, file, code), origin=file)
        if folder is not None:
            spec.submodule_search_locations = [folder]
        spec.has_location = True
        spec.cached = compiled
        return spec

    def _read(self, start: int, size: int) -> bytes | None:
        """None if it is damaged, or not there."""
        if self._file is None:
            return None
        try:
            self._file.seek(start)
            return unsealed(self._file.read(size))
        except OSError:
            return None

    def _all(self) -> Iterator[tuple[str, Module]]:
        for name, (source, start, size) in self._table.items():
            code = self._read(self._start + start, size)
            if code is not None:
                yield name, (source, code)


def _packed(modules: Mapping[str, Module]) -> bytes:
    table: dict[str, tuple[Source, int, int]] = {}
    codes: list[bytes] = []
    start = 0
    for name, (source, code) in modules.items():
        codes.append(sealed(code))
        table[name] = source, start, len(codes[-1])
        start += len(codes[-1])
    head = sealed(marshal.dumps(table))
    return b"".join([sealed(len(head).to_bytes(_LENGTH_SIZE, "little")), head, *codes])


class _KnownLoader(SourceFileLoader):
    """Has the code at hand; all else is as for any source file."""

    def __init__(self, name: str, file: str, code: bytes) -> None:
        super().__init__(name, file)
        self._code = code

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = _Module(spec.name)
        # Python sets these where they are missing, and to miss an attribute of a module takes long.
        module.__dict__.update(__file__=spec.origin, __cached__=spec.cached)
        return module

    def get_code(self, _name: str) -> CodeType | None:
        code: CodeType = marshal.loads(self._code)
        return code


def _loaded_from_files(names: Iterable[str]) -> Iterator[tuple[str, Module]]:
    """Source and code of those modules that are ours and did not come from the cache."""
    for name in names:
        spec = sys.modules[name].__spec__ if name.startswith(_PREFIX) else None
        if spec is None or type(spec.loader) is not SourceFileLoader or not spec.origin or not spec.cached:
            continue
        folders = spec.submodule_search_locations
        source = _source(spec.origin, spec.cached, folders[0] if folders else None)
        if source is not None:
            yield name, (source, marshal.dumps(spec.loader.get_code(name)))


def _source(file: str, compiled: str, folder: str | None) -> Source | None:
    try:
        status = os.stat(file)
    except OSError:
        return None
    return file, status.st_mtime_ns, status.st_size, compiled, folder
