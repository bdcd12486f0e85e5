"""Which tool-owned files were written, and with what content: ``.scaffold/owned.json`` in the project.

A hash of each file as last written tells a file that is merely out of date (it may be rewritten) from one
that its user has edited (it may not).
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from scaffolder.errors import ScaffoldError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def fingerprint(content: bytes) -> str:
    """The SHA-256 of a text file, the same after a checkout that turns line ends into CRLF."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def read_ledger(path: Path) -> dict[str, str]:
    """``{path: fingerprint}``; empty where there is no ledger yet."""
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as problem:
        raise ScaffoldError(
            f"cannot be read: {problem}",
            file=str(path),
            hint="restore it from version control, or delete it and run `scaffold generate --force`",
        ) from None
    files = content.get("files") if isinstance(content, dict) else None
    if not isinstance(files, dict) or not all(isinstance(value, str) for value in files.values()):
        raise ScaffoldError(
            "is not a ledger of generated files",
            file=str(path),
            hint="restore it from version control, or delete it and run `scaffold generate --force`",
        )
    return files


def ledger_text(files: Mapping[str, str]) -> str:
    comment = "Written by `scaffold generate`; keep it in version control."
    return json.dumps({"comment": comment, "files": dict(sorted(files.items()))}, indent=2) + "\n"
