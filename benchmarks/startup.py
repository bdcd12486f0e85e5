"""The pre-commit case: one command on one file, beside ``python -c pass``."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks._timing import measure, peers, scaffold, show

SAMPLE = Path(__file__).parents[1] / "samples" / "database.yaml"
RUNS = 15


def benchmark() -> None:
    with tempfile.TemporaryDirectory() as folder:
        crds, samples = Path(folder, "crds"), Path(folder, "samples")
        for command, target in (("crd", crds), ("sample", samples)):
            subprocess.run(
                [scaffold(), command, str(SAMPLE), "-o", str(target)], check=True, capture_output=True
            )
        one = str(sorted(samples.iterdir())[0])
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "scaffold --help": [scaffold(), "--help"],
            "scaffold validate one.yaml": [scaffold(), "validate", one, "--crds", str(crds)],
        }
        for peer in peers("kubectl-validate"):
            commands[f"{peer} one.yaml"] = [peer, one, "--local-crds", str(crds)]
        show(measure(commands, RUNS), "python -c pass")
