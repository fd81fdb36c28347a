"""Hexagons: an area set of equal cells, for reading a map without the borders that somebody once drew.

Cells have flat sides to the east and west and lie on one lattice per size, anchored at the origin
of the metric CRS, so that the same cell is the same piece of ground in every filter and every round.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from mentalmap.domain.areas import Areas, Places
from mentalmap.domain.arrays import FloatArray, IntArray
from mentalmap.domain.columns import MISSING, narrow
from mentalmap.domain.layers.samples import sample_shapes
from mentalmap.domain.perceptions import Allocation, Ends, PerceptionTable
from mentalmap.errors import InvalidInputError
from mentalmap.messages import say

HEXAGON_SIZES_M = (500, 1000, 2000, 5000)
"""The closed catalogue: distance between the western and the eastern side, in metres."""
SAMPLES_ACROSS = 4  # sample points that stand for lines and polygons, per cell
SMALLEST_SHARE = 0.05  # science.md 2.2: what merely brushes a cell says nothing about it
NAMED_WITHIN = 3.0  # sizes of a cell; a place farther off says nothing about where the cell is
_OFFSET = 1 << 24  # makes lattice numbers positive


def hexagon_table(table: PerceptionTable, size_m: int) -> PerceptionTable:
    """
    Lay a table over hexagons instead of its areas; only cells in which somebody marked something exist.

    Homes are asked as areas, never as points, so respondents have no home cell.

    Parameters
    ----------
    table
        The whole table of a project, so that the cells are the same under every filter.
    size_m
        One of `HEXAGON_SIZES_M`.

    Raises
    ------
    InvalidInputError
        If the catalogue has no such size.
    """
    if size_m not in HEXAGON_SIZES_M:
        raise InvalidInputError(
            say("There are no hexagons of %(size_m)s m.", size_m=size_m),
            say("Sizes: %(sizes)s.", sizes=", ".join(str(size) for size in HEXAGON_SIZES_M)),
        )
    x_m, y_m = _positions(table)
    cell = _cells(x_m, y_m, size_m)
    drawn, crossing = _crossed(table, size_m)
    cell[drawn] = MISSING
    known = np.unique(np.concatenate([cell[cell >= 0], crossing.area]))
    area = np.full(len(table), MISSING)
    area[cell >= 0] = np.searchsorted(known, cell[cell >= 0])
    whole = crossing.share == 1.0
    area[crossing.row[whole]] = np.searchsorted(known, crossing.area[whole])
    split = ~whole
    places = table.places
    people = table.respondents
    return replace(
        table,
        areas=_areas(known, size_m, table.places),
        area=narrow(area, len(known)),
        crossing=Allocation(
            crossing.row[split],
            narrow(np.searchsorted(known, crossing.area[split]), len(known)),
            crossing.share[split],
        ),
        ends=_ends(table, known, size_m),
        places=replace(places, area=_among(known, _cells(places.x_m, places.y_m, size_m)).astype(np.int32)),
        respondents=replace(people, home_area=np.full(len(people), MISSING, dtype=np.int8)),
    )


def _positions(table: PerceptionTable) -> tuple[FloatArray, FloatArray]:
    """Give each mark's position, its place's where it has none of its own."""
    x_m, y_m = table.x_m, table.y_m
    placed = np.flatnonzero(np.isnan(x_m) & (table.place >= 0))
    x_m[placed] = table.places.x_m[table.place[placed]]
    y_m[placed] = table.places.y_m[table.place[placed]]
    return x_m, y_m


def _crossed(table: PerceptionTable, size_m: int) -> tuple[IntArray, Allocation]:
    """Share lines and polygons out by the sample points that lie in each cell."""
    drawn = table.drawn
    owner, x_m, y_m = sample_shapes(drawn.shapes, size_m / SAMPLES_ACROSS)
    cell = _cells(x_m, y_m, size_m)
    cells, inverse = np.unique(cell, return_inverse=True)
    pair, points = np.unique(owner * max(len(cells), 1) + inverse, return_counts=True)
    owner, cell = pair // max(len(cells), 1), cells[pair % max(len(cells), 1)]
    for _ in range(2):  # once to drop what is too small, once to sum to 1 again
        share = points / np.bincount(owner, points, minlength=len(drawn.row))[owner]
        kept = share >= SMALLEST_SHARE
        owner, cell, points, share = owner[kept], cell[kept], points[kept], share[kept]
    return drawn.row, Allocation(drawn.row[owner], cell, share)


def _ends(table: PerceptionTable, known: IntArray, size_m: int) -> Ends:
    """Find the cells in which lines start and end."""
    lines = np.flatnonzero(shapely.get_dimensions(table.drawn.shapes) == 1)
    shapes = table.drawn.shapes[lines]
    ends = []
    for last in (0, -1):
        point = shapely.get_point(shapely.get_geometry(shapes, last), last)
        ends.append(_among(known, _cells(shapely.get_x(point), shapely.get_y(point), size_m)))
    return Ends(table.drawn.row[lines], ends[0], ends[1])


def _among(known: IntArray, cell: IntArray) -> IntArray:
    """Find each cell among the known ones; `MISSING` where nobody marked anything in it."""
    if not len(known):
        return np.full(len(cell), MISSING)
    at = np.minimum(np.searchsorted(known, cell), len(known) - 1)
    return np.where((cell >= 0) & (known[at] == cell), at, MISSING)


def _cells(x_m: FloatArray, y_m: FloatArray, size_m: int) -> IntArray:
    """Number the cell of each position, shape (n,); `MISSING` where the position is unknown."""
    number = np.full(len(x_m), MISSING, dtype=np.int64)
    known = np.flatnonzero(np.isfinite(x_m) & np.isfinite(y_m))
    # Axial coordinates of a lattice of pointed-top hexagons; rounded in the cube they are a slice of.
    along = np.asarray(y_m)[known] / (size_m * np.sqrt(3.0) / 2)
    across = np.asarray(x_m)[known] / size_m - along / 2
    third = -across - along
    column, row, rest = np.round(across), np.round(along), np.round(third)
    off_column, off_row, off_rest = np.abs(column - across), np.abs(row - along), np.abs(rest - third)
    worst_column = (off_column > off_row) & (off_column > off_rest)
    worst_row = ~worst_column & (off_row > off_rest)
    column = np.where(worst_column, -row - rest, column)
    row = np.where(worst_row, -column - rest, row)
    number[known] = (row.astype(np.int64) + _OFFSET) * (2 * _OFFSET) + column.astype(np.int64) + _OFFSET
    return number


def _areas(cells: IntArray, size_m: int, places: Places) -> Areas:
    """Draw the cells as an area set; a cell is called after the nearest place, if one is near."""
    column, row = cells % (2 * _OFFSET) - _OFFSET, cells // (2 * _OFFSET) - _OFFSET
    middle_x, middle_y = size_m * (column + row / 2), size_m * np.sqrt(3.0) / 2 * row
    turn = np.deg2rad(30 + 60 * np.arange(6))
    radius_m = size_m / np.sqrt(3.0)
    rings = np.stack(
        [
            middle_x[:, None] + radius_m * np.cos(turn)[None, :],
            middle_y[:, None] + radius_m * np.sin(turn)[None, :],
        ],
        axis=-1,
    )
    # Corners of neighbours must be the same numbers, or the cells would not touch.
    rings = np.round(rings, 3)
    geometries = np.empty(len(cells), dtype=object)
    if len(cells):
        geometries[:] = shapely.polygons(rings)
    return Areas(
        ids=tuple(f"{a}.{b}" for a, b in zip(column.tolist(), row.tolist(), strict=True)),
        names=_names(middle_x, middle_y, places, NAMED_WITHIN * size_m),
        geometries=geometries,
        populations=np.full(len(cells), np.nan),
        label=f"hex-{size_m}",
        named_after_places=True,
    )


def _names(x_m: FloatArray, y_m: FloatArray, places: Places, reach_m: float) -> tuple[str, ...]:
    known = np.flatnonzero(np.isfinite(places.x_m) & np.isfinite(places.y_m))
    names = np.full(len(x_m), "", dtype=object)
    tree = shapely.STRtree(np.asarray(shapely.points(places.x_m[known], places.y_m[known])))
    middles = np.asarray(shapely.points(x_m, y_m))
    cell, nearest = tree.query_nearest(middles, max_distance=reach_m, all_matches=False)
    names[cell] = np.asarray(places.names, dtype=object)[known[nearest]]
    return tuple(names.tolist())
