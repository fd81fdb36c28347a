"""What PostGIS knows arrives in the table as it is."""

import math

import numpy as np
import pytest
from sqlalchemy.orm import Session

from mentalmap.domain.perceptions import MISSING
from mentalmap.domain.vocabulary import Kind, ModerationState
from mentalmap.store.areas import AreaPopulation, AreaSet
from mentalmap.store.codebooks import Theme
from mentalmap.store.perception_tables import load_table
from tests.store.making import a_perception, a_place, a_project, a_response, a_survey, some_areas, square


def test_every_column_of_a_perception_arrives(session: Session) -> None:
    project = a_project(session)
    area_set, areas = some_areas(session, project)
    themes = [Theme(project_id=project.id, code=code, labels={}) for code in ("water", "roads")]
    session.add_all(themes)
    session.flush()
    place = a_place(session, project, "Nyland", 17.79, 62.93)
    response = a_response(session, a_survey(session, project), home_area_id=areas[1].id, weight=3.0)
    a_perception(session, response, valence=-1, theme_ids=[themes[1].id])
    a_perception(session, response, wkt=None, place_id=place.id, kind=Kind.DESTINATION)
    a_perception(
        session, response, wkt="LINESTRING(17.765 62.93, 17.795 62.93)", kind=Kind.BARRIER, nature="emotional"
    )
    a_perception(session, response, state=ModerationState.PENDING)

    table = load_table(session, project, area_set)

    assert [list(Kind)[code] for code in table.kind] == [Kind.PRIDE, Kind.DESTINATION, Kind.BARRIER]
    assert table.valence[0] == -1
    assert math.isnan(table.valence[1])
    assert table.themes.tolist() == [0b10, 0, 0]
    assert table.place.tolist() == [MISSING, 0, MISSING]
    assert (table.x_m[1], table.y_m[1]) == pytest.approx((table.places.x_m[0], table.places.y_m[0]), abs=0.01)
    assert table.emotional.tolist() == [False, False, True]
    assert (table.start_area[2], table.end_area[2]) == (0, 1)
    assert table.allocation.area.tolist() == [0, 1, 0, 1]
    assert np.allclose(table.allocation.share, [1, 1, 0.5, 0.5], atol=0.01)
    assert (table.respondents.home_area.tolist(), table.respondents.weight.tolist()) == ([1], [3.0])


def test_who_marked_nothing_is_still_among_those_asked(session: Session) -> None:
    project = a_project(session)
    a_response(session, a_survey(session, project))
    table = load_table(session, project, None)
    assert (len(table), table.asked, table.people) == (0, 1, 0)


def test_responses_that_count_as_one_persons_are_one_respondent(session: Session) -> None:
    project = a_project(session)
    survey = a_survey(session, project)
    anna = a_response(session, survey, valences=(2,))
    bo = a_response(session, survey, valences=(-2,))
    a_response(session, survey, valences=(1, 1), same_person_as=anna.id)
    a_response(session, survey, valences=(0,), same_person_as=anna.id)
    table = load_table(session, project, None)
    assert len(table.respondents) == 2
    assert table.respondent.tolist() == [0, 1, 0, 0, 0]
    session.delete(bo)
    session.flush()
    assert load_table(session, project, None).respondent.tolist() == [0, 0, 0, 0]


def test_a_home_stays_where_it_was_when_the_areas_are_drawn_anew(session: Session) -> None:
    project = a_project(session)
    _, first = some_areas(session, project)
    a_response(session, a_survey(session, project), home_area_id=first[0].id)
    second = AreaSet(
        project_id=project.id, metric_srid=project.metric_srid, slug="bygder", version=2, name="Bygder"
    )
    session.add(second)
    session.flush()
    for area in first:
        copied = {name: getattr(area, name) for name in ("project_id", "metric_srid", "code", "name", "geom")}
        session.add(type(area)(area_set_id=second.id, **copied))
    session.flush()
    other, _ = some_areas(session, project, square(17.7, 62.9), slug="hexagons")
    assert load_table(session, project, second).respondents.home_area.tolist() == [0]
    assert load_table(session, project, other).respondents.home_area.tolist() == [MISSING]


def test_the_population_by_age_and_gender_comes_with_the_areas(session: Session) -> None:
    project = a_project(session)
    area_set, areas = some_areas(session, project)
    session.add_all(
        AreaPopulation(area_id=areas[index].id, age_band=age, gender=gender, people=people)
        for index, age, gender, people in (
            (0, "16-29", "woman", 12),
            (1, "16-29", "woman", 7),
            (1, "65+", "all", 30),
        )
    )
    session.flush()
    by = load_table(session, project, area_set).areas.population_by
    assert by["16-29", "woman"].tolist() == [12, 7]
    assert math.isnan(by["65+", "all"][0]) and by["65+", "all"][1] == 30
    assert load_table(session, project, None).areas.population_by == {}
