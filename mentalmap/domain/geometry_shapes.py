"""How lines and areas are drawn: the part of the geometry gate that looks at shapes.

Types and sizes come first, so that whatever takes longer only ever sees small shapes: repairing or
even checking thousands of random vertices can keep a database busy for minutes.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from mentalmap.domain.bounds import METRES_PER_DEGREE, Bounds
from mentalmap.domain.geometry_faults import GeometryFault, GeometryLimits

ZERO = 1e-6  # degrees or metres; nearer to 0, 0 nothing was meant
_TYPE_IDS = {
    "Point": 0,
    "LineString": 1,
    "Polygon": 3,
    "MultiPoint": 4,
    "MultiLineString": 5,
    "MultiPolygon": 6,
    "GeometryCollection": 7,
}
_LINES, _AREAS = (1, 5), (3, 6)
_AT_ONCE = 20_000  # rows whose vertices are looked at together, to bound the memory


class Verdicts:
    """The faults found so far; the first fault of a row stands."""

    def __init__(self, rows: int) -> None:
        self.fault: NDArray[np.int8] = np.zeros(rows, dtype=np.int8)

    def mark(self, rows: BoolArray, fault: GeometryFault) -> None:
        """Give rows without a fault this one."""
        self.fault[rows & (self.fault == 0)] = fault

    def mark_at(self, index: IntArray, wrong: BoolArray, fault: GeometryFault) -> None:
        """Give a fault to those rows of an index that are wrong."""
        chosen: IntArray = index[wrong]
        self.fault[chosen[self.fault[chosen] == 0]] = fault

    def sound(self, index: IntArray) -> IntArray:
        """Keep the rows of an index that have no fault yet."""
        kept: IntArray = index[self.fault[index] == 0]
        return kept


def check_objects(
    verdicts: Verdicts, geometries: ObjectArray, x: FloatArray, y: FloatArray, limits: GeometryLimits
) -> tuple[IntArray, FloatArray, FloatArray]:
    """
    Judge types and sizes, then numbers: nothing here takes longer than reading the vertices.

    Returns the rows with a line or an area, and the positions with those of the point objects.
    """
    rows = np.flatnonzero(~shapely.is_missing(geometries))
    objects = geometries[rows]
    type_id = shapely.get_type_id(objects)
    is_allowed = np.zeros(len(rows), dtype=bool)
    for name in limits.types & _TYPE_IDS.keys():
        is_allowed |= type_id == _TYPE_IDS[name]
    verdicts.mark_at(rows, ~is_allowed, GeometryFault.WRONG_TYPE)
    empty = shapely.is_empty(objects)
    verdicts.mark_at(rows, empty, GeometryFault.EMPTY)
    is_point = type_id == _TYPE_IDS["Point"]
    placed = is_point & ~empty  # an empty point has no x to ask for
    x, y = x.copy(), y.copy()
    x[rows[placed]] = shapely.get_x(objects[placed])
    y[rows[placed]] = shapely.get_y(objects[placed])
    drawn = rows[~is_point]
    _check_drawn(verdicts, geometries, drawn, limits)
    return drawn, x, y


def _check_drawn(
    verdicts: Verdicts, geometries: ObjectArray, drawn: IntArray, limits: GeometryLimits
) -> None:
    """Judge the number of vertices of what is not a point, then each vertex."""
    if not len(drawn):
        return
    objects = geometries[drawn]
    too_many = (shapely.get_num_coordinates(objects) > limits.max_vertices) | (
        shapely.get_num_geometries(objects) > limits.max_parts
    )
    verdicts.mark_at(drawn, too_many, GeometryFault.TOO_MANY_VERTICES)
    sound = verdicts.sound(drawn)
    for start in range(0, len(sound), _AT_ONCE):
        rows = sound[start : start + _AT_ONCE]
        parts, owner = shapely.get_parts(geometries[rows], return_index=True)
        verdicts.mark_at(rows, _any_of(owner, shapely.is_empty(parts), len(rows)), GeometryFault.EMPTY)
        xy, owner = shapely.get_coordinates(geometries[rows], return_index=True)
        infinite = ~(np.isfinite(xy[:, 0]) & np.isfinite(xy[:, 1]))
        verdicts.mark_at(rows, _any_of(owner, infinite, len(rows)), GeometryFault.NOT_FINITE)
        zero = (np.abs(xy[:, 0]) < ZERO) & (np.abs(xy[:, 1]) < ZERO)
        verdicts.mark_at(rows, _any_of(owner, zero, len(rows)), GeometryFault.NULL_ISLAND)


def _any_of(owner: IntArray, wrong: BoolArray, rows: int) -> BoolArray:
    """Tell which rows own something wrong."""
    found: BoolArray = np.bincount(owner[wrong], minlength=rows) > 0
    return found


def check_shapes(
    verdicts: Verdicts, geometries: ObjectArray, rows: IntArray, bounds: Bounds, limits: GeometryLimits
) -> None:
    """Judge how lines and areas are drawn; only small ones come this far, so this cannot take long."""
    if not len(rows):
        return  # most answers are points, and the steps below cost as much for none as for a hundred
    type_id = shapely.get_type_id(geometries)
    valid = shapely.is_valid(geometries)
    reasons = np.full(len(rows), "", dtype=object)
    reasons[~valid] = shapely.is_valid_reason(geometries[~valid])
    few = np.array(["few points" in reason or "number of points" in reason for reason in reasons], dtype=bool)
    # A vertex that has no place in WGS 84 became nan on the way; the rectangle passes over it.
    nowhere = np.array(["nvalid Coordinate" in reason for reason in reasons], dtype=bool)
    crossing = np.array(["elf-intersection" in reason for reason in reasons], dtype=bool)
    verdicts.mark_at(rows, nowhere, GeometryFault.OUTSIDE)
    verdicts.mark_at(rows, few, GeometryFault.TOO_FEW_POINTS)
    verdicts.mark_at(rows, crossing, GeometryFault.SELF_INTERSECTING)
    verdicts.mark_at(rows, ~valid, GeometryFault.RINGS_IN_CONFLICT)
    is_line, is_area = np.isin(type_id, _LINES), np.isin(type_id, _AREAS)
    large = (is_line | is_area) & valid
    flat = np.full(len(rows), None, dtype=object)
    flat[large] = _flattened(geometries[large], bounds)
    length_m, area_m2 = shapely.length(flat), shapely.area(flat)
    small = is_line & (length_m < limits.min_length_m) | is_area & (area_m2 < limits.min_area_m2)
    huge = is_line & (length_m > limits.max_length_m) | is_area & (area_m2 > limits.max_area_m2)
    verdicts.mark_at(rows, small, GeometryFault.TOO_SMALL)
    verdicts.mark_at(rows, huge, GeometryFault.TOO_LARGE)


def _flattened(geometries: ObjectArray, bounds: Bounds) -> ObjectArray:
    """Project to metres by the sinusoidal map round the project's middle: areas are true, lengths nearly."""
    lon_0, _ = bounds.middle

    def flatten(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        shrunk = (xy[:, 0] - lon_0) * np.cos(np.radians(xy[:, 1]))
        return np.column_stack((shrunk, xy[:, 1])) * METRES_PER_DEGREE

    return np.atleast_1d(shapely.transform(geometries, flatten))
