"""Grid tiles: a map tile as 64 × 64 cells, each with its people and their mean valence.

The browser paints them; a tile is about a kilobyte however many perceptions lie behind it. One
person is one voice in a cell (science.md 3.4), and cells of fewer people than the threshold say so
and nothing else. Layout of a tile, little-endian (decoder: static/js/core/grid_tile.ts):

    0   2   "MG"
    2   1   version, 1
    3   1   cells along one side, 64
    4   2   c, number of cells that are not empty
    6   2c  index of each cell, row · 64 + column, as the difference to the one before (uint16)
        c   people, uint8: 0 = too few to tell, 15 = 15 or more
        c   mean valence in twentieths, int8: -40 … 40, -128 = none told
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentalmap.domain.arrays import FloatArray, IntArray
from mentalmap.domain.curve import LEVELS, Frame, Tile, unweave
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.perception_index import PerceptionIndex
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import Kind, code_of

MAGIC, VERSION = b"MG", 1
CELL_LEVELS = 6
SIDE = 1 << CELL_LEVELS
MOST_PEOPLE = 15  # from here on a cell is drawn as strongly as cells get
TWENTIETHS = 20
NO_VALENCE = -128


@dataclass(frozen=True, eq=False)
class CellSums:
    """Sums of each cell that somebody speaks of, cells rising, columns of shape (c,)."""

    cell: IntArray  # row · 64 + column
    people: IntArray
    weight: FloatArray  # of the people who stated a valence there
    valence: FloatArray  # their means, weighted

    @property
    def nbytes(self) -> int:
        """Memory that the columns take."""
        return sum(column.nbytes for column in (self.cell, self.people, self.weight, self.valence))


_NOTHING = CellSums(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0), np.empty(0))


def grid_tile(
    index: PerceptionIndex,
    chosen: PerceptionFilter,
    tile: Tile,
    *,
    threshold: int,
    over: PerceptionTable | None = None,
) -> bytes:
    """
    Draw one tile of what passes a filter; nothing at all where no cell has anybody.

    Parameters
    ----------
    threshold
        k; cells of fewer people tell neither their number nor a valence.
    over
        The index' rows over another area set, for filters by home area.

    Raises
    ------
    InvalidFilterError
        If the filter names something that the project does not have.
    """
    table = index.table if over is None else over
    tail = index.tail_in(tile, chosen, table)
    # Whoever speaks in both parts must not be counted twice.
    if len(tail) and int(table.respondent[tail].min()) < index.people_indexed:
        rows = index.rows_in(tile, chosen, table)
        return encode(_sum_cells(index, table, np.concatenate([rows, tail]), tile), threshold)
    key = ("cells", tile, chosen, table.areas.ids if chosen.home_areas else ())
    sums = index.kept.get(key)
    if not isinstance(sums, CellSums):
        sums = _sum_cells(index, table, index.rows_in(tile, chosen, table), tile)
        index.kept.put(key, sums, sums.nbytes)
    if len(tail):
        sums = _added(sums, _sum_cells(index, table, tail, tile))
    return encode(sums, threshold)


def deepest_zoom(index: PerceptionIndex) -> int:
    """Give the zoom beyond which positions are not told finely enough for cells of a tile."""
    zoom: int = index.frame.z + LEVELS - CELL_LEVELS
    return zoom


def encode(sums: CellSums, threshold: int) -> bytes:
    """Write the cells of a tile; empty bytes where there are none."""
    if not len(sums.cell):
        return b""
    told = sums.people >= max(threshold, 1)
    people = np.where(told, np.minimum(sums.people, MOST_PEOPLE), 0).astype(np.uint8)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.round(np.clip(sums.valence / sums.weight, -2.0, 2.0) * TWENTIETHS)
    stated = told & (sums.weight > 0)
    valence = np.where(stated, np.nan_to_num(mean), NO_VALENCE).astype(np.int8)
    head = MAGIC + bytes([VERSION, SIDE]) + len(sums.cell).to_bytes(2, "little")
    steps = np.diff(sums.cell, prepend=0).astype("<u2")
    return head + steps.tobytes() + people.tobytes() + valence.tobytes()


def _sum_cells(index: PerceptionIndex, table: PerceptionTable, rows: IntArray, tile: Tile) -> CellSums:
    """Average within each person and cell, then sum up the people of each cell."""
    if not len(rows):
        return _NOTHING
    cell = _cells(index.spot[rows], index.frame, tile)
    if tile.z < index.frame.z:
        rows, cell = rows[cell >= 0], cell[cell >= 0]
        if not len(rows):
            return _NOTHING
    levels = table.valence_levels
    level = table.valence_level[rows].astype(np.int64) + 1
    # Wishes say what is missing, not how the place is.
    level[table.kind[rows] == code_of(Kind.WISH)] = 0
    level_bits = max(1, len(levels).bit_length())
    person_bits = max(1, len(table.respondents).bit_length())
    key = cell << person_bits
    key |= table.respondent[rows]
    key <<= level_bits
    key |= level
    key.sort()
    person = key >> level_bits
    first = np.flatnonzero(np.diff(person, prepend=-1))
    level = key & ((1 << level_bits) - 1)
    said = np.append(0.0, levels)[level]
    count = np.add.reduceat((level > 0).astype(np.int64), first)
    total = np.add.reduceat(said, first)
    voice = person[first]
    cell = voice >> person_bits
    weight = np.where(count > 0, table.respondents.weight[voice & ((1 << person_bits) - 1)], 0.0)
    mean = np.divide(total, count, out=np.zeros(len(total)), where=count > 0)
    start = np.flatnonzero(np.diff(cell, prepend=-1))
    return CellSums(
        cell=cell[start],
        people=np.diff(start, append=len(cell)),
        weight=np.add.reduceat(weight, start),
        valence=np.add.reduceat(weight * mean, start),
    )


def _cells(spot: IntArray, frame: Frame, tile: Tile) -> IntArray:
    """Give the cell of each position in a tile, row · 64 + column, int64; -1 outside the tile."""
    column, row = unweave(spot)
    down = tile.z - frame.z
    if down >= 0:
        # Which tile it is stands in the upper bits, and is the same for all that come here.
        fine = np.uint32((1 << LEVELS - down) - 1)
        shift = LEVELS - down - CELL_LEVELS
        column, row = (column & fine).astype(np.int64), (row & fine).astype(np.int64)
        if shift < 0:
            return np.asarray((row << -shift) * SIDE + (column << -shift))
        return np.asarray((row >> shift) * SIDE + (column >> shift))
    shift = LEVELS - down - CELL_LEVELS
    column = ((frame.x << LEVELS) + column.astype(np.int64) >> shift) - (tile.x << CELL_LEVELS)
    row = ((frame.y << LEVELS) + row.astype(np.int64) >> shift) - (tile.y << CELL_LEVELS)
    inside = (column >= 0) & (column < SIDE) & (row >= 0) & (row < SIDE)
    return np.where(inside, row * SIDE + column, -1)


def _added(one: CellSums, other: CellSums) -> CellSums:
    cell = np.union1d(one.cell, other.cell)
    people, weight, valence = np.zeros(len(cell), dtype=np.int64), np.zeros(len(cell)), np.zeros(len(cell))
    for part in (one, other):
        at = np.searchsorted(cell, part.cell)
        people[at] += part.people
        weight[at] += part.weight
        valence[at] += part.valence
    return CellSums(cell, people, weight, valence)
