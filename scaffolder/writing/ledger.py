"""What was written into a project: ``.scaffold/owned.json``.

A hash of each tool-owned file as last written tells a file that is merely out of date (it may be rewritten)
from one that its user has edited (it may not). User-owned files are noted by name: one that its user deleted
stays deleted.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scaffolder.errors import ScaffoldError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_COMMENT = "Written by `scaffold generate`; keep it in version control."


@dataclass(frozen=True, slots=True)
class Ledger:
    """``owned`` maps tool-owned paths to their last fingerprint; ``created`` holds user-owned paths."""

    owned: Mapping[str, str] = field(default_factory=dict)
    created: frozenset[str] = frozenset()

    def text(self) -> str:
        content = {
            "comment": _COMMENT,
            "owned": dict(sorted(self.owned.items())),
            "created": sorted(self.created),
        }
        return json.dumps(content, indent=2) + "\n"


def fingerprint(content: bytes) -> str:
    """The SHA-256 of a text file, the same after a checkout that turns line ends into CRLF."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def read_ledger(path: Path) -> Ledger:
    """An empty ledger where there is none yet."""
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        return Ledger()
    except (OSError, ValueError, RecursionError) as problem:
        raise _unusable(path, f"cannot be read: {problem}") from None
    owned = content.get("owned") if isinstance(content, dict) else None
    created = content.get("created") if isinstance(content, dict) else None
    if not (isinstance(owned, dict) and all(isinstance(value, str) for value in owned.values())):
        raise _unusable(path, "is not a record of generated files")
    if not (isinstance(created, list) and all(isinstance(item, str) for item in created)):
        raise _unusable(path, "is not a record of generated files")
    return Ledger(owned, frozenset(created))


def _unusable(path: Path, problem: str) -> ScaffoldError:
    return ScaffoldError(
        problem,
        file=str(path),
        hint="restore it from version control, or delete it and run `scaffold generate --force`",
    )
