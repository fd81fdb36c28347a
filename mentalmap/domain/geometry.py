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
from mentalmap.domain.bounds import WORLD, Bounds
from mentalmap.domain.crs import WGS84, is_geographic, transform_geometries, transform_xy
from mentalmap.domain.crs_guess import guess_metric_crs
from mentalmap.domain.geometry_explanations import describe_fault
from mentalmap.domain.geometry_faults import GeometryFault, GeometryLimits
from mentalmap.domain.geometry_json import read_geometry
from mentalmap.domain.geometry_shapes import ZERO, Verdicts, check_objects, check_shapes
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
        return self.x_0 / 2 + self.x_1 / 2, self.y_0 / 2 + self.y_1 / 2

    def with_drawn(self, rows: IntArray, geometries: ObjectArray) -> _Boxes:
        """Give the rows of lines and areas their rectangles."""
        sides = np.column_stack((self.x_0, self.y_0, self.x_1, self.y_1))
        sides[rows] = shapely.bounds(geometries)
        return _Boxes(sides[:, 0], sides[:, 1], sides[:, 2], sides[:, 3])

    def swapped(self) -> _Boxes:
        return _Boxes(self.y_0, self.x_0, self.y_1, self.x_1)

    def within(self, bounds: Bounds, epsg: int = WGS84) -> BoolArray:
        """Tell which rectangles have two opposite corners inside."""
        inside = bounds.contains(*transform_xy(self.x_0, self.y_0, epsg, WGS84))
        if not self.are_points:
            inside &= bounds.contains(*transform_xy(self.x_1, self.y_1, epsg, WGS84))
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
    verdicts = Verdicts(len(x))
    drawn: IntArray = np.empty(0, dtype=np.intp)  # rows with a line or an area
    if given is not None:
        drawn, x, y = check_objects(verdicts, given, x, y, limits)
    plain = np.ones(len(x), dtype=bool)
    plain[drawn] = False
    _check_numbers(verdicts, plain, x, y, limits)
    lon, lat = transform_xy(x, y, epsg, WGS84)
    boxes, home = _Boxes(x, y, x, y), _Boxes(lon, lat, lon, lat)
    sound = verdicts.sound(drawn)
    moved: ObjectArray = np.empty(0, dtype=object)
    if given is not None and len(sound):
        moved = transform_geometries(given[sound], epsg, WGS84)
        boxes, home = boxes.with_drawn(sound, given[sound]), home.with_drawn(sound, moved)
    _check_places(verdicts, boxes, home, bounds, epsg)
    check_shapes(verdicts, moved, sound, bounds, limits)
    lon, lat = home.middle()
    accepted: ObjectArray | None = None
    if given is not None:
        accepted = np.full(len(x), None, dtype=object)
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


def _check_numbers(
    verdicts: Verdicts, plain: BoolArray, x: FloatArray, y: FloatArray, limits: GeometryLimits
) -> None:
    """Judge the numbers of plain positions."""
    verdicts.mark(plain & (np.isnan(x) | np.isnan(y)), GeometryFault.MISSING)
    verdicts.mark(plain & ~(np.isfinite(x) & np.isfinite(y)), GeometryFault.NOT_FINITE)
    if "Point" not in limits.types:
        verdicts.mark(plain, GeometryFault.WRONG_TYPE)
    verdicts.mark(plain & (np.abs(x) < ZERO) & (np.abs(y) < ZERO), GeometryFault.NULL_ISLAND)


def _check_places(verdicts: Verdicts, boxes: _Boxes, home: _Boxes, bounds: Bounds, epsg: int) -> None:
    """Judge where things lie (`home`, in WGS 84); name the likely slip of those that lie outside."""
    outside = np.flatnonzero(~home.within(bounds) & (verdicts.fault == 0))
    if not len(outside):
        return
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
