"""One drawing of a form or of the interface: hostile GeoJSON is refused in our own words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from mentalmap.domain.geometry import gate_one
from mentalmap.errors import InvalidGeometryError
from tests.unit.geometry_gate import KRAMFORS, OUTLINE


def nested(depth: int) -> object:
    value: object = 1.0
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "geojson",
    [
        None,
        5,
        "POINT(17.8 62.9)",
        [],
        {},
        {"type": ["Point"]},
        {"type": "point", "coordinates": [17.8, 62.9]},
        {"type": "\N{RIGHT-TO-LEFT OVERRIDE}" + "x" * 10_000},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [17.8, 62.9]}},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [17.8, 62.9]}]},
        {"type": "Point"},
        {"type": "Point", "coordinates": None},
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": [17.8]},
        {"type": "Point", "coordinates": ["17.8", 62.9]},
        {"type": "Point", "coordinates": [True, 62.9]},
        {"type": "Point", "coordinates": [17.8, None]},
        {"type": "Point", "coordinates": [float("nan"), 62.9]},
        {"type": "Point", "coordinates": [17.8, float("inf")]},
        {"type": "Point", "coordinates": [10**400, 62.9]},
        {"type": "Point", "coordinates": [17.8, 62.9, 1, 2]},
        {"type": "Point", "coordinates": {"0": 17.8, "1": 62.9}},
        {"type": "Point", "coordinates": nested(100_000)},
        {"type": "Point", "coordinates": [0, 0]},
        {"type": "Point", "coordinates": [62.9, 17.8]},
        {"type": "MultiPoint", "coordinates": [17.8, 62.9]},
        {"type": "MultiPoint", "coordinates": [[17.8, 62.9]] * 1_000_000},
        {"type": "LineString", "coordinates": [[17.8, 62.9]]},
        {"type": "LineString", "coordinates": [[17.8, 62.9], [17.8, 62.9]]},
        {"type": "Polygon", "coordinates": [5]},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [[[17.8, 62.9], [17.9, 62.9], [17.9, 63.0]]]},
        {"type": "Polygon", "coordinates": [[[17.8, 62.9], [17.9, 62.9], [17.9, 63.0], [17.8, 63.0]]]},
        {
            "type": "Polygon",
            "coordinates": [[[17.8, 62.9], [17.9, 62.9], [17.8, 63], [17.9, 63], [17.8, 62.9]]],
        },
        {
            "type": "Point",
            "coordinates": [17.8, 62.9],
            "crs": {"type": "name", "properties": {"name": "EPSG:3006"}},
        },
    ],
    ids=range(35),
)
def test_a_hostile_geometry_is_refused_in_our_own_words(geojson):
    with pytest.raises(InvalidGeometryError) as refusal:
        gate_one(geojson, bounds=KRAMFORS)
    assert refusal.value.remedy is not None
    assert len(str(refusal.value)) < 300
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in str(refusal.value)


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Point(17.8, 62.9),
        shapely.MultiPoint([(17.8, 62.9), (17.9, 62.9)]),
        shapely.LineString([(17.8, 62.9), (17.9, 62.9)]),
        shapely.MultiLineString([[(17.8, 62.9), (17.9, 62.9)], [(17.8, 63), (17.9, 63)]]),
        shapely.from_wkt(OUTLINE),
        shapely.MultiPolygon([shapely.from_wkt(OUTLINE)]),
    ],
    ids=lambda shape: shape.geom_type,
)
def test_a_sound_geometry_of_each_type_enters_unchanged(shape):
    assert gate_one(json.loads(shapely.to_geojson(shape)), bounds=KRAMFORS).equals(shape)


@pytest.mark.parametrize("number", [True, "1", None, [1], 10**400])
def test_only_numbers_are_coordinates(number):
    with pytest.raises(InvalidGeometryError, match="not a number"):
        gate_one({"type": "Point", "coordinates": [number, 62.9]})


def test_a_declared_longitude_and_latitude_is_welcome():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert gate_one({"type": "Point", "coordinates": [17.8, 62.9, 30], "crs": crs}, bounds=KRAMFORS)


def test_bad_files_of_another_project_make_no_crash(project_root: Path):
    folder = project_root.parent / "shared/data/files/geojsonhint_bad"
    if not folder.exists():
        pytest.skip("the collection of bad GeoJSON files is not on this machine")
    refused = []
    for path in sorted(folder.glob("*.geojson")):
        foreign = json.loads(path.read_text("utf-8"))
        for geometry in (foreign, foreign.get("geometry")):
            try:
                gate_one(geometry)
            except InvalidGeometryError:
                refused.append(path.name)
    assert {"point-string.geojson", "point-toomany.geojson", "short-line.geojson", "badcoord.geojson"} <= set(
        refused
    )
