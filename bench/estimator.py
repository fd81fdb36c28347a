"""Measure the attitude estimator: how near to the truth, how honest, how fast.

    python -m bench.estimator [--replicates 100] [--markdown] [--only accuracy|speed]

Six simulated towns of 30 areas whose truth is known (science.md 8), against three simpler
estimators; then the attitude layer of 300 areas at 10,000 to 1,000,000 perceptions.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from bench._generated import generate_table
from bench._measuring import alternate, machine, median, p95
from bench._towns import SCENARIOS, Town, make_town
from mentalmap.domain.arrays import FloatArray
from mentalmap.domain.certainty import REACH
from mentalmap.domain.estimation.direct import estimate_directly
from mentalmap.domain.estimation.spatial import shrink
from mentalmap.domain.layers.attitude import attitude
from mentalmap.domain.layers.voices import gather_voices

SEED = 20_260_301
MARKS = (10_000, 100_000, 1_000_000)
ROUNDS = 9
RAW, PERSONS, GLOBAL, SPATIAL = (
    "raw mean of marks",
    "mean of people",
    "global empirical Bayes",
    "spatial Bayes",
)


@dataclass(frozen=True, eq=False)
class Accuracy:
    """Results of one scenario, over all replicates."""

    errors: dict[str, FloatArray]  # by estimator, shape (replicates, areas)
    ranks: dict[str, float]  # Spearman's correlation with the truth
    covered: float
    width: float
    lam: float

    def bias(self, way: str) -> float:
        """Mean error."""
        return float(self.errors[way].mean())


def estimate(town: Town) -> tuple[dict[str, FloatArray], FloatArray, float]:
    """Estimate one town in every way; also the sd of the spatial estimate and its λ."""
    voices = gather_voices(town.area, town.person, np.ones(len(town.area)), town.valence)
    direct = estimate_directly(voices, np.ones(int(town.person.max()) + 1), len(town.truth))
    spatial = shrink(direct.mean, direct.sd**2, town.structure)
    raw = np.bincount(town.area, town.valence) / np.bincount(town.area)
    ways = {
        RAW: raw,
        PERSONS: direct.mean,
        GLOBAL: paule_mandel(direct.mean, direct.sd**2),
        SPATIAL: spatial.estimate,
    }
    return ways, spatial.sd, spatial.lam


def paule_mandel(mean: FloatArray, variance: FloatArray) -> FloatArray:
    """Shrink towards the common mean, τ² by Paule and Mandel's moment equation (science.md 2.4)."""

    def level(tau2: float) -> tuple[float, float]:
        weight = 1.0 / (tau2 + variance)
        mu = float((weight * mean).sum() / weight.sum())
        return mu, float((weight * (mean - mu) ** 2).sum()) - (len(mean) - 1)

    low, high = 0.0, 16.0
    if level(0.0)[1] <= 0:
        high = 0.0
    for _ in range(80):
        middle = (low + high) / 2.0
        low, high = (middle, high) if level(middle)[1] > 0 else (low, middle)
    trust = high / (high + variance)
    shrunken: FloatArray = trust * mean + (1.0 - trust) * level(high)[0]
    return shrunken


def simulate(scenario: str, replicates: int, seed: int = SEED) -> Accuracy:
    """Estimate so many towns of one scenario."""
    errors: dict[str, list[FloatArray]] = {}
    ranks: dict[str, list[float]] = {}
    covered, widths, lams = [], [], []
    for replicate in range(replicates):
        town = make_town(scenario, np.random.default_rng([seed, ord(scenario), replicate]))
        ways, sd, lam = estimate(town)
        for name, value in ways.items():
            errors.setdefault(name, []).append(value - town.truth)
            ranks.setdefault(name, []).append(spearman(value, town.truth))
        low = np.maximum(-2.0, ways[SPATIAL] - REACH * sd)
        high = np.minimum(2.0, ways[SPATIAL] + REACH * sd)
        covered.append((low <= town.truth) & (town.truth <= high))
        widths.append(high - low)
        lams.append(lam)
    return Accuracy(
        {name: np.array(parts) for name, parts in errors.items()},
        {name: float(np.mean(parts)) for name, parts in ranks.items()},
        float(np.mean(covered)),
        float(np.mean(widths)),
        float(np.mean(lams)),
    )


def spearman(one: FloatArray, other: FloatArray) -> float:
    """Rank correlation."""
    return float(np.corrcoef(np.argsort(np.argsort(one)), np.argsort(np.argsort(other)))[0, 1])


def rmse(errors: FloatArray) -> float:
    """Root of the mean squared error over replicates and areas."""
    return float(np.sqrt((errors**2).mean()))


def goals(results: dict[str, Accuracy]) -> list[tuple[str, float, str, bool]]:
    """What must hold: name, reached, goal, whether it is reached."""
    a, b, f = (results[name].errors for name in "ABF")
    reached = [
        ("A: RMSE of spatial Bayes", rmse(a[SPATIAL]), "≤ 0.265", 0.265),
        ("A: … against the raw mean", rmse(a[SPATIAL]) / rmse(a[RAW]), "≤ 0.63 ×", 0.63),
        ("B: … against global Bayes", rmse(b[SPATIAL]) / rmse(b[GLOBAL]), "≤ 1.03 ×", 1.03),
        ("F: RMSE of spatial Bayes", rmse(f[SPATIAL]), "≤ 0.25", 0.25),
        ("C: bias of spatial Bayes, either way", abs(results["C"].bias(SPATIAL)), "≤ 0.02", 0.02),
        ("C: bias of the raw mean", results["C"].bias(RAW), "≤ −0.2: something to repair", -0.2),
    ]
    rows = [(what, value, goal, value <= most) for what, value, goal, most in reached]
    for name in "ABCDF":
        covered = results[name].covered
        rows.append(
            (f"{name}: 90 % intervals that hold the truth", covered, "0.86 … 0.92", 0.86 <= covered <= 0.92)
        )
    return rows


def measure_speed() -> list[tuple[str, ...]]:
    """Time the whole attitude layer, warm, all filters open; and the shrinkage in it alone."""
    rows: list[tuple[str, ...]] = []
    for marks in MARKS:
        table = generate_table(marks)
        for _ in range(2):  # warm: neighbours and prior covariances are kept
            attitude(table)
        times = alternate({"attitude": partial(attitude, table)}, ROUNDS)["attitude"]
        people = len(table.respondents)
        rows.append(
            (f"{marks:,}", f"{people:,}", f"{1000 * median(times):.0f} ms", f"{1000 * p95(times):.0f} ms")
        )
    return rows


def print_markdown(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print one table that documents can hold."""
    print(f"\n{title}\n")
    print("| " + " | ".join(headings) + " |")
    print("|" + " --- |" * len(headings))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--replicates", type=int, default=100)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--markdown", action="store_true", help="leave the machine out, for documents")
    parser.add_argument("--only", choices=["accuracy", "speed"])
    options = parser.parse_args()
    if not options.markdown:
        print(f"Machine: {machine()}")
    reached = True
    if options.only != "speed":
        results = {name: simulate(name, options.replicates, options.seed) for name in SCENARIOS}
        ways = list(results["A"].errors)
        print_markdown(
            f"RMSE over {options.replicates} simulated towns of each kind",
            ["estimator", *(f"{name} {what}" for name, what in SCENARIOS.items())],
            [[way, *(f"{rmse(one.errors[way]):.3f}" for one in results.values())] for way in ways],
        )
        print_markdown(
            "Intervals of spatial Bayes, ranks and bias",
            ["", *SCENARIOS],
            [
                ["90 % intervals that hold the truth", *(f"{one.covered:.3f}" for one in results.values())],
                ["their mean width", *(f"{one.width:.2f}" for one in results.values())],
                ["mean λ", *(f"{one.lam:.2f}" for one in results.values())],
                *(["ranks: " + way, *(f"{one.ranks[way]:.3f}" for one in results.values())] for way in ways),
                *(["bias: " + way, *(f"{one.bias(way):+.3f}" for one in results.values())] for way in ways),
            ],
        )
        rows = goals(results)
        print_markdown(
            "Goals",
            ["what", "reached", "goal", ""],
            [(what, f"{value:.3f}", goal, "yes" if held else "NO") for what, value, goal, held in rows],
        )
        reached = all(held for *_, held in rows)
    if options.only != "accuracy":
        print_markdown(
            "Attitude layer, 300 areas, warm (goal: 1,000,000 under 150 ms)",
            ["perceptions", "people", "median", "p95"],
            measure_speed(),
        )
    return 0 if reached else 1


if __name__ == "__main__":
    raise SystemExit(main())
