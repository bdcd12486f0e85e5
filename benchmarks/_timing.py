"""Times whole commands: CPU and wall clock, the median of interleaved runs."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """A command, what its environment has besides ours, and what is to be done before each run, untimed."""

    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], object] | None = None


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


def measure(runs: Mapping[str, Run], rounds: int) -> dict[str, Timing]:
    """Every command once a round, so that what else the machine does falls on all of them."""
    wall: dict[str, list[float]] = {name: [] for name in runs}
    cpu: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            if run.before is not None:
                run.before()
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.perf_counter()
            subprocess.run(
                run.command,
                env={**os.environ, **run.environment},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
            wall[name].append(1000 * (time.perf_counter() - start))
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu[name].append(1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return {name: Timing(wall[name], cpu[name]) for name in runs}


def show(timings: Mapping[str, Timing], base: str) -> None:
    """A line each: wall and CPU, and how many times those of ``base``."""
    for name, timing in timings.items():
        wall, cpu = timing.wall / timings[base].wall, timing.cpu / timings[base].cpu
        print(f"  {name:<36} {timing.wall:8.1f} ms wall {wall:5.2f} x {timing.cpu:8.1f} ms CPU {cpu:5.2f} x")
