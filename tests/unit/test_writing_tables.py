"""CSV, XLSX and GeoJSON, opened again as people open them."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import openpyxl
import pytest
from shapely import LineString

from mentalmap.domain.layers.envelope import Feature, Status
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, LayerName
from mentalmap.exchange.payload import layer_payload
from mentalmap.exchange.writing.csv import write_csv
from mentalmap.exchange.writing.geojson import write_geojson
from mentalmap.exchange.writing.spreadsheet import write_spreadsheet
from mentalmap.exchange.writing.tables import layer_table
from mentalmap.exchange.writing.wording import name_of
from tests.unit.bundles import TITLES, feature, make_bundle, make_layer, square

FORMULAS = ("=HYPERLINK(0)", "+1", "-1", "@SUM(A1)", "\t=1", "#REF!")


def csv_rows(tmp_path, layer, delimiter, **changes):
    path = tmp_path / "out.csv.zip"
    write_csv(make_bundle(**changes), path)
    with zipfile.ZipFile(path) as archive:
        raw = archive.read(f"{layer}.csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def workbook(tmp_path, **changes):
    path = tmp_path / "out.xlsx"
    write_spreadsheet(make_bundle(**changes), path)
    return openpyxl.load_workbook(path)


def cells(sheet):
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_swedish_csv_has_semicolons_and_decimal_commas(tmp_path):
    [row] = [row for row in csv_rows(tmp_path, "attitude", ";", locale="sv") if row["id"] == "a0"]
    assert (row["name"], row["n"], row["estimate"]) == ("Kramfors", "30", "-1,6")
    assert "," in row["lon"]
    assert 15 < float(row["lon"].replace(",", ".")) < 21


def test_an_english_csv_has_commas_and_decimal_points(tmp_path):
    [row] = [row for row in csv_rows(tmp_path, "attitude", ",") if row["id"] == "a3"]
    assert (row["estimate"], row["n"]) == ("1.7", "33")
    assert 61 < float(row["lat"]) < 65


def test_a_csv_row_about_too_few_people_has_name_status_and_place_only(tmp_path):
    [row] = [row for row in csv_rows(tmp_path, "attitude", ",") if row["id"] == "a4"]
    told = {key for key, value in row.items() if value}
    assert told == {"id", "name", "status", "lon", "lat"}


@pytest.mark.parametrize("text", FORMULAS[:-1])
def test_no_name_is_run_as_a_formula_in_csv(tmp_path, text):
    layers = (make_layer(LayerName.LANDMARKS, (feature(text, text, square(0, 0).centroid),)),)
    [row] = csv_rows(tmp_path, "landmarks", ",", layers=layers)
    assert (row["id"], row["name"]) == ("'" + text, "'" + text)


def test_line_breaks_quotes_and_separators_survive_in_csv(tmp_path):
    name = 'Å "first"\nsecond; third, \u202eأهلا'
    layers = (make_layer(LayerName.LANDMARKS, (feature("l", name, square(0, 0).centroid),)),)
    assert csv_rows(tmp_path, "landmarks", ";", layers=layers, locale="sv")[0]["name"] == name


def test_the_readme_explains_columns_and_captions(tmp_path):
    path = tmp_path / "out.csv.zip"
    write_csv(make_bundle(), path)
    with zipfile.ZipFile(path) as archive:
        text = archive.read("README.txt").decode("utf-8-sig")
    for words in (
        "Invented answers",
        "People go to Kramfors.",
        "Only young people.",
        "n: People",
        "share: Share",
    ):
        assert words in text


def test_a_workbook_has_a_sheet_per_layer_and_one_about_them(tmp_path):
    assert workbook(tmp_path).sheetnames == [*(TITLES[name] for name in PUBLIC_LAYERS), "About"]


def test_numbers_are_numbers_with_formats(tmp_path):
    sheet = workbook(tmp_path)[TITLES[LayerName.ATTITUDE]]
    [row] = [row for row in cells(sheet) if row["Id"] == "a3"]
    assert (row["People"], row["Estimated attitude"], row["Share positive"]) == (33, 1.7, 0.4)
    formats = {
        sheet.cell(1, column).value: sheet.cell(2, column).number_format
        for column in range(1, sheet.max_column + 1)
    }
    assert formats["Share positive"] == "0%"
    assert formats["Estimated attitude"].startswith("+0.0")
    assert sheet.freeze_panes == "A2"


def test_too_few_is_said_once_and_no_column_of_numbers_holds_words(tmp_path):
    for name in (LayerName.ATTITUDE, LayerName.DESTINATIONS):
        for row in cells(workbook(tmp_path)[TITLES[name]]):
            if row["Status"] == "Too few answers":
                assert {row[key] for key in set(row) - {"Id", "Name", "Status", "Longitude", "Latitude"}} == {
                    None
                }
                break
        else:
            pytest.fail(f"{name} has no such row")


def test_where_nobody_said_how_it_feels_the_status_says_that_and_not_that_nobody_answered(tmp_path):
    silent = Feature("a9", "Väja", square(0, 0), None, None, Status.NO_DATA)
    for name, said in (
        (LayerName.ATTITUDE, "Nobody has said how it feels here"),
        (LayerName.CHANGE, "Nobody has said how it feels here in at least one of the surveys"),
        (LayerName.COVERAGE, "No answers"),
    ):
        [row] = cells(workbook(tmp_path, layers=(make_layer(name, (silent,)),)).worksheets[0])
        assert row["Status"] == said


def test_what_has_no_name_is_a_dash_in_tables(tmp_path):
    layers = (make_layer(LayerName.LANDMARKS, (feature("l", "", square(0, 0).centroid),)),)
    [row] = cells(workbook(tmp_path, layers=layers)[TITLES[LayerName.LANDMARKS]])
    assert row["Name"] == "–"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_name_is_a_formula_in_a_workbook(tmp_path, text):
    layers = (make_layer(LayerName.LANDMARKS, (feature("l", text, square(0, 0).centroid),)),)
    book = workbook(tmp_path, layers=layers, project_name=text, filters=(text,))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert len(found) == 3
    assert {cell.data_type for cell in found} == {"s"}


def test_titles_that_a_sheet_may_not_have_are_made_fit(tmp_path):
    titles = dict.fromkeys(LayerName, "[What/people*say?]: a very long title \x00 of a layer")
    names = workbook(tmp_path, titles=titles).sheetnames
    assert len({name.casefold() for name in names}) == len(PUBLIC_LAYERS) + 1
    assert all(len(name) <= 31 for name in names)


def test_control_characters_and_endless_text_do_not_break_a_workbook(tmp_path):
    name = "a\x00\x07b" + "ö" * 40_000
    layers = (make_layer(LayerName.LANDMARKS, (feature("l", name, square(0, 0).centroid),)),)
    [row] = cells(workbook(tmp_path, layers=layers)[TITLES[LayerName.LANDMARKS]])
    assert row["Name"].startswith("abö")
    assert len(row["Name"]) == 32_767


def test_headings_and_values_follow_the_reader_s_language(tmp_path):
    swedish = {"Too few answers": "För få svar", "People": "Personer", "About": "Om"}
    book = workbook(tmp_path, translate=lambda message: swedish.get(message.text, str(message)))
    rows = cells(book[TITLES[LayerName.ATTITUDE]])
    assert "För få svar" in {row["Status"] for row in rows}
    assert "Personer" in rows[0]
    assert book.sheetnames[-1] == "Om"


@pytest.mark.parametrize(
    ("values", "called"),
    [
        ({}, "Bron"),
        ({"distance_m": 400}, "400 m from Bron"),
        ({"distance_m": 400, "nature": "physical"}, "Near Bron"),
        ({"distance_m": 2000, "nature": "physical"}, "2000 m from Bron"),
        ({"distance_m": 400, "nature": "physical", "between": ("Nyland", "Väja")}, "Between Nyland and Väja"),
    ],
)
def test_what_is_only_called_after_the_nearest_place_says_so(values, called):
    bundle = make_bundle()
    one = feature("x", "Bron", square(0, 0), values)
    assert name_of(one, bundle) == called
    swedish = {"Near %(place)s": "Nära %(place)s"}
    told = make_bundle(translate=lambda message: swedish.get(message.text, message.text) % message.values)
    assert name_of(one, told) == called.replace("Near", "Nära")


def test_geojson_is_the_very_payload_of_the_map_page(tmp_path):
    path = tmp_path / "out.geojson.zip"
    write_geojson(make_bundle(), path)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == [*(f"{name.value}.geojson" for name in PUBLIC_LAYERS), "README.txt"]
        for layer in make_bundle().layers:
            told = json.loads(archive.read(f"{layer.name.value}.geojson"))
            assert told == layer_payload(layer, str, TITLES[layer.name])


def test_a_flow_within_its_area_has_figures_and_no_position():
    table = layer_table(make_layer(LayerName.ROUTES, (feature("a-a", "A → A", LineString(), people=9),)))
    [row] = table.rows
    assert dict(zip(table.columns, row, strict=True))["n"] == 9
    assert row[-2:] == (None, None)
