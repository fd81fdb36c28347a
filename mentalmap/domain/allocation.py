"""Allocation: how much of each perception lies in which area (science.md 2.2).

The database does the same on write; here it is done for tables that never saw a database.
"""

from __future__ import annotations

import numpy as np
import shapely

from mentalmap.domain.areas import Areas
from mentalmap.domain.arrays import FloatArray, IntArray, ObjectArray
from mentalmap.domain.perceptions import MISSING, Allocation

SMALLEST_SHARE = 0.05  # a polygon that merely brushes an area says nothing about it


def allocate(geometries: ObjectArray, areas: Areas, *, smallest_share: float = SMALLEST_SHARE) -> Allocation:
    """
    Share each geometry out over the areas it lies in.

    Parameters
    ----------
    geometries
        Valid shapely geometries in the areas' metric CRS, shape (n,); None and empty ones lie nowhere.
    areas
        The area set; `areas.ids` in rising order.
    smallest_share
        Smaller shares are dropped and the rest made to sum to 1 again.

    Returns
    -------
    allocation
        Points: the one area they lie in, on a border the lowest id. Lines and polygons: one entry
        per area by length or area, relative to the part inside the area set. Sorted by row, area.
    """
    dimension = shapely.get_dimensions(geometries)  # -1 for None
    is_point = shapely.get_type_id(geometries) == shapely.GeometryType.POINT
    point_rows, point_areas = _areas_of_points(geometries, np.flatnonzero(is_point), areas)
    rows, found, share = _shares_of_shapes(
        geometries, np.flatnonzero(~is_point & (dimension >= 0)), areas, smallest_share
    )
    all_rows = np.concatenate([point_rows, rows])
    all_areas = np.concatenate([point_areas, found])
    all_shares = np.concatenate([np.ones(len(point_rows)), share])
    order = np.lexsort((all_areas, all_rows))
    return Allocation(all_rows[order], all_areas[order], all_shares[order])


def find_ends(geometries: ObjectArray, areas: Areas) -> tuple[IntArray, IntArray]:
    """
    Find the areas in which lines start and end.

    Returns
    -------
    start_area, end_area
        Index of the area, shape (n,); `MISSING` for all but lines, and outside all areas.
    """
    ends = []
    lines = np.flatnonzero(shapely.get_dimensions(geometries) == 1)
    for last in (0, -1):  # first vertex of the first part, last vertex of the last
        points = shapely.get_point(shapely.get_geometry(geometries[lines], last), last)
        found = allocate(points, areas)
        area = np.full(len(geometries), MISSING, dtype=np.int64)
        area[lines[found.row]] = found.area
        ends.append(area)
    return ends[0], ends[1]


def _areas_of_points(geometries: ObjectArray, rows: IntArray, areas: Areas) -> tuple[IntArray, IntArray]:
    # The tree holds the points, so that each area is prepared once and not once per point.
    area, found = shapely.STRtree(geometries[rows]).query(areas.geometries, predicate="intersects")
    order = np.lexsort((area, found))
    area, found = area[order], found[order]
    first = np.ones(len(found), dtype=bool)
    first[1:] = found[1:] != found[:-1]
    return rows[found[first]], area[first]


def _shares_of_shapes(
    geometries: ObjectArray, rows: IntArray, areas: Areas, smallest_share: float
) -> tuple[IntArray, IntArray, FloatArray]:
    position, area = shapely.STRtree(areas.geometries).query(geometries[rows], predicate="intersects")
    size = _measure(
        shapely.intersection(geometries[rows[position]], areas.geometries[area]),
        shapely.get_dimensions(geometries[rows[position]]),
    )
    for _ in range(2):  # once to drop what is too small, once to sum to 1 again
        total = np.bincount(position, size, minlength=len(rows))
        share = np.divide(size, total[position], out=np.zeros(len(size)), where=total[position] > 0)
        kept = (share > 0) & (share >= smallest_share)
        position, area, size, share = position[kept], area[kept], size[kept], share[kept]
    return rows[position], area, share


def _measure(parts: ObjectArray, dimension: IntArray) -> FloatArray:
    """Measure what is left of each geometry in its own dimension: area, length, or number of points."""
    return np.choose(
        dimension,
        [
            shapely.get_num_coordinates(parts).astype(float),
            shapely.length(parts),
            shapely.area(parts),
        ],
    )
