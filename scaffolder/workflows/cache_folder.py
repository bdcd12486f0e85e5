"""Small files that save work in later runs: content-addressed, disposable, never in anybody's way.

Whatever goes wrong here (a read-only disk, a damaged file, another process at the same name) only means that
the work is done again.
"""

from __future__ import annotations

import os
import sys
from _imp import source_hash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_DIGEST_SIZE = 16
#: Bytes of what ``sealed`` puts in front.
CHECKSUM_SIZE = 8
_CHECKSUM_KEY = 0
# Windows would take the end of a line for two characters.
_BINARY = getattr(os, "O_BINARY", 0)
#: Bytes that all entries may take together; the CRDs of a large cluster take about 5 MB.
MOST_BYTES = 64 << 20


def user_folder() -> CacheFolder:
    """Where this user keeps entries: ``$SCAFFOLD_CACHE_DIR``, or ``scaffold`` in the XDG cache folder."""
    chosen = os.environ.get("SCAFFOLD_CACHE_DIR")
    if not chosen:
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(base):
            base = os.path.join(os.path.expanduser("~"), ".cache")
        # A user without a home has no cache: nothing can be below the null device.
        chosen = os.path.join(base, "scaffold") if os.path.isabs(base) else os.devnull
    return CacheFolder(chosen)


def digest(data: bytes) -> bytes:
    """What tells contents apart."""
    # hashlib would load OpenSSL, which takes longer than everything that is hashed here.
    from _blake2 import blake2b

    return blake2b(data, digest_size=_DIGEST_SIZE).digest()


def sealed(content: bytes) -> bytes:
    """``content`` behind its checksum: what Python has for ``.pyc`` files, which is faster than a digest."""
    return source_hash(_CHECKSUM_KEY, content) + content


def unsealed(data: bytes) -> bytes | None:
    """What was sealed; None if it is damaged."""
    content = data[CHECKSUM_SIZE:]
    return content if source_hash(_CHECKSUM_KEY, content) == data[:CHECKSUM_SIZE] else None


class CacheFolder:
    """Entries by name. Those of other releases of this package, or of Python, are kept apart."""

    __slots__ = ("_entries", "_root", "_wrote")

    def __init__(self, root: str) -> None:
        self._root = root
        self._entries = os.path.join(root, _release())
        self._wrote = False

    def open(self, name: str) -> BinaryIO | None:
        """An entry, to read parts of it; None if there is none. Its reader finds out whether it is whole."""
        try:
            descriptor = os.open(os.path.join(self._entries, name), os.O_RDONLY | _BINARY)
            try:
                # Entries hold code: nobody else may have put them here.
                if _is_own(os.fstat(descriptor)):
                    return os.fdopen(descriptor, "rb", buffering=0)
            except OSError:
                pass  # a folder
            os.close(descriptor)
        except OSError:
            pass
        return None

    def read(self, name: str) -> bytes | None:
        """What was written under ``name``; None if that is missing or not whole."""
        file = self.open(name)
        if file is None:
            return None
        with file:
            try:
                return unsealed(file.read())
            except OSError:
                return None

    def write(self, name: str, content: bytes) -> None:
        """Makes or replaces an entry for ``read``."""
        self.replace(name, sealed(content))

    def replace(self, name: str, data: bytes) -> None:
        """Writes an entry as it is, at once: whoever reads meanwhile gets the old one or the new one."""
        temporary = os.path.join(self._entries, f"{name}.{os.urandom(6).hex()}")
        try:
            os.makedirs(self._entries, mode=0o700, exist_ok=True)
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with open(descriptor, "wb") as file:
                    file.write(data)
                os.replace(temporary, os.path.join(self._entries, name))
            except OSError:
                os.unlink(temporary)
                raise
        except OSError:
            return
        self._wrote = True

    def prune(self) -> None:
        """After something was written: drops the oldest entries, of any release, if there is too much."""
        if not self._wrote:
            return
        found = sorted(_files(self._root))
        total = sum(size for _, size, _ in found)
        for _, size, path in found:
            if total <= MOST_BYTES:
                break
            total -= size
            try:
                os.unlink(path)
                os.rmdir(os.path.dirname(path))
            except OSError:
                continue  # already gone, or not the last one there


def _release() -> str:
    """What entries depend on besides their content: this code, and the Python that runs it.

    The version alone would not do: one installed from a branch, as pre-commit does, keeps the version of the
    last release.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return f"{sys.implementation.cache_tag}-{sys.hexversion:x}-{code_state(package)}"


def code_state(package: str) -> str:
    """Changes whenever a file of the package does."""
    from scaffolder import __version__

    name = os.path.basename(package)
    try:
        # What an installer leaves beside the package: every file with its hash.
        # https://packaging.python.org/en/latest/specifications/recording-installed-packages/
        record = os.path.join(os.path.dirname(package), f"{name}-{__version__}.dist-info", "RECORD")
        with open(record, "rb") as file:
            return digest(file.read()).hex()
    except OSError:
        # A checkout.
        return f"{max(os.stat(path).st_mtime_ns for path in _sources(package)):x}"


def _sources(folder: str) -> Iterator[str]:
    for current, _, names in os.walk(folder):
        yield from (os.path.join(current, name) for name in names if name.endswith(".py"))


def _is_own(status: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def _files(root: str) -> Iterator[tuple[int, int, str]]:
    """Time of writing, size and path of every entry."""
    for release in _scan(root):
        for entry in _scan(release.path):
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            yield status.st_mtime_ns, status.st_size, entry.path


def _scan(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []
