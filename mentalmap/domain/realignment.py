"""Realignment: what was said, laid over another version of the areas, so that rounds compare."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from mentalmap.domain.allocation import allocate, find_ends
from mentalmap.domain.areas import Areas
from mentalmap.domain.columns import narrow
from mentalmap.domain.layers.voices import positions
from mentalmap.domain.perceptions import MISSING, PerceptionTable
from mentalmap.domain.sparse_columns import Ends, split_allocation


def realigned(table: PerceptionTable, areas: Areas) -> PerceptionTable:
    """
    Recompute a table from its marks on other areas of the same CRS (science.md 4.4).

    Homes move to the area of the same id, and are unknown where there is none.

    Returns
    -------
    table
        The same one where the areas are the same.
    """
    if are_same(table.areas, areas):
        return table
    x_m, y_m = positions(table)
    geometries = np.asarray(shapely.points(x_m, y_m), dtype=object).reshape(-1)
    geometries[np.isnan(x_m)] = None
    geometries[table.drawn.row] = table.drawn.shapes
    area, crossing = split_allocation(allocate(geometries, areas), len(table), len(areas))
    start, end = find_ends(geometries, areas)
    ended = np.flatnonzero((start >= 0) | (end >= 0))
    moved = np.array([areas.index_of.get(one, MISSING) for one in table.areas.ids] + [MISSING])
    places = table.places
    found = allocate(np.asarray(shapely.points(places.x_m, places.y_m), dtype=object).reshape(-1), areas)
    place_area = np.full(len(places), MISSING, dtype=np.int32)
    place_area[found.row] = found.area
    home = narrow(moved[table.respondents.home_area], len(areas))
    return replace(
        table,
        area=area,
        crossing=crossing,
        ends=Ends(ended, start[ended], end[ended]),
        respondents=replace(table.respondents, home_area=home),
        places=replace(places, area=place_area),
        areas=areas,
    )


def are_same(one: Areas, other: Areas) -> bool:
    """Whether two area sets are the same version: equal ids with equal outlines."""
    if one is other:
        return True
    return one.ids == other.ids and bool(shapely.equals_exact(one.geometries, other.geometries, 0.0).all())
