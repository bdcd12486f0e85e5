"""Which files a PATH stands for, and what is in them."""

from __future__ import annotations

import os

from scaffolder.errors import ScaffoldError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STDIN = "-"
#: How the standard input is called in reports.
STDIN_NAME = "<stdin>"
#: Files with this are read as JSON, all others as YAML.
JSON_EXTENSION = ".json"
_PIPE_PIECE = 1 << 16
_EXTENSIONS = (".yaml", ".yml", JSON_EXTENSION)


def find_files(paths: Sequence[str]) -> Iterator[str]:
    """Files as given, folders searched for ``*.yaml``, ``*.yml`` and ``*.json``, sorted by path.

    Hidden folders (``.git``, ``.venv``) are not searched, nor are links to folders. A folder that cannot be
    searched is given like a file: it cannot be read, either.
    """
    for path in paths:
        if path == STDIN or not os.path.isdir(path):
            yield path
        else:
            yield from _below(path)


def _below(folder: str) -> Iterator[str]:
    # What is still to be looked at, last first: paths, and whether they are folders.
    waiting = [(folder, True)]
    while waiting:
        path, is_folder = waiting.pop()
        if is_folder:
            try:
                with os.scandir(path) as entries:
                    found = sorted(entries, key=lambda entry: entry.name, reverse=True)
            except OSError:
                is_folder = False
            else:
                waiting += [(e.path, is_dir) for e in found if (is_dir := _is_searched(e)) or _is_named_so(e)]
        if not is_folder:
            yield path


def _is_searched(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)


def _is_named_so(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file of ours, or a link that leads to none: that is for its reader to say."""
    if not entry.name.endswith(_EXTENSIONS):
        return False
    try:
        return entry.is_file() or not os.path.exists(entry.path)
    except OSError:
        return True


def shown(path: str) -> str:
    return STDIN_NAME if path == STDIN else path


def read_bytes(path: str) -> bytes:
    """Raises ``ScaffoldError`` in one line for whatever the file system says."""
    if path == STDIN:
        import sys

        if sys.stdin is None:
            raise ScaffoldError("standard input is closed", file=shown(path))
        return sys.stdin.buffer.read()
    try:
        return _content(path)
    except OSError as problem:
        raise unreadable(path, problem) from None


def _content(path: str) -> bytes:
    """Without a file object: thousands of small files are opened in a tree, and that takes half as long."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        size = os.fstat(descriptor).st_size
        content = os.read(descriptor, size + 1)
        if len(content) == size:
            return content
        pieces = [content]  # a pipe, whose size is not known, or a file that grows
        while pieces[-1]:
            pieces.append(os.read(descriptor, _PIPE_PIECE))
        return b"".join(pieces)
    finally:
        os.close(descriptor)


def unreadable(path: str, problem: OSError) -> ScaffoldError:
    return ScaffoldError(f"cannot be read: {problem.strerror or problem}", file=shown(path))
