"""How to say what is wrong with a geometry to the person who can mend it."""

from __future__ import annotations

import re

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mentalmap.domain.bounds import WORLD, Bounds
from mentalmap.domain.crs import WGS84, crs_label, is_geographic, transform_xy
from mentalmap.domain.crs_guess import guess_metric_crs
from mentalmap.domain.geometry_faults import GeometryFault, GeometryLimits
from mentalmap.messages import Message, say


def describe_fault(
    fault: GeometryFault,
    x: float,
    y: float,
    *,
    bounds: Bounds = WORLD,
    limits: GeometryLimits | None = None,
    epsg: int = WGS84,
    geometry: BaseGeometry | None = None,
) -> tuple[Message, Message]:
    """
    Say what is wrong with a geometry, and what to do about it.

    Parameters
    ----------
    fault
        What the gate found.
    x, y
        The position, or the middle of the geometry, as it was handed in.
    bounds, limits, epsg
        What the gate was told.
    geometry
        The geometry, for the figures of a sentence.
    """
    limits = limits or GeometryLimits()
    if fault in _OF_POSITION:
        return _describe_position(fault, x, y, bounds, epsg)
    return _describe_shape(fault, limits, geometry)


_OF_POSITION = frozenset(
    {
        GeometryFault.OK,
        GeometryFault.MISSING,
        GeometryFault.NOT_FINITE,
        GeometryFault.NULL_ISLAND,
        GeometryFault.OUTSIDE,
        GeometryFault.SWAPPED_AXES,
        GeometryFault.METRES_FOR_DEGREES,
        GeometryFault.DEGREES_FOR_METRES,
    }
)


def _describe_position(
    fault: GeometryFault, x: float, y: float, bounds: Bounds, epsg: int
) -> tuple[Message, Message]:
    """Say what is wrong with where something is."""
    position = f"{_number(x)}, {_number(y)}"
    match fault:
        case GeometryFault.OK:
            return say("Nothing is wrong with this geometry."), say("Nothing needs to be done.")
        case GeometryFault.MISSING:
            return say("The position is missing."), say("Fill it in, or leave the row out.")
        case GeometryFault.NOT_FINITE if np.isnan(x) or np.isnan(y):
            return say("The geometry holds a coordinate that is not a number."), say("Draw it again.")
        case GeometryFault.NOT_FINITE:
            return (
                say("The position holds something that is not a number: %(position)s.", position=position),
                say("Give both coordinates as plain numbers."),
            )
        case GeometryFault.NULL_ISLAND:
            return (
                say("The position is 0, 0, in the sea off Africa: it was probably never filled in."),
                say("Fill it in, or leave the row out."),
            )
        case GeometryFault.SWAPPED_AXES if is_geographic(epsg):
            return (
                say("Longitude and latitude seem to be swapped: %(position)s.", position=position),
                say("Swap the two columns in the mapping."),
            )
        case GeometryFault.SWAPPED_AXES:
            return (
                say("Easting and northing seem to be swapped: %(position)s.", position=position),
                say("Swap the two columns in the mapping."),
            )
        case GeometryFault.METRES_FOR_DEGREES:
            return _describe_metres(position, x, y, bounds)
        case GeometryFault.DEGREES_FOR_METRES:
            return (
                say(
                    "%(position)s look like degrees, but the coordinates should be in %(crs)s.",
                    position=position,
                    crs=crs_label(epsg),
                ),
                say("State the coordinate reference system EPSG:4326 for these columns."),
            )
        case _:
            return _describe_outside(position, x, y, bounds, epsg)


def _describe_metres(position: str, x: float, y: float, bounds: Bounds) -> tuple[Message, Message]:
    """Name the projection that would put the position inside the project."""
    [guess], [swapped] = guess_metric_crs(np.array([x]), np.array([y]), bounds)
    if not guess:
        return (
            say("%(position)s are too large for degrees; they may be metres.", position=position),
            say("State their coordinate reference system, or look for a lost decimal sign."),
        )
    problem = say(
        "%(position)s are not degrees; they fit %(crs)s, in metres.",
        position=position,
        crs=crs_label(int(guess)),
    )
    if swapped:
        return problem, say(
            "State the coordinate reference system EPSG:%(epsg)s and swap the two columns in the mapping.",
            epsg=int(guess),
        )
    return problem, say("State the coordinate reference system EPSG:%(epsg)s.", epsg=int(guess))


def _describe_outside(
    position: str, x: float, y: float, bounds: Bounds, epsg: int
) -> tuple[Message, Message]:
    """Tell how far away the position is."""
    lon, lat = transform_xy(np.array([x]), np.array([y]), epsg, WGS84)
    if not WORLD.contains(lon, lat)[0]:
        return (
            say("%(position)s is not a position on Earth.", position=position),
            say("Look for a lost decimal sign, or for the wrong columns in the mapping."),
        )
    metres = float(bounds.distance_m(lon, lat)[0])
    remedy = say("Correct the position, or widen the bounds of the project.")
    if metres < 1_000:
        if metres < 1:  # its middle lies inside, so an end of it does not
            return say("The geometry reaches outside the project."), remedy
        return say("The position lies %(m)s m outside the project.", m=f"{metres:.0f}"), remedy
    return (
        say(
            "The position lies %(km)s km outside the project: %(position)s.",
            km=_grouped(metres / 1_000),
            position=position,
        ),
        remedy,
    )


def _describe_shape(
    fault: GeometryFault, limits: GeometryLimits, geometry: BaseGeometry | None
) -> tuple[Message, Message]:
    """Say what is wrong with how something is drawn."""
    redraw = say("Draw it again.")
    match fault:
        case GeometryFault.WRONG_TYPE:
            return (
                say(
                    "A geometry of the type %(type)s cannot be used here.",
                    type=geometry.geom_type if geometry is not None else "Point",
                ),
                say("Use one of: %(types)s.", types=", ".join(sorted(limits.types))),
            )
        case GeometryFault.EMPTY:
            return say("The geometry is empty, or a part of it is."), say(
                "Draw it again, or leave the row out."
            )
        case GeometryFault.TOO_MANY_VERTICES:
            return (
                say(
                    "The geometry has %(vertices)s vertices in %(parts)s parts; "
                    "allowed are %(most)s vertices in %(most_parts)s parts.",
                    vertices=int(shapely.get_num_coordinates(geometry)),
                    parts=int(shapely.get_num_geometries(geometry)),
                    most=limits.max_vertices,
                    most_parts=limits.max_parts,
                ),
                say("Simplify it, for example with Simplify in QGIS."),
            )
        case GeometryFault.TOO_FEW_POINTS:
            return (
                say("The geometry has too few different points for a line or an area."),
                say("A line needs two different points, an outline three."),
            )
        case GeometryFault.SELF_INTERSECTING:
            return _crossing(geometry), redraw
        case GeometryFault.RINGS_IN_CONFLICT:
            return _conflict(geometry), redraw
        case GeometryFault.TOO_SMALL:
            return (
                say("The line or area is too small to be meant."),
                say("Draw it larger, or give a point instead."),
            )
        case _:
            return (
                say("The line or area is too large for one statement about a place."),
                say("Draw the part that is meant."),
            )


def _crossing(geometry: BaseGeometry | None) -> Message:
    """Say where an outline crosses itself, where that is known."""
    place = _place_of_invalidity(geometry)
    if place is None:
        return say("The outline crosses itself.")
    return say("The outline crosses itself at %(position)s.", position=place)


def _conflict(geometry: BaseGeometry | None) -> Message:
    """Say where holes or parts overlap, where that is known."""
    place = _place_of_invalidity(geometry)
    if place is None:
        return say("The holes or the parts of the area overlap or lie outside it.")
    return say(
        "The holes or the parts of the area overlap or lie outside it, at %(position)s.", position=place
    )


def _place_of_invalidity(geometry: BaseGeometry | None) -> str | None:
    """Read the position from GEOS's explanation, which ends with it: `…[17.8 62.9]`."""
    if geometry is None:
        return None
    found = re.search(r"\[(\S+) (\S+)\]$", shapely.is_valid_reason(geometry))
    return f"{_number(float(found[1]))}, {_number(float(found[2]))}" if found else None


def _number(value: float) -> str:
    """Write a coordinate with a decimal point and no needless digits."""
    return f"{value:.5f}".rstrip("0").rstrip(".") if abs(value) < 1_000 else f"{value:.0f}"


def _grouped(value: float) -> str:
    """Group digits by a space that does not break, as both our languages may."""
    return f"{value:,.0f}".replace(",", "\N{NO-BREAK SPACE}")
