"""``python -m scaffolder`` is ``scaffold``."""

import sys

from scaffolder.cli.entry import main

sys.exit(main())
