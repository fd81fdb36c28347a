"""A file of places makes the gazetteer grow, and never moves or renames what is there."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from mentalmap.services.import_places import PlacesRequest, import_places
from mentalmap.services.import_reports import ImportReport, RowsRejectedError
from tests.store.importing import codes
from tests.store.making import a_project

HEAD = "namn,lat,lon,alias\n"
NYLAND = "Nyland,63.009,17.765,Nylann\n"


@pytest.fixture
def bring(session: Session, tmp_path: Path):
    project = a_project(session)

    def bring(content: str, **options: Any) -> ImportReport:
        path = tmp_path / "places.csv"
        path.write_text(content, encoding="utf-8")
        return import_places(session, PlacesRequest(path, project.slug, **options))

    bring.project = project
    return bring


def names(session: Session, project_id: int) -> dict[str, list[str]]:
    query = (
        "SELECT place.name, array_remove(array_agg(place_alias.name ORDER BY place_alias.id), NULL) AS others"
        " FROM place LEFT JOIN place_alias ON place_id = place.id WHERE project_id = :id GROUP BY place.id"
    )
    return {row.name: row.others for row in session.execute(text(query), {"id": project_id})}


def test_places_come_with_their_other_names(session: Session, bring) -> None:
    report = bring(HEAD + NYLAND)
    assert (report.accepted, names(session, bring.project.id)) == (1, {"Nyland": ["Nylann"]})


def test_the_same_places_again_add_nothing(session: Session, bring) -> None:
    bring(HEAD + NYLAND)
    report = bring(HEAD + NYLAND)
    assert (report.stored, report.skipped, report.accepted) == (False, 1, 0)


def test_a_known_place_gains_a_new_name(session: Session, bring) -> None:
    bring(HEAD + NYLAND)
    bring(HEAD + "Nyland,63.0091,17.7651,Byn\n")
    assert names(session, bring.project.id) == {"Nyland": ["Nylann", "Byn"]}


def test_two_places_of_one_name_are_two(session: Session, bring) -> None:
    report = bring(HEAD + "Nyland,63.009,17.765,\nNyland,62.80,18.20,\n")
    assert report.accepted == 2
    codes_ = session.scalars(text("SELECT code FROM place ORDER BY id")).all()
    assert codes_ == ["nyland", "nyland-2"]


def test_places_elsewhere_are_left_out_and_counted(session: Session, bring) -> None:
    report = bring(HEAD + NYLAND + "Malmö,55.6,13.0,\n")
    assert (report.accepted, report.skipped, list(names(session, bring.project.id))) == (1, 1, ["Nyland"])


def test_a_place_without_a_position_stops_the_import(session: Session, bring) -> None:
    with pytest.raises(RowsRejectedError) as caught:
        bring(HEAD + NYLAND + "Ingenstans,0,0,\n")
    assert codes(caught.value.report).total() == 1
    assert names(session, bring.project.id) == {}
    assert bring(HEAD + NYLAND + "Ingenstans,0,0,\n", accept_valid=True).accepted == 1


OTHER = "namn,lat,lon,alias,befolkning\n"


def test_a_second_source_that_puts_a_town_elsewhere_means_the_same_town(session: Session, bring) -> None:
    bring(HEAD + "Kramfors,62.921,17.772,\n")
    report = bring(OTHER + "Kramfors,62.932,17.776,Krångfors,5990\n")
    assert (report.accepted, report.stored) == (0, True)
    assert any("Kramfors" in str(note) for note in report.notes)
    assert names(session, bring.project.id) == {"Kramfors": ["Krångfors"]}
    assert session.scalars(text("SELECT population FROM place")).all() == [5990]


def test_a_lake_is_not_the_village_of_its_name(session: Session, bring) -> None:
    head = "namn,lat,lon,typ\n"
    bring(head + "Nora,62.921,17.772,locality\n")
    assert bring(head + "Nora,62.932,17.776,lake\n").accepted == 1


def test_two_rows_of_one_file_are_two_places(bring) -> None:
    assert bring(HEAD + "Berg,62.921,17.772,\nBerg,62.941,17.776,\n").accepted == 2


def test_rows_elsewhere_are_listed_with_the_reason(bring) -> None:
    report = bring(HEAD + NYLAND + "Malmö,55.6,13.0,\n")
    [problem] = report.problems.listed
    assert (problem.row, problem.code, problem.value) == (3, "outside", "Malmö")


def test_exchanged_columns_are_a_fault_and_not_a_place_elsewhere(bring) -> None:
    with pytest.raises(RowsRejectedError) as caught:
        bring(HEAD + NYLAND + "Lunde,17.877,62.886,\n")
    assert dict(codes(caught.value.report)) == {"swapped_axes": 1}
