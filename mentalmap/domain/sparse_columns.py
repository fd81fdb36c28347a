"""Sparse columns: what only few perceptions have, by row (shapes, ends, shares of several areas)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentalmap.domain.arrays import FloatArray, IntArray, ObjectArray
from mentalmap.domain.columns import MISSING, check_lengths, narrow


@dataclass(frozen=True, eq=False)
class Allocation:
    """
    How much of each perception lies in which area, as a sparse table (science.md 2.2).

    Columns have equal length; sorted by row. A point has one entry with share 1, a line or
    polygon one entry per area it crosses, shares summing to 1 over the project's areas.
    """

    row: IntArray
    area: IntArray
    share: FloatArray

    def __post_init__(self) -> None:
        check_lengths(self, ("row", "area", "share"))

    def __len__(self) -> int:
        return len(self.row)

    def moved(self, moved: IntArray) -> Allocation:
        """Renumber rows; those that move to `MISSING` are left out. `moved` has shape (n,)."""
        row, kept = _renumbered(self.row, moved)
        return Allocation(row, self.area[kept], self.share[kept])


@dataclass(frozen=True, eq=False)
class Drawn:
    """The lines and polygons among the perceptions: their rows, rising, and shapely geometries, both (s,)."""

    row: IntArray
    shapes: ObjectArray

    def moved(self, moved: IntArray) -> Drawn:
        """Renumber rows; those that move to `MISSING` are left out."""
        row, kept = _renumbered(self.row, moved)
        return Drawn(row, self.shapes[kept])


@dataclass(frozen=True, eq=False)
class Ends:
    """Where the perceptions that have a start or an end set out and arrive; columns of shape (e,)."""

    row: IntArray
    start_area: IntArray
    end_area: IntArray

    def moved(self, moved: IntArray) -> Ends:
        """Renumber rows; those that move to `MISSING` are left out."""
        row, kept = _renumbered(self.row, moved)
        return Ends(row, self.start_area[kept], self.end_area[kept])


def split_allocation(allocation: Allocation, count: int, areas: int) -> tuple[IntArray, Allocation]:
    """Tell what lies wholly in one area, as a column of shape (count,), from the few that do not."""
    entries = np.bincount(allocation.row, minlength=count)
    whole = (entries[allocation.row] == 1) & (np.asarray(allocation.share) == 1.0)
    area = narrow(np.full(count, MISSING), areas)
    area[allocation.row[whole]] = allocation.area[whole]
    split = ~whole
    return area, Allocation(allocation.row[split], allocation.area[split], allocation.share[split])


def merge_allocation(whole_in: IntArray, crossing: Allocation) -> Allocation:
    """Put together what `split_allocation` took apart, sorted by row."""
    whole = np.flatnonzero(whole_in >= 0)
    if not len(crossing):
        return Allocation(whole, whole_in[whole], np.ones(len(whole)))
    row = np.concatenate([whole, crossing.row])
    area = np.concatenate([whole_in[whole], crossing.area])
    share = np.concatenate([np.ones(len(whole)), crossing.share])
    order = np.lexsort((area, row))
    return Allocation(row[order], area[order], share[order])


def _renumbered(row: IntArray, moved: IntArray) -> tuple[IntArray, IntArray]:
    """Give the new rows, rising, and which entries they come from."""
    new = moved[row]
    order = np.argsort(new, kind="stable")
    order = order[np.searchsorted(new[order], 0) :]
    return new[order], order
