"""Which resources are meant to be refused: those in folders that a project calls invalid."""

from __future__ import annotations

import os

from scaffolder.model.layout import PROJECT_FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class InvalidFolders:
    """The folders that projects call invalid: those of the nearest project at or above each file.

    What was found of a folder is kept, so that a tree costs no more than its folders. Those around ``paths``
    are looked at in the beginning: raises ``ScaffoldError`` for settings that cannot be read.
    """

    __slots__ = ("_by_folder", "_projects")

    def __init__(self, paths: Sequence[str]) -> None:
        self._by_folder: dict[str, bool] = {}
        # For each folder what the project around it calls invalid, with a separator at the end.
        self._projects: dict[str, tuple[str, ...]] = {}
        for path in paths:
            self.contain(os.path.join(path, "") if os.path.isdir(path) else path)

    def contain(self, path: str) -> bool:
        """Whether a file lies in one of them. Links to folders are followed, those to files are not.

        Raises ``ScaffoldError`` for the settings of a project that is first met here.
        """
        name = os.path.dirname(path)
        known = self._by_folder.get(name)
        if known is None:
            folder = os.path.realpath(name)
            inside = os.path.join(folder, "")
            known = any(inside.startswith(invalid) for invalid in self._of_project_around(folder))
            self._by_folder[name] = known
        return known

    def _of_project_around(self, folder: str) -> tuple[str, ...]:
        passed = []
        here = folder
        while here not in self._projects:
            passed.append(here)
            above = os.path.dirname(here)
            if os.path.isfile(os.path.join(here, PROJECT_FILE)):
                from scaffolder.workflows.settings import read_settings

                found = read_settings(here).invalid
                self._projects[here] = tuple(
                    os.path.join(os.path.realpath(os.path.join(here, f)), "") for f in found
                )
            elif above == here:
                self._projects[here] = ()
            else:
                here = above
        for below in passed:
            self._projects[below] = self._projects[here]
        return self._projects[here]
