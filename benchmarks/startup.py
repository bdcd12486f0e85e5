"""The pre-commit case: one command on one file, beside ``python -c pass`` and peers."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks._peers import contenders
from benchmarks._timing import Run, measure, scaffold, show

SAMPLE = Path(__file__).parents[1] / "samples" / "database.yaml"
ROUNDS = 15


def benchmark() -> None:
    with tempfile.TemporaryDirectory() as folder:
        crds, samples, scratch = Path(folder, "crds"), Path(folder, "samples"), Path(folder, "scratch")
        scratch.mkdir()
        for command, target in (("crd", crds), ("sample", samples)):
            subprocess.run(
                [scaffold(), command, str(SAMPLE), "-o", str(target)], check=True, capture_output=True
            )
        one = sorted(samples.iterdir())[0]
        runs = {
            "python -c pass": Run([sys.executable, "-c", "pass"]),
            "scaffold --help": Run([scaffold(), "--help"]),
            **contenders(one, crds, scratch),
        }
        show(measure(runs, ROUNDS), "python -c pass")
