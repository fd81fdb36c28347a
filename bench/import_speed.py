"""Import beside a bare COPY of the same rows: how far from the ceiling reading, checking and coding stay.

Two ceilings, since a bare COPY can mean two things: into a table without any constraint, and into the
real tables, whose constraints, indexes and area triggers the database works through for every row.
`python -m bench.import_speed --rows 1000000 --rounds 1` measures the stated million.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bench._database import scratch_database
from bench._measuring import median, print_table
from mentalmap.demo.geography import kramfors_geography
from mentalmap.demo.interviews import interviews_mapping, write_interviews_csv
from mentalmap.demo.rounds import demo_generator, demo_round
from mentalmap.exchange.mapping import parse_mapping
from mentalmap.services.demo import load_demo
from mentalmap.services.import_requests import ResponsesRequest
from mentalmap.services.import_responses import import_responses
from mentalmap.store import copying
from mentalmap.store.database import make_engine, transaction

GOAL_RATIO = 0.40
GOAL_INTERVIEWS_S = 2.0
PROJECT = "kramfors"
MAPPING = """
[columns]
id = "id"
lon = "lon"
lat = "lat"
kind = "kind"
themes = "theme"
valence = "valence"
quote = "quote"
said_on = "date"
"""
KINDS = ("problem", "pride", "wish", "memory")
THEMES = ("Trafik", "Belysning", "Natur", "Handel", "Trygghet")


def write_rows(path: Path, rows: int) -> None:
    """Write a CSV with one perception a row, spread over the demo project."""
    rng = np.random.default_rng(20_261_121)
    lon, lat = rng.uniform(17.3, 18.5, rows), rng.uniform(62.8, 63.2, rows)
    kind, theme = rng.integers(0, len(KINDS), rows), rng.integers(0, len(THEMES), rows)
    valence, day = rng.integers(-2, 3, rows), rng.integers(1, 29, rows)
    with path.open("w", encoding="utf-8") as file:
        file.write("id,lon,lat,kind,theme,valence,quote,date\n")
        file.writelines(
            f"{row},{lon[row]:.6f},{lat[row]:.6f},{KINDS[kind[row]]},{THEMES[theme[row]]},{valence[row]},"
            f"Här säger någon några ord om platsen {row},2024-05-{day[row]:02}\n"
            for row in range(rows)
        )


class Bench:
    """One private database, and the rows in each of their forms."""

    def __init__(self, engine: Engine, folder: Path, rows: int) -> None:
        self.engine = engine
        self.request = ResponsesRequest(
            folder / "rows.csv", PROJECT, "bench", date(2026, 1, 1), parse_mapping(MAPPING), create=True
        )
        write_rows(self.request.path, rows)
        self.recorded: list[tuple[str, bytes]] = []

    def record(self) -> None:
        """Import once and keep the text that COPY was given; this also warms up both sides."""
        plain = copying._copy

        def recording(session: Session, statement: str, csv: bytes) -> None:
            self.recorded.append((statement, csv))
            plain(session, statement, csv)

        copying._copy = recording
        try:
            self.run_import()
        finally:
            copying._copy = plain
        self.clean()

    def run_import(self) -> None:
        """Import the file as the command does."""
        with transaction(self.engine) as session:
            outcome = import_responses(session, self.request)
            if not outcome.report.stored:
                raise RuntimeError("the benchmark's rows were not stored")

    def copy_real(self) -> None:
        """COPY the same rows into the real tables."""
        with transaction(self.engine) as session:
            for number, (statement, csv) in enumerate(self.recorded):
                copying._copy(session, statement, csv)
                if number == 0:
                    copying.refresh_statistics(session)

    def copy_unconstrained(self) -> None:
        """COPY the same rows into tables without key, constraint, index or trigger."""
        with transaction(self.engine) as session:
            for statement, csv in self.recorded:
                copying._copy(session, statement.replace("COPY ", "COPY bare_", 1), csv)

    def clean(self) -> None:
        """Forget the rows, not the survey and the list of themes."""
        with transaction(self.engine) as session:
            session.execute(
                text("TRUNCATE response, perception, perception_area, answer, bare_response, bare_perception")
            )
            session.execute(text("UPDATE import_run SET file_sha256 = sha256(id::text::bytea)"))


def make_bare_tables(engine: Engine) -> None:
    """Make the tables of the lower ceiling: same columns, nothing else."""
    with transaction(engine) as session:
        for name in ("response", "perception"):
            session.execute(text(f"CREATE TABLE bare_{name} AS SELECT * FROM {name} LIMIT 0"))


def measure_rows(engine: Engine, folder: Path, rows: int, rounds: int) -> None:
    """Compare the import of many rows with both ceilings, A B C A B C."""
    bench = Bench(engine, folder, rows)
    bench.record()
    subjects: dict[str, Callable[[], None]] = {
        "COPY, unconstrained tables": bench.copy_unconstrained,
        "COPY, the real tables": bench.copy_real,
        "mentalmap import": bench.run_import,
    }
    seconds: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, run in subjects.items():
            start = perf_counter()
            run()
            seconds[name].append(perf_counter() - start)
            bench.clean()
    ours = median(seconds["mentalmap import"])
    print_table(
        f"Import of {rows:,} rows of CSV (goal: {GOAL_RATIO:.0%} of the rows/s of a bare COPY)",
        ("what", "median s", "rows/s", "import reaches"),
        [
            (name, f"{median(values):.1f}", f"{rows / median(values):,.0f}", f"{median(values) / ours:.0%}")
            for name, values in seconds.items()
        ],
    )


def measure_memory(url: str, folder: Path, rows: int) -> None:
    """Import in a process of its own, and say how much memory it took at most."""
    mapping = folder / "mapping.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    command = [sys.executable, "-m", "mentalmap.cli", "import", "responses", str(folder / "rows.csv")]
    command += ["--project", PROJECT, "--survey", "bench", "--mapping", str(mapping)]
    subprocess.run(command, check=True, env={"DATABASE_URL": url}, stdout=subprocess.DEVNULL)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nPeak memory of the import of {rows:,} rows: {peak:,.0f} MiB (goal: under 1,024)")


def measure_interviews(engine: Engine, folder: Path, rounds: int) -> None:
    """Import 203 interviews from one spreadsheet, a new round each time."""
    told = demo_round("2016", demo_generator("2016"), kramfors_geography())
    path = folder / "interviews.csv"
    write_interviews_csv(told, path)
    request = ResponsesRequest(
        path, PROJECT, "", date(2026, 1, 1), parse_mapping(interviews_mapping(told)), create=True
    )
    seconds = []
    marks = 0
    for number in range(rounds):
        start = perf_counter()
        with transaction(engine) as session:
            outcome = import_responses(session, replace(request, survey=f"interviews-{number}"))
        seconds.append(perf_counter() - start)
        marks = outcome.report.perceptions
    print_table(
        f"Import of {len(told.responses)} interviews (goal: under {GOAL_INTERVIEWS_S:g} s after start-up)",
        ("what", "median s", "share of the goal"),
        [(f"{marks:,} marks", f"{median(seconds):.2f}", f"{median(seconds) / GOAL_INTERVIEWS_S:.0%}")],
    )


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=200_000)
    arguments.add_argument("--rounds", type=int, default=3)
    chosen = arguments.parse_args()
    with scratch_database() as (url, folder):
        engine = make_engine(url)
        with transaction(engine) as session:
            load_demo(session)
        make_bare_tables(engine)
        measure_interviews(engine, folder, 5)
        measure_rows(engine, folder, chosen.rows, chosen.rounds)
        measure_memory(url, folder, chosen.rows)
        engine.dispose()


if __name__ == "__main__":
    main()
