"""A table of any size made in memory, for benchmarks of what a worker computes from it."""

from __future__ import annotations

import numpy as np
import shapely

from mentalmap.domain.areas import Areas, Places
from mentalmap.domain.perceptions import Allocation, PerceptionTable
from mentalmap.domain.respondents import Respondents
from mentalmap.domain.vocabulary import Channel, Kind

SEED = 20_261_121
PER_PERSON = 8
COLUMNS, ROWS = 20, 15  # of square areas: 300
SIDE_M = 4_000.0
WEST_M, SOUTH_M = 600_000.0, 6_950_000.0
TOWNS = 40
THEMES = tuple(f"theme-{number}" for number in range(12))
PURPOSES = tuple(f"purpose-{number}" for number in range(8))
GROUPS = tuple(f"group-{number}" for number in range(8))
AGES = ("16-29", "30-49", "50-64", "65+")


def generate_table(perceptions: int) -> PerceptionTable:
    """Make a table: people of towns of very different size who speak of what is near them."""
    rng = np.random.default_rng(SEED)
    people = max(1, perceptions // PER_PERSON)
    size = rng.pareto(1.2, TOWNS) + 0.2
    middle = rng.uniform((0, 0), (COLUMNS * SIDE_M, ROWS * SIDE_M), (TOWNS, 2))
    town = rng.choice(TOWNS, perceptions, p=size / size.sum())
    at = middle[town] + rng.normal(0, 2_500.0, (perceptions, 2))
    at = np.clip(at, 1.0, (COLUMNS * SIDE_M - 1, ROWS * SIDE_M - 1))
    area = (at[:, 1] // SIDE_M).astype(np.int64) * COLUMNS + (at[:, 0] // SIDE_M).astype(np.int64)
    tendency = rng.normal(0.2, 0.7, COLUMNS * ROWS)[area]
    respondent = rng.integers(0, people, perceptions)
    temper = rng.normal(0, 0.8, people)[respondent]
    valence = np.clip(np.round(tendency + temper + rng.normal(0, 0.7, perceptions)), -2, 2)
    nothing = np.full(perceptions, -1)
    return PerceptionTable.from_columns(
        kind=rng.integers(0, len(Kind), perceptions),
        respondent=respondent,
        valence=np.where(rng.random(perceptions) < 0.25, np.nan, valence),
        x_m=WEST_M + at[:, 0],
        y_m=SOUTH_M + at[:, 1],
        shape=nothing,
        themes=np.int64(1) << rng.integers(0, len(THEMES), perceptions),
        purposes=np.int64(1) << rng.integers(0, len(PURPOSES), perceptions),
        place=nothing,
        start_area=nothing,
        end_area=nothing,
        said_on=rng.integers(19_000, 19_090, perceptions),
        emotional=np.zeros(perceptions, dtype=bool),
        shapes=np.empty(0, dtype=object),
        allocation=Allocation(np.arange(perceptions), area, np.ones(perceptions)),
        respondents=_respondents(rng, people),
        areas=_areas(),
        places=Places.empty(),
        theme_codes=THEMES,
        purpose_codes=PURPOSES,
        crs_epsg=3006,
        data_version="1.1",
    )


def _respondents(rng: np.random.Generator, people: int) -> Respondents:
    def some(count: int, least: int = -1) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
        return rng.integers(least, count, people).astype(np.int16)

    return Respondents(
        survey=np.zeros(people, dtype=np.int16),
        group=some(len(GROUPS)),
        age_band=some(len(AGES)),
        gender=some(3),
        channel=some(len(Channel), 0),
        home_area=some(COLUMNS * ROWS),
        weight=np.ones(people, dtype=np.float32),
        survey_slugs=("2024",),
        group_codes=GROUPS,
        age_band_codes=AGES,
    )


def _areas() -> Areas:
    corner_x = WEST_M + SIDE_M * np.tile(np.arange(COLUMNS), ROWS)
    corner_y = SOUTH_M + SIDE_M * np.repeat(np.arange(ROWS), COLUMNS)
    squares = np.asarray(shapely.box(corner_x, corner_y, corner_x + SIDE_M, corner_y + SIDE_M), dtype=object)
    numbers = range(COLUMNS * ROWS)
    return Areas(
        ids=tuple(f"A{number:03d}" for number in numbers),
        names=tuple(f"Area {number}" for number in numbers),
        geometries=squares,
        populations=np.full(len(squares), 500.0),
        label="squares",
    )
