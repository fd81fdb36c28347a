"""What can be wrong with a geometry, and the limits that it is held to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


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
    """
    What the gate lets through.

    Parameters
    ----------
    types
        Allowed geometry types by their GeoJSON name.
    max_vertices, max_parts
        Vertices in all, and separate points, lines or areas of a multi-geometry.
    min_length_m, max_length_m
        Of a line, in metres: a slip of the finger, and a drive through the whole country.
    min_area_m2, max_area_m2
        Of an area, in square metres.
    """

    types: frozenset[str] = frozenset(
        {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"}
    )
    max_vertices: int = 2_000
    max_parts: int = 200
    min_length_m: float = 1.0
    max_length_m: float = 1e6
    min_area_m2: float = 1.0
    max_area_m2: float = 1e11
