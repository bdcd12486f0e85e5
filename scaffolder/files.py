"""What a generator hands on: a path, a text, and whose file it will be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Owner(Enum):
    """Who may change a generated file after it was written."""

    #: Rewritten by every ``scaffold generate``, but only while it is as we last wrote it.
    TOOL = "tool"
    #: Created once; from then on it is the user's and is never touched again.
    USER = "user"


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """One file to be.

    ``path`` is relative to the project's root, with ``/`` between its parts; ``writing.plan`` refuses one
    that would leave the root.
    """

    path: str
    text: str
    owner: Owner = Owner.TOOL
    executable: bool = False
