"""A file of areas is a new version of a set, all of it or nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from mentalmap.errors import ProjectNotFoundError, UnreadableFileError
from mentalmap.services.import_areas import AreasRequest, import_areas
from mentalmap.services.import_reports import ImportReport, RowsRejectedError
from mentalmap.store.projects import Project, find_project
from tests.store.importing import codes
from tests.store.making import a_project, a_response, a_survey


def ring(lon: float, lat: float, side: float = 0.02) -> list[list[float]]:
    return [[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]]


def write(folder: Path, areas: list[dict[str, Any]]) -> Path:
    path = folder / "areas.geojson"
    features = [
        {
            "type": "Feature",
            "properties": {key: value for key, value in area.items() if key != "ring"},
            "geometry": {"type": "Polygon", "coordinates": [area["ring"]]},
        }
        for area in areas
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


NYLAND = {"name": "Nyland", "pop": 1000, "ring": ring(17.76, 62.92)}
LUNDE = {"name": "Lunde", "pop": 300, "ring": ring(17.78, 62.92)}


def stored(session: Session, project: Project) -> list[tuple[int, str, int | None]]:
    query = (
        "SELECT version, area.name, population FROM area JOIN area_set ON area_set.id = area_set_id"
        " WHERE area.project_id = :id ORDER BY area.id"
    )
    return [tuple(row) for row in session.execute(text(query), {"id": project.id})]


@pytest.fixture
def bring(session: Session, tmp_path: Path):
    project = a_project(session, bounds=None)

    def bring(*areas: dict[str, Any], **options: Any) -> ImportReport:
        request = AreasRequest(write(tmp_path, list(areas)), project.slug, "bygder", **options)
        return import_areas(session, request)

    bring.project = project
    return bring


def test_areas_are_stored_with_their_people(session: Session, bring) -> None:
    report = bring(NYLAND, LUNDE)
    assert (report.accepted, report.stored) == (2, True)
    assert stored(session, bring.project) == [(1, "Nyland", 1000), (1, "Lunde", 300)]


def test_the_same_areas_again_make_no_new_version(session: Session, bring) -> None:
    bring(NYLAND, LUNDE)
    report = bring(LUNDE, NYLAND)
    assert (report.stored, report.skipped, len(stored(session, bring.project))) == (False, 2, 2)


def test_a_changed_outline_makes_a_new_version_and_keeps_the_old(session: Session, bring) -> None:
    bring(NYLAND, LUNDE)
    bring(NYLAND, {**LUNDE, "ring": ring(17.78, 62.92, 0.03)})
    assert [row[0] for row in stored(session, bring.project)] == [1, 1, 2, 2]


def test_one_broken_outline_stores_nothing(session: Session, bring) -> None:
    bow = [[17.7, 62.9], [17.8, 63.0], [17.8, 62.9], [17.7, 63.0], [17.7, 62.9]]
    with pytest.raises(RowsRejectedError) as caught:
        bring(NYLAND, {"name": "Slejpa", "ring": bow})
    assert dict(codes(caught.value.report)) == {"self_intersecting": 1}
    assert stored(session, bring.project) == []


def test_an_overlap_and_a_gap_are_told(bring) -> None:
    around = [
        {"name": name, "ring": ring(lon, lat)}
        for name, lon, lat in (
            ("SW", 17.70, 62.90), ("S", 17.72, 62.90), ("SE", 17.74, 62.90), ("E", 17.74, 62.92),
            ("NE", 17.74, 62.94), ("N", 17.72, 62.94), ("NW", 17.70, 62.94), ("W", 17.70, 62.92),
        )
    ]  # fmt: skip
    report = bring(*around, {"name": "Over", "ring": ring(17.75, 62.93)})
    assert codes(report)["overlap"] == 2
    assert any("gap" in str(note) for note in report.notes)
    assert report.stored


def test_a_neighbour_is_no_overlap(bring) -> None:
    assert dict(codes(bring(NYLAND, LUNDE))) == {}


def test_only_rows_of_one_value_are_taken_where_that_is_asked_for(session: Session, bring) -> None:
    bring(NYLAND, LUNDE, where=("name", "Lunde"))
    assert [row[1] for row in stored(session, bring.project)] == ["Lunde"]
    with pytest.raises(UnreadableFileError, match="Nyand"):
        bring(NYLAND, LUNDE, where=("name", "Nyand"))


def test_a_project_without_bounds_gets_those_of_its_areas(session: Session, bring) -> None:
    bring(NYLAND, LUNDE)
    project = find_project(session, bring.project.slug)
    assert (project.west, project.south, project.east, project.north) == pytest.approx(
        (17.76, 62.92, 17.80, 62.94)
    )


def test_what_was_said_before_lies_in_the_new_areas(session: Session, bring) -> None:
    a_response(session, a_survey(session, bring.project), valences=(1,))
    bring(NYLAND, LUNDE)
    names = session.scalars(text("SELECT area.name FROM perception_area JOIN area ON area.id = area_id"))
    assert names.all() == ["Nyland"]


def test_a_missing_project_is_made_only_where_that_is_asked_for(session: Session, tmp_path: Path) -> None:
    path = write(tmp_path, [NYLAND])
    with pytest.raises(ProjectNotFoundError):
        import_areas(session, AreasRequest(path, "made-from-areas", "bygder"))
    import_areas(session, AreasRequest(path, "made-from-areas", "bygder", create=True))
    assert find_project(session, "made-from-areas").metric_srid == 3006


def test_a_dry_run_of_areas_writes_nothing(session: Session, bring) -> None:
    report = bring(NYLAND, LUNDE, dry_run=True)
    assert (report.accepted, report.stored, stored(session, bring.project)) == (2, False, [])


def test_a_long_name_gets_a_short_code_and_stays_whole(session: Session, bring) -> None:
    name = "Ett långt namn på bygdeområdet Höga-Kusten-landsbygdsutveckling och mer"
    assert bring({"name": name, "ring": ring(17.76, 62.92)}).stored
    row = session.execute(text("SELECT code, name FROM area")).one()
    assert (len(row.code) <= 64, row.name) == (True, name)


def test_an_area_without_a_name_and_one_told_twice_are_named_as_such(bring) -> None:
    report = bring(
        {"name": "A", "ring": ring(17.76, 62.92)},
        {"name": "A", "ring": ring(17.80, 62.92)},
        {"name": "  ", "ring": ring(17.84, 62.92)},
        dry_run=True,
    )
    assert dict(codes(report)) == {"duplicate_area": 1, "name_missing": 1}
