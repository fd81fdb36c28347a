"""Anchors: where lines between areas begin and end, at the places that most people name."""

from __future__ import annotations

import numpy as np
import shapely

from mentalmap.domain.areas import Areas
from mentalmap.domain.arrays import FloatArray
from mentalmap.domain.layers.voices import count_people
from mentalmap.domain.perceptions import PerceptionTable


def anchors_of(table: PerceptionTable, threshold: int) -> tuple[FloatArray, FloatArray]:
    """
    Find where the lines of each area begin and end: never at anybody's own mark.

    All kinds count, so that the map jumps with none.

    Parameters
    ----------
    threshold
        People who must name a place before it may stand for its area.

    Returns
    -------
    x_m, y_m
        The place of each area that most people name, else the middle of the area, shape (a,).
    """
    x_m, y_m = _middles(table.areas)
    places = table.places
    named = table.place >= 0
    people = count_people(table.place[named], table.respondent[named], len(places))
    usable = (places.area >= 0) & np.isfinite(places.x_m) & np.isfinite(places.y_m)
    usable &= people >= max(1, threshold)
    order = np.flatnonzero(usable)
    # What is written last stays: the place of most people, of equal ones the first.
    order = order[np.argsort(-people[order], kind="stable")][::-1]
    x_m[places.area[order]] = places.x_m[order]
    y_m[places.area[order]] = places.y_m[order]
    return x_m, y_m


def _middles(areas: Areas) -> tuple[FloatArray, FloatArray]:
    """Centroid of each area, moved inside where an area is bent round its centroid."""
    if not len(areas):
        return np.empty(0), np.empty(0)
    middle = shapely.centroid(areas.geometries)
    outside = ~shapely.contains(areas.geometries, middle)
    middle[outside] = shapely.point_on_surface(areas.geometries[outside])
    return shapely.get_x(middle), shapely.get_y(middle)
