"""Files of areas and places as municipalities have them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from mentalmap.domain.vocabulary import Gender
from mentalmap.errors import InvalidMappingError, UnreadableFileError
from mentalmap.exchange.areas_files import read_areas
from mentalmap.exchange.places_files import read_places, split_aliases
from mentalmap.exchange.recognising.populations import PopulationColumn, find_population_columns
from tests.unit.foreign_files import write

SWEDEN = Path(__file__).resolve().parents[3] / "shared/data/sweden"
needs_data = pytest.mark.skipif(
    not SWEDEN.is_dir(), reason="the folder shared/data beside the project is missing"
)


def square(x: float, **properties: object) -> dict[str, object]:
    ring = [[x, 60], [x + 1, 60], [x + 1, 61], [x, 61], [x, 60]]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def test_areas_keep_their_population_and_list_what_is_wrong(tmp_path: Path) -> None:
    features = [
        square(1, kod="A", namn="Nyland", Folkmängd=900, **{"Kvinnor 16-24 år": 50, "Män 65+": 80}),
        square(2, kod="A", namn="Lunde", Folkmängd=1),
        square(3, kod="B", namn=None, Folkmängd="många"),
        {"type": "Feature", "properties": {"kod": "C"}, "geometry": {"type": "Point", "coordinates": [1, 2]}},
        {"type": "Feature", "properties": {"kod": "D"}, "geometry": None},
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    read = read_areas(write(tmp_path, text, "omraden.geojson"))
    assert [(area.row, area.id, area.name) for area in read.areas] == [(1, "A", "Nyland"), (3, "B", "B")]
    assert [(count.count, count.gender, count.age) for count in read.areas[0].population] == [
        (900, None, None),
        (50, Gender.WOMAN, "16-24"),
        (80, Gender.MAN, "65+"),
    ]
    assert [(fault.row, fault.doubtful) for fault in read.faults] == [
        (2, False),
        (3, True),
        (4, False),
        (5, False),
    ]
    assert read.crs_epsg == 4326


def test_a_column_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    text = json.dumps(square(1, namn="Nyland"))
    with pytest.raises(InvalidMappingError) as refused:
        read_areas(write(tmp_path, text, "a.geojson"), name_column="nman")
    assert "namn" in str(refused.value.remedy)


def test_points_are_no_areas(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="no outlines"):
        read_areas(write(tmp_path, "namn;lon;lat\nNyland;17.7;63\n"))


def test_columns_of_population_are_recognised_and_others_are_not() -> None:
    names = ["area_km2", "year", "code 12-13", "age_16_24", "pop_65plus", "Kvinnor", "invånare", "befolkning"]
    assert find_population_columns(names) == (
        PopulationColumn("age_16_24", None, "16-24"),
        PopulationColumn("pop_65plus", None, "65+"),
        PopulationColumn("Kvinnor", Gender.WOMAN),
        PopulationColumn("invånare"),
    )


def test_places_are_read_from_a_table_with_other_names(tmp_path: Path) -> None:
    text = (
        "Ortnamn;Smeknamn;E;N;Typ\n"
        "Nyland;Nylann|nyland, Nylandet;640000;6990000;tätort\n"
        ";;640000;6990000;\n"
        "Lunde;;abc;6990000;\n"
        "Nora;;;;\n"
    )
    read = read_places(write(tmp_path, text))
    [place] = read.places
    assert (place.row, place.name, place.aliases, place.kind) == (
        2,
        "Nyland",
        ("Nylann", "Nylandet"),
        "tätort",
    )
    assert shapely.from_wkb(place.geometry) == shapely.Point(640000, 6990000)
    assert read.crs_epsg == 3006
    assert sorted(fault.row for fault in read.faults) == [3, 4, 5]


def test_a_name_is_not_its_own_alias() -> None:
    assert split_aliases(" kramfors ;Krammers|Krammers,", "Kramfors") == ("Krammers",)
    assert split_aliases(None, "Kramfors") == ()


@needs_data
@pytest.mark.parametrize(
    ("name", "count", "epsg", "population"),
    [
        ("kommuner_3006.gpkg", 290, 3006, False),
        ("kommuner_4326.parquet", 290, 4326, False),
        ("kramfors_bygdomraden_voronoi_3006.gpkg", 12, 3006, True),
        ("hagfors_bygdomraden_voronoi_4326.geojson", 7, 4326, True),
    ],
)
def test_real_areas_are_read_whole(name: str, count: int, epsg: int, population: bool) -> None:
    read = read_areas(SWEDEN / name)
    assert (len(read.areas), read.crs_epsg, read.faults) == (count, epsg, ())
    assert all(bool(area.population) is population for area in read.areas)


@needs_data
@pytest.mark.parametrize(
    ("name", "count", "epsg"), [("tatorter_2020_3006.gpkg", 2017, 3006), ("geonames_se.csv", 1323, 4326)]
)
def test_real_places_are_read_whole(name: str, count: int, epsg: int) -> None:
    read = read_places(SWEDEN / name)
    assert (len(read.places), read.crs_epsg, read.faults) == (count, epsg, ())
    assert all(place.population is not None for place in read.places)
