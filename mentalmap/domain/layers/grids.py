"""Grids: square cells of the metric CRS, anchored at its origin.

The anchor is fixed, so a cell is the same cell whatever is filtered away: two answers about
different people can be compared cell by cell, also by the check that guards small differences.
A cell is one int64 key; only cells that something touches exist.
"""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mentalmap.domain.arrays import FloatArray, IntArray, ObjectArray

_OFFSET = 1 << 30  # keeps column and row positive for any coordinate on earth in metres
_BITS = 31


def cell_keys(x_m: FloatArray, y_m: FloatArray, cell_m: float) -> IntArray:
    """Key of the cell that holds each position, same shape; positions must be finite."""
    column = np.floor(np.asarray(x_m) / cell_m).astype(np.int64)
    row = np.floor(np.asarray(y_m) / cell_m).astype(np.int64)
    return pack_cells(column, row)


def pack_cells(column: IntArray, row: IntArray) -> IntArray:
    """Pack column and row into one key; keys sort by row, then column."""
    return (row + _OFFSET << _BITS) | (column + _OFFSET)


def unpack_cells(keys: IntArray) -> tuple[IntArray, IntArray]:
    """Column and row of each key."""
    return (keys & (1 << _BITS) - 1) - _OFFSET, (keys >> _BITS) - _OFFSET


def shift_cells(columns: int, rows: int) -> int:
    """What to add to a key to move it so many columns east and rows north."""
    return (rows << _BITS) + columns


def cell_centres(keys: IntArray, cell_m: float) -> tuple[FloatArray, FloatArray]:
    """Middle of each cell in metres."""
    column, row = unpack_cells(keys)
    return (column + 0.5) * cell_m, (row + 0.5) * cell_m


def cell_boxes(keys: IntArray, cell_m: float) -> ObjectArray:
    """Square polygon of each cell."""
    column, row = unpack_cells(keys)
    return np.asarray(
        shapely.box(column * cell_m, row * cell_m, (column + 1) * cell_m, (row + 1) * cell_m), dtype=object
    )


def join_cells(keys: IntArray, cell_m: float) -> BaseGeometry:
    """Join distinct cells into one geometry."""
    joined: BaseGeometry = shapely.coverage_union_all(cell_boxes(keys, cell_m))
    return joined


def disk_shifts(radius_cells: float) -> tuple[IntArray, FloatArray]:
    """
    Shifts from a cell to all cells whose middle lies within a radius of its own.

    Returns
    -------
    shift, distance_cells
        What to add to the key, and how far that is in cells; farthest first.
    """
    reach = int(radius_cells)
    row, column = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    distance = np.hypot(row, column).ravel()
    shift = (row.astype(np.int64).ravel() << _BITS) + column.ravel()
    near = np.flatnonzero(distance <= radius_cells)
    near = near[np.argsort(-distance[near], kind="stable")]
    return shift[near], distance[near]


def cells_in_polygons(polygons: ObjectArray, cell_m: float) -> tuple[IntArray, IntArray]:
    """
    Find the cells whose middle lies in each polygon.

    Returns
    -------
    owner, key
        Index of the polygon and key of the cell, one row per pair.
    """
    owners: list[IntArray] = []
    keys: list[IntArray] = []
    for index, polygon in enumerate(polygons):
        if polygon is None or polygon.is_empty:
            continue
        west, south, east, north = np.floor(np.array(polygon.bounds) / cell_m).astype(np.int64)
        column, row = np.meshgrid(np.arange(west, east + 1), np.arange(south, north + 1))
        key = pack_cells(column.ravel(), row.ravel())
        shapely.prepare(polygon)
        key = key[shapely.contains_xy(polygon, *cell_centres(key, cell_m))]
        keys.append(key)
        owners.append(np.full(len(key), index, dtype=np.int64))
    if not keys:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    return np.concatenate(owners), np.concatenate(keys)


def components(keys: IntArray) -> IntArray:
    """
    Number the connected groups of cells, corners count as touching.

    Parameters
    ----------
    keys
        Distinct cell keys in rising order, shape (c,).

    Returns
    -------
    label
        Group of each cell, 0 …, in the order of each group's lowest key, shape (c,).
    """
    label = np.arange(len(keys))
    # East, north-west, north and north-east: the other four are these, seen from the other cell.
    edges = []
    for shift in (shift_cells(1, 0), shift_cells(-1, 1), shift_cells(0, 1), shift_cells(1, 1)):
        at = np.searchsorted(keys, keys + shift)
        at[at == len(keys)] = 0
        hit = np.flatnonzero(keys[at] == keys + shift) if len(keys) else np.empty(0, dtype=np.int64)
        edges.append(np.stack([hit, at[hit]]))
    one, other = np.concatenate(edges, axis=1)
    while True:  # each round links every group to its lowest neighbour, then shortens the chains
        lowest = label.copy()
        np.minimum.at(lowest, label[one], label[other])
        np.minimum.at(lowest, label[other], label[one])
        lowest = lowest[lowest]
        settled = lowest[label]
        if np.array_equal(settled, label):
            return np.unique(label, return_inverse=True)[1]
        label = settled
