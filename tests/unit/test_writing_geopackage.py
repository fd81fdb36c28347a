"""The GeoPackage as GDAL reads it back, which is how QGIS reads it."""

from __future__ import annotations

import geopandas as gpd
import pyogrio
import pytest
import shapely

from mentalmap.domain.vocabulary import PUBLIC_LAYERS, LayerName
from mentalmap.exchange.writing.geopackage import write_geopackage
from tests.unit.bundles import CRS_EPSG, TITLES, feature, make_bundle, make_layer, square


@pytest.fixture
def package(tmp_path):
    def written(**changes):
        path = tmp_path / "kramfors.gpkg"
        write_geopackage(make_bundle(**changes), path)
        return path

    return written


def test_there_is_one_layer_per_mental_map_layer_and_a_table_about_them(package):
    names = [name for name, _ in pyogrio.list_layers(package())]
    assert names == [*(name.value for name in PUBLIC_LAYERS), "about"]


def test_geometry_stays_in_metres(package):
    frame = gpd.read_file(package(), layer="destinations")
    assert frame.crs.to_epsg() == CRS_EPSG
    [kramfors] = frame[frame["name"] == "Kramfors"].geometry
    assert kramfors.equals(square(0, 0).centroid)


def test_features_carry_their_values_or_nothing(package):
    frame = gpd.read_file(package(), layer="attitude").set_index("id")
    assert frame.loc["a3", "estimate"] == 1.7
    assert (frame.loc["a3", "n"], frame.loc["a3", "marks"]) == (33, 66)
    values = frame.loc["a4"].drop(["name", "status", "geometry"])
    assert values.isna().all()
    assert frame.loc["a4", "status"] == "too_few"


def test_titles_and_captions_travel_with_each_layer(package):
    path = package()
    about = pyogrio.read_info(path, layer="destinations")["layer_metadata"]
    assert about["IDENTIFIER"] == TITLES[LayerName.DESTINATIONS]
    assert "People go to Kramfors." in about["DESCRIPTION"]
    assert about["DESCRIPTION"].startswith("Invented answers")


def test_the_table_about_tells_what_one_must_know_to_read_the_numbers(package):
    rows = pyogrio.read_dataframe(package(), layer="about", read_geometry=False)
    told = {(row.layer or "", row.item, row.text) for row in rows.itertuples()}
    assert ("", "Filter", "Only young people.") in told
    assert ("", "Survey", "Round 2016") in told
    assert ("attitude", "People asked", "203") in told
    assert ("attitude", "Fewest people for a value", "5") in told
    assert ("attitude", "Data version", "17") in told
    assert ("heat", "bandwidth_m", "1500.0") in told
    assert any(item == "Notice" and "Invented" in text for _, item, text in told)


@pytest.mark.parametrize(
    ("shapes", "geometry_type"),
    [
        ([square(0, 0), square(1, 0)], "Polygon"),
        ([square(0, 0), shapely.MultiPolygon([square(1, 0), square(2, 0)])], "MultiPolygon"),
        ([square(0, 0), shapely.LineString([(6e5, 7e6), (6.1e5, 7e6)])], "Unknown"),
        ([], "MultiPolygon"),
    ],
)
def test_geometries_of_one_family_become_one_type(package, shapes, geometry_type):
    features = tuple(feature(f"a{i}", "", shape) for i, shape in enumerate(shapes))
    path = package(layers=(make_layer(LayerName.ATTITUDE, features),))
    assert pyogrio.read_info(path, layer="attitude")["geometry_type"] == geometry_type
    back = gpd.read_file(path, layer="attitude").geometry
    assert len(back) == len(shapes)
    assert all(one.equals(other) for one, other in zip(back, shapes, strict=True))


def test_a_package_is_dated_by_the_bundle_and_leaves_no_date_behind(package):
    assert b"2024-05-17T00:00:00.000Z" in package().read_bytes()
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None


def test_hostile_names_stay_text(package):
    name = "Robert'); DROP TABLE about;--\u202e<b>"
    path = package(layers=(make_layer(LayerName.ATTITUDE, (feature("a", name, square(0, 0)),)),))
    assert gpd.read_file(path, layer="attitude")["name"].tolist() == [name]
    assert "about" in [layer for layer, _ in pyogrio.list_layers(path)]
