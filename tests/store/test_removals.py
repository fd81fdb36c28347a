"""What was brought in can be taken out again, and nothing else goes with it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pytest
from shapely.geometry import box
from sqlalchemy import text
from sqlalchemy.orm import Session

from mentalmap.errors import InvalidInputError, NotFoundError, ProjectNotFoundError, SurveyNotFoundError
from mentalmap.services.import_areas import AreasRequest, import_areas
from mentalmap.services.import_places import PlacesRequest, import_places
from mentalmap.services.removals import (
    Removed,
    remove_area_set,
    remove_place,
    remove_project,
    remove_survey,
    undo_run,
)
from mentalmap.store.import_runs import list_runs
from mentalmap.store.outbox import data_version
from mentalmap.store.projects import Project
from mentalmap.store.questionnaires import Question, draft_questionnaire, publish_questionnaire
from tests.store.importing import POINTS, Import
from tests.store.making import a_perception, a_place, a_project, a_response, a_survey, some_areas

MAPPING = POINTS + 'respondent = "who"\nquote = "said"\n'
HEAD = "who,lon,lat,said\n"
FIRST = HEAD + "1,17.7,62.9,a\n1,17.71,62.9,b\n2,17.72,62.9,c\n"
MORE = FIRST + "2,17.73,62.9,d\n3,17.74,62.9,e\n"
PLACES = "namn,lat,lon,alias\nNyland,63.009,17.765,Nylann\nFrånö,62.91,17.84,\n"


@pytest.fixture
def project(session: Session) -> Project:
    project = a_project(session)
    a_survey(session, project)
    return project


@pytest.fixture
def bring(session: Session, tmp_path: Path, project: Project) -> Import:
    return Import(session, tmp_path, project)


@pytest.fixture
def bring_places(session: Session, tmp_path: Path, project: Project) -> Callable[[str], int]:
    """Import places and give the number of the run."""

    def bring_places(content: str) -> int:
        path = tmp_path / "places.csv"
        path.write_text(content, encoding="utf-8")
        import_places(session, PlacesRequest(path, project.slug))
        return last_run(session, project)

    return bring_places


@pytest.fixture
def bring_areas(session: Session, tmp_path: Path) -> Callable[..., int]:
    """Import one square as an area set and give the number of the run."""

    def bring_areas(project: Project, name: str = "Kramfors", west: float = 17.7) -> int:
        path = tmp_path / "areas.gpkg"
        frame = geopandas.GeoDataFrame(
            {"kod": ["K"], "namn": [name]}, geometry=[box(west, 62.8, west + 0.1, 63.0)], crs=4326
        )
        frame.to_file(path)
        import_areas(session, AreasRequest(path, project.slug, "bygder"))
        return last_run(session, project)

    return bring_areas


def last_run(session: Session, project: Project) -> int:
    return list_runs(session, project.id)[-1].id


def refused(session: Session, remove: Callable[[], Removed]) -> str:
    """Give the sentence of a removal that is refused, rolled back as the command does."""
    savepoint = session.begin_nested()
    with pytest.raises(InvalidInputError) as caught:
        remove()
    savepoint.rollback()
    return str(caught.value)


def test_undoing_an_import_leaves_nothing_of_it(session: Session, bring: Import, project: Project) -> None:
    bring(FIRST, MAPPING)
    removed = undo_run(session, last_run(session, project))
    assert (removed.responses, removed.marks) == (2, 3)
    assert (bring.count("response"), bring.count("perception"), bring.count("import_run")) == (0, 0, 0)
    orphans = "SELECT count(*) FROM perception_area LEFT JOIN perception ON perception.id = perception_id"
    assert session.scalar(text(orphans + " WHERE perception.id IS NULL")) == 0


def test_an_undone_file_can_be_imported_again(session: Session, bring: Import, project: Project) -> None:
    bring(FIRST, MAPPING)
    before = bring.stored()
    undo_run(session, last_run(session, project))
    assert bring(FIRST, MAPPING).accepted == 3
    assert bring.stored() == before


def test_what_was_there_before_stays_when_a_later_run_is_undone(
    session: Session, bring: Import, project: Project
) -> None:
    bring(FIRST, MAPPING)
    before = bring.stored()
    bring(MORE, MAPPING)
    removed = undo_run(session, last_run(session, project))
    assert (removed.responses, removed.marks) == (1, 2)
    assert bring.stored() == before
    assert bring.responses() == [(2,)]


def test_answers_that_no_import_brought_stay(session: Session, bring: Import, project: Project) -> None:
    a_response(session, a_survey(session, project, "2020"), valences=(1, 2))
    bring(FIRST, MAPPING)
    undo_run(session, last_run(session, project))
    assert (bring.count("response"), bring.count("perception")) == (1, 2)


def test_an_import_whose_people_gained_marks_later_is_undone_only_after_the_later_one(
    session: Session, bring: Import, project: Project
) -> None:
    bring(FIRST, MAPPING)
    first = last_run(session, project)
    bring(MORE, MAPPING)
    second = last_run(session, project)
    assert str(second) in refused(session, lambda: undo_run(session, first))
    assert bring.count("perception") == 5
    undo_run(session, second)
    undo_run(session, first)
    assert bring.count("perception") == 0


def test_a_file_whose_rows_another_run_had_brought_can_come_again_after_that_is_undone(
    session: Session, bring: Import, project: Project
) -> None:
    bring(FIRST, MAPPING)
    first = last_run(session, project)
    same_rows = FIRST + "\n"
    assert bring(same_rows, MAPPING).accepted == 0
    undo_run(session, first)
    assert bring(same_rows, MAPPING).accepted == 3


def test_an_undone_import_changes_the_version_of_the_data(
    session: Session, bring: Import, project: Project
) -> None:
    bring(FIRST, MAPPING)
    before = data_version(session, project.id)
    undo_run(session, last_run(session, project))
    assert data_version(session, project.id) != before


def test_an_unknown_run_is_said(session: Session) -> None:
    with pytest.raises(NotFoundError, match="1234567"):
        undo_run(session, 1234567)


def test_undone_places_go_with_the_names_they_brought(
    session: Session, bring_places: Callable[[str], int], project: Project
) -> None:
    bring_places(PLACES)
    second = bring_places("namn,lat,lon,alias\nNyland,63.009,17.765,Byn\nDocksta,63.05,18.33,\n")
    removed = undo_run(session, second)
    assert (removed.places, removed.names) == (1, 1)
    names = session.scalars(text("SELECT name FROM place_alias ORDER BY name")).all()
    assert names == ["Nylann"]
    assert session.scalars(text("SELECT name FROM place ORDER BY id")).all() == ["Nyland", "Frånö"]


def test_places_on_which_marks_stand_are_not_undone(
    session: Session, bring_places: Callable[[str], int], project: Project, bring: Import
) -> None:
    run = bring_places(PLACES)
    place = session.scalar(text("SELECT id FROM place WHERE name = 'Nyland'"))
    response = a_response(session, a_survey(session, project, "2020"))
    for _ in range(2):
        a_perception(session, response, wkt=None, place_id=place)
    assert "Nyland (2)" in refused(session, lambda: undo_run(session, run))
    assert bring.count("place") == 2


def test_undone_areas_bring_the_version_before_back(
    session: Session, bring_areas: Callable[..., int], project: Project, bring: Import
) -> None:
    response = a_response(session, a_survey(session, project, "2020"), valences=(1,), wkt="POINT(17.75 62.9)")
    bring_areas(project, "Kramfors")
    second = bring_areas(project, "Kramfors stad")
    assert undo_run(session, second).areas == 1
    assert session.scalars(text("SELECT name FROM area")).all() == ["Kramfors"]
    assigned = "SELECT count(*) FROM perception_area JOIN perception ON perception.id = perception_id"
    assert session.scalar(text(assigned + " WHERE response_id = :id"), {"id": response.id}) == 1
    assert bring_areas(project, "Kramfors stad") != second


def test_areas_in_which_people_live_are_not_removed(
    session: Session, bring_areas: Callable[..., int], project: Project
) -> None:
    run = bring_areas(project)
    area = session.scalar(text("SELECT id FROM area"))
    for _ in range(3):
        a_response(session, a_survey(session, project, f"round-{_}"), home_area_id=area)
    assert "3 responses" in refused(session, lambda: undo_run(session, run))
    assert "3 responses" in refused(session, lambda: remove_area_set(session, project.slug, "bygder"))


def test_bounds_that_came_with_areas_go_with_them_and_stated_ones_stay(
    session: Session, bring_areas: Callable[..., int], project: Project
) -> None:
    free = a_project(session, bounds=None)
    undo_run(session, bring_areas(free, west=15.0))
    undo_run(session, bring_areas(project))
    session.expire_all()
    assert (free.west, free.north) == (None, None)
    assert project.west == 17.0


def test_a_removed_area_set_takes_all_its_versions_and_their_runs(
    session: Session, bring_areas: Callable[..., int], project: Project, bring: Import
) -> None:
    bring_areas(project, "A")
    bring_areas(project, "B")
    some_areas(session, project, slug="other")
    assert remove_area_set(session, project.slug, "bygder").areas == 2
    assert (bring.count("area_set"), bring.count("import_run")) == (1, 0)


def everything(session: Session, project: Project, survey_slug: str) -> None:
    """A round with all that can hang on one: homes, places, a frozen questionnaire, marks."""
    survey = a_survey(session, project, survey_slug)
    draft = draft_questionnaire(session, survey.id)
    draft.questions.append(Question(key="q", position=1, form="text"))
    publish_questionnaire(session, draft)
    _, areas = some_areas(session, project, slug=f"areas-{survey_slug}")
    place = a_place(session, project, f"Nyland {survey_slug}", 17.765, 63.009)
    response = a_response(
        session, survey, valences=(1, 2), home_area_id=areas[0].id, questionnaire_id=draft.id
    )
    a_perception(session, response, wkt=None, place_id=place.id)


def test_a_removed_survey_leaves_the_others_whole(session: Session, project: Project, bring: Import) -> None:
    everything(session, project, "2020")
    everything(session, project, "2024")
    removed = remove_survey(session, project.slug, "2020")
    assert (removed.surveys, removed.responses, removed.marks) == (1, 1, 3)
    assert (bring.count("survey"), bring.count("response"), bring.count("perception")) == (2, 1, 3)
    assert bring.count("place") == 2
    with pytest.raises(SurveyNotFoundError):
        remove_survey(session, project.slug, "2020")


def test_a_removed_project_takes_everything_of_it_and_nothing_of_another(
    session: Session, project: Project, bring: Import, bring_areas: Callable[..., int]
) -> None:
    other = a_project(session)
    for one in (project, other):
        everything(session, one, "2020")
        bring_areas(one)
    bring(FIRST, MAPPING)
    slug, tables = project.slug, ("survey", "response", "perception", "place", "area", "outbox_event")
    removed = remove_project(session, slug)
    assert (removed.surveys, removed.responses, removed.marks) == (2, 3, 6)
    assert (removed.areas, removed.places) == (3, 1)
    assert [bring.count(table) for table in tables] == [0] * len(tables)
    kept = Import(session, bring.folder, other)
    assert [kept.count(table) for table in tables[:-1]] == [1, 1, 3, 1, 3]
    with pytest.raises(ProjectNotFoundError):
        remove_project(session, slug)


def test_a_place_is_removed_by_its_code_or_its_only_name(
    session: Session, bring_places: Callable[[str], int], project: Project, bring: Import
) -> None:
    bring_places(PLACES + "Frånö,62.6,18.2,\n")
    assert "2 places" in refused(session, lambda: remove_place(session, project.slug, "FRÅNÖ"))
    assert remove_place(session, project.slug, "NYLAND").places == 1
    code: Any = session.scalar(text("SELECT code FROM place ORDER BY id LIMIT 1"))
    remove_place(session, project.slug, code)
    assert remove_place(session, project.slug, "frånö").places == 1  # the other one, now alone
    assert bring.count("place") == 0
    with pytest.raises(NotFoundError, match="Frånö"):
        remove_place(session, project.slug, "Frånö")


def test_a_place_on_which_marks_stand_is_kept(session: Session, project: Project) -> None:
    place = a_place(session, project, "Nyland", 17.765, 63.009)
    response = a_response(session, a_survey(session, project, "2020"))
    a_perception(session, response, wkt=None, place_id=place.id)
    assert "Nyland (1)" in refused(session, lambda: remove_place(session, project.slug, "nyland"))
