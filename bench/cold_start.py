"""A worker that has just started, until it can answer; and what it then holds in memory.

`python -m bench.cold_start --sizes 10000 100000 1000000` makes projects of these sizes in a private database.
Each start is a process of its own, since only a new process tells what memory it takes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from bench._database import scratch_database
from bench._measuring import median, p95, print_table
from bench._perceptions import make_large_project
from mentalmap.services.following import Follower
from mentalmap.store.database import make_engine

GOAL_S = 5.0
GOAL_MIB = 40.0  # for a million perceptions


def held_kib() -> int:
    """Memory of this process that is its own, in KiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1])
    raise OSError("this system does not say how much memory a process holds")


def start_once(url: str, slug: str) -> None:
    """Start as a worker does, and print seconds and bytes as JSON."""
    import gc
    import tracemalloc

    engine = make_engine(url)
    before = held_kib()
    follower = Follower(engine)
    start = perf_counter()
    current = follower.current(slug)
    table = current.table(None)
    seconds = perf_counter() - start
    gc.collect()
    grown = held_kib() - before
    follower.stop()
    # Once more with every byte counted, which is slow and therefore not timed.
    tracemalloc.start()
    current = follower.current(slug)
    table = current.table(None)
    gc.collect()
    one_set = tracemalloc.get_traced_memory()[0]
    current.table("small")
    gc.collect()
    two_sets = tracemalloc.get_traced_memory()[0]
    follower.stop()
    print(json.dumps([seconds, len(table), grown * 1024, one_set, two_sets]))


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--database", help="an existing database with projects size-N")
    arguments.add_argument("--start", nargs=2, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.start:
        start_once(*chosen.start)
    elif chosen.database:
        measure(chosen.database, chosen.sizes, chosen.rounds)
    else:
        with scratch_database() as (url, _):
            engine = make_engine(url)
            for size in chosen.sizes:
                make_large_project(engine, f"size-{size}", size)
            engine.dispose()
            measure(url, chosen.sizes, chosen.rounds)


def measure(url: str, sizes: list[int], rounds: int) -> None:
    """Start a worker for each size in turn, several times."""
    found: dict[int, list[list[float]]] = {size: [] for size in sizes}
    for _ in range(rounds):
        for size in sizes:
            command = [sys.executable, "-m", "bench.cold_start", "--start", url, f"size-{size}"]
            answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            found[size].append(json.loads(answer.splitlines()[-1]))
    print_table(
        f"Cold start of a worker (goals: {GOAL_S:g} s, {GOAL_MIB:g} MiB per 1,000,000 perceptions)",
        ("perceptions", "median s", "p95 s", "bytes each", "with a second area set", "process grew, MiB"),
        [
            (
                f"{size:,}",
                f"{median([run[0] for run in runs]):.2f}",
                f"{p95([run[0] for run in runs]):.2f}",
                f"{median([run[3] / run[1] for run in runs]):.1f}",
                f"{median([run[4] / run[1] for run in runs]):.1f}",
                f"{median([run[2] for run in runs]) / 2**20:.0f}",
            )
            for size, runs in found.items()
        ],
    )


if __name__ == "__main__":
    main()
