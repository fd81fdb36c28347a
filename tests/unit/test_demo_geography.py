"""The demo stands on the real Kramfors: places on land, areas that cover it once, a river to the sea."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import Point

from mentalmap.demo.area_sets import BYGDER, population_groups
from mentalmap.demo.corridors import ROADS, road_between
from mentalmap.demo.geography import DRAWN, DemoGeography, kramfors_geography
from mentalmap.demo.localities import BY_KEY, LOCALITIES
from mentalmap.domain.crs import METRIC_SWEDEN, WGS84, transform_geometries
from mentalmap.errors import MissingDataError
from mentalmap.exchange.packaged_geodata import read_municipality, read_rivers, read_settlements

STATISTICS_LOCALITIES = Path(__file__).parents[3] / "shared/data/sweden/tatorter_2020_3006.gpkg"
AGREES_M = 1_000.0  # both sources put a locality's point somewhere in the middle of it
ON_A_BRIDGE = {"sandobron", "hogakustenbron"}


@pytest.fixture(scope="module")
def kramfors() -> DemoGeography:
    return kramfors_geography()


def in_metres(*geometries: object) -> np.ndarray:
    return transform_geometries(np.array(geometries, dtype=object), WGS84, METRIC_SWEDEN)


def test_every_place_lies_on_the_municipality_s_land(kramfors: DemoGeography) -> None:
    astray = [place.key for place in kramfors.places if not kramfors.land.covers(Point(place.lon, place.lat))]
    assert astray == []


def test_no_place_but_a_bridge_stands_in_the_water(kramfors: DemoGeography) -> None:
    wet = {
        place.key
        for place in kramfors.places
        if not kramfors.basemap.land.covers(Point(place.lon, place.lat))
    }
    assert wet <= ON_A_BRIDGE


@pytest.mark.parametrize("code", [0, 1], ids=["bygder", "hexagons"])
def test_areas_never_overlap(kramfors: DemoGeography, code: int) -> None:
    areas = in_metres(*[area.geometry for area in kramfors.area_sets[code].areas])
    assert shapely.is_valid(areas).all()
    together = shapely.union_all(areas).area
    assert together == pytest.approx(shapely.area(areas).sum(), rel=1e-6)


def test_bygder_cover_all_land_but_skerries(kramfors: DemoGeography) -> None:
    [land] = in_metres(kramfors.land)
    areas = in_metres(*[area.geometry for area in kramfors.area_sets[0].areas])
    assert shapely.union_all(areas).area == pytest.approx(land.area, rel=0.001)


def test_every_locality_lies_in_the_bygd_that_grows_round_it(kramfors: DemoGeography) -> None:
    outlines = {area.code: area.geometry for area in kramfors.area_sets[0].areas}
    assert set(outlines) == {place.bygd for place in LOCALITIES if place.bygd} == set(BYGDER)
    for place in LOCALITIES:
        if place.bygd:
            assert outlines[place.bygd].covers(Point(place.lon, place.lat)), place.key


def test_the_land_is_about_as_large_as_the_municipality_s(kramfors: DemoGeography) -> None:
    [land] = in_metres(shapely.intersection(kramfors.municipality, kramfors.basemap.land))
    assert 1_600e6 < land.area < 1_900e6  # officially 1,695 km², lakes not counted


def test_the_river_runs_from_solleftea_into_the_fjord_above_kramfors(kramfors: DemoGeography) -> None:
    rivers = shapely.union_all(kramfors.basemap.rivers)
    [solleftea] = [label for label in kramfors.basemap.labels if label.name == "Sollefteå"]
    assert rivers.distance(Point(solleftea.lon, solleftea.lat)) < 0.03
    assert rivers.distance(Point(BY_KEY["sandslan"].lon, BY_KEY["sandslan"].lat)) < 0.03
    fjord = max(kramfors.basemap.water.geoms, key=lambda part: part.area)
    assert fjord.intersects(rivers)
    assert fjord.covers(Point(17.785, 62.966))  # the river off Kramfors is one water with the sea
    assert fjord.covers(Point(18.56, 62.76))


def test_people_of_a_bygd_sum_over_age_and_gender() -> None:
    for key, (_, people) in BYGDER.items():
        groups = population_groups(key)
        assert sum(group.people for group in groups) == people
        assert all(group.people > 0 for group in groups)
    assert 17_500 < sum(people for _, people in BYGDER.values()) < 18_500


def test_names_and_folk_names_lead_to_one_place_each() -> None:
    names = [name.casefold() for place in LOCALITIES for name in (place.name, *place.aliases)]
    assert sorted(names) == sorted(set(names))


def test_every_road_joins_places_and_all_places_are_joined() -> None:
    ends = {end for start, _, finish in ROADS for end in (start, finish)}
    for end in ends:
        assert road_between("kramfors", end), end


def test_hand_made_positions_agree_with_geonames() -> None:
    known = {one.name: one for one in read_settlements("SE", DRAWN)}
    both = [(place, known[place.name]) for place in LOCALITIES if place.name in known]
    assert len(both) >= 5
    for place, other in both:
        here, there = in_metres(Point(place.lon, place.lat), Point(other.lon, other.lat))
        assert here.distance(there) < AGREES_M, place.key


@pytest.mark.skipif(
    not STATISTICS_LOCALITIES.is_file(), reason="the shared folder with open data is not here"
)
def test_hand_made_positions_agree_with_the_statistics_agency() -> None:
    import geopandas

    frame = geopandas.read_file(STATISTICS_LOCALITIES)
    frame = frame[frame["mun_code"] == "2282"]
    points = dict(zip(frame["name"], frame.geometry.centroid, strict=True))
    ours = {place.name: place for place in LOCALITIES}
    assert set(points) <= set(ours)
    for name, point in points.items():
        [here] = in_metres(Point(ours[name].lon, ours[name].lat))
        limit = 1_500 if name in {"Kramfors", "Bollstabruk"} else AGREES_M  # theirs include Frånö, Väja
        assert here.distance(point) < limit, name


def test_a_missing_package_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    for read in (
        lambda: read_municipality("2282"),
        lambda: read_rivers(DRAWN),
        lambda: read_settlements("SE", DRAWN),
    ):
        with pytest.raises(MissingDataError) as caught:
            read()
        assert "pip install" in str(caught.value.remedy)


def test_an_unknown_municipality_is_missing_data() -> None:
    with pytest.raises(MissingDataError, match="9999"):
        read_municipality("9999")
