"""The form that phones get: what is asked, and everything needed to answer it without network."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from mentalmap.domain.questionnaires import Shape
from mentalmap.domain.vocabulary import Kind, QuestionForm
from mentalmap.errors import NotFoundError, SurveyNotFoundError
from mentalmap.services.forms import asked_of, build_form
from mentalmap.store.areas import AreaPopulation
from mentalmap.store.codebooks import Purpose, add_codes
from mentalmap.store.places import PlaceAlias
from mentalmap.store.projects import Project
from mentalmap.store.questionnaires import (
    Question,
    Questionnaire,
    draft_questionnaire,
    publish_questionnaire,
)
from mentalmap.store.surveys import Survey
from tests.store.making import a_place, a_project, a_survey, some_areas, square


def a_version(session: Session, survey: Survey, *keys: str, publish: bool = True) -> Questionnaire:
    """A version that asks for pride under each of these keys."""
    version = draft_questionnaire(session, survey.id)
    version.title = {"sv": "Din bygd"}
    for key in keys:
        version.questions.append(
            Question(
                key=key,
                position=len(version.questions) + 1,
                form=QuestionForm.PERCEPTION.value,
                kind=Kind.PRIDE.value,
                wording={"sv": "Vad är du stolt över?"},
                settings={"asks": ["text"]},
            )
        )
    session.flush()
    if publish:
        publish_questionnaire(session, version)
    return version


def an_open_round(session: Session, slug: str = "2026", *keys: str) -> tuple[Project, Survey]:
    """A project with one open round and what it asks."""
    project = a_project(session)
    survey = a_survey(session, project, slug)
    survey.is_open = True
    a_version(session, survey, *(keys or ("pride",)))
    return project, survey


def test_the_form_asks_the_latest_open_round(session: Session) -> None:
    project, _ = an_open_round(session, "2020")
    later = a_survey(session, project, "2026")
    later.is_open = True
    a_version(session, later, "pride", "wish")
    closed = a_survey(session, project, "2030")
    a_version(session, closed, "never")
    form = build_form(session, project.slug)
    assert form["survey"] == {"slug": "2026", "name": "2026", "shows_others": False}
    assert [question["key"] for question in form["questionnaire"]["questions"]] == ["pride", "wish"]
    assert form["questionnaire"]["questions"][0]["settings"]["shapes"] == ["point"]


def test_an_open_round_without_published_questions_is_not_asked(session: Session) -> None:
    project = a_project(session)
    survey = a_survey(session, project, "2026")
    survey.is_open = True
    a_version(session, survey, "pride", publish=False)
    form = build_form(session, project.slug)
    assert (form["survey"], form["questionnaire"]) == (None, None)
    assert build_form(session, project.slug, "2026", draft=True)["questionnaire"]["version"] == 1


def test_a_closed_round_is_not_asked_but_shown_to_who_makes_it(session: Session) -> None:
    project, survey = an_open_round(session)
    survey.is_open = False
    session.flush()
    assert build_form(session, project.slug, "2026")["survey"] is None
    assert build_form(session, project.slug, "2026", draft=True)["survey"]["slug"] == "2026"
    with pytest.raises(SurveyNotFoundError):
        build_form(session, project.slug, "2099")


def test_the_form_knows_areas_with_their_neighbours_and_places_with_their_names(session: Session) -> None:
    project, _ = an_open_round(session)
    # A and B touch, C lies apart, nearer to B.
    _, areas = some_areas(session, project, square(17.60, 62.90), square(17.62, 62.90), square(17.70, 62.90))
    some_areas(session, project, square(17.0, 62.6), slug="rutor")
    place = a_place(session, project, "Nyland", 17.71, 62.91)
    place.aliases.append(PlaceAlias(name="Nyla"))
    add_codes(session, Purpose, project.id, [("trade", {"sv": "Handla"})])
    session.flush()
    form = build_form(session, project.slug)
    assert {area["code"]: area["nearest"] for area in form["areas"]} == {
        "A": ["B", "C"],
        "B": ["A", "C"],
        "C": ["B", "A"],
    }
    lon, lat = form["areas"][0]["point"]
    assert 17.60 < lon < 17.62
    assert 62.90 < lat < 62.92
    assert form["places"] == [
        {
            "code": "nyland",
            "name": "Nyland",
            "aliases": ["Nyla"],
            "type": "locality",
            "point": [17.71, 62.91],
            "area": "C",
        }
    ]
    assert form["purposes"] == [{"code": "trade", "label": {"sv": "Handla"}}]
    assert form["age_bands"] == ["0-15", "16-29", "30-49", "50-64", "65-79", "80+"]
    assert form["project"]["bounds"] == [17.0, 62.5, 18.8, 63.3]

    place.aliases.append(PlaceAlias(name="Nylandet"))
    session.add_all(
        AreaPopulation(area_id=areas[0].id, age_band=band, gender="all", people=5)
        for band in ("65+", "16-29", "all", "6-15")
    )
    session.flush()
    assert build_form(session, project.slug)["places"][0]["aliases"] == ["Nyla", "Nylandet"]
    place.name = "Nylandsbro"
    session.flush()
    assert build_form(session, project.slug)["places"][0]["name"] == "Nylandsbro"
    assert build_form(session, project.slug)["age_bands"] == ["6-15", "16-29", "65+"]


def test_any_published_version_of_a_round_can_be_answered_and_no_draft(session: Session) -> None:
    _, survey = an_open_round(session)
    first, questions = asked_of(session, survey.id, None)[0], asked_of(session, survey.id, 1)[2]
    second = a_version(session, survey, "wish", publish=False)
    with pytest.raises(NotFoundError):
        asked_of(session, survey.id, 2)
    publish_questionnaire(session, second)
    assert asked_of(session, survey.id, None)[0] == second.id
    number, definition, ids = asked_of(session, survey.id, 1)
    assert (number, definition.version, ids) == (first, 1, questions)
    assert definition.questions[0].shapes == (Shape.POINT,)
    assert set(asked_of(session, survey.id, 2)[2]) == {"pride", "wish"}


def test_a_version_that_is_not_as_we_would_write_it_can_still_be_answered(session: Session) -> None:
    project, survey = an_open_round(session)
    survey.starts_on = date(2026, 1, 1)
    version = draft_questionnaire(session, survey.id)
    version.questions.append(
        Question(
            key="imported",
            position=9,
            form="choice",
            wording={},
            settings={"choices": [{"value": "ja"}, {"value": 3}], "of_old": True},
        )
    )
    session.flush()
    publish_questionnaire(session, version)
    keys = [question["key"] for question in build_form(session, project.slug)["questionnaire"]["questions"]]
    assert keys == ["pride", "imported"]
    imported = asked_of(session, survey.id, None)[1].question("imported")
    assert imported is not None
    assert [choice.value for choice in imported.choices] == ["ja"]
