"""A response that one worker commits, until another worker shows it in a layer.

One process stores responses at a steady pace, as the web form would. Another follows the database and
computes the layer anew whenever the data version changes; both read the same clock.
`python -m bench.freshness --size 1000000` measures beside a million perceptions.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from uuid import uuid4

import numpy as np
from sqlalchemy import Engine

from bench._database import scratch_database
from bench._measuring import median, p95, print_table
from bench._perceptions import SOUTH, WEST, make_large_project
from mentalmap.domain.layers import compute_layer
from mentalmap.domain.vocabulary import LayerName
from mentalmap.exchange.coding.columns import CodedPerceptions, CodedResponses, Words, uuid_bytes
from mentalmap.services.following import Follower
from mentalmap.services.responses import add_new_responses
from mentalmap.store.database import make_engine, transaction
from mentalmap.store.projects import find_project
from mentalmap.store.surveys import list_surveys

GOAL_S = 0.5
PACE = 20.0  # responses a second
MARKS = 3  # perceptions of each
LAYER = LayerName.DESTINATIONS  # quick, so that the way there is what is measured


def watch(url: str, slug: str, people: int) -> None:
    """Show the layer at each new version; print when, and how many people had been asked by then."""
    follower = Follower(make_engine(url))
    version, asked = "", 0
    seen: list[tuple[float, int]] = []
    while asked < people:
        current = follower.current(slug)
        if current.data_version == version:
            time.sleep(0.002)
            continue
        table = current.table(None)
        layer = compute_layer(LAYER, table, threshold=current.project.threshold)
        assert layer.data_version == current.data_version
        if not version:
            print("ready", flush=True)
        version, asked = current.data_version, table.asked
        seen.append((time.time(), asked))
    follower.stop()
    print(json.dumps(seen), flush=True)


def write(engine: Engine, slug: str, seconds: float) -> list[float]:
    """Store one response after another at the stated pace; gives when each was committed."""
    rng = np.random.default_rng(20_261_121)
    with transaction(engine) as session:
        project = find_project(session, slug)
        survey = list_surveys(session, project.id)[0]
    committed = []
    start = time.time()
    for number in range(round(seconds * PACE)):
        time.sleep(max(0.0, start + number / PACE - time.time()))
        responses = CodedResponses(uuid_bytes([uuid4()]), Words.same("web", 1))
        perceptions = CodedPerceptions(
            client_id=uuid_bytes([uuid4() for _ in range(MARKS)]),
            response=np.zeros(MARKS, dtype=np.int32),
            kind=Words.same("destination", MARKS),
            lon=WEST + rng.uniform(0.1, 0.9, MARKS),
            lat=SOUTH + rng.uniform(0.1, 0.4, MARKS),
            valence=rng.integers(-2, 3, MARKS).astype(float),
        )
        with transaction(engine) as session:
            add_new_responses(session, project, survey, responses, perceptions)
        committed.append(time.time())
    return committed


def measure(url: str, slug: str, people: int, seconds: float) -> list[float]:
    """Give how long each response took from its commit into the other process's layer."""
    expected = people + round(seconds * PACE)
    command = [sys.executable, "-m", "bench.freshness", "--watch", url, slug, str(expected)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as reader:
        assert reader.stdout is not None
        if reader.stdout.readline().strip() != "ready":
            raise RuntimeError("the second process did not start")
        committed = write(make_engine(url), slug, seconds)
        seen = json.loads(reader.stdout.readline())
    asked = [count for _, count in seen]
    first = np.searchsorted(asked, np.arange(people + 1, expected + 1))
    return [seen[at][0] - when for at, when in zip(first, committed, strict=True)]


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--size", type=int, default=100_000)
    arguments.add_argument("--seconds", type=float, default=30.0)
    arguments.add_argument("--watch", nargs=3, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.watch:
        watch(chosen.watch[0], chosen.watch[1], int(chosen.watch[2]))
        return
    with scratch_database() as (url, _):
        engine = make_engine(url)
        make_large_project(engine, "fresh", chosen.size)
        engine.dispose()
        took = measure(url, "fresh", chosen.size // 10, chosen.seconds)
    print_table(
        f"Commit in one process → {LAYER.value} layer in another, {PACE:g} responses a second"
        f" (goal: p95 under {GOAL_S * 1000:g} ms)",
        ("perceptions before", "responses", "p50 ms", "p95 ms", "longest ms"),
        [
            (
                f"{chosen.size:,}",
                len(took),
                f"{median(took) * 1000:.0f}",
                f"{p95(took) * 1000:.0f}",
                f"{max(took) * 1000:.0f}",
            )
        ],
    )


if __name__ == "__main__":
    main()
