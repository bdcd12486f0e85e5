"""Runs every benchmark, or those named: each module of this package that declares ``benchmark()``."""

from __future__ import annotations

import sys

import benchmarks
from scaffolder.discovery import declared, module_names


def main(names: list[str]) -> int:
    known = [name for name in module_names(benchmarks) if not name.startswith("_")]
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    for name, benchmark in declared(benchmarks, "benchmark").items():
        if not names or name in names:
            print(f"== {name}")
            benchmark()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
