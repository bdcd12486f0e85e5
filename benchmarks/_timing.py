"""Times whole commands: CPU and wall clock, the median of interleaved runs."""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path


class Timing:
    """Medians over the runs, in milliseconds."""

    def __init__(self, wall: list[float], cpu: list[float]) -> None:
        self.wall = statistics.median(wall)
        self.cpu = statistics.median(cpu)


def scaffold() -> str:
    """The command beside the running interpreter."""
    return str(Path(sys.executable).with_name("scaffold"))


def peers(*names: str) -> list[str]:
    """Those of the programs that are installed."""
    return [name for name in names if shutil.which(name)]


def measure(commands: dict[str, list[str]], runs: int) -> dict[str, Timing]:
    """Every command once a round, so that what else the machine does falls on all of them."""
    wall: dict[str, list[float]] = {name: [] for name in commands}
    cpu: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            wall[name].append(1000 * (time.perf_counter() - start))
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu[name].append(1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return {name: Timing(wall[name], cpu[name]) for name in commands}


def show(timings: dict[str, Timing], base: str) -> None:
    """A line each: wall, CPU, and how many times the wall time of ``base``."""
    for name, timing in timings.items():
        ratio = timing.wall / timings[base].wall
        print(f"  {name:<28} {timing.wall:8.1f} ms wall {timing.cpu:8.1f} ms CPU   {ratio:5.2f} x")
