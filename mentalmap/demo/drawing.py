"""How a hand would draw it: points beside the place, shaky lines, lopsided outlines.

All geometry is EPSG:4326. Metres become degrees by the length of a degree at the place, which is
right to a few per mille over the kilometres of a sketch; nothing is measured here.
"""

from __future__ import annotations

from math import cos, hypot, radians

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from mentalmap.demo.corridors import Position

METRES_PER_DEGREE = 111_320.0
TRIES_ON_LAND = 12
OUTLINE_VERTICES = 16


def moved(lon: float, lat: float, east_m: float, north_m: float) -> Position:
    """Move a position by metres east and north."""
    return (lon + east_m / (METRES_PER_DEGREE * cos(radians(lat))), lat + north_m / METRES_PER_DEGREE)


def distance_km(a: Position, b: Position) -> float:
    """Estimate the distance between two positions of one municipality."""
    east = (b[0] - a[0]) * cos(radians(a[1]))
    return hypot(east, b[1] - a[1]) * METRES_PER_DEGREE / 1_000


def point_near(
    rng: np.random.Generator, lon: float, lat: float, spread_m: float, land: BaseGeometry
) -> Point:
    """Click beside a position; clicks that land in the water are tried again, then fall on the spot."""
    for _ in range(TRIES_ON_LAND):
        position = moved(lon, lat, *rng.normal(0.0, spread_m / 1.5, 2))
        if shapely.contains_xy(land, *position):
            return Point(_rounded(position))
    return Point(_rounded((lon, lat)))


def outline_round(rng: np.random.Generator, lon: float, lat: float, radius_m: float) -> Polygon:
    """Draw an outline round a position, larger or smaller, lopsided and never quite closed on itself."""
    angles = np.linspace(0.0, 2 * np.pi, OUTLINE_VERTICES, endpoint=False)
    lobes = sum(
        rng.normal(0.0, 0.11) * np.cos(order * angles + rng.uniform(0, 2 * np.pi)) for order in (1, 2, 3)
    )
    radii = radius_m * np.exp(rng.normal(0.0, 0.22)) * np.clip(1 + lobes, 0.45, 1.6)
    middle = moved(lon, lat, *rng.normal(0.0, 0.12 * radius_m, 2))
    return Polygon(
        [_rounded(moved(*middle, r * np.cos(a), r * np.sin(a))) for r, a in zip(radii, angles, strict=True)]
    )


def line_along(
    rng: np.random.Generator, line: tuple[Position, ...], stretch: tuple[float, float], shake_m: float
) -> LineString:
    """Draw part of a line: a stretch of it, a little to one side, with an unsteady hand."""
    whole = LineString(line)
    share = rng.uniform(*stretch)
    start = rng.uniform(0.0, 1.0 - share)
    steps = np.linspace(start, start + share, int(rng.integers(5, 10)))
    aside = rng.normal(0.0, shake_m, 2)
    vertices = [whole.interpolate(step, normalized=True) for step in steps]
    return LineString(
        [_rounded(moved(v.x, v.y, *(aside + rng.normal(0.0, 0.35 * shake_m, 2)))) for v in vertices]
    )


def route_along(
    rng: np.random.Generator, start: Position, road: tuple[Position, ...], shake_m: float
) -> LineString:
    """Draw a way from a start by a road to its end."""
    vertices = [moved(*vertex, *rng.normal(0.0, shake_m, 2)) for vertex in road[1:]]
    return LineString([_rounded(start), *(_rounded(vertex) for vertex in vertices)])


def _rounded(position: Position) -> Position:
    return (round(position[0], 6), round(position[1], 6))  # a decimetre
