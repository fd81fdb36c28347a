"""The space-filling curve along which perceptions lie in memory, and the map tiles it is cut into.

Positions are numbered along a Z-curve (Morton order) of the Web-Mercator tile pyramid, so the
perceptions of any tile, at any zoom, are one stretch of the table.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray
from mentalmap.domain.crs import WEB_MERCATOR, transform_xy

WORLD_M = 2 * 20_037_508.342789244  # side of the Web-Mercator square
LEVELS = 15  # of the pyramid below the frame's tiles that a position is told to
NOWHERE = np.uint32(0xFFFFFFFF)  # position of what has none, or lies outside the frame
DEEPEST_FRAME = 12
COARSEST_FRAME = 4  # a frame this wide is told to 40 m; strays farther off stay out of the tiles
NODES = 257  # of the lattice between which positions are interpolated
FEW = 20_000  # positions that are projected one by one


@dataclass(frozen=True, slots=True)
class Tile:
    """A Web-Mercator tile: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Frame:
    """
    Two by two tiles that hold a table's positions; `x` and `y` are those of the north-western one.

    Two by two, because a town may lie where tiles meet that have nothing else in common.
    """

    z: int
    x: int
    y: int


def to_unit_square(x_m: FloatArray, y_m: FloatArray, crs_epsg: int) -> tuple[FloatArray, FloatArray]:
    """
    Bring metric positions to the Web-Mercator square: 0 … 1 from west to east and north to south.

    Many positions are interpolated in a lattice over their extent. The error is below a metre for
    extents up to 1,500 km, far below a cell of the maps that are drawn from it.
    """
    u, v = np.full(len(x_m), np.nan), np.full(len(x_m), np.nan)
    known = np.flatnonzero(np.isfinite(x_m) & np.isfinite(y_m))
    if not len(known):
        return u, v
    x_m, y_m = x_m[known], y_m[known]
    if len(known) <= FEW:
        east, north = transform_xy(x_m, y_m, crs_epsg, WEB_MERCATOR)
    else:
        east, north = _interpolated(x_m, y_m, crs_epsg)
    u[known], v[known] = 0.5 + east / WORLD_M, 0.5 - north / WORLD_M
    return u, v


def frame_around(u: FloatArray, v: FloatArray) -> Frame:
    """Find the smallest frame that holds these positions, or nearly all where a few lie very far off."""
    known = np.isfinite(u) & np.isfinite(v)
    u, v = u[known], v[known]
    if not len(u):
        return Frame(COARSEST_FRAME, 0, 0)
    frame = _around(u.min(), v.min(), u.max(), v.max())
    if frame.z >= COARSEST_FRAME:
        return frame
    # A lost mark on another continent must not make everything else coarse.
    west, east = np.quantile(u, [0.01, 0.99]).tolist()
    north, south = np.quantile(v, [0.01, 0.99]).tolist()
    narrower = _around(west, north, east, south)
    return narrower if narrower.z >= COARSEST_FRAME else frame


def positions_on_curve(u: FloatArray, v: FloatArray, frame: Frame) -> IntArray:
    """Number positions along the curve within a frame, uint32 of shape (n,); `NOWHERE` outside it."""
    side = 2 << LEVELS
    with np.errstate(invalid="ignore"):
        column = np.floor((u * (1 << frame.z) - frame.x) * (1 << LEVELS))
        row = np.floor((v * (1 << frame.z) - frame.y) * (1 << LEVELS))
        inside: BoolArray = (column >= 0) & (column < side) & (row >= 0) & (row < side)
    spot = np.full(len(u), NOWHERE, dtype=np.uint32)
    spot[inside] = interleave(column[inside].astype(np.uint32), row[inside].astype(np.uint32))
    return spot


def interleave(column: IntArray, row: IntArray) -> IntArray:
    """Weave the bits of columns and rows (16 bits each) into Morton numbers, uint32."""
    return _apart(column) | (_apart(row) << np.uint32(1))


def unweave(number: IntArray) -> tuple[IntArray, IntArray]:
    """Take Morton numbers apart into columns and rows."""
    number = np.asarray(number, dtype=np.uint32)
    return _together(number), _together(number >> np.uint32(1))


def stretch_of(tile: Tile, frame: Frame) -> tuple[int, int] | None:
    """
    Give the numbers on the curve among which those of a tile lie, first and one past the last.

    Of a tile that is larger than the frame's, all numbers. None where tile and frame have nothing
    in common, or the tile is smaller than positions are told.
    """
    down = tile.z - frame.z
    if down < 0:
        return 0, int(NOWHERE)
    column, row = tile.x - (frame.x << down), tile.y - (frame.y << down)
    if down > LEVELS or not (0 <= column < 2 << down and 0 <= row < 2 << down):
        return None
    prefix = int(interleave(np.array([column]), np.array([row]))[0])
    bits = 2 * (LEVELS - down)
    return prefix << bits, min((prefix + 1) << bits, int(NOWHERE))


def _around(west: float, north: float, east: float, south: float) -> Frame:
    for z in range(DEEPEST_FRAME, -1, -1):
        side = 1 << z
        x, y = int(west * side), int(north * side)
        if int(east * side) <= x + 1 and int(south * side) <= y + 1:
            return Frame(z, x, y)
    return Frame(0, 0, 0)


def _interpolated(x_m: FloatArray, y_m: FloatArray, crs_epsg: int) -> tuple[FloatArray, FloatArray]:
    west, south = x_m.min(), y_m.min()
    step_x = max((x_m.max() - west) / (NODES - 1), 1.0)
    step_y = max((y_m.max() - south) / (NODES - 1), 1.0)
    node_x, node_y = np.meshgrid(west + step_x * np.arange(NODES + 1), south + step_y * np.arange(NODES + 1))
    at = transform_xy(node_x.ravel(), node_y.ravel(), crs_epsg, WEB_MERCATOR)
    across, along = (x_m - west) / step_x, (y_m - south) / step_y
    column, row = across.astype(np.int64), along.astype(np.int64)
    across, along = across - column, along - row
    corner = row * (NODES + 1) + column
    east, north = (
        (1 - along) * ((1 - across) * axis[corner] + across * axis[corner + 1])
        + along * ((1 - across) * axis[corner + NODES + 1] + across * axis[corner + NODES + 2])
        for axis in at
    )
    return east, north


def _apart(bits: IntArray) -> IntArray:
    """Put a zero between any two of 16 bits."""
    spread = np.asarray(bits, dtype=np.uint32)
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        spread = (spread | (spread << np.uint32(shift))) & np.uint32(mask)
    return spread


def _together(spread: IntArray) -> IntArray:
    """Take out every second bit."""
    bits = np.asarray(spread, dtype=np.uint32) & np.uint32(0x55555555)
    for shift, mask in ((1, 0x33333333), (2, 0x0F0F0F0F), (4, 0x00FF00FF), (8, 0x0000FFFF)):
        bits = (bits | (bits >> np.uint32(shift))) & np.uint32(mask)
    return bits
