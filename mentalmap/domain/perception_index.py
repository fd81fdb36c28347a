"""The index over a perception table: rows along a curve, filters as packed masks.

It answers the same as `PerceptionTable.select`, only sooner. Rows that came after the index was
made form a short tail, which is searched plainly.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mentalmap.domain.arrays import BoolArray, IntArray
from mentalmap.domain.columns import to_metres
from mentalmap.domain.curve import Frame, Tile, frame_around, positions_on_curve, stretch_of, to_unit_square
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.kept import Kept
from mentalmap.domain.packed_masks import MOST_OF_MARKS, MOST_OF_PEOPLE, PackedMasks, all_of, rows_of
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.selection import Part, mask_of_respondents, parts_of

MOST_KEPT_BYTES = 16 * 1024 * 1024


class PerceptionIndex:
    """
    A table in the order of the curve, with what makes filters and tiles fast.

    Attributes
    ----------
    table
        The perceptions; the first `indexed` in the order of the curve, then the tail.
    spot
        Position on the curve of each row, uint32 of shape (n,).
    frame
        The tiles that hold the positions.
    indexed
        How many rows lie in order.
    people_indexed
        How many respondents were known when the rows were brought into order.
    kept
        Results about the rows in order, for whoever computes them; valid as long as these are.
    """

    def __init__(
        self,
        table: PerceptionTable,
        spot: IntArray,
        frame: Frame,
        indexed: int,
        people_indexed: int,
        masks: tuple[PackedMasks, PackedMasks],
        kept: Kept[object],
    ) -> None:
        self.table = table
        self.spot = spot
        self.frame = frame
        self.indexed = indexed
        self.people_indexed = people_indexed
        self.kept = kept
        self._masks = masks

    @classmethod
    def of(cls, table: PerceptionTable) -> PerceptionIndex:
        """Bring a table into the order of the curve, equal positions by id, and index all of it."""
        u, v = to_unit_square(table.x_m, table.y_m, table.crs_epsg)
        frame = frame_around(u, v)
        spot = positions_on_curve(u, v, frame)
        order = np.lexsort((table.id, spot))
        return cls(
            table.take_rows(order),
            spot[order],
            frame,
            len(table),
            len(table.respondents),
            (PackedMasks(len(table), MOST_OF_MARKS), PackedMasks(len(table), MOST_OF_PEOPLE)),
            Kept(MOST_KEPT_BYTES),
        )

    def extended(self, table: PerceptionTable) -> PerceptionIndex:
        """Give the index of a longer table that begins with the same rows; what follows is its tail."""
        known = len(self.spot)
        x_m, y_m = to_metres(table.x_cm[known:]), to_metres(table.y_cm[known:])
        u, v = to_unit_square(x_m, y_m, table.crs_epsg)
        spot = np.concatenate([self.spot, positions_on_curve(u, v, self.frame)])
        return PerceptionIndex(
            table, spot, self.frame, self.indexed, self.people_indexed, self._masks, self.kept
        )

    def select(self, chosen: PerceptionFilter, over: PerceptionTable | None = None) -> PerceptionTable:
        """
        Apply a filter; the same as `PerceptionTable.select`.

        Parameters
        ----------
        over
            The same rows over another area set; filters by home area mean its areas.

        Raises
        ------
        InvalidFilterError
            If the filter names something that the project does not have.
        """
        over = self.table if over is None else over
        asked = mask_of_respondents(over, chosen)
        words = self._words(chosen, over)
        if words is None:
            return over.asked_of(asked)
        rows = np.concatenate([rows_of(words, 0, self.indexed), self._tail_rows(chosen, over)])
        return over.take_rows(rows).asked_of(asked)

    def rows_in(self, tile: Tile, chosen: PerceptionFilter, over: PerceptionTable | None = None) -> IntArray:
        """
        List the rows in order, without the tail, that lie in a tile and pass a filter.

        Raises
        ------
        InvalidFilterError
            If the filter names something that the project does not have.
        """
        words = self._words(chosen, self.table if over is None else over)
        stretch = stretch_of(tile, self.frame)
        if stretch is None:
            return np.empty(0, dtype=np.int64)
        first, last = np.searchsorted(self.spot[: self.indexed], np.array(stretch, dtype=np.uint32)).tolist()
        return np.arange(first, last) if words is None else rows_of(words, first, last)

    def tail_in(self, tile: Tile, chosen: PerceptionFilter, over: PerceptionTable | None = None) -> IntArray:
        """List the rows of the tail that lie in a tile and pass a filter, as `rows_in`."""
        tail = self._tail_rows(chosen, self.table if over is None else over)
        stretch = stretch_of(tile, self.frame)
        if stretch is None or not len(tail):
            return tail[:0]
        spot = self.spot[tail]
        return tail[(spot >= stretch[0]) & (spot < stretch[1])]

    def _words(self, chosen: PerceptionFilter, over: PerceptionTable) -> IntArray | None:
        return all_of(
            [
                [
                    self._masks[part.of_respondents].of(part.key, _mask_of_rows(part, over))
                    for part in alternatives
                ]
                for alternatives in parts_of(over, chosen)
            ]
        )

    def _tail_rows(self, chosen: PerceptionFilter, over: PerceptionTable) -> IntArray:
        tail = np.arange(self.indexed, len(over))
        if not len(tail) or chosen.is_empty:
            return tail
        rest = over.take_rows(tail)
        mask: BoolArray = np.ones(len(rest), dtype=bool)
        for alternatives in parts_of(rest, chosen):
            either = np.zeros(len(rest), dtype=bool)
            for part in alternatives:
                either |= _mask_of_rows(part, rest)()
            mask &= either
        return tail[mask]


def _mask_of_rows(part: Part, table: PerceptionTable) -> Callable[[], BoolArray]:
    return lambda: part.mask()[table.respondent] if part.of_respondents else part.mask()
