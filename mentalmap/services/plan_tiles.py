"""Map tiles for those who plan: cells from memory at any zoom, exact marks from the database close by."""

from __future__ import annotations

import numpy as np
import shapely
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import IntArray
from mentalmap.domain.crs import WEB_MERCATOR, transform_xy
from mentalmap.domain.curve import WORLD_M, Tile
from mentalmap.domain.grid_tiles import grid_tile
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.services.following import Current
from mentalmap.services.plan_answers import AnswerShelf
from mentalmap.services.plan_layers import PlanChoice, homes, may_tell_single_answers, select
from mentalmap.store.marks_tiles import marks_tile

DEEPEST_ZOOM = 22
SHALLOWEST_MARKS_ZOOM = 15
MOST_MARKS = 5_000  # of one tile; as many as a browser draws without a pause
MARGIN = 1 / 16  # of a tile, so that symbols on its edge are whole


def plan_grid_tile(current: Current, choice: PlanChoice, tile: Tile) -> bytes:
    """
    Draw a tile as cells; empty bytes where nobody said anything.

    Raises
    ------
    InvalidFilterError
        If the filter names something that the project does not have.
    """
    return grid_tile(
        current.index(),
        choice.chosen,
        tile,
        threshold=current.project.threshold,
        over=homes(current, choice.area_set),
    )


def plan_marks_tile(
    session: Session, current: Current, shelf: AnswerShelf, choice: PlanChoice, tile: Tile
) -> bytes:
    """
    Draw the exact marks of a tile as a vector tile; empty bytes where there are none.

    Memory decides which marks pass the filter and touch the tile, the database where exactly they
    are: the published view takes out what was hidden since, and coarsens what must be coarse.

    Raises
    ------
    InvalidFilterError
        If the filter names something that the project does not have.
    """
    table = select(current, shelf, choice)
    if not may_tell_single_answers(table, choice.chosen, current.project.threshold):
        return b""
    ids = table.id[_rows_near(table, tile)]
    if not len(ids):
        return b""
    newest = np.sort(ids)[::-1][:MOST_MARKS]
    return marks_tile(session, newest.tolist(), tile.z, tile.x, tile.y)


def _rows_near(table: PerceptionTable, tile: Tile) -> IntArray:
    """Rows whose point lies in the tile or whose shape touches it."""
    west, south, east, north = _box_m(tile, table.crs_epsg)
    x_m, y_m = table.x_m, table.y_m
    near = (x_m >= west) & (x_m <= east) & (y_m >= south) & (y_m <= north)
    if len(table.drawn.row):
        touching = shapely.intersects(table.shapes, shapely.box(west, south, east, north))
        near[table.drawn.row[touching]] = True
    return np.flatnonzero(near)


def _box_m(tile: Tile, crs_epsg: int) -> tuple[float, float, float, float]:
    """West, south, east, north in the metric CRS of a box that holds the tile and a margin."""
    side_m = WORLD_M / 2**tile.z
    steps = np.array([-MARGIN, 0.5, 1 + MARGIN])
    across = (tile.x + steps) * side_m - WORLD_M / 2
    down = WORLD_M / 2 - (tile.y + steps) * side_m
    x, y = (part.ravel() for part in np.meshgrid(across, down))
    x_m, y_m = transform_xy(x, y, WEB_MERCATOR, crs_epsg)
    return float(np.min(x_m)), float(np.min(y_m)), float(np.max(x_m)), float(np.max(y_m))
