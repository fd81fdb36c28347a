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
