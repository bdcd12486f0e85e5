"""Generated files + what is on disk → changes. Reads, never writes."""

from __future__ import annotations

import difflib
import posixpath
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from scaffolder.errors import ScaffoldError
from scaffolder.files import GeneratedFile, Owner
from scaffolder.writing.ledger import Ledger, fingerprint, read_ledger

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path


class Action(Enum):
    """What applying a plan would do to one file."""

    CREATE = "create"
    UPDATE = "update"
    #: A tool-owned file that is no longer generated.
    DELETE = "delete"
    UNCHANGED = "unchanged"
    #: It belongs to the user, who already has it, or has deleted it.
    SKIP = "skip"
    #: It belongs to the user, but what it was made for is gone: theirs to delete.
    ORPHAN = "orphan"
    #: It belongs to the tool, but somebody edited it.
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Change:
    """One file of a plan. ``old`` is what is on disk, ``new`` what should be; ``None`` for no file."""

    path: str
    action: Action
    old: bytes | None
    new: bytes | None
    executable: bool = False

    @property
    def writes(self) -> bool:
        return self.action in (Action.CREATE, Action.UPDATE, Action.DELETE)

    def diff(self) -> Iterator[str]:
        """Unified diff lines from disk to what is generated; nothing where both are the same."""
        if self.old == self.new or self.action in (Action.SKIP, Action.ORPHAN):
            return iter(())
        old = (self.old or b"").decode("utf-8", "replace").splitlines(keepends=True)
        new = (self.new or b"").decode("utf-8", "replace").splitlines(keepends=True)
        before = "/dev/null" if self.old is None else f"a/{self.path}"
        after = "/dev/null" if self.new is None else f"b/{self.path}"
        return difflib.unified_diff(old, new, before, after)


@dataclass(frozen=True, slots=True)
class Plan:
    """Every change, sorted by path. ``ledger`` is the change to the record of what the tool owns."""

    root: Path
    changes: tuple[Change, ...]
    ledger: Change | None = None

    @property
    def conflicts(self) -> list[Change]:
        return [change for change in self.changes if change.action is Action.CONFLICT]

    @property
    def pending(self) -> list[Change]:
        """The changes that applying would make."""
        return [change for change in self.changes if change.writes]

    @property
    def orphans(self) -> list[Change]:
        return [change for change in self.changes if change.action is Action.ORPHAN]

    @property
    def in_step(self) -> bool:
        return not self.pending and not self.conflicts


def make_plan(
    root: Path,
    files: Iterable[GeneratedFile],
    *,
    sources: Collection[str] = (),
    ledger_path: str | None = None,
    force: bool = False,
) -> Plan:
    """Compares ``files``, which were made from ``sources``, with what lies below ``root``.

    ``ledger_path`` names the record of tool-owned files, relative to ``root``; without one every existing
    tool-owned file that differs is a conflict. ``force`` turns conflicts into updates.
    """
    wanted = _by_path(files)
    ledger = read_ledger(root / ledger_path) if ledger_path else Ledger()
    changes = [_change(root, file, ledger, force) for file in wanted.values()]
    gone = [path for path in ledger.owned if path not in wanted]
    changes += [change for path in gone if (change := _removal(root, path, ledger.owned[path], force))]
    left = ledger.created.difference(wanted, sources)
    changes += [change for path in left if (change := _orphan(root, path))]
    changes.sort(key=lambda change: change.path)
    return Plan(root, tuple(changes), _ledger_change(root, ledger_path, wanted, changes, ledger))


def _by_path(files: Iterable[GeneratedFile]) -> dict[str, GeneratedFile]:
    wanted: dict[str, GeneratedFile] = {}
    folded: dict[str, str] = {}
    for file in files:
        _refuse_escape(file.path)
        # Two paths that differ in case only are one file on macOS and Windows.
        other = folded.setdefault(file.path.casefold(), file.path)
        if file.path in wanted or other != file.path:
            raise ScaffoldError(
                f"two generated files would be {file.path!r}",
                hint="two kinds share a name: give one another singular",
            )
        wanted[file.path] = file
    return wanted


def _refuse_escape(path: str) -> None:
    parts = path.split("/")
    unsafe = path in ("", ".") or path.startswith("/") or "\\" in path or "\0" in path or ":" in parts[0]
    if unsafe or posixpath.normpath(path) != path or ".." in parts:
        raise ScaffoldError(f"refusing to write outside the folder: {path!r}")


def _target(root: Path, path: str) -> Path:
    """The file's place on disk; a symbolic link must not lead out of ``root``."""
    target = root / path
    if not target.parent.resolve().is_relative_to(root.resolve()):
        raise ScaffoldError("a symbolic link leads out of the project", file=path)
    return target


def _read(target: Path, path: str) -> bytes | None:
    try:
        return target.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise ScaffoldError(f"cannot be read: {problem.strerror}", file=path) from None


def _change(root: Path, file: GeneratedFile, ledger: Ledger, force: bool) -> Change:
    old = _read(_target(root, file.path), file.path)
    new = file.text.encode("utf-8")
    return Change(file.path, _action(file, old, new, ledger, force), old, new, file.executable)


def _action(file: GeneratedFile, old: bytes | None, new: bytes, ledger: Ledger, force: bool) -> Action:
    if file.owner is Owner.USER:
        exists = old is not None or file.path in ledger.created
        return Action.SKIP if exists else Action.CREATE
    if old is None:
        return Action.CREATE
    if fingerprint(old) == fingerprint(new):
        return Action.UNCHANGED
    if force or ledger.owned.get(file.path) == fingerprint(old):
        return Action.UPDATE
    return Action.CONFLICT


def _removal(root: Path, path: str, written: str, force: bool) -> Change | None:
    """What becomes of a file that the tool once wrote and does not generate any more."""
    _refuse_escape(path)
    old = _read(_target(root, path), path)
    if old is None:
        return None
    clean = force or fingerprint(old) == written
    return Change(path, Action.DELETE if clean else Action.CONFLICT, old, None)


def _orphan(root: Path, path: str) -> Change | None:
    """A file that was made for the user, of which nothing is generated any more."""
    _refuse_escape(path)
    old = _read(_target(root, path), path)
    return None if old is None else Change(path, Action.ORPHAN, old, None)


def _ledger_change(
    root: Path,
    path: str | None,
    wanted: Mapping[str, GeneratedFile],
    changes: Sequence[Change],
    before: Ledger,
) -> Change | None:
    if path is None:
        return None
    created = {file.path for file in wanted.values() if file.owner is Owner.USER}
    owned: dict[str, str] = {}
    for change in changes:
        if change.path in created:
            continue
        if change.action is Action.CONFLICT:
            owned |= {change.path: before.owned[change.path]} if change.path in before.owned else {}
        elif change.new is not None:
            owned[change.path] = fingerprint(change.new)
    old = _read(_target(root, path), path)
    new = Ledger(owned, before.created | created).text().encode()
    if old is not None and fingerprint(old) == fingerprint(new):
        return None
    return Change(path, Action.CREATE if old is None else Action.UPDATE, old, new)
