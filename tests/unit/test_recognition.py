"""Columns are recognised where they are clear, and asked about where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentalmap.exchange.mapping import ImportField as F
from mentalmap.exchange.reading import open_source
from mentalmap.exchange.recognising.blocks import parse_block_header
from mentalmap.exchange.recognition import Recognition, recognise
from tests.unit.foreign_files import write

PERCEPTIONS = Path(__file__).resolve().parents[3] / "shared/data/perceptions"
needs_data = pytest.mark.skipif(
    not PERCEPTIONS.is_dir(), reason="the folder shared/data beside the project is missing"
)

WIDE = (
    "Intervju nr;Kön;Ålder;Bostadsort;Kanal;Målpunkt 1;Ärende 1;Målpunkt 2;Ärende 2;Stråk 1 från;Stråk "
    "1 till;"
    "Barriär 1;Barriär 1 typ;Landmärke;Datum\n"
    "1;Kvinna;34;Ullånger;intervju;Kramfors;handla;Nordingrå "
    "kyrka;umgås;Ullånger;Kramfors;E4:an;fysisk;Bron;2016-03-01\n"
    "2;Man;51;Bollstabruk;intervju;Kramfors;arbete;;;Bollstabruk;Kramfors;Järnvägen;mental;;2016-03-02\n"
)


def recognise_text(folder: Path, text: str) -> Recognition:
    with open_source(write(folder, text)) as source:
        return recognise(source)


def test_one_row_per_interview_becomes_blocks(tmp_path: Path) -> None:
    found = recognise_text(tmp_path, WIDE)
    assert found.doubts == ()
    assert found.mapping.columns == {
        F.RESPONDENT: "Intervju nr",
        F.SAID_ON: "Datum",
        F.HOME_AREA: "Bostadsort",
        F.AGE: "Ålder",
        F.GENDER: "Kön",
        F.CHANNEL: "Kanal",
    }
    assert [(block.kind.value, block.columns) for block in found.mapping.perceptions] == [
        ("destination", {F.PLACE: "Målpunkt 1", F.PURPOSES: "Ärende 1"}),
        ("destination", {F.PLACE: "Målpunkt 2", F.PURPOSES: "Ärende 2"}),
        ("route", {F.ORIGIN: "Stråk 1 från", F.DESTINATION: "Stråk 1 till"}),
        ("barrier", {F.PLACE: "Barriär 1", F.NATURE: "Barriär 1 typ"}),
        ("landmark", {F.PLACE: "Landmärke"}),
    ]


@pytest.mark.parametrize(
    ("header", "understood"),
    [
        ("Målpunkt 1", ("destination", 1, None)),
        ("malpunkt_2_ärende", ("destination", 2, "purposes")),
        ("Ärende 3", (None, 3, "purposes")),
        ("Kommentar, barriär 2", ("barrier", 2, "quote")),
        ("Stolt över", ("pride", None, None)),
        ("Route 1 to", ("route", 1, "destination")),
    ],
)
def test_block_headers_are_understood_word_by_word(header: str, understood: tuple[object, ...]) -> None:
    parsed = parse_block_header(header)
    assert parsed is not None
    assert (parsed.kind, parsed.number, parsed.part) == understood


@pytest.mark.parametrize(
    "header", ["Kön", "Målpunkt i grannkommunen", "Ärende", "Plats", "Barriär landmärke", "1"]
)
def test_headers_that_are_not_understood_whole_are_left_alone(header: str) -> None:
    assert parse_block_header(header) is None


def test_one_row_per_perception_is_recognised_by_swedish_headers(tmp_path: Path) -> None:
    text = (
        "Respondent;Plats;Typ;Känsla;Tema;Citat;Ålder;Kön;Hemort;Grupp\n"
        "R1;Kramfors;Målpunkt;4;Handel;Bra affärer;34;k;Ullånger;Boende\n"
        "R1;Nyland;Barriär;1;Trafik;Vägen är farlig;34;k;Ullånger;Boende\n"
        "R2;Nordingrå;Stolthet;5;Natur;Underbart;61;m;Docksta;Boende\n"
    )
    found = recognise_text(tmp_path, text)
    assert found.doubts == ()
    assert {field.value: column for field, column in found.mapping.columns.items()} == {
        "respondent": "Respondent",
        "place": "Plats",
        "kind": "Typ",
        "valence": "Känsla",
        "themes": "Tema",
        "quote": "Citat",
        "age": "Ålder",
        "gender": "Kön",
        "home_area": "Hemort",
        "group": "Grupp",
    }
    assert found.mapping.valence.scale == (1, 5)


def test_a_coded_export_with_districts_asks_what_the_district_is(tmp_path: Path) -> None:
    text = (
        "respondent_id,district,code,sentiment,quote\n"
        "R1,North,safety,negative,Dark\nR2,South,shops,positive,Lovely\n"
    )
    found = recognise_text(tmp_path, text)
    assert found.mapping.columns[F.PLACE] == "district"
    assert found.mapping.columns[F.VALENCE] == "sentiment"
    assert [doubt for doubt in map(str, found.doubts) if "district" in doubt and "people live" in doubt]


@pytest.mark.parametrize(
    ("rows", "columns", "crs", "doubts"),
    [
        ("lon;lat\n17,76;63,01\n17,87;62,88\n", {F.LON: "lon", F.LAT: "lat"}, None, []),
        ("N;E\n6981234;651234\n6980000;650000\n", {F.EASTING: "E", F.NORTHING: "N"}, 3006, []),
        ("X;Y\n6981234;651234\n6980000;650000\n", {F.EASTING: "Y", F.NORTHING: "X"}, 3006, []),
        (
            "x;y\n1978000;9120000\n1979000;9121000\n",
            {F.EASTING: "x", F.NORTHING: "y"},
            3857,
            ["Web Mercator"],
        ),
        ("x;y\n123;456\n124;457\n", {F.EASTING: "x", F.NORTHING: "y"}, None, ["Which coordinate system"]),
        ("lon;lat\n63.01;17.76\n62.88;17.87\n", {F.LON: "lon", F.LAT: "lat"}, None, ["exchanged"]),
        ("a;b\n17.7611;63.0122\n17.8733;62.8844\n", {F.LON: "a", F.LAT: "b"}, None, ["numbers only"]),
        ("wkt;z\nPOINT(17.7 63);1\nPOINT(18 62);2\n", {F.WKT: "wkt"}, 4326, []),
        ("g|z\nSRID=3006;POINT(640000 6990000)|1\n", {F.WKT: "g"}, 3006, ["EPSG:3006"]),
        ("a;b\nNej;1\nJa;2\n", {}, None, ["where the marks are"]),
    ],
)
def test_coordinates_are_told_by_their_numbers(
    tmp_path: Path, rows: str, columns: dict[F, str], crs: int | None, doubts: list[str]
) -> None:
    found = recognise_text(tmp_path, rows)
    coordinates = {F.LON, F.LAT, F.EASTING, F.NORTHING, F.WKT}
    assert {field: name for field, name in found.mapping.columns.items() if field in coordinates} == columns
    assert found.mapping.crs == crs
    asked = [str(doubt) for doubt in found.doubts if "What are the marks about" not in str(doubt)]
    assert len(asked) == len(doubts) and all(word in doubt for word, doubt in zip(doubts, asked, strict=True))


def test_two_columns_that_claim_the_same_are_asked_about(tmp_path: Path) -> None:
    found = recognise_text(tmp_path, "Plats;Kommentar;Citat\nNyland;En lång text;En annan\n")
    assert F.QUOTE not in found.mapping.columns
    assert any("“Kommentar”, “Citat”" in str(doubt) for doubt in found.doubts)


def test_words_that_are_not_known_are_asked_about(tmp_path: Path) -> None:
    found = recognise_text(tmp_path, "Plats;Kön\nNyland;kvinna\nLunde;man\nNora;okänd\n")
    assert any("“okänd”" in str(doubt) and "values.gender" in str(doubt) for doubt in found.doubts)


@pytest.mark.parametrize(
    ("dates", "date_format", "asked"),
    [
        ("2016-03-01|2016-03-21", None, False),
        ("21/03/2016|01/03/2016", None, False),
        ("03/21/2016|03/01/2016", "%m/%d/%Y", False),
        ("03/04/2016|05/06/2016", None, True),
    ],
)
def test_the_order_of_day_and_month_is_found_or_asked(
    tmp_path: Path, dates: str, date_format: str | None, asked: bool
) -> None:
    first, second = dates.split("|")
    found = recognise_text(tmp_path, f"Plats;Datum\nNyland;{first}\nLunde;{second}\n")
    assert found.mapping.date_format == date_format
    assert any("day and month" in str(doubt) for doubt in found.doubts) is asked


@needs_data
def test_the_map_of_comments_leaves_only_the_kind_to_be_asked() -> None:
    with open_source(PERCEPTIONS / "dc_vision_zero.csv") as source:
        found = recognise(source)
    assert {field.value: column for field, column in found.mapping.columns.items()} == {
        "id": "GLOBALID",
        "lon": "LONGITUDE VZ",
        "lat": "LATITUDE VZ",
        "themes": "REQUESTTYPE",
        "quote": "COMMENTS",
        "said_on": "REQUESTDATE",
        "group": "USERTYPE",
    }
    [doubt] = found.doubts
    assert "constants.kind" in str(doubt)


@needs_data
def test_means_of_several_people_are_asked_about() -> None:
    with open_source(PERCEPTIONS / "frankfurt_streetception.csv") as source:
        found = recognise(source)
    assert found.mapping.columns == {F.WKT: "geometry_text", F.WEIGHT: "rating_count"}
    assert (found.mapping.crs, found.mapping.valence.scale, found.mapping.valence.summary) == (
        3857,
        (1, 5),
        True,
    )
    doubts = " ".join(map(str, found.doubts))
    assert "EPSG:3857" in doubts and "“safety_avg”" in doubts and "“attractiveness_avg”" in doubts


def scored(folder: Path, scores: list[object]) -> Recognition:
    rows = "".join(f"{n},17.{700 + n},62.93,problem,{score}\n" for n, score in enumerate(scores))
    return recognise_text(folder, "respondent,lon,lat,kind,score\n" + rows)


@pytest.mark.parametrize(
    ("scores", "scale", "odd"),
    [
        ([1, 2, 3, 4, 5] * 12 + [7], (1, 5), "7"),
        ([1, 2, 3, 4, 5] * 60 + [7], (1, 5), "7"),
        ([1, 2, 3, 4, 5] * 12 + [0], (1, 5), "0"),
        ([1, 2, 3, 4, 5] * 12 + [55], (1, 5), "55"),
        ([-2, -1, 0, 1, 2] * 12 + [-3], None, "-3"),
    ],
)
def test_a_slip_of_the_finger_does_not_stretch_the_scale(
    tmp_path: Path, scores: list[object], scale: tuple[float, float] | None, odd: str
) -> None:
    found = scored(tmp_path, scores)
    assert found.mapping.valence.scale == scale
    [doubt] = found.doubts
    assert f"holds {odd}." in str(doubt)


@pytest.mark.parametrize(
    ("scores", "scale"),
    [
        ([1, 2, 3, 4, 5], (1, 5)),
        ([1, 2, 3, 4, 5, 6, 7] * 9, (1, 7)),
        ([1] * 3 + [2, 3, 4] * 30 + [5] * 2, (1, 5)),
        ([-2, -1, 0, 1, 2], None),
    ],
)
def test_a_scale_whose_ends_are_used_is_not_asked_about(
    tmp_path: Path, scores: list[object], scale: tuple[float, float] | None
) -> None:
    found = scored(tmp_path, scores)
    assert (found.mapping.valence.scale, found.doubts) == (scale, ())


def test_an_end_that_one_in_hundreds_used_is_asked_about(tmp_path: Path) -> None:
    found = scored(tmp_path, [2, 3, 4] * 60 + [1] * 5 + [5])
    assert found.mapping.valence.scale == (1, 5)
    assert len(found.doubts) == 1


def test_one_row_in_metres_does_not_make_the_file_metres(tmp_path: Path) -> None:
    rows = [f"{n};17.{70 + n};62.93;problem\n" for n in range(9)]
    found = recognise_text(tmp_path, "nr;lon;lat;kind\n" + "".join(rows) + "9;650000;6980000;problem\n")
    assert {F.LON, F.LAT} <= set(found.mapping.columns)
    metres = [f"{n};{650000 + 40 * n};{6980000 + n};problem\n" for n in range(9)]
    found = recognise_text(tmp_path, "nr;e;n;kind\n" + "".join(metres) + "9;17.7;62.9;problem\n")
    assert {F.EASTING, F.NORTHING} <= set(found.mapping.columns)
    assert found.mapping.crs == 3006


def test_a_shapefiles_short_header_names_the_respondent(tmp_path: Path) -> None:
    rows = "".join(f"{n % 3};17.{70 + n};62.93;Problem\n" for n in range(9))
    assert recognise_text(tmp_path, "RESP;LON;LAT;TYP\n" + rows).mapping.columns[F.RESPONDENT] == "RESP"
