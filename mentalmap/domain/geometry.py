"""The geometry gate: the one place that decides whether a geometry may enter.

Forms, the interface and every import call it, before the database sees anything. It refuses and
explains; it never repairs: a mended outline would say something that nobody drew.
The verdict on a row depends on that row, the bounds and the limits only, never on other rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from mentalmap.domain.bounds import METRES_PER_DEGREE, WORLD, Bounds
from mentalmap.domain.crs import WGS84, is_geographic, transform_geometries, transform_xy
from mentalmap.domain.geometry_faults import GeometryFault, GeometryLimits, describe_fault, guess_metric_crs
from mentalmap.domain.geometry_json import read_geometry
from mentalmap.errors import InvalidGeometryError, InvalidInputError
from mentalmap.messages import Message, say

__all__ = [
    "WORLD",
    "Bounds",
    "GateReport",
    "GeometryFault",
    "GeometryLimits",
    "check_geometries",
    "describe_fault",
    "gate_one",
]

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
_ZERO = 1e-6
_AT_ONCE = 20_000  # rows whose vertices are looked at together, to bound the memory


@dataclass(frozen=True, eq=False, slots=True)
class GateReport:
    """
    The verdict on every row.

    Parameters
    ----------
    fault
        `GeometryFault` of each row, int8, shape (n,).
    lon, lat
        Position in WGS 84, or the middle of the geometry's rectangle, shape (n,), nan where unknown.
    geometries
        The accepted geometries in WGS 84 without heights, `None` elsewhere, shape (n,); `None`
        altogether when only positions were given.
    x, y, given, bounds, limits, epsg
        What was judged, for `describe`.
    """

    fault: NDArray[np.int8]
    lon: FloatArray
    lat: FloatArray
    geometries: ObjectArray | None
    x: FloatArray
    y: FloatArray
    given: ObjectArray | None
    bounds: Bounds
    limits: GeometryLimits
    epsg: int

    @property
    def accepted(self) -> BoolArray:
        """Which rows may enter, shape (n,)."""
        mask: BoolArray = self.fault == GeometryFault.OK
        return mask

    def describe(self, row: int) -> tuple[Message, Message]:
        """Say what is wrong with a refused row and what to do about it."""
        return describe_fault(
            GeometryFault(int(self.fault[row])),
            float(self.x[row]),
            float(self.y[row]),
            bounds=self.bounds,
            limits=self.limits,
            epsg=self.epsg,
            geometry=None if self.given is None else self.given[row],
        )


class _Verdicts:
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


@dataclass(frozen=True, eq=False, slots=True)
class _Boxes:
    """The rectangle of each row, as given; for points its sides are the same array."""

    x_0: FloatArray
    y_0: FloatArray
    x_1: FloatArray
    y_1: FloatArray

    @property
    def are_points(self) -> bool:
        return self.x_0 is self.x_1

    def __getitem__(self, rows: IntArray) -> _Boxes:
        return _Boxes(self.x_0[rows], self.y_0[rows], self.x_1[rows], self.y_1[rows])

    def middle(self) -> tuple[FloatArray, FloatArray]:
        if self.are_points:
            return self.x_0, self.y_0
        return (self.x_0 + self.x_1) / 2, (self.y_0 + self.y_1) / 2

    def swapped(self) -> _Boxes:
        return _Boxes(self.y_0, self.x_0, self.y_1, self.x_1)

    def within(self, bounds: Bounds, epsg: int) -> BoolArray:
        """Tell which rectangles lie inside, going by all four corners where they are turned."""
        if self.are_points:
            return bounds.contains(*transform_xy(self.x_0, self.y_0, epsg, WGS84))
        corners = ((self.x_0, self.y_0), (self.x_1, self.y_1), (self.x_0, self.y_1), (self.x_1, self.y_0))
        inside = np.ones(len(self.x_0), dtype=bool)
        for x, y in corners if epsg != WGS84 else corners[:2]:
            inside &= bounds.contains(*transform_xy(x, y, epsg, WGS84))
        return inside


def check_geometries(
    geometries: ObjectArray | None = None,
    x: FloatArray | None = None,
    y: FloatArray | None = None,
    *,
    bounds: Bounds = WORLD,
    limits: GeometryLimits | None = None,
    epsg: int = WGS84,
) -> GateReport:
    """
    Judge many geometries at once.

    Parameters
    ----------
    geometries
        Shapely geometries, object array of shape (n,), `None` where a row has none.
    x, y
        Longitude and latitude, or easting and northing, shape (n,): the points of the rows
        without a geometry object; nan where missing.
    bounds
        Where everything must lie, margin included.
    limits
        Allowed types and sizes.
    epsg
        The coordinate reference system that the input is said to be in.

    Returns
    -------
    GateReport
        One fault code per row, and what was accepted, in WGS 84.

    Raises
    ------
    InvalidInputError
        If neither geometries nor both of x and y are given, or their lengths differ.
    """
    limits = limits or GeometryLimits()
    given, x, y = _columns(geometries, x, y)
    verdicts = _Verdicts(len(x))
    boxes = _Boxes(x, y, x, y)
    drawn: IntArray = np.empty(0, dtype=np.intp)  # rows with a line or an area
    if given is not None:
        drawn, x, y = _check_objects(verdicts, given, x, y, limits)
        boxes = _boxes_of(given, verdicts.sound(drawn), x, y)
    plain = np.ones(len(x), dtype=bool)
    plain[drawn] = False
    _check_numbers(verdicts, plain, boxes, limits)
    lon, lat = _check_places(verdicts, boxes, bounds, epsg)
    accepted: ObjectArray | None = None
    if given is not None:
        accepted = np.full(len(x), None, dtype=object)
        sound = verdicts.sound(drawn)
        moved = transform_geometries(given[sound], epsg, WGS84)
        _check_shapes(verdicts, moved, sound, bounds, limits)
        good = verdicts.fault[sound] == 0
        accepted[sound[good]] = moved[good]
        points = np.flatnonzero(plain & (verdicts.fault == 0))
        accepted[points] = shapely.points(lon[points], lat[points])
    middle_x, middle_y = boxes.middle()
    return GateReport(verdicts.fault, lon, lat, accepted, middle_x, middle_y, given, bounds, limits, epsg)


def gate_one(
    geojson: object, *, bounds: Bounds = WORLD, limits: GeometryLimits | None = None
) -> BaseGeometry:
    """
    Read one foreign GeoJSON geometry that may be anything at all.

    Parameters
    ----------
    geojson
        What a JSON parser made of it.
    bounds, limits
        As for `check_geometries`.

    Returns
    -------
    BaseGeometry
        The geometry in WGS 84 without heights.

    Raises
    ------
    InvalidGeometryError
        If it may not enter; with what is wrong and what to do.
    """
    limits = limits or GeometryLimits()
    geometry = read_geometry(geojson, max_vertices=limits.max_vertices)
    column = np.empty(1, dtype=object)
    column[0] = geometry
    report = check_geometries(column, bounds=bounds, limits=limits)
    if not report.accepted[0] or report.geometries is None:
        raise InvalidGeometryError(*report.describe(0))
    accepted: BaseGeometry = report.geometries[0]
    return accepted


def _columns(
    geometries: ObjectArray | None, x: FloatArray | None, y: FloatArray | None
) -> tuple[ObjectArray | None, FloatArray, FloatArray]:
    """Bring the columns to one length; rows without a position get nan."""
    if (x is None) != (y is None) or (geometries is None and x is None):
        raise InvalidInputError(say("Give geometries, or both coordinates of each position."))
    rows = len(geometries) if geometries is not None else len(x if x is not None else ())
    columns = [
        np.full(rows, np.nan) if column is None else np.asarray(column, dtype=np.float64) for column in (x, y)
    ]
    if any(column.shape != (rows,) for column in columns):
        raise InvalidInputError(say("The columns of coordinates and geometries differ in length."))
    return geometries, columns[0], columns[1]


def _check_objects(
    verdicts: _Verdicts, geometries: ObjectArray, x: FloatArray, y: FloatArray, limits: GeometryLimits
) -> tuple[IntArray, FloatArray, FloatArray]:
    """
    Judge types and sizes, then numbers: nothing here takes longer than reading the vertices.

    Returns the rows with a line or an area, and the positions with those of the point objects.
    """
    rows = np.flatnonzero(~shapely.is_missing(geometries))
    objects = geometries[rows]
    type_id = shapely.get_type_id(objects)
    allowed = [_TYPE_IDS[name] for name in limits.types if name in _TYPE_IDS]
    verdicts.mark_at(rows, ~np.isin(type_id, allowed), GeometryFault.WRONG_TYPE)
    verdicts.mark_at(rows, shapely.is_empty(objects), GeometryFault.EMPTY)
    is_point = type_id == _TYPE_IDS["Point"]
    x, y = x.copy(), y.copy()
    x[rows[is_point]] = shapely.get_x(objects[is_point])
    y[rows[is_point]] = shapely.get_y(objects[is_point])
    drawn = rows[~is_point]
    _check_drawn(verdicts, geometries, drawn, limits)
    return drawn, x, y


def _check_drawn(
    verdicts: _Verdicts, geometries: ObjectArray, drawn: IntArray, limits: GeometryLimits
) -> None:
    """Judge the number of vertices of what is not a point, then each vertex."""
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
        zero = (np.abs(xy[:, 0]) < _ZERO) & (np.abs(xy[:, 1]) < _ZERO)
        verdicts.mark_at(rows, _any_of(owner, zero, len(rows)), GeometryFault.NULL_ISLAND)


def _any_of(owner: IntArray, wrong: BoolArray, rows: int) -> BoolArray:
    """Tell which rows own something wrong."""
    found: BoolArray = np.bincount(owner[wrong], minlength=rows) > 0
    return found


def _boxes_of(geometries: ObjectArray, sound: IntArray, x: FloatArray, y: FloatArray) -> _Boxes:
    """Take the rectangles of the drawn rows and the positions of the others."""
    if not len(sound):
        return _Boxes(x, y, x, y)
    sides = np.column_stack((x, y, x, y))
    sides[sound] = shapely.bounds(geometries[sound])
    return _Boxes(sides[:, 0], sides[:, 1], sides[:, 2], sides[:, 3])


def _check_numbers(verdicts: _Verdicts, plain: BoolArray, boxes: _Boxes, limits: GeometryLimits) -> None:
    """Judge the numbers of plain positions."""
    x, y = boxes.x_0, boxes.y_0
    verdicts.mark(plain & (np.isnan(x) | np.isnan(y)), GeometryFault.MISSING)
    verdicts.mark(plain & ~(np.isfinite(x) & np.isfinite(y)), GeometryFault.NOT_FINITE)
    if "Point" not in limits.types:
        verdicts.mark(plain, GeometryFault.WRONG_TYPE)
    verdicts.mark(plain & (np.abs(x) < _ZERO) & (np.abs(y) < _ZERO), GeometryFault.NULL_ISLAND)


def _check_places(
    verdicts: _Verdicts, boxes: _Boxes, bounds: Bounds, epsg: int
) -> tuple[FloatArray, FloatArray]:
    """Judge where things lie; name the likely slip of those that lie outside."""
    lon, lat = transform_xy(*boxes.middle(), epsg, WGS84)
    inside = bounds.contains(lon, lat) if boxes.are_points else boxes.within(bounds, epsg)
    outside = np.flatnonzero(~inside & (verdicts.fault == 0))
    if not len(outside):
        return lon, lat
    far = boxes[outside]
    x, y = far.middle()
    degrees_like = (np.abs(x) <= 180) & (np.abs(y) <= 180)
    verdicts.mark_at(outside, far.swapped().within(bounds, epsg), GeometryFault.SWAPPED_AXES)
    if is_geographic(epsg):
        guess, _ = guess_metric_crs(np.where(degrees_like, np.nan, x), y, bounds)
        metres = (guess != 0) | (~degrees_like & (np.abs(x) >= 1_000) & (np.abs(y) >= 1_000))
        verdicts.mark_at(outside, metres, GeometryFault.METRES_FOR_DEGREES)
    else:
        verdicts.mark_at(outside, degrees_like, GeometryFault.DEGREES_FOR_METRES)
    verdicts.mark_at(outside, np.ones(len(outside), dtype=bool), GeometryFault.OUTSIDE)
    return lon, lat


def _check_shapes(
    verdicts: _Verdicts, geometries: ObjectArray, rows: IntArray, bounds: Bounds, limits: GeometryLimits
) -> None:
    """Judge how lines and areas are drawn; only small ones come this far, so this cannot take long."""
    type_id = shapely.get_type_id(geometries)
    valid = shapely.is_valid(geometries)
    reasons = np.full(len(rows), "", dtype=object)
    reasons[~valid] = shapely.is_valid_reason(geometries[~valid])
    few = np.array(["few points" in reason or "number of points" in reason for reason in reasons], dtype=bool)
    crossing = np.array(["elf-intersection" in reason for reason in reasons], dtype=bool)
    verdicts.mark_at(rows, few, GeometryFault.TOO_FEW_POINTS)
    verdicts.mark_at(rows, crossing, GeometryFault.SELF_INTERSECTING)
    verdicts.mark_at(rows, ~valid, GeometryFault.RINGS_IN_CONFLICT)
    is_line, is_area = np.isin(type_id, _LINES), np.isin(type_id, _AREAS)
    large = is_line | is_area
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
