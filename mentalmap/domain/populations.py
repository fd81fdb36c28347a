"""Populations: how many people live here, set against the groups that respondents belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mentalmap.domain.arrays import FloatArray, IntArray
from mentalmap.domain.perceptions import MISSING, PerceptionTable
from mentalmap.domain.vocabulary import Gender

EVERYBODY = "all"  # of a count that does not tell ages or genders apart
OLDEST = 200  # years; the end of an open band
_BAND = re.compile(r"\s*(\d{1,3})\s*(?:[-–]\s*(\d{1,3})|(\+))\s*")


@dataclass(frozen=True, eq=False)
class Margin:
    """
    One way to divide both the respondents and the population.

    Parameters
    ----------
    name
        `area`, `age` or `gender`.
    codes
        The groups, in their order.
    group
        Index of each respondent's group, shape (m,), `MISSING` where not stated.
    population
        Inhabitants of each group, shape (g,), nan where unknown.
    is_ordered
        Whether neighbours are alike, as with ages.
    left_out
        Groups of the population that nobody was asked of, such as small children.
    """

    name: str
    codes: tuple[str, ...]
    group: IntArray
    population: FloatArray
    is_ordered: bool = False
    left_out: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether there are at least two groups of known population to compare."""
        return int(np.count_nonzero(np.nan_to_num(self.population) > 0)) >= 2


def margins_of(table: PerceptionTable) -> tuple[Margin, Margin, Margin]:
    """
    Give the margins area of home, age and gender of everybody in the table.

    Where ages are counted, people younger than the youngest group of respondents are left out of
    every margin: who was not to be asked was not missed.
    """
    people, areas = table.respondents, table.areas
    counted = areas.population_by
    bands = _bands([age for age, _ in counted])
    stated = people.age_band_codes
    youngest = min((ages[0] for code in stated if (ages := ages_of(code))), default=0)
    young = tuple(band for band, (_, last) in bands.items() if last < youngest)
    asked = [band for band in bands if band not in young]
    inhabitants = {band: _count(counted, band, None) for band in asked}
    by_area = np.asarray(areas.populations, dtype=float)
    if young:
        by_area = np.where(np.isnan(by_area), np.nan, np.sum(list(inhabitants.values()), axis=0))
    codes = _age_codes(stated, asked)
    position = np.array([codes.index(code) for code in stated] + [MISSING])
    by_age = [
        _total([column for band, column in inhabitants.items() if _is_within(band, code)])
        if _is_tiled(code, asked)
        else np.nan
        for code in codes
    ]
    genders = tuple(member.value for member in Gender)
    by_gender = [
        _total([_count(counted, band, gender) for band in asked or [EVERYBODY]]) for gender in genders
    ]
    return (
        Margin("area", areas.ids, people.home_area, by_area),
        Margin("age", codes, position[people.age_band], np.array(by_age), is_ordered=True, left_out=young),
        Margin("gender", genders, people.gender, np.array(by_gender)),
    )


def ages_of(band: str) -> tuple[int, int] | None:
    """Give the first and last year of an age band; None where the code is none, such as `all`."""
    read = _BAND.fullmatch(band)
    return None if read is None else (int(read[1]), int(read[2]) if read[2] else OLDEST)


def _bands(codes: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Age bands among codes, the youngest first."""
    known = {code: ages for code in codes if (ages := ages_of(code)) is not None}
    return dict(sorted(known.items(), key=lambda item: item[1]))


def _age_codes(stated: Sequence[str], asked: Sequence[str]) -> tuple[str, ...]:
    """Groups of respondents, and those of the population that no respondent belongs to."""
    unheard = [band for band in asked if not any(_is_within(band, code) for code in stated)]
    return tuple(sorted((*stated, *unheard), key=lambda code: ages_of(code) or (OLDEST, OLDEST)))


def _is_within(band: str, wider: str) -> bool:
    one, other = ages_of(band), ages_of(wider)
    return one is not None and other is not None and other[0] <= one[0] and one[1] <= other[1]


def _is_tiled(code: str, bands: Sequence[str]) -> bool:
    """Whether bands of the population make up a group exactly, so that they may be added."""
    group = ages_of(code)
    parts = [ages for band in bands if _is_within(band, code) and (ages := ages_of(band))]
    if group is None or not parts:
        return False
    ends = [group[0] - 1, *(last for _, last in parts)]
    return ends[-1] == group[1] and [first for first, _ in parts] == [end + 1 for end in ends[:-1]]


def _count(counted: Mapping[tuple[str, str], FloatArray], band: str, gender: str | None) -> FloatArray:
    """Inhabitants of every area of one age band and gender, shape (a,); nan where not told."""
    wanted = EVERYBODY if gender is None else gender
    if (band, wanted) in counted:
        return counted[band, wanted]
    parts = [column for (age, of), column in counted.items() if age == band and gender is None]
    size = len(next(iter(counted.values()))) if counted else 0
    return np.sum(parts, axis=0) if parts else np.full(size, np.nan)


def _total(columns: Sequence[FloatArray]) -> float:
    """Add up what is told; nan where nothing is."""
    told = np.concatenate([column[~np.isnan(column)] for column in columns]) if columns else np.empty(0)
    return float(told.sum()) if len(told) else float("nan")
