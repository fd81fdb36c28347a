"""Geodata of every format arrives as 2D WKB with its CRS, and each broken feature by its number."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
import shapely

from mentalmap.errors import UnreadableFileError
from mentalmap.exchange.reading import Source, open_source
from tests.unit.foreign_files import read_all, write

POINTS = [(17.7633, 63.0093), (17.8766, 62.8857)]


def shapes(source: Source) -> list[object]:
    return [
        None if wkb is None else shapely.from_wkb(wkb)
        for batch in source.batches()
        if batch.geometry is not None
        for wkb in batch.geometry.to_pylist()
    ]


def collection(*features: object, **members: object) -> str:
    return json.dumps({"type": "FeatureCollection", **members, "features": list(features)})


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(*coordinates: object) -> dict[str, object]:
    return {"type": "Point", "coordinates": list(coordinates)}


@pytest.mark.parametrize(
    ("driver", "name", "format_name"),
    [
        ("GPKG", "a.gpkg", "gpkg"),
        ("FlatGeobuf", "a.fgb", "flatgeobuf"),
        ("GeoJSON", "a.geojson", "geojson"),
        ("LIBKML", "a.kml", "kml"),
        ("ESRI Shapefile", "a.shp", "shapefile"),
        ("Parquet", "a.parquet", "parquet"),
    ],
)
def test_every_format_gives_the_same_places(tmp_path: Path, driver: str, name: str, format_name: str) -> None:
    import geopandas

    frame = geopandas.GeoDataFrame(
        {"namn": ["Nyland", "Lundeå"]}, geometry=[shapely.Point(*p) for p in POINTS], crs="EPSG:4326"
    )
    if driver == "Parquet":
        frame.to_parquet(tmp_path / name)
    else:
        frame.to_file(tmp_path / name, driver=driver, engine="pyogrio")
    with open_source(tmp_path / name) as source:
        assert (source.format, source.geometry, source.crs_epsg) == (format_name, True, 4326)
        found = shapes(source)
        names = source.sample.column("namn").to_pylist()
    assert dict(zip(names, found, strict=True)).keys() == {"Nyland", "Lundeå"}
    for name, shape in zip(names, found, strict=True):
        assert shape.equals_exact(shapely.Point(*POINTS[name == "Lundeå"]), 1e-6)


def test_a_zipped_shapefile_in_metres_is_read_with_its_crs(tmp_path: Path) -> None:
    import geopandas

    frame = geopandas.GeoDataFrame(
        {"namn": ["å"]}, geometry=[shapely.Point(640000, 6990000)], crs="EPSG:3006"
    )
    folder = tmp_path / "shp"
    folder.mkdir()
    frame.to_file(folder / "platser.shp", engine="pyogrio")
    with zipfile.ZipFile(tmp_path / "platser.zip", "w") as archive:
        for part in folder.iterdir():
            archive.write(part, f"mapp/{part.name}")
    with open_source(tmp_path / "platser.zip") as source:
        assert (source.crs_epsg, source.columns) == (3006, ("namn",))
    (folder / "platser.prj").unlink()
    with open_source(folder / "platser.shp") as source:
        assert source.crs_epsg is None
        assert any(".prj" in str(note) for note in source.notes)


def test_the_largest_layer_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    import geopandas

    for layer, count in (("linjer", 1), ("punkter", 3)):
        frame = geopandas.GeoDataFrame(
            {"n": range(count)}, geometry=[shapely.Point(18, 63)] * count, crs="EPSG:4326"
        )
        frame.to_file(tmp_path / "a.gpkg", layer=layer, engine="pyogrio")
    with open_source(tmp_path / "a.gpkg") as source:
        assert source.layer == "punkter"
        assert any("linjer" in str(note) for note in source.notes)
    assert len(read_all(tmp_path / "a.gpkg", layer="linjer")[0]) == 1
    with pytest.raises(UnreadableFileError) as refused:
        open_source(tmp_path / "a.gpkg", layer="ytor")
    assert "linjer" in str(refused.value.remedy)


def test_each_broken_feature_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    text = collection(
        feature(point(18, 63), n=1),
        None,
        feature(point(18, "63"), n=3),
        feature({"type": "LineString", "coordinates": [[18, 63]]}, n=4),
        feature({"type": "Blob", "coordinates": [18, 63]}, n=5),
        feature(None, n=6),
        feature(point(18, float("inf")), n=7),
        feature({"type": "Polygon", "coordinates": [[[18, 63], [19, 63], [19, 64]]]}, n=8),
        feature({"type": "GeometryCollection", "geometries": [point(1, 2), point(3, 4)]}, n=9),
    )
    rows, numbers, faults = read_all(write(tmp_path, text, "a.geojson"))
    assert numbers == [1, 3, 4, 5, 6, 7, 8, 9]
    assert [row["n"] for row in rows] == ["1", "3", "4", "5", "6", "7", "8", "9"]
    assert [(fault.row, fault.doubtful) for fault in faults] == [
        (2, False),
        (3, False),
        (4, False),
        (5, False),
        (7, False),
        (8, True),
        (9, False),
    ]


def test_the_older_crs_member_is_obeyed_and_an_unknown_one_refused(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    with open_source(write(tmp_path, collection(feature(point(640000, 6990000))), "a.geojson")) as source:
        assert source.crs_epsg == 4326
    with open_source(write(tmp_path, collection(feature(point(1, 2)), crs=crs), "b.geojson")) as source:
        assert source.crs_epsg == 3006
    crs["properties"]["name"] = "Kramfors lokala"
    with pytest.raises(UnreadableFileError, match="Kramfors lokala"):
        open_source(write(tmp_path, collection(feature(point(1, 2)), crs=crs), "c.geojson"))


def test_one_feature_per_line_is_read(tmp_path: Path) -> None:
    text = "\n".join(json.dumps(feature(point(18, 60 + i), n=i)) for i in range(3)) + "\n"
    assert [row["n"] for row in read_all(write(tmp_path, text, "a.geojsonl"))[0]] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"type": "FeatureCollection", "features": [{"type": "Feature", ', "line 1"),
        ("[1, 2", "line 1"),
        ("[" * 100_000, "nested"),
        ("{}", "type"),
        ('{"type": "FeatureCollection", "features": 5}', "list"),
        ('{"type": "FeatureCollection", "features": []}', "no features"),
        ('{"type": "Topology"}', "TopoJSON"),
        ('{"type": "FeatureCollection", "features": [' + "9" * 10_000 + "]}", "number"),
    ],
)
def test_what_is_no_geojson_is_refused_saying_where(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        open_source(write(tmp_path, text, "a.geojson"))


@pytest.mark.parametrize("name", ["a.gpkg", "a.fgb", "a.parquet", "a.zip", "a.kml"])
def test_a_torn_file_is_refused_in_words(tmp_path: Path, name: str) -> None:
    import geopandas

    frame = geopandas.GeoDataFrame({"n": range(300)}, geometry=[shapely.Point(18, 63)] * 300, crs="EPSG:4326")
    if name.endswith("parquet"):
        frame.to_parquet(tmp_path / name)
    elif name.endswith("zip"):
        frame.to_file(tmp_path / "a.shz", driver="ESRI Shapefile", engine="pyogrio")
        (tmp_path / "a.shz").rename(tmp_path / name)
    else:
        frame.to_file(tmp_path / name, engine="pyogrio", driver="LIBKML" if name.endswith("kml") else None)
    whole = (tmp_path / name).read_bytes()
    with pytest.raises(UnreadableFileError):
        read_all(write(tmp_path, whole[: len(whole) // 3], name))


def test_kml_keeps_the_extended_data_of_its_placemarks(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Nyland</name>'
        '<ExtendedData><Data name="person"><value>7</value></Data></ExtendedData>'
        "<Point><coordinates>17.76,63.01,12</coordinates></Point></Placemark></Document></kml>"
    )
    with open_source(write(tmp_path, text, "a.kml")) as source:
        assert source.sample.column("person").to_pylist() == ["7"]
        [shape] = shapes(source)
    assert (shape.x, shape.y, shape.has_z) == (17.76, 63.01, False)
