"""Voices: marks turned into people, before anything is counted or averaged.

A voice is what one respondent says about one thing (an area, a place, a flow). Every layer
starts here, so that n counts people and two thousand marks of one person weigh as one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import Kind, code_of

# Names of values that only disclosure may read; it removes every value whose name begins so.
INTERNAL = "_"
PEOPLE = "_people"  # the count behind a feature that may not tell it
MARKS = "_marks"
LARGEST_SHARE = "_largest_share"  # of the weight behind a value, the part of its strongest voice


@dataclass(frozen=True, eq=False)
class Voices:
    """
    One row per respondent and thing, sorted by thing, then respondent; columns of shape (v,).

    Parameters
    ----------
    thing
        Index of the area, place or flow that is spoken about.
    respondent
        Who speaks.
    size
        m, effective marks: a point counts 1, a polygon the share that lies in the area.
    mean
        y, mean valence weighted by those shares; nan where no valence was stated.
    spread
        Sum of squared deviations of the marks from `mean`, weighted by the shares.
    """

    thing: IntArray
    respondent: IntArray
    size: FloatArray
    mean: FloatArray
    spread: FloatArray

    def __len__(self) -> int:
        return len(self.thing)

    def take(self, chosen: BoolArray | IntArray) -> Voices:
        """Keep the voices where a mask, shape (v,), is true, or those at these rows."""
        return Voices(
            self.thing[chosen],
            self.respondent[chosen],
            self.size[chosen],
            self.mean[chosen],
            self.spread[chosen],
        )


def gather_voices(
    thing: IntArray, respondent: IntArray, share: FloatArray, valence: FloatArray | None = None
) -> Voices:
    """
    Average marks within each respondent and thing, so that one person is one voice.

    Parameters
    ----------
    thing, respondent
        What is spoken about and who speaks, of each mark, shape (n,), not negative.
    share
        q, how much of the mark speaks about the thing, 0 … 1, shape (n,).
    valence
        -2 … +2, shape (n,), without nan; None where only people are counted.
    """
    key, respondents = _pair_keys(thing, respondent)
    order = np.argsort(key)
    key, share = key[order], share[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    size = _sums(share, starts)
    if valence is None:
        mean = spread = np.full(len(starts), np.nan)
    else:
        said = valence[order]
        mean = np.round(_sums(share * said, starts) / size, 12)  # the order of adding must not show
        per_mark = np.repeat(mean, np.diff(starts, append=len(key)))
        spread = _sums(share * (said - per_mark) ** 2, starts)
    return Voices(key[starts] // respondents, key[starts] % respondents, size, mean, spread)


def count_people(thing: IntArray, respondent: IntArray, things: int) -> IntArray:
    """Count distinct respondents of each thing, shape (things,)."""
    key, respondents = _pair_keys(thing, respondent)
    key.sort()  # many times faster here than numpy's hashing `unique`
    return np.bincount(key[np.diff(key, prepend=-1) > 0] // respondents, minlength=things)


def count_distinct(index: IntArray) -> int:
    """Count the different numbers among indices that are not negative."""
    return int(np.count_nonzero(np.bincount(index))) if len(index) else 0


def weights_of(table: PerceptionTable) -> FloatArray:
    """Give each respondent's weight with the mean 1, shape (m,), so that only ratios matter."""
    weight = np.asarray(table.respondents.weight, dtype=float)
    mean = weight.mean() if len(weight) else 1.0
    return weight / mean if mean > 0 else weight


def positions(table: PerceptionTable) -> tuple[FloatArray, FloatArray]:
    """Give each mark's position in metres, the place's where it has none of its own; nan if unknown."""
    x_m, y_m = np.array(table.x_m, dtype=float), np.array(table.y_m, dtype=float)
    at_place = (np.isnan(x_m) | np.isnan(y_m)) & (table.place >= 0)
    x_m[at_place] = table.places.x_m[table.place[at_place]]
    y_m[at_place] = table.places.y_m[table.place[at_place]]
    unknown = ~(np.isfinite(x_m) & np.isfinite(y_m))
    x_m[unknown] = y_m[unknown] = np.nan
    return x_m, y_m


def main_areas(table: PerceptionTable) -> IntArray:
    """Give the area in which most of each mark lies, shape (n,); its place's area, else -1."""
    area = np.full(len(table), -1, dtype=np.int64)
    at_place = table.place >= 0
    area[at_place] = table.places.area[table.place[at_place]]
    allocation = table.allocation
    # The largest share is written last and stays; of equal shares the lowest area.
    order = np.lexsort((-allocation.area, allocation.share))
    area[allocation.row[order]] = allocation.area[order]
    return area


def kinds_mask(table: PerceptionTable, *kinds: Kind) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether each mark is of one of these kinds, shape (n,)."""
    return np.isin(table.kind, [code_of(kind) for kind in kinds])


def _pair_keys(thing: IntArray, respondent: IntArray) -> tuple[IntArray, int]:
    """One number per thing and respondent: one key sorts several times faster than two."""
    respondents = int(respondent.max(initial=0)) + 1
    return np.asarray(thing, dtype=np.int64) * respondents + respondent, respondents


def _sums(values: FloatArray, starts: IntArray) -> FloatArray:
    return np.add.reduceat(values, starts) if len(starts) else np.empty(0)
