"""A whole tree in one call: every resource of a folder against every CRD of another.

``BENCHMARK_TREE`` names the folder that has ``crs`` and ``crds``.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from benchmarks._peers import WARM, contenders
from benchmarks._timing import measure, show

TREE = Path(os.environ.get("BENCHMARK_TREE") or Path(__file__).parents[2] / "shared" / "wild")
ROUNDS = 3


def benchmark() -> None:
    resources, crds = TREE / "crs", TREE / "crds"
    if not resources.is_dir() or not crds.is_dir():
        print("  skipped: BENCHMARK_TREE names no folder with crs and crds in it")
        return
    with tempfile.TemporaryDirectory() as scratch:
        show(measure(contenders(resources, crds, Path(scratch)), ROUNDS), WARM)
