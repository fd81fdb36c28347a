"""Names from a file of places, for looking up what people named, without a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from mentalmap.domain.bounds import Bounds
from mentalmap.domain.crs import WGS84, parse_crs
from mentalmap.domain.geometry import GeometryLimits, check_geometries
from mentalmap.domain.matches import GazetteerEntry
from mentalmap.errors import InvalidInputError
from mentalmap.exchange.coding.context import PLACE_ENTRY
from mentalmap.exchange.places_files import ReadPlace, read_places
from mentalmap.messages import Message, say

if TYPE_CHECKING:
    import geopandas as gpd

LIMITS = GeometryLimits(
    types=frozenset({"Point", "MultiPoint", "Polygon", "MultiPolygon"}),
    max_vertices=100_000,
    max_parts=10_000,
)


def read_place_entries(
    path: Path, areas: gpd.GeoDataFrame | None, bounds: Bounds | None
) -> tuple[list[GazetteerEntry], list[Message]]:
    """
    Read a file of places as entries of a gazetteer, with the area in which each lies.

    Parameters
    ----------
    areas
        With the column `area_id`, any CRS.
    bounds
        Places outside are left out: names come again all over a country.

    Returns
    -------
    entries, notes
        Positions in WGS 84; the notes tell which rows could not be used.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read, or names no places with a position.
    InvalidInputError
        If it does not say its coordinate system.
    """
    read = read_places(path)
    if read.crs_epsg is None and read.crs_wkt is None:
        raise InvalidInputError(
            say("The file of places does not say its coordinate system."),
            say("Save it as GeoPackage with its coordinate system, or with longitude and latitude."),
        )
    epsg = read.crs_epsg or parse_crs(str(read.crs_wkt))
    wkb = np.array([place.geometry for place in read.places], dtype=object)
    gate = check_geometries(shapely.from_wkb(wkb, on_invalid="ignore"), limits=LIMITS, epsg=epsg)
    inside = gate.accepted if bounds is None else gate.accepted & bounds.contains(gate.lon, gate.lat)
    notes = [*read.notes, *_notes_on_lost([fault.row for fault in read.faults if not fault.doubtful])]
    notes += _notes_on_lost([read.places[at].row for at in np.flatnonzero(~gate.accepted)])
    kept = np.flatnonzero(inside)
    if gate.geometries is None or not len(kept):
        return [], notes
    points = shapely.point_on_surface(gate.geometries[kept])
    found = _area_of(points, areas)
    codes = _codes([read.places[at] for at in kept])
    entries = [
        GazetteerEntry(
            id=PLACE_ENTRY + code,
            name=place.name,
            aliases=place.aliases,
            lon=float(point.x),
            lat=float(point.y),
            area_id=area,
            type=place.kind or "place",
            population=None if place.population is None else round(place.population),
        )
        for place, point, area, code in zip(
            (read.places[at] for at in kept), points, found, codes, strict=True
        )
    ]
    return entries, notes


def _codes(places: Sequence[ReadPlace]) -> list[str]:
    """Call a place by its name, with its row where several have the name."""
    times = Counter(place.name for place in places)
    return [place.name if times[place.name] == 1 else f"{place.name} ({place.row})" for place in places]


def _area_of(points: np.ndarray, areas: gpd.GeoDataFrame | None) -> list[str | None]:
    found: list[str | None] = [None] * len(points)
    if areas is None or areas.empty:
        return found
    tree = shapely.STRtree(areas.geometry.to_crs(WGS84).to_numpy())
    point, area = tree.query(points, predicate="intersects")
    for at, which in sorted(zip(point.tolist(), area.tolist(), strict=True), reverse=True):
        found[at] = areas["area_id"].iloc[which]  # the first of several
    return found


def _notes_on_lost(rows: list[int]) -> list[Message]:
    if not rows:
        return []
    named = ", ".join(map(str, rows[:10])) + (", …" if len(rows) > 10 else "")
    return [say("Rows of the places that cannot be used: %(rows)s.", rows=named)]
