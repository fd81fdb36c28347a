"""Area columns: all that differs between two area sets over the same perceptions."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mentalmap.domain.areas import Areas
from mentalmap.domain.arrays import IntArray
from mentalmap.domain.columns import MISSING
from mentalmap.domain.perceptions import Allocation, Ends, PerceptionTable


@dataclass(frozen=True, eq=False)
class AreaColumns:
    """
    The columns of a `PerceptionTable` that belong to one area set.

    Parameters
    ----------
    areas
        The areas.
    area, crossing, ends
        As in `PerceptionTable`; rows as in the table that they are laid over.
    home_area
        Area in which each respondent lives, shape (m,).
    place_area
        Area in which each place lies, shape (p,).
    """

    areas: Areas
    area: IntArray
    crossing: Allocation
    ends: Ends
    home_area: IntArray
    place_area: IntArray

    def over(self, base: PerceptionTable) -> PerceptionTable:
        """Lay the areas over a table; everything else is shared with it."""
        return replace(
            base,
            areas=self.areas,
            area=self.area,
            crossing=self.crossing,
            ends=self.ends,
            places=replace(base.places, area=self.place_area.astype(np.int32, copy=False)),
            respondents=replace(base.respondents, home_area=self.home_area),
        )

    def moved(self, order: IntArray) -> AreaColumns:
        """Bring the rows into another order, shape (n,)."""
        new = np.empty(len(order), dtype=np.int64)
        new[order] = np.arange(len(order))
        return replace(
            self, area=self.area[order], crossing=self.crossing.moved(new), ends=self.ends.moved(new)
        )


def without_areas(table: PerceptionTable) -> AreaColumns:
    """Give the columns that say that nothing lies anywhere; they take no memory."""
    nothing = np.empty(0, dtype=np.int64)
    return AreaColumns(
        Areas.empty(),
        np.broadcast_to(np.int8(MISSING), len(table)),
        Allocation(nothing, nothing, np.empty(0)),
        Ends(nothing, nothing, nothing),
        np.broadcast_to(np.int8(MISSING), len(table.respondents)),
        np.full(len(table.places), MISSING),
    )
