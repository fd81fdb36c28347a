"""How benchmarks measure: alternate, take medians, name the machine, print one table."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter


def alternate(subjects: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Time each subject once a round, A B A B, so that a drifting machine treats all alike; seconds."""
    seconds: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, run in subjects.items():
            start = perf_counter()
            run()
            seconds[name].append(perf_counter() - start)
    return seconds


def machine() -> str:
    """Name the machine: processor, cores, memory, system, Python."""
    processor = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                processor = line.split(":", 1)[1].strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = platform.python_version()
    return f"{processor}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {python}"


def median(values: Sequence[float]) -> float:
    """Middle value."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """Value that 95 of 100 stay below."""
    return sorted(values)[min(len(values) - 1, round(0.95 * (len(values) - 1)))]


def print_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a Markdown table under its title and the machine."""
    print(f"\n## {title}\n\nMachine: {machine()}\n")
    print("| " + " | ".join(headings) + " |")
    print("|" + " --- |" * len(headings))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
