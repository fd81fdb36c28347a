"""Spots: marks brought together to the places they are about.

A mark that names a place belongs to it. A mark that was only set on the map belongs to the
nearest known place within reach, else to a square of a fixed grid. Squares, not clusters that
follow the data: the same mark lies in the same square under every filter, which is what makes
it possible to check that no answer can be subtracted from another.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from mentalmap.domain.areas import Areas, Places
from mentalmap.domain.arrays import FloatArray, IntArray, ObjectArray
from mentalmap.domain.layers.envelope import Value
from mentalmap.domain.layers.grids import cell_centres, cell_keys, unpack_cells
from mentalmap.domain.layers.voices import gather_voices, positions
from mentalmap.domain.perceptions import PerceptionTable

DEFAULT_DISTANCE_M = 150.0
NEAR_M = 5000.0  # beyond that a place's name says nothing about a spot
DISTANCE = "distance_m"  # value of a feature that is called after a place it is not at
STEP_M = 10.0  # a spot's position is told no finer than this


@dataclass(frozen=True, eq=False)
class Spots:
    """
    Where marks lead.

    Parameters
    ----------
    of_mark
        Index of the spot of each mark, shape (n,), -1 where neither place nor position is known.
    ids, names
        Identifier and name of each spot, shape (s,), places before squares.
    distance_m
        How far a square is from the place that it is called after, shape (s,); nan for all others.
    x_m, y_m
        Position of each spot in metres, shape (s,).
    """

    of_mark: IntArray
    ids: tuple[str, ...]
    names: tuple[str, ...]
    distance_m: FloatArray
    x_m: FloatArray
    y_m: FloatArray

    def __len__(self) -> int:
        return len(self.ids)


def find_spots(table: PerceptionTable, *, distance_m: float = DEFAULT_DISTANCE_M) -> Spots:
    """
    Bring marks together to places, and to squares of twice `distance_m` where no place is near.

    A square's spot lies at the mean of its people's mean positions, rounded to 10 m, and is called after
    the nearest place, its distance told, else after the area; without either it has no name.
    """
    x_m, y_m = positions(table)
    place = _snap_to_places(np.array(table.place, dtype=np.int64), x_m, y_m, table.places, distance_m)
    loose = np.flatnonzero((place < 0) & ~np.isnan(x_m))
    side_m = 2.0 * distance_m
    keys, square = np.unique(cell_keys(x_m[loose], y_m[loose], side_m), return_inverse=True)
    used = np.flatnonzero(np.bincount(place[place >= 0], minlength=len(table.places)))
    position = np.searchsorted(used, place[place >= 0])
    of_mark = np.full(len(table), -1, dtype=np.int64)
    of_mark[place >= 0] = position
    of_mark[loose] = len(used) + square
    square_x, square_y = _middles(square, table.respondent[loose], x_m[loose], y_m[loose], len(keys))
    column, row = unpack_cells(keys)
    names, away_m = name_positions(*cell_centres(keys, side_m), table.places, table.areas)
    return Spots(
        of_mark,
        tuple(table.places.ids[i] for i in used)
        + tuple(f"spot:{side_m:g}:{c}:{r}" for c, r in zip(column, row, strict=True)),
        tuple(table.places.names[i] for i in used) + names,
        np.concatenate([np.full(len(used), np.nan), away_m]),
        np.concatenate([table.places.x_m[used], square_x]),
        np.concatenate([table.places.y_m[used], square_y]),
    )


def _snap_to_places(
    place: IntArray, x_m: FloatArray, y_m: FloatArray, places: Places, distance_m: float
) -> IntArray:
    loose = np.flatnonzero((place < 0) & ~np.isnan(x_m))
    known = np.flatnonzero(np.isfinite(places.x_m) & np.isfinite(places.y_m))
    if not len(loose) or not len(known):
        return place
    tree = shapely.STRtree(_points(places.x_m[known], places.y_m[known]))
    mark, near = tree.query_nearest(
        shapely.points(x_m[loose], y_m[loose]), max_distance=distance_m, all_matches=True
    )
    order = np.lexsort((-near, mark))  # of equally near places the first is written last and stays
    place[loose[mark[order]]] = known[near[order]]
    return place


def _middles(
    spot: IntArray, respondent: IntArray, x_m: FloatArray, y_m: FloatArray, spots: int
) -> tuple[FloatArray, FloatArray]:
    """Mean over people of their mean position, so that one person's many marks pull like one."""
    middles = []
    for column in (x_m, y_m):
        voices = gather_voices(spot, respondent, np.ones(len(spot)), column)
        people = np.bincount(voices.thing, minlength=spots)
        middle = np.bincount(voices.thing, voices.mean, minlength=spots) / people
        # Centimetres first: the order of adding must not move a spot by a whole step.
        middles.append(np.round(np.round(middle, 2) / STEP_M) * STEP_M)
    return middles[0], middles[1]


def tell_distance(distance_m: float) -> dict[str, Value]:
    """Give the value that says how far a thing is from the place it is called after, if it is."""
    return {} if math.isnan(distance_m) else {DISTANCE: int(distance_m)}


def name_positions(
    x_m: FloatArray, y_m: FloatArray, places: Places, areas: Areas, *, within_m: float = NEAR_M
) -> tuple[tuple[str, ...], FloatArray]:
    """
    Call positions after the nearest place, else after their area, else after nothing.

    Returns
    -------
    names, distance_m
        The name, and how far the place is in whole hundreds of metres, at least 100; nan without a place.
    """
    names, distance_m = [""] * len(x_m), np.full(len(x_m), np.nan)
    points = _points(x_m, y_m)
    if len(areas) and len(x_m):
        area, at = shapely.STRtree(points).query(areas.geometries, predicate="intersects")
        for index, found in zip(at[::-1], area[::-1], strict=True):
            names[index] = areas.names[found]
    known = np.flatnonzero(np.isfinite(places.x_m) & np.isfinite(places.y_m))
    if len(known) and len(x_m):
        tree = shapely.STRtree(_points(places.x_m[known], places.y_m[known]))
        (at, near), away_m = tree.query_nearest(
            points, max_distance=within_m, return_distance=True, all_matches=False
        )
        distance_m[at] = np.maximum(100.0, np.round(away_m, -2))
        for index, found in zip(at, known[near], strict=True):
            names[index] = places.names[found]
    return tuple(names), distance_m


def _points(x_m: FloatArray, y_m: FloatArray) -> ObjectArray:
    return np.asarray(shapely.points(x_m, y_m), dtype=object)
