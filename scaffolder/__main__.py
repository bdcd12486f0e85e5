"""``python -m scaffolder`` is ``scaffold``."""

from scaffolder.cli.entry import console

console()
