"""The geometry gate: the one place that decides whether a geometry may enter.

Forms, the interface and every import call it, before the database sees anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from shapely.geometry.base import BaseGeometry

from mentalmap.domain.arrays import BoolArray, FloatArray, ObjectArray
from mentalmap.domain.bounds import WORLD, Bounds
from mentalmap.domain.crs import WGS84
from mentalmap.messages import Message

__all__ = ["WORLD", "Bounds", "GateReport", "GeometryFault", "GeometryLimits", "check_geometries", "gate_one"]


class GeometryFault(IntEnum):
    """What the gate found; only `OK` may enter."""

    OK = 0
    MISSING = 1
    NOT_FINITE = 2
    NULL_ISLAND = 3
    OUTSIDE = 4
    SWAPPED_AXES = 5
    METRES_FOR_DEGREES = 6
    DEGREES_FOR_METRES = 7
    WRONG_TYPE = 8
    EMPTY = 9
    TOO_MANY_VERTICES = 10
    TOO_FEW_POINTS = 11
    SELF_INTERSECTING = 12
    RINGS_IN_CONFLICT = 13
    TOO_SMALL = 14
    TOO_LARGE = 15


@dataclass(frozen=True, slots=True)
class GeometryLimits:
    """What the gate lets through: geometry types by their GeoJSON name, and sizes."""

    types: frozenset[str] = frozenset(
        {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"}
    )
    max_vertices: int = 2_000
    max_parts: int = 200
    min_length_m: float = 1.0
    max_length_m: float = 1_000_000.0
    min_area_m2: float = 1.0
    max_area_m2: float = 100_000_000_000.0


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
        The accepted lines and areas in WGS 84 without heights, `None` elsewhere, shape (n,); `None`
        when only positions were given.
    """

    fault: np.ndarray[tuple[int], np.dtype[np.int8]]
    lon: FloatArray
    lat: FloatArray
    geometries: ObjectArray | None

    @property
    def accepted(self) -> BoolArray:
        """Which rows may enter, shape (n,)."""
        return self.fault == GeometryFault.OK

    def describe(self, row: int) -> tuple[Message, Message]:
        """Say what is wrong with a refused row and what to do about it."""
        raise NotImplementedError


def check_geometries(
    geometries: ObjectArray | None = None,
    x: FloatArray | None = None,
    y: FloatArray | None = None,
    *,
    bounds: Bounds = WORLD,
    limits: GeometryLimits | None = None,
    epsg: int = WGS84,
) -> GateReport:
    """Judge many geometries; `x`, `y` are the points of the rows that have no geometry object."""
    raise NotImplementedError


def gate_one(
    geojson: object, *, bounds: Bounds = WORLD, limits: GeometryLimits | None = None
) -> BaseGeometry:
    """Read one foreign GeoJSON geometry; raise `InvalidGeometryError` unless it may enter."""
    raise NotImplementedError
