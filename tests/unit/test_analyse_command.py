"""`mentalmap analyse`: from two files to layers in a third, without a database."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pyogrio
import pytest
from click.testing import CliRunner, Result
from shapely.geometry import box

from mentalmap.commands.analysing import analyse
from mentalmap.errors import InvalidInputError, InvalidMappingError, UnreadableFileError

HEADER = "respondent;område;kind;känsla\n"


@pytest.fixture
def areas(tmp_path: Path) -> Path:
    """Two areas side by side near Kramfors."""
    path = tmp_path / "areas.gpkg"
    frame = geopandas.GeoDataFrame(
        {"kod": ["K", "U"], "namn": ["Kramfors", "Ullånger"]},
        geometry=[box(17.7, 62.9, 17.8, 63.0), box(17.8, 62.9, 17.9, 63.0)],
        crs=4326,
    )
    frame.to_crs(3006).to_file(path)
    return path


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reports speak the language that the tests read."""
    monkeypatch.setenv("LANGUAGE", "en")


def run(tmp_path: Path, rows: str, areas: Path, *options: str, out: str = "layers.gpkg") -> Result:
    """Analyse a file of these rows; errors of ours come through as they are."""
    path = tmp_path / "coded.csv"
    path.write_text(rows, encoding="utf-8")
    arguments = [str(path), "--areas", str(areas), "--out", str(tmp_path / out), *options]
    return CliRunner().invoke(analyse, arguments, catch_exceptions=False)


def interviews(people: int, area: str, valence: int) -> str:
    """Rows of the first so many people about one area; people speak of several."""
    return "".join(f"{number};{area};attityd;{valence}\n" for number in range(people))


def test_a_coded_export_with_respondents_and_districts_becomes_layers(tmp_path: Path, areas: Path) -> None:
    rows = HEADER + interviews(6, "Kramfors", 2) + interviews(5, "Ullånger", -1) + "0;Kramfors;attityd;-2\n"
    result = run(tmp_path, rows, areas)
    assert result.exit_code == 0, result.output
    attitude = pyogrio.read_dataframe(tmp_path / "layers.gpkg", layer="attitude").set_index("name")
    assert attitude["n"].to_dict() == {"Kramfors": 6, "Ullånger": 5}
    assert attitude["estimate"].to_dict() == pytest.approx({"Kramfors": (5 * 2 + 0) / 6, "Ullånger": -1})


def test_too_few_people_are_told_nowhere(tmp_path: Path, areas: Path) -> None:
    assert (
        run(tmp_path, HEADER + interviews(4, "Kramfors", 2) + interviews(6, "Ullånger", -1), areas).exit_code
        == 0
    )
    attitude = pyogrio.read_dataframe(tmp_path / "layers.gpkg", layer="attitude").set_index("name")
    assert attitude.loc["Kramfors", "status"] == "too_few"
    assert attitude.loc["Kramfors", ["n", "marks", "estimate"]].isna().all()


def test_a_row_that_cannot_be_used_stops_the_analysis_and_is_named(tmp_path: Path, areas: Path) -> None:
    good = interviews(6, "Kramfors", -2) + interviews(6, "Ullånger", 2)
    rows = HEADER + good + "5;Kramforss;attityd;1\n5;Kramfors;attityd;glad\n"
    result = run(tmp_path, rows, areas)
    assert result.exit_code == 1
    assert not (tmp_path / "layers.gpkg").exists()
    for word in ("row 14", "Kramforss", "row 15", "glad"):
        assert word in result.output
    assert run(tmp_path, rows, areas, "--accept-valid").exit_code == 0
    assert (tmp_path / "layers.gpkg").exists()


def test_a_name_that_tells_no_format_is_refused_before_any_work(tmp_path: Path, areas: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"layers\.doc"):
        run(tmp_path, HEADER + interviews(6, "Kramfors", 2), areas, out="layers.doc")


def test_a_file_that_is_not_there_and_one_without_meaning_are_errors_of_ours(
    tmp_path: Path, areas: Path
) -> None:
    out = ["--out", str(tmp_path / "x.gpkg")]
    with pytest.raises(UnreadableFileError):
        CliRunner().invoke(analyse, [str(tmp_path / "gone.csv"), *out], catch_exceptions=False)
    with pytest.raises(InvalidMappingError):
        run(tmp_path, "färg;form\nröd;rund\nblå;oval\n", areas)


def test_where_people_might_live_is_asked_and_not_guessed(tmp_path: Path, areas: Path) -> None:
    rows = HEADER + "".join(f"{number};Kramfors;attityd;{2 - 4 * (number % 2)}\n" for number in range(6))
    with pytest.raises(InvalidMappingError, match="område"):
        run(tmp_path, rows, areas)


def places_file(tmp_path: Path) -> str:
    path = tmp_path / "places.csv"
    path.write_text(
        "namn,lat,lon,alias\nBabelsberg,62.93,17.75,Babben\nDocksta,62.95,17.85,\nBabben,55.6,13.0,\n"
    )
    return str(path)


def test_what_people_named_is_looked_up_in_a_file_of_places(tmp_path: Path, areas: Path) -> None:
    rows = "respondent;plats;kind\n" + "".join(
        f"{number};{name};målpunkt\n" for number in range(6) for name in ("Babben", "Docksta", "Ullånger")
    )
    assert run(tmp_path, rows, areas).exit_code == 1
    result = run(tmp_path, rows, areas, "--places", places_file(tmp_path))
    assert result.exit_code == 0, result.output
    found = pyogrio.read_dataframe(tmp_path / "layers.gpkg", layer="destinations").set_index("name")
    assert found.loc["Babelsberg", "n"] == 6
    at = found.to_crs(4326).loc["Babelsberg", "geometry"]
    assert (at.x, at.y) == pytest.approx((17.75, 62.93), abs=1e-4)


def test_a_mapping_is_written_that_analyses_the_file(tmp_path: Path, areas: Path) -> None:
    rows = HEADER + interviews(6, "Kramfors", 2) + interviews(5, "Ullånger", -1)
    mapping = tmp_path / "mapping.toml"
    assert run(tmp_path, rows, areas, "--write-mapping", str(mapping)).exit_code == 0
    assert 'respondent = "respondent"' in mapping.read_text(encoding="utf-8")
    again = run(tmp_path, rows, areas, "--mapping", str(mapping), out="again.gpkg")
    assert (again.exit_code, (tmp_path / "again.gpkg").exists()) == (0, True)


def test_a_file_that_is_not_understood_still_gets_a_mapping_to_fill_in(tmp_path: Path, areas: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    with pytest.raises(InvalidMappingError):
        run(tmp_path, "färg;form\nröd;rund\nblå;oval\n", areas, "--write-mapping", str(mapping))
    assert "färg" in mapping.read_text(encoding="utf-8")
    mapping.write_text("mine")
    with pytest.raises(InvalidMappingError):
        run(tmp_path, "färg;form\nröd;rund\nblå;oval\n", areas, "--write-mapping", str(mapping))
    assert mapping.read_text() == "mine"
