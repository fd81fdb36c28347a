"""The demo's two area sets: localities with their surroundings, and hexagons.

Official small areas are not in any package, so each *bygd* is the part of the municipality that
lies nearest to its localities (a Voronoi partition), clipped to land.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

import numpy as np
import shapely
from shapely.geometry import MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry

from mentalmap.demo.localities import LOCALITIES
from mentalmap.domain.crs import METRIC_SWEDEN, WGS84, transform_geometries
from mentalmap.domain.vocabulary import Gender

HEXAGON_WIDTH_M = 3_000.0
LEAST_LAND_SHARE = 0.15  # of a hexagon, below which it is left out
LEAST_PART_M2 = 20_000.0  # smaller pieces of an area are skerries nobody speaks of
SIMPLIFIED_M = 40.0  # the coast itself is known to about 100 m

# Inhabitants, rounded by hand so that they sum to about the 18,000 of the municipality.
BYGDER: dict[str, tuple[str, int]] = {
    "kramfors": ("Kramfors", 6_300),
    "frano": ("Frånö", 850),
    "bollstabruk": ("Bollstabruk och Väja", 2_300),
    "nyland": ("Nyland och Torsåker", 1_550),
    "sandslan": ("Sandslån", 850),
    "lugnvik": ("Lugnvik och Bjärtrå", 900),
    "lunde": ("Lunde och Svanö", 750),
    "nora": ("Klockestrand och Nora", 850),
    "herrskog": ("Herrskog", 450),
    "nordingra": ("Nordingrå", 900),
    "mjallom": ("Mjällom", 400),
    "ullanger": ("Ullånger", 1_250),
    "docksta": ("Docksta", 750),
}

# Further points of a bygd, so that shores and islands go with the side of the water they belong to.
SHORES: tuple[tuple[str, float, float], ...] = (
    ("lugnvik", 17.805, 62.970),
    ("lugnvik", 17.862, 62.930),
    ("lugnvik", 17.880, 62.914),
    ("sandslan", 17.800, 62.995),
    ("sandslan", 17.825, 63.050),
    ("kramfors", 17.790, 62.948),
    ("frano", 17.838, 62.922),
    ("lunde", 17.885, 62.858),
    ("nora", 17.922, 62.852),
    ("docksta", 18.420, 63.030),
    ("docksta", 18.465, 63.045),
    ("mjallom", 18.380, 62.998),
    ("ullanger", 18.300, 63.000),
)

# Shares of the inhabitants, illustrative: an ageing northern municipality, the coast older still.
AGE_SHARES = {"0-15": 0.155, "16-29": 0.13, "30-49": 0.21, "50-64": 0.205, "65+": 0.30}
OLDER_BYGDER = frozenset({"nordingra", "mjallom", "herrskog", "nora"})
MOVED_TO_OLDER = 0.06
WOMEN_SHARES = {"0-15": 0.485, "16-29": 0.455, "30-49": 0.485, "50-64": 0.49, "65+": 0.525}


@dataclass(frozen=True, slots=True)
class PopulationGroup:
    """Inhabitants of one age band and gender in one area."""

    age_band: str
    gender: Gender
    people: int


@dataclass(frozen=True, slots=True)
class DemoArea:
    """One area: geometry in EPSG:4326; `population` is None where nobody has counted."""

    code: str
    name: str
    geometry: BaseGeometry
    population: int | None = None
    population_by: tuple[PopulationGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoAreaSet:
    """One version of a partition of the municipality."""

    code: str
    name: str
    version: str
    source: str
    areas: tuple[DemoArea, ...]


def bygder(territory_m: BaseGeometry) -> DemoAreaSet:
    """
    Divide the municipality between its localities.

    Parameters
    ----------
    territory_m
        Land of the municipality in EPSG:3006.
    """
    seeds = [(place.bygd, place.lon, place.lat) for place in LOCALITIES if place.bygd] + list(SHORES)
    points = transform_geometries(
        np.array([shapely.Point(lon, lat) for _, lon, lat in seeds]), WGS84, METRIC_SWEDEN
    )
    cells = shapely.get_parts(
        shapely.voronoi_polygons(MultiPoint(list(points)), extend_to=shapely.box(*territory_m.bounds))
    )
    tree = shapely.STRtree(points)
    owner = np.array([seeds[int(tree.query(cell, predicate="contains")[0])][0] for cell in cells])
    outlines = [_cut(territory_m, shapely.union_all(cells[owner == key])) for key in BYGDER]
    geometries = transform_geometries(np.array(outlines, dtype=object), METRIC_SWEDEN, WGS84)
    return DemoAreaSet(
        "bygder",
        "Bygder",
        "1",
        "Nearest locality, clipped to land; stand-in for official areas",
        tuple(
            DemoArea(key, name, geometry, people, population_groups(key))
            for (key, (name, people)), geometry in zip(BYGDER.items(), geometries, strict=True)
        ),
    )


def hexagons(territory_m: BaseGeometry, width_m: float = HEXAGON_WIDTH_M) -> DemoAreaSet:
    """Lay hexagons of a width in metres over the land, EPSG:3006, and clip them to it."""
    grid = _hexagon_grid(territory_m.bounds, width_m)
    shapely.prepare(territory_m)
    clipped = shapely.intersection([cell for _, cell in grid], territory_m)
    kept = [
        (code, _cut(territory_m, cell))
        for (code, cell), part in zip(grid, clipped, strict=True)
        if part.area >= LEAST_LAND_SHARE * cell.area
    ]
    outlines = np.array([cell for _, cell in kept], dtype=object)
    geometries = transform_geometries(outlines, METRIC_SWEDEN, WGS84)
    return DemoAreaSet(
        "hexagons",
        f"Hexagoner {width_m / 1000:g} km",
        "1",
        f"Regular grid in EPSG:3006, {width_m:g} m across, clipped to land",
        tuple(
            DemoArea(code, f"{_nearest_name(geometry)} {code}", geometry)
            for (code, _), geometry in zip(kept, geometries, strict=True)
        ),
    )


def population_groups(key: str) -> tuple[PopulationGroup, ...]:
    """Split the inhabitants of a bygd by age band and gender; the parts sum to the whole."""
    shares = dict(AGE_SHARES)
    if key in OLDER_BYGDER:
        shares["65+"] += MOVED_TO_OLDER
        shares["30-49"] -= MOVED_TO_OLDER
    people = BYGDER[key][1]
    groups: list[PopulationGroup] = []
    for band, share in shares.items():
        in_band = round(people * share)
        if band == "65+":  # takes what rounding left over
            in_band = people - sum(group.people for group in groups)
        women = round(in_band * WOMEN_SHARES[band])
        groups += [
            PopulationGroup(band, Gender.WOMAN, women),
            PopulationGroup(band, Gender.MAN, in_band - women),
        ]
    return tuple(groups)


def _cut(territory_m: BaseGeometry, cell: BaseGeometry) -> BaseGeometry:
    inside = shapely.intersection(cell, territory_m)
    parts = [
        part
        for part in shapely.get_parts(inside)
        if part.geom_type == "Polygon" and part.area >= LEAST_PART_M2
    ]
    return shapely.union_all(parts)


def _hexagon_grid(bounds: tuple[float, float, float, float], width_m: float) -> list[tuple[str, Polygon]]:
    """Pointy-top hexagons anchored at whole multiples of their width, so that grids agree."""
    west, south, east, north = bounds
    radius = width_m / 3**0.5
    step_y = 1.5 * radius
    angles = np.radians(np.arange(30, 390, 60))
    corners = radius * np.column_stack([np.cos(angles), np.sin(angles)])
    cells = []
    for row, j in enumerate(range(int(south // step_y), int(north // step_y) + 2), start=1):
        shift = width_m / 2 if j % 2 else 0.0
        for column, i in enumerate(range(int(west // width_m) - 1, int(east // width_m) + 2), start=1):
            centre = (i * width_m + shift, j * step_y)
            cells.append((f"{row:02d}:{column:02d}", Polygon(corners + centre)))
    return cells


def _nearest_name(geometry: BaseGeometry) -> str:
    middle = geometry.centroid
    named = [place for place in LOCALITIES if place.role == "locality"]
    # At 63° N a degree of longitude is 0.454 of a degree of latitude.
    return min(named, key=lambda one: hypot(0.454 * (one.lon - middle.x), one.lat - middle.y)).name
