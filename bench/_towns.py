"""Simulated towns whose truth is known: six ways in which people may feel about 30 areas.

The design is that of science.md 8: 6 × 5 squares; people per area log-uniform 1 … 80; marks per
person 1 … 15; latent sd 0.5 between areas, 0.8 between people, 0.7 within a person; scores are
whole, -2 … +2. The truth is the exact expectation of a person's score, rounding and the ends of
the scale included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from mentalmap.domain.arrays import FloatArray, IntArray
from mentalmap.domain.estimation.neighbours import Structure, find_neighbours
from mentalmap.domain.estimation.testing import normal_cdf

COLUMNS, ROWS = 6, 5
BETWEEN_AREAS, BETWEEN_PEOPLE, WITHIN = 0.5, 0.8, 0.7
MOST_PEOPLE, MOST_MARKS = 80, 15
LEVEL = 0.2
LAMBDA = 0.95  # of the spatial truth
SCENARIOS = {
    "A": "spatial",
    "B": "no pattern",
    "C": "the angry mark more",
    "D": "areas differ in spread",
    "E": "people speak of several areas",
    "F": "town, country and outliers",
}


@dataclass(frozen=True, eq=False)
class Town:
    """Marks, columns of shape (n,), and the truth about each area, shape (30,)."""

    area: IntArray
    person: IntArray
    valence: FloatArray
    truth: FloatArray
    structure: Structure


def squares(columns: int, rows: int, side_m: float = 1_000.0) -> np.ndarray:
    """Lay squares side by side, row by row."""
    x, y = side_m * (np.arange(columns * rows) % columns), side_m * (np.arange(columns * rows) // columns)
    return np.asarray(shapely.box(x, y, x + side_m, y + side_m))


STRUCTURE = Structure(COLUMNS * ROWS, find_neighbours(squares(COLUMNS, ROWS)))


def make_town(scenario: str, rng: np.random.Generator) -> Town:
    """Draw one town."""
    areas = COLUMNS * ROWS
    latent = LEVEL + _differences(scenario, rng)
    spread = np.full(areas, BETWEEN_PEOPLE)
    if scenario == "D":
        spread = np.exp(rng.uniform(np.log(0.4), np.log(1.6), areas))
    if scenario == "E":
        area, person, people = _speak_of_several(rng)
    else:
        count = np.round(np.exp(rng.uniform(0, np.log(MOST_PEOPLE), areas))).astype(np.int64)
        area = np.repeat(np.arange(areas), count)
        people = len(area)
        person = np.arange(people)
    feeling = rng.normal(0, 1, people)
    # How much somebody marks; in C those who feel worse mark more.
    rank = (
        normal_cdf(-0.7 * feeling + 0.714 * rng.normal(0, 1, people))
        if scenario == "C"
        else rng.random(people)
    )
    marks = np.round(np.exp(rank * np.log(MOST_MARKS))).astype(np.int64)[person]
    if scenario == "E":
        marks = np.minimum(marks, 3)
    area, person = np.repeat(area, marks), np.repeat(person, marks)
    said = latent[area] + spread[area] * feeling[person] + rng.normal(0, WITHIN, len(area))
    valence = np.clip(np.round(said), -2, 2)
    return Town(area, person, valence, expectation(latent, np.hypot(spread, WITHIN)), STRUCTURE)


def expectation(latent: FloatArray, sd: FloatArray) -> FloatArray:
    """Mean of the whole scores that latent feelings turn into, exactly."""
    steps = np.array([-1.5, -0.5, 0.5, 1.5])
    above = 1.0 - normal_cdf((steps[:, None] - latent) / sd)
    mean: FloatArray = -2.0 + above.sum(axis=0)
    return mean


def _differences(scenario: str, rng: np.random.Generator) -> FloatArray:
    areas = COLUMNS * ROWS
    if scenario == "B":
        return rng.normal(0, BETWEEN_AREAS, areas)
    if scenario == "F":  # no member of the prior's family
        column, row = np.arange(areas) % COLUMNS, np.arange(areas) // COLUMNS
        surface = np.where(column < COLUMNS / 2, 0.4, -0.4) + 0.3 * (row / (ROWS - 1) - 0.5)
        surface[rng.choice(areas, 3, replace=False)] += rng.choice([-1.0, 1.0], 3)
        return surface
    root = np.linalg.cholesky(STRUCTURE.covariance(LAMBDA))
    pattern = root @ rng.normal(0, 1, areas)
    # What all areas of a town share is no difference between them: without this, 0.5 would be 0.35.
    differences: FloatArray = BETWEEN_AREAS * (pattern - pattern.mean()) / pattern.std()
    return differences


def _speak_of_several(rng: np.random.Generator) -> tuple[IntArray, IntArray, int]:
    """Let each of 200 people speak of 1 … 15 areas, some areas far more often than others."""
    people, areas = 200, COLUMNS * ROWS
    popularity = np.exp(rng.uniform(0, np.log(MOST_PEOPLE), areas))
    area, person = [], []
    for one in range(people):
        some = round(np.exp(rng.uniform(0, np.log(15))))
        chosen = rng.choice(areas, some, replace=False, p=popularity / popularity.sum())
        area.append(chosen)
        person.append(np.full(some, one))
    missing = np.setdiff1d(np.arange(areas), np.concatenate(area))  # every area has somebody
    area.append(missing)
    person.append(rng.integers(0, people, len(missing)))
    return np.concatenate(area), np.concatenate(person), people
