"""Random projects: areas, people with backgrounds, what they said, and two publications of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from mentalmap.domain.areas import Areas, Places
from mentalmap.domain.arrays import IntArray
from mentalmap.domain.filters import BREAKDOWNS, PerceptionFilter
from mentalmap.domain.perceptions import MISSING, PerceptionTable
from mentalmap.domain.respondents import Respondents
from mentalmap.domain.sparse_columns import Allocation
from mentalmap.domain.vocabulary import Gender, Kind, code_of

KINDS = (Kind.PRIDE, Kind.PROBLEM, Kind.MEMORY)
THEMES = ("safety", "service", "landscape")
PURPOSES = ("trade", "work", "nature")
GROUPS = ("resident", "visitor", "business")
AGES = ("16-29", "30-49", "50-64", "65+")
GENDERS = (Gender.WOMAN, Gender.MAN)
OF_PEOPLE = ("group", "age", "gender")
FINE, COARSE = "fine", "coarse"

Cell = frozenset[tuple[str, str]]
"""A filter of the catalogue as pairs of breakdown and value; empty for everybody."""


@dataclass(frozen=True, eq=False)
class RandomProject:
    """
    One project of an attack.

    Parameters
    ----------
    single
        Whether everybody made one mark with one theme and one purpose: then every count adds up, and
        the attacker knows it. The worst case.
    complete
        Whether everybody stated their background.
    newcomers
        How many people answered between the two publications.
    """

    seed: int
    single: bool
    complete: bool
    has_coarse: bool
    newcomers: int
    respondents: Respondents
    columns: dict[str, IntArray]
    areas: dict[str, Areas]
    parents: dict[str, tuple[str, ...]]

    @cached_property
    def catalogue(self) -> dict[str, tuple[str, ...]]:
        """Give the breakdowns that everybody may choose from, with their values."""
        return {
            "theme": THEMES,
            "kind": tuple(kind.value for kind in KINDS),
            "purpose": PURPOSES,
            "group": self.respondents.group_codes,
            "age": AGES,
            "gender": tuple(one.value for one in GENDERS),
        }

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Enumerate every public filter: none, one value, one value each of two breakdowns."""
        single = [(name, value) for name, values in self.catalogue.items() for value in values]
        pairs = [frozenset({one, other}) for one in single for other in single if one[0] < other[0]]
        return (frozenset(), *(frozenset({one}) for one in single), *pairs)

    def asked(self, publication: int) -> int:
        """Count who had answered by publication 0 or 1."""
        return len(self.respondents) - (0 if publication else self.newcomers)

    def table(self, area_set: str, publication: int) -> PerceptionTable:
        """Give the perceptions of one publication, 0 or 1, over one area set."""
        people = self.asked(publication)
        kept = self.columns["respondent"] < people
        said = {name: column[kept] for name, column in self.columns.items()}
        count, areas = len(said["kind"]), self.areas[area_set]
        missing = np.full(count, MISSING)
        who = self.respondents
        return PerceptionTable.from_columns(
            kind=said["kind"],
            respondent=said["respondent"],
            valence=said["valence"].astype(float),
            x_m=np.full(count, 0.0),
            y_m=np.full(count, 0.0),
            shape=missing,
            themes=said["themes"],
            purposes=said["purposes"],
            place=missing,
            start_area=missing,
            end_area=missing,
            said_on=missing,
            emotional=np.zeros(count, dtype=bool),
            shapes=np.empty(0, dtype=object),
            allocation=Allocation(np.arange(count), said[area_set], np.ones(count)),
            respondents=Respondents(
                **{
                    name: getattr(who, name)[:people]
                    for name in ("survey", "group", "age_band", "gender", "channel", "home_area", "weight")
                },
                survey_slugs=who.survey_slugs,
                group_codes=who.group_codes,
                age_band_codes=who.age_band_codes,
            ),
            areas=areas,
            places=Places.empty(),
            theme_codes=THEMES,
            purpose_codes=PURPOSES,
            crs_epsg=3006,
            data_version=str(publication),
        )


def filter_of(cell: Cell) -> PerceptionFilter:
    """Turn a cell of the catalogue into the filter that an address would ask for."""
    parts: dict[str, Any] = {BREAKDOWNS[name]: frozenset({value}) for name, value in cell}
    return PerceptionFilter(surveys=frozenset({"2024"}), **parts)


def make_project(seed: int) -> RandomProject:
    """Make a project; the same seed makes the same one."""
    rng = np.random.default_rng(seed)
    single, complete = seed % 2 == 0, seed % 3 != 0
    columns, rows = int(rng.integers(3, 5)), 2
    people, newcomers = int(rng.integers(70, 240)), int(rng.integers(1, 9))
    fine = _squares(columns, rows)
    # Two columns of small areas make one large area.
    group_of = np.arange(columns * rows) % columns // 2
    coarse = _merged(fine, group_of)
    marks = np.ones(people, dtype=int) if single else rng.integers(1, 6, people)
    respondent = np.repeat(np.arange(people), marks)
    count = len(respondent)
    popularity = rng.dirichlet(np.full(len(fine), 0.7))
    area = rng.choice(len(fine), count, p=popularity)
    mood = rng.normal(0.2, 0.8, len(fine))
    said = {
        "respondent": respondent,
        "kind": np.array([code_of(kind) for kind in KINDS])[rng.choice(3, count, p=[0.5, 0.35, 0.15])],
        "themes": _bits(rng, count, len(THEMES), single),
        "purposes": _bits(rng, count, len(PURPOSES), single),
        "valence": np.clip(np.rint(rng.normal(mood[area], 1.0)), -2, 2).astype(int),
        FINE: area,
        COARSE: group_of[area],
    }
    groups = GROUPS[: int(rng.integers(2, 4))]
    respondents = Respondents(
        survey=np.zeros(people, dtype=np.int64),
        group=_background(rng, people, len(groups), complete),
        age_band=_background(rng, people, len(AGES), complete),
        gender=_background(rng, people, len(GENDERS), complete),
        channel=np.zeros(people, dtype=np.int64),
        home_area=np.full(people, MISSING),
        weight=np.ones(people),
        survey_slugs=("2024",),
        group_codes=groups,
        age_band_codes=AGES,
    )
    has_coarse = seed % 5 < 3
    parents = {
        coarse.ids[group]: tuple(fine.ids[index] for index in np.flatnonzero(group_of == group))
        for group in range(len(coarse))
    }
    return RandomProject(
        seed=seed,
        single=single,
        complete=complete,
        has_coarse=has_coarse,
        newcomers=newcomers,
        respondents=respondents,
        columns=said,
        areas={FINE: fine, COARSE: coarse} if has_coarse else {FINE: fine},
        parents=parents if has_coarse else {},
    )


def _squares(columns: int, rows: int) -> Areas:
    x, y = 1000.0 * (np.arange(columns * rows) % columns), 1000.0 * (np.arange(columns * rows) // columns)
    return _areas("f", np.asarray(shapely.box(x, y, x + 1000.0, y + 1000.0)))


def _merged(fine: Areas, group_of: IntArray) -> Areas:
    groups = [shapely.union_all(fine.geometries[group_of == one]) for one in range(int(group_of.max()) + 1)]
    return _areas("c", np.array(groups, dtype=object))


def _areas(prefix: str, geometries: np.ndarray) -> Areas:
    ids = tuple(f"{prefix}{number}" for number in range(len(geometries)))
    return Areas(ids, ids, geometries, np.full(len(ids), np.nan))


def _bits(rng: np.random.Generator, count: int, codes: int, single: bool) -> IntArray:
    first = 1 << rng.integers(0, codes, count)
    return first if single else first | rng.integers(0, 2**codes, count)


def _background(rng: np.random.Generator, people: int, codes: int, complete: bool) -> IntArray:
    stated = rng.choice(codes, people, p=rng.dirichlet(np.full(codes, 3.0)))
    return stated if complete else np.where(rng.random(people) < 0.12, MISSING, stated)
