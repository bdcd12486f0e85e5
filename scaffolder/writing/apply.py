"""Changes → disk, all of them or none.

Every new content is first written to a staging folder on the same file system; only when that went well
(so not when the disk is full) are files moved into place, one ``rename`` each. What they replace is kept
until the last one is in place, and put back if any fails.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.errors import ScaffoldError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaffolder.writing.plan import Change, Plan


def apply_plan(plan: Plan) -> None:
    """Makes the changes of ``plan``. On any failure the folder is as it was; ``ScaffoldError`` says why."""
    if plan.conflicts:
        raise ScaffoldError(f"{plan.conflicts[0].path} was edited; nothing was written")
    changes = [*plan.pending, *([plan.ledger] if plan.ledger else [])]
    if not changes:
        return
    with _failures_named(plan.root), _staging_beside(plan.root) as staging:
        _stage(changes, staging)
        if plan.root.exists() and any(plan.root.iterdir()):
            _replace(plan.root, changes, staging)
        else:
            _move_whole(plan.root, staging / "new")


@contextmanager
def _failures_named(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        name = os.path.relpath(problem.filename) if isinstance(problem.filename, str) else str(root)
        raise ScaffoldError(
            f"cannot write: {problem.strerror or problem}; nothing was changed", file=name
        ) from None


@contextmanager
def _staging_beside(root: Path) -> Iterator[Path]:
    """A scratch folder on the file system of ``root``, gone afterwards whatever happens."""
    parent = root if root.is_dir() and any(root.iterdir()) else root.absolute().parent
    made = _make_parents(parent)
    staging = Path(tempfile.mkdtemp(prefix=".scaffold-", dir=parent))
    done = False
    try:
        yield staging
        done = True
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if not done:
            _remove_empty(made)


def _make_parents(folder: Path) -> list[Path]:
    """Makes ``folder``; returns the folders that were not there before, deepest first."""
    missing = [part for part in (folder, *folder.parents) if not part.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return


def _stage(changes: list[Change], staging: Path) -> None:
    for change in changes:
        if change.new is None:
            continue
        target = staging / "new" / change.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            file.write(change.new)
        if change.executable:
            target.chmod(target.stat().st_mode | 0o111)


def _move_whole(root: Path, staged: Path) -> None:
    """A new folder appears in one step: a rename onto nothing, or onto an empty folder."""
    staged.rename(root)


def _replace(root: Path, changes: list[Change], staging: Path) -> None:
    moved: list[tuple[Path, Path | None]] = []
    made: list[Path] = []
    try:
        for number, change in enumerate(changes):
            target = root / change.path
            made = [*_make_parents(target.parent), *made]
            backup = None
            if change.old is not None:
                backup = staging / f"old-{number}"
                shutil.copy2(target, backup)
            moved.append((target, backup))
            if change.new is None:
                target.unlink()
            else:
                if backup is not None and not change.executable:
                    shutil.copymode(target, staging / "new" / change.path)
                (staging / "new" / change.path).replace(target)
    except BaseException:
        for target, backup in reversed(moved):
            if backup is not None:
                backup.replace(target)
            else:
                target.unlink(missing_ok=True)
        _remove_empty(made)
        raise
