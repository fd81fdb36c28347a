"""The layers for those who plan reach files with real numbers, and tables where there is no map."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
from openpyxl import load_workbook

from mentalmap.domain.disclosure import Level, disclose
from mentalmap.domain.headlines import with_headline
from mentalmap.domain.layers import compute_layer
from mentalmap.domain.layers.change import change
from mentalmap.domain.layers.coverage import coverage
from mentalmap.domain.layers.envelope import Layer, Status
from mentalmap.domain.layers.organisation import organisation
from mentalmap.domain.layers.relations import relations
from mentalmap.domain.perceptions import AnswerColumn
from mentalmap.domain.vocabulary import LayerName
from mentalmap.exchange.bundle import LayerBundle
from mentalmap.exchange.frames import COLUMNS, layer_to_frame
from mentalmap.exchange.payload import layer_payload
from mentalmap.exchange.writing.csv import write_csv
from mentalmap.exchange.writing.geojson import write_geojson
from mentalmap.exchange.writing.geopackage import write_geopackage
from mentalmap.exchange.writing.legends import legend_of
from mentalmap.exchange.writing.page_tables import page_table
from mentalmap.exchange.writing.spreadsheet import write_spreadsheet
from mentalmap.exchange.writing.tables import layer_table
from mentalmap.exchange.writing.wording import ANSWERS, HEADINGS, PURPOSES, heading, sentences_of
from tests.unit.bundles import make_bundle
from tests.unit.demo_tables import demo_table

NEW = (LayerName.RELATIONS, LayerName.ORGANISATION, LayerName.COVERAGE, LayerName.CHANGE)


def computed() -> dict[LayerName, Layer]:
    before, after = demo_table("2016"), demo_table("2020")
    people = after.respondents
    given = np.where(np.arange(len(people)) % 7 > 0, 1 << (np.arange(len(people)) % 5), 0)
    trust = AnswerColumn("trust", ("1", "2", "3", "4", "5"), given, True, "organisation", {"sv": "Litar du?"})
    asked = replace(after, respondents=replace(people, answers={"trust": trust}))
    layers = (relations(after), organisation(asked), coverage(after), change(before, after))
    return {one.name: with_headline(disclose(one, level=Level.STAFF)) for one in layers}


LAYERS = computed()
BUNDLE: LayerBundle = make_bundle(layers=tuple(LAYERS[name] for name in NEW))


@pytest.mark.parametrize("name", NEW)
def test_a_frame_has_the_layers_columns_and_a_heading_for_each(name: LayerName) -> None:
    frame = layer_to_frame(LAYERS[name])
    assert list(frame.columns[5 : 5 + len(COLUMNS[name])]) == list(COLUMNS[name])
    assert set(COLUMNS[name]) <= set(HEADINGS)
    assert not [column for column in frame.columns if column.startswith("_")]


def test_the_headings_of_answers_name_them() -> None:
    assert "shares_3" in layer_to_frame(LAYERS[LayerName.ORGANISATION]).columns
    assert heading("shares_3", BUNDLE) == "Share who answered 3"


def test_a_geopackage_holds_maps_as_maps_and_groups_as_tables(tmp_path: Path) -> None:
    path = tmp_path / "new.gpkg"
    write_geopackage(BUNDLE, path)
    kinds = dict(pyogrio.list_layers(path).tolist())
    assert kinds["organisation"] is None and kinds["coverage_groups"] is None
    assert kinds["coverage"] in ("Polygon", "MultiPolygon")
    change_frame = gpd.read_file(path, layer="change")
    assert len(change_frame) == len(LAYERS[LayerName.CHANGE].features)
    assert change_frame.loc[change_frame.id == "kramfors", "difference"].item() > 0.3
    ages = pyogrio.read_dataframe(path, layer="coverage_groups")
    assert ages.loc[ages.id == "age:65+", "ratio"].item() == pytest.approx(0.63, abs=0.01)
    assert set(gpd.read_file(path, layer="relations").geom_type) == {"LineString", "Point"}


@pytest.mark.parametrize("name", LayerName)
def test_every_column_of_a_sheet_is_named_in_words_and_intervals_go_from_low_to_high(name: LayerName) -> None:
    layer = LAYERS.get(name) or disclose(compute_layer(name, demo_table("2020")), level=Level.STAFF)
    columns = [one for one in layer_table(layer).columns if not one.startswith((PURPOSES, ANSWERS))]
    assert {one for one in columns if one not in HEADINGS} == set()
    for low in (one for one in columns if one.endswith("lo90")):
        assert columns.index(low.replace("lo90", "hi90")) == columns.index(low) + 1
    assert len({heading(one, BUNDLE) for one in columns}) == len(columns)
    assert "About" not in {
        heading(one, BUNDLE) for one in columns
    }  # a sheet's name, said otherwise elsewhere


def test_a_spreadsheet_holds_numbers_and_words_where_too_few_answered(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    write_spreadsheet(BUNDLE, path)
    sheets = load_workbook(path)
    assert len(sheets.sheetnames) == len(NEW) + 1
    title = sheets.sheetnames[NEW.index(LayerName.COVERAGE)]
    rows = list(sheets[title].iter_rows(values_only=True))
    column = rows[0].index("Inhabitants")
    told = {row[0]: row[column] for row in rows[1:]}
    assert told["area:kramfors"] == 5324
    assert told["area:herrskog"] is None
    status = {row[0]: row[rows[0].index("Status")] for row in rows[1:]}
    assert status["area:herrskog"] == "Too few answers"
    organisation_sheet = sheets[sheets.sheetnames[NEW.index(LayerName.ORGANISATION)]]
    headings = [cell.value for cell in organisation_sheet[1]]
    low = organisation_sheet.cell(2, headings.index("90 % interval, from") + 1)
    assert isinstance(low.value, float) and low.number_format == "0.0"
    assert "Longitude" not in headings


def test_csv_and_geojson_hold_every_feature(tmp_path: Path) -> None:
    write_csv(BUNDLE, tmp_path / "new.csv.zip")
    write_geojson(BUNDLE, tmp_path / "new.geojson.zip")
    for name in NEW:
        features = LAYERS[name].features
        with ZipFile(tmp_path / "new.csv.zip") as archive:
            lines = archive.read(f"{name.value}.csv").decode("utf-8-sig").splitlines()
        assert len(lines) == len(features) + 1
        payload = layer_payload(LAYERS[name], BUNDLE.translate, "")
        assert [one["id"] for one in payload["features"]] == [one.id for one in features]


def test_what_is_too_few_has_no_number_in_any_row() -> None:
    for name in NEW:
        for feature in layer_payload(LAYERS[name], BUNDLE.translate, "")["features"]:
            if feature["properties"]["status"] != Status.OK:
                assert set(feature["properties"]) == {"name", "people", "marks", "status"}


def test_every_layer_can_be_read_as_a_table_and_explains_its_colours() -> None:
    for name in NEW:
        table = page_table(LAYERS[name], BUNDLE)
        assert table is not None and len(table.rows) == len(LAYERS[name].features)
    labels = [item.label for item in legend_of(LAYERS[LayerName.CHANGE], BUNDLE)]
    assert labels[0] == "More positive than before" and "No detectable change" in labels
    changed = page_table(LAYERS[LayerName.CHANGE], BUNDLE)
    assert changed is not None and changed.rows[0].cells[-1] == "Yes"


def test_a_card_says_what_a_person_would_say() -> None:
    def card(name: LayerName, feature_id: str) -> list[str]:
        [feature] = [one for one in LAYERS[name].features if one.id == feature_id]
        return sentences_of(feature, LAYERS[name], BUNDLE)

    assert card(LayerName.CHANGE, "kramfors")[0] == "More positive than before"
    assert card(LayerName.CHANGE, "docksta")[0].startswith("No detectable change: we would only see")
    assert card(LayerName.COVERAGE, "age:65+")[:2] == ["Fewer heard than expected", "65.0 expected"]
    assert card(LayerName.RELATIONS, "image:kramfors")[0].startswith("Those who live here: +")
