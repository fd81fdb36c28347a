from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.crs import (
    METRIC_SWEDEN,
    WGS84,
    check_metric_crs,
    crs_label,
    metric_crs_for,
    parse_crs,
    transform_geometries,
    transform_xy,
)
from mentalmap.errors import InvalidInputError

SWEREF_AS_ARCGIS_WRITES_IT = (
    'PROJCS["SWEREF99_TM",GEOGCS["GCS_SWEREF99",DATUM["D_SWEREF99",'
    'SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",15.0],PARAMETER["Scale_Factor",0.9996],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


@pytest.mark.parametrize(
    ("text", "epsg"),
    [
        ("EPSG:3006", 3006),
        (" epsg:3006 ", 3006),
        ("3006", 3006),
        ("SWEREF 99 TM", 3006),
        ("sweref99tm", 3006),
        ("SWEREF 99 17 15", 3014),
        ("RT90 2.5 gon V", 3021),
        ("WGS84", 4326),
        ("WGS 84", 4326),
        ("UTM zone 33N", 32633),
        ("urn:ogc:def:crs:EPSG::3006", 3006),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
        ("http://www.opengis.net/def/crs/EPSG/0/3006", 3006),
        ("https://epsg.io/3857", 3857),
        ("EPSG:5845", 3006),  # SWEREF 99 TM with heights
        (SWEREF_AS_ARCGIS_WRITES_IT, 3006),
    ],
)
def test_a_crs_is_read_from_what_people_write(text, epsg):
    assert parse_crs(text) == epsg


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "nonsense",
        "EPSG:99999",
        "EPSG:",
        "5613",
        "٣٠٠٦",
        'PROJCS["x"',
        "3006; DROP TABLE",
        "x" * 1_000_000,
    ],
)
def test_what_names_no_crs_is_refused_with_a_remedy(text):
    with pytest.raises(InvalidInputError) as refusal:
        parse_crs(text)
    assert refusal.value.remedy is not None
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize(
    ("lon", "lat", "epsg"),
    [
        (17.78, 62.93, METRIC_SWEDEN),
        (12.6, 55.6, METRIC_SWEDEN),
        (-77.03, 38.9, 32618),
        (8.68, 50.11, 32632),
        (5.32, 60.39, 32632),  # Bergen, in Norway's widened zone
        (15.6, 78.2, 32633),  # Svalbard
        (151.2, -33.9, 32756),
        (180.0, 0.0, 32660),
        (0.0, 89.0, 32661),
        (0.0, -89.0, 32761),
    ],
)
def test_each_place_on_earth_has_a_system_to_measure_in(lon, lat, epsg):
    assert metric_crs_for(lon, lat) == epsg
    check_metric_crs(epsg)


@pytest.mark.parametrize(("lon", "lat"), [(np.nan, 0), (0, np.inf), (181, 0), (0, -91)])
def test_no_system_is_chosen_for_what_is_not_on_earth(lon, lat):
    with pytest.raises(InvalidInputError):
        metric_crs_for(lon, lat)


@pytest.mark.parametrize("epsg", [4326, 3857, 3395, 2225, 99999])
def test_degrees_feet_and_stretched_metres_are_not_measured_in(epsg):
    with pytest.raises(InvalidInputError):
        check_metric_crs(epsg)


def test_positions_are_longitude_first_and_easting_first():
    [easting], [northing] = transform_xy(np.array([17.78]), np.array([62.93]), WGS84, METRIC_SWEDEN)
    assert (round(easting), round(northing)) == (641119, 6980839)


@given(st.lists(st.tuples(st.floats(10.5, 24), st.floats(55, 69)), max_size=20))
def test_there_and_back_again_is_the_same_position(positions):
    lon, lat = (np.array([position[axis] for position in positions]) for axis in (0, 1))
    back = transform_xy(*transform_xy(lon, lat, WGS84, METRIC_SWEDEN), METRIC_SWEDEN, WGS84)
    np.testing.assert_allclose(back, (lon, lat), atol=1e-9)


def test_what_cannot_be_transformed_becomes_nan_and_spoils_no_neighbour():
    x, y = transform_xy(np.array([9e12, 641119, np.nan]), np.array([9e12, 6980839, 1]), METRIC_SWEDEN, WGS84)
    assert np.isnan([x[0], y[0], x[2], y[2]]).all()
    assert (round(x[1], 2), round(y[1], 2)) == (17.78, 62.93)


def test_geometries_lose_their_heights_and_gaps_stay_gaps():
    given = np.array([shapely.Point(17.78, 62.93, 5), None], dtype=object)
    point, gap = transform_geometries(given, WGS84, METRIC_SWEDEN)
    assert gap is None
    assert not point.has_z
    assert (round(point.x), round(point.y)) == (641119, 6980839)


def test_a_crs_is_named_for_people():
    assert crs_label(3006) == "SWEREF 99 TM (EPSG:3006)"
    assert crs_label(32633) == "UTM 33N (EPSG:32633)"
    assert crs_label(5972) == "EPSG:5972"


def test_the_gate_starts_without_the_projection_library():
    code = "import sys, mentalmap.domain.geometry; sys.exit('pyproj' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
