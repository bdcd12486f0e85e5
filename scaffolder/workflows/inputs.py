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
_EXTENSIONS = (".yaml", ".yml", JSON_EXTENSION)


def find_files(paths: Sequence[str]) -> Iterator[str]:
    """Files as given, folders searched for ``*.yaml``, ``*.yml`` and ``*.json``, sorted by path.

    Hidden folders (``.git``, ``.venv``) are not searched.
    """
    for path in paths:
        if path == STDIN or not os.path.isdir(path):
            yield path
        else:
            yield from _below(path)


def _below(folder: str) -> Iterator[str]:
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            with os.scandir(current) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as problem:
            raise unreadable(current, problem) from None
        folders = [e.path for e in found if not e.name.startswith(".") and e.is_dir(follow_symlinks=False)]
        waiting += reversed(folders)
        yield from (e.path for e in found if e.name.endswith(_EXTENSIONS) and e.is_file())


def shown(path: str) -> str:
    return STDIN_NAME if path == STDIN else path


def read_bytes(path: str) -> bytes:
    """Raises ``ScaffoldError`` in one line for whatever the file system says."""
    if path == STDIN:
        import sys

        return sys.stdin.buffer.read()
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except OSError as problem:
        raise unreadable(path, problem) from None


def unreadable(path: str, problem: OSError) -> ScaffoldError:
    return ScaffoldError(f"cannot be read: {problem.strerror or problem}", file=shown(path))
