"""One foreign GeoJSON geometry, read without trusting anything about it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

from shapely.geometry import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from mentalmap.domain.crs import WGS84, parse_crs
from mentalmap.domain.printable import printable
from mentalmap.errors import InvalidGeometryError, InvalidInputError
from mentalmap.messages import say

Position: TypeAlias = tuple[float, float]

# How many lists stand round a position.
_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def read_geometry(geojson: object, *, max_vertices: int) -> BaseGeometry:
    """
    Build a geometry from parsed GeoJSON; heights are left out.

    Parameters
    ----------
    geojson
        What a JSON parser made of a GeoJSON geometry.
    max_vertices
        Reading stops with an error at the first vertex more.

    Returns
    -------
    BaseGeometry
        As it was sent: not yet known to be valid or in its place.

    Raises
    ------
    InvalidGeometryError
        If it is not a GeoJSON geometry of one of the six simple types.
    """
    name = geojson.get("type") if isinstance(geojson, dict) else None
    if not isinstance(geojson, dict) or not isinstance(name, str):
        raise InvalidGeometryError(
            say("This is not a GeoJSON geometry."), say("Send an object with a type and coordinates.")
        )
    if name in ("Feature", "FeatureCollection"):
        raise InvalidGeometryError(
            say("This is a GeoJSON %(type)s, not a geometry.", type=name),
            say("Send what stands under its “geometry”."),
        )
    if name not in _DEPTH:
        raise InvalidGeometryError(
            say("A geometry of the type %(type)s cannot be used here.", type=printable(name)),
            say("Use one of: %(types)s.", types=", ".join(_DEPTH)),
        )
    _check_crs(geojson.get("crs"))
    return _Reader(max_vertices).read(name, geojson.get("coordinates"))


def _check_crs(crs: object) -> None:
    """Refuse the outdated member that declares another system than longitude and latitude."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    try:
        known = isinstance(name, str) and parse_crs(name) == WGS84
    except InvalidInputError:
        known = False
    if not known:
        raise InvalidGeometryError(
            say(
                "GeoJSON holds longitude and latitude in degrees, but this geometry declares something else."
            ),
            say("Transform it to EPSG:4326 and leave the member “crs” out."),
        )


class _Reader:
    """Reads nested lists to a known depth, and counts."""

    def __init__(self, max_vertices: int) -> None:
        self.max_vertices = max_vertices
        self.vertices = 0

    def read(self, name: str, coordinates: object) -> BaseGeometry:
        """Build the geometry of a type."""
        match name:
            case "Point":
                return Point(self.position(coordinates))
            case "MultiPoint":
                return MultiPoint(self.positions(coordinates))
            case "LineString":
                return LineString(self.line(coordinates))
            case "MultiLineString":
                return MultiLineString([self.line(line) for line in self.members(coordinates)])
            case "Polygon":
                return self.polygon(coordinates)
            case _:
                return MultiPolygon([self.polygon(part) for part in self.members(coordinates)])

    def members(self, value: object) -> Sequence[object]:
        """Take a list that is neither empty nor longer than its vertices may be."""
        if not isinstance(value, list | tuple):
            raise InvalidGeometryError(
                say("The coordinates are not nested as this type of geometry needs."),
                say("Compare with the GeoJSON standard, RFC 7946, section 3.1."),
            )
        if not value:
            raise InvalidGeometryError(
                say("The geometry is empty, or a part of it is."), say("Draw it again, or leave the row out.")
            )
        if self.vertices + len(value) > self.max_vertices:
            raise InvalidGeometryError(
                say("The geometry has more than %(most)s vertices.", most=self.max_vertices),
                say("Simplify it, for example with Simplify in QGIS."),
            )
        return value

    def position(self, value: object) -> Position:
        """Read longitude and latitude; a height is passed over."""
        numbers = value if isinstance(value, list | tuple) else ()
        if not 2 <= len(numbers) <= 3:
            raise InvalidGeometryError(
                say("A position needs a longitude and a latitude."),
                say("Write each position as [longitude, latitude]."),
            )
        self.vertices += 1
        values = [_number(number) for number in numbers]
        return values[0], values[1]

    def positions(self, value: object) -> list[Position]:
        """Read several positions."""
        return [self.position(item) for item in self.members(value)]

    def line(self, value: object) -> list[Position]:
        """Read a line of two or more positions."""
        positions = self.positions(value)
        if len(positions) < 2:
            raise InvalidGeometryError(
                say("A line needs at least two points."), say("Draw it again, or send a Point.")
            )
        return positions

    def polygon(self, value: object) -> Polygon:
        """Read an outline and its holes."""
        shell, *holes = [self.ring(ring) for ring in self.members(value)]
        return Polygon(shell, holes)

    def ring(self, value: object) -> list[Position]:
        """Read a closed ring; closing it for the sender might draw an edge that nobody meant."""
        positions = self.positions(value)
        if len(positions) < 4 or positions[0] != positions[-1]:
            raise InvalidGeometryError(
                say("An outline must have at least four positions, and end where it begins."),
                say("Repeat the first position at the end."),
            )
        return positions


def _number(value: object) -> float:
    """Read a JSON number that is finite and not a truth value."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:  # JSON lets a whole number have a thousand digits
            number = math.inf
        if math.isfinite(number):
            return number
    raise InvalidGeometryError(
        say("The position holds something that is not a number."),
        say("Give both coordinates as plain numbers."),
    )
