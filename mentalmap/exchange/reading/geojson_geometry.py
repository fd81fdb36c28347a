"""Build one geometry from GeoJSON and say in words what is wrong with a broken one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mentalmap.messages import Message, say

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

GEOMETRY_TYPES = (
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
)
NAMES = {name.casefold(): name for name in GEOMETRY_TYPES}
DEEPEST = 8

Position = tuple[float, float]


class FaultyGeometryError(ValueError):
    """A GeoJSON geometry that cannot be built."""

    def __init__(self, problem: Message) -> None:
        super().__init__(str(problem))
        self.problem = problem


def build_shape(value: object, depth: int = 0) -> tuple[BaseGeometry | None, Message | None]:
    """
    Build a 2D geometry from a GeoJSON geometry object.

    Returns
    -------
    shape, doubt
        `None` for a geometry that is null or empty; what had to be mended.

    Raises
    ------
    FaultyGeometryError
        Saying what is wrong.
    """
    import shapely

    if value is None:
        return None, None
    if not isinstance(value, dict):
        raise FaultyGeometryError(say("The geometry is not a JSON object."))
    kind = value.get("type")
    name = NAMES.get(kind.casefold()) if isinstance(kind, str) else None
    if name is None:
        raise FaultyGeometryError(say("The geometry has the unknown type “%(type)s”.", type=str(kind)[:50]))
    if name == "GeometryCollection":
        parts = value.get("geometries")
        if not isinstance(parts, list) or depth >= DEEPEST:
            raise FaultyGeometryError(say("The geometry collection holds no list of geometries."))
        built = [build_shape(part, depth + 1) for part in parts]
        shapes = [shape for shape, _ in built if shape is not None]
        doubts = [doubt for _, doubt in built if doubt is not None]
        return shapely.GeometryCollection(shapes), doubts[0] if doubts else None
    coordinates = value.get("coordinates")
    if coordinates is None or coordinates == []:
        return None, None
    doubts = []
    match name:
        case "Point":
            return shapely.Point(_position(coordinates)), None
        case "MultiPoint":
            return shapely.MultiPoint([_position(one) for one in _list(coordinates)]), None
        case "LineString":
            return shapely.LineString(_line(coordinates)), None
        case "MultiLineString":
            return shapely.MultiLineString([_line(one) for one in _list(coordinates)]), None
        case "Polygon":
            polygon = _polygon(coordinates, doubts)
        case _:
            parts = [_polygon(one, doubts) for one in _list(coordinates)]
            polygon = shapely.MultiPolygon(parts)
    return polygon, doubts[0] if doubts else None


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise FaultyGeometryError(say("The coordinates are not nested as the type of geometry demands."))
    return value


def _position(value: object) -> Position:
    parts = _list(value)
    if len(parts) < 2:
        raise FaultyGeometryError(say("A position has %(count)s numbers instead of two.", count=len(parts)))
    for part in parts:
        if isinstance(part, bool) or not isinstance(part, int | float):
            if isinstance(part, list):
                raise FaultyGeometryError(
                    say("The coordinates are not nested as the type of geometry demands.")
                )
            raise FaultyGeometryError(say("A coordinate is not a number: %(value)s.", value=repr(part)[:50]))
    try:
        x, y = float(parts[0]), float(parts[1])  # type: ignore[arg-type]  # checked above
    except OverflowError:
        x = y = math.inf
    if not (math.isfinite(x) and math.isfinite(y)):
        raise FaultyGeometryError(say("A coordinate is not a finite number."))
    return x, y


def _line(value: object) -> list[Position]:
    positions = [_position(one) for one in _list(value)]
    if len(positions) < 2:
        raise FaultyGeometryError(say("A line needs at least two positions."))
    return positions


def _polygon(value: object, doubts: list[Message]) -> BaseGeometry:
    import shapely

    rings = [_ring(one, doubts) for one in _list(value)]
    if not rings:
        return shapely.Polygon()
    return shapely.Polygon(rings[0], rings[1:])


def _ring(value: object, doubts: list[Message]) -> list[Position]:
    positions = [_position(one) for one in _list(value)]
    if len(set(positions)) < 3:
        raise FaultyGeometryError(say("An outline needs at least three different positions."))
    if positions[0] != positions[-1]:
        doubts.append(say("An outline did not end where it began; it was closed."))
        positions.append(positions[0])
    return positions
