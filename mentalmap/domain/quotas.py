"""Quotas: how many people of each group are to be asked, and who is still needed.

The people wanted are shared out over areas × strata (age and gender) in proportion to the inhabitants.
Rounding each cell by itself would lose or invent people, and rounding the largest remainders of all cells
up may leave an area or an age short of several people. So the table is rounded as a whole: every cell,
every area, every stratum and the total are their exact share rounded down or up (controlled rounding,
Bacharach 1966: such a table always exists).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from mentalmap.domain.arrays import IntArray
from mentalmap.domain.populations import EVERYBODY, ages_of
from mentalmap.errors import InvalidInputError
from mentalmap.messages import say

MOST_WANTED = 1_000_000


@dataclass(frozen=True, slots=True)
class Group:
    """People of one area, age band and gender; None where it is not told apart, or not stated."""

    area: str | None
    age_band: str | None
    gender: str | None


@dataclass(frozen=True, slots=True)
class Quota:
    """How many of a group are wanted, and how many have been heard."""

    group: Group
    wanted: int
    heard: int

    @property
    def needed(self) -> int:
        """How many are still needed."""
        return max(0, self.wanted - self.heard)


def share_out(wanted: int, inhabitants: IntArray) -> IntArray:
    """
    Share out people in proportion to the inhabitants, in whole people.

    Parameters
    ----------
    wanted
        People to be asked in all.
    inhabitants
        People who live in each area and stratum, shape (a, s), none negative.

    Returns
    -------
    IntArray
        People wanted of each, shape (a, s); they add up to `wanted`, and every cell, row and column is
        its exact share rounded down or up. All zero where nobody lives.

    Raises
    ------
    InvalidInputError
        If a count is negative, or the wanted people are negative or too many.
    """
    if wanted < 0 or wanted > MOST_WANTED or (inhabitants.size and int(inhabitants.min()) < 0):
        raise InvalidInputError(say("Numbers of people cannot be negative or above a million."))
    total = int(inhabitants.sum())
    if total == 0:
        return np.zeros(inhabitants.shape, dtype=np.int64)
    # Python's whole numbers, since wanted × inhabitants may leave 64 bits.
    parts = [[divmod(wanted * int(people), total) for people in row] for row in inhabitants]
    ups = _rounded_up([[rest for _, rest in row] for row in parts], total)
    whole = [[number for number, _ in row] for row in parts]
    return np.array(whole, dtype=np.int64) + np.array(ups, dtype=np.int64)


def _rounded_up(rests: list[list[int]], unit: int) -> list[list[int]]:
    """Choose which fractions `rest / unit` become 1 so that rows and columns are off by less than 1."""
    # One more column and row complete every sum to whole units; then no row or column has a single
    # fraction, so that a walk from fraction to fraction must come back to itself.
    table = [[*row, -sum(row) % unit] for row in rests]
    table.append([-sum(column) % unit for column in zip(*table, strict=True)])
    in_row = {i: {j for j, rest in enumerate(row) if 0 < rest < unit} for i, row in enumerate(table)}
    in_column = {j: {i for i in in_row if j in in_row[i]} for j in range(len(table[0]))}
    order = sorted(
        ((i, j) for i, columns in in_row.items() for j in columns), key=lambda at: (-table[at[0]][at[1]], at)
    )
    for i, j in order:  # the largest remainders first
        while j in in_row[i]:
            cycle = _find_cycle(i, j, in_row, in_column)
            up, down = cycle[0::2], cycle[1::2]
            if sum(table[a][b] for a, b in up) < sum(table[a][b] for a, b in down):
                up, down = down, up
            moved = min(*(unit - table[a][b] for a, b in up), *(table[a][b] for a, b in down))
            for cells, step in ((up, moved), (down, -moved)):
                for a, b in cells:
                    table[a][b] += step
                    if table[a][b] in (0, unit):
                        in_row[a].discard(b)
                        in_column[b].discard(a)
    return [[rest // unit for rest in row[:-1]] for row in table[:-1]]


def _find_cycle(
    i: int, j: int, in_row: Mapping[int, set[int]], in_column: Mapping[int, set[int]]
) -> list[tuple[int, int]]:
    """Walk along a row, along a column, … from a fraction until the walk meets itself; give the round."""
    path, seen = [(i, j)], {("row", i): 0}
    while True:
        j = min(column for column in in_row[i] if column != j)
        path.append((i, j))
        if ("column", j) in seen:
            return path[seen["column", j] + 1 :]
        seen["column", j] = len(path) - 1
        i = min(row for row in in_column[j] if row != i)
        path.append((i, j))
        if ("row", i) in seen:
            return path[seen["row", i] + 1 :]
        seen["row", i] = len(path) - 1


@dataclass(frozen=True, slots=True)
class Inhabitants:
    """Who lives in an area: all of them, and by age band and gender, `all` where not told apart."""

    area: str
    people: int | None
    by_group: Mapping[tuple[str, str], int] = field(default_factory=dict)


def wanted_groups(wanted: int, areas: Sequence[Inhabitants], asked_bands: Sequence[str]) -> dict[Group, int]:
    """
    Say how many of each group are wanted, as finely as all areas are counted.

    Ages that are not asked for, such as small children, are left out: who was not to be asked is not
    missed. Where some area is counted as a whole only, all are. Empty where nothing is counted.
    """
    if not areas:
        return {}
    for by_age, by_gender in ((True, True), (True, False), (False, True), (False, False)):
        strata = _strata(areas, asked_bands, by_age=by_age, by_gender=by_gender)
        if not strata:
            continue
        counts = np.array(
            [[_living(area, stratum, asked_bands) for stratum in strata] for area in areas], dtype=np.int64
        )
        lived_in = counts.sum(axis=1) > 0
        counted = np.array([area.people is None or area.people == 0 for area in areas])
        if not (lived_in | counted).all() or not lived_in.any():
            continue
        shares = share_out(wanted, counts)
        return {
            Group(area.area, *stratum): int(shares[a, s])
            for a, area in enumerate(areas)
            for s, stratum in enumerate(strata)
        }
    return {}


_Stratum = tuple[str | None, str | None]


def _strata(
    areas: Sequence[Inhabitants], asked_bands: Sequence[str], *, by_age: bool, by_gender: bool
) -> list[_Stratum]:
    keys = {key for area in areas for key in area.by_group}
    ages: Sequence[str | None] = [None]
    genders: Sequence[str | None] = [None]
    if by_age:
        ages = [band for band in asked_bands if any(_is_within(age, band) for age, _ in keys)]
    if by_gender:
        genders = sorted({gender for _, gender in keys if gender != EVERYBODY}, reverse=True)
    return [(age, gender) for age in ages for gender in genders]


def _living(area: Inhabitants, stratum: _Stratum, asked_bands: Sequence[str]) -> int:
    """Count who lives in an area and belongs to a stratum."""
    age, gender = stratum
    if age is None and gender is None and not _has_ages(area, asked_bands):
        return area.people or 0
    bands = (age,) if age is not None else tuple(asked_bands)
    inside = [key for key in area.by_group if any(_is_within(key[0], band) for band in bands)]
    if age is None and not inside:
        inside = [key for key in area.by_group if key[0] == EVERYBODY]
    told_apart = any(of != EVERYBODY for _, of in inside)
    of_gender = [
        key
        for key in inside
        if (key[1] == gender if gender is not None else (key[1] != EVERYBODY) == told_apart)
    ]
    return sum(area.by_group[key] for key in of_gender)


def _has_ages(area: Inhabitants, asked_bands: Sequence[str]) -> bool:
    return any(_is_within(age, band) for age, _ in area.by_group for band in asked_bands)


def _is_within(band: str, wider: str) -> bool:
    one, other = ages_of(band), ages_of(wider)
    return one is not None and other is not None and other[0] <= one[0] and one[1] <= other[1]


def set_against(wanted: Mapping[Group, int], heard: Mapping[Group, int]) -> tuple[list[Quota], list[Quota]]:
    """
    Set those heard against those wanted.

    Parameters
    ----------
    wanted
        As `wanted_groups` gives them.
    heard
        People by what they stated, each None where they did not.

    Returns
    -------
    cells, margins
        Each group; and each area, age band and gender by itself. Who stated everything counts in a cell; who
        stated only some of it counts in the margins of what they stated.
    """
    ages_apart = any(group.age_band is not None for group in wanted)
    genders_apart = any(group.gender is not None for group in wanted)
    in_cells: Counter[Group] = Counter()
    in_margins: Counter[Group] = Counter()
    for stated, people in heard.items():
        group = Group(
            stated.area, stated.age_band if ages_apart else None, stated.gender if genders_apart else None
        )
        in_cells[group] += people
        for margin in margins_of(group):
            in_margins[margin] += people
    sums: Counter[Group] = Counter()
    for group, people in wanted.items():
        for margin in margins_of(group):
            sums[margin] += people
    return (
        [Quota(group, people, in_cells[group]) for group, people in wanted.items()],
        [Quota(group, people, in_margins[group]) for group, people in sums.items()],
    )


def margins_of(group: Group) -> list[Group]:
    """Give the area, the age band and the gender of a group by themselves, those that are stated."""
    alone = (
        Group(group.area, None, None),
        Group(None, group.age_band, None),
        Group(None, None, group.gender),
    )
    return [one for one in alone if one != Group(None, None, None)]
