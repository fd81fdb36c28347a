"""Recording conversations: who may, what is stored, and whom the round still needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentalmap.domain.permissions import Role
from mentalmap.services.accounts import make_account
from mentalmap.store.accounts import Account
from mentalmap.store.areas import Area, AreaPopulation
from mentalmap.store.perceptions import Perception
from mentalmap.store.questionnaires import Question, Questionnaire, publish_questionnaire
from mentalmap.store.responses import Response
from mentalmap.store.surveys import Survey
from tests.store.making import a_response
from tests.web.conftest import PASSWORD
from tests.web.planning import a_planned_project

PAGE = "/p/kramfors/intervju"
OURS = {"X-Mentalmap": "1"}


@pytest.fixture
def survey(committed: Session) -> Survey:
    """An open round that asks one question about destinations; ten people are wanted."""
    project, survey = a_planned_project(committed)
    survey.is_open, survey.wanted_people = True, 10
    asked = Questionnaire(
        survey_id=survey.id,
        version=1,
        title={"sv": "Karta"},
        information={"sv": "Frivilligt."},
        thanks={"sv": "Tack!"},
        settings={"locales": ["sv"], "background": ["home_area", "age_band", "gender"]},
        questions=[
            Question(
                position=0,
                key="go",
                form="perception",
                kind="destination",
                wording={"sv": "Vart?"},
                settings={"shapes": ["point"], "asks": ["text"]},
            )
        ],
    )
    committed.add(asked)
    committed.flush()
    publish_questionnaire(committed, asked)
    for code, people in (("A", 60), ("B", 40)):
        area = committed.scalars(select(Area).where(Area.project_id == project.id, Area.code == code)).one()
        area.population = 2 * people
        for gender in ("woman", "man"):
            row = AreaPopulation(area_id=area.id, age_band="30-49", gender=gender, people=people)
            committed.add(row)
    committed.commit()
    return survey


@pytest.fixture
def sign_in(app: Flask, committed: Session) -> Callable[[Role], FlaskClient]:
    """Signs somebody of a role in."""

    def run(role: Role) -> FlaskClient:
        make_account(committed, role.value, PASSWORD, role)
        committed.commit()
        client = app.test_client()
        assert client.post("/sign-in", data={"account": role.value, "password": PASSWORD}).status_code == 302
        return client

    return run


def told(survey: Survey, **more: Any) -> dict[str, Any]:
    """A conversation with one place and a quote."""
    return {
        "id": str(uuid4()),
        "survey": survey.slug,
        "version": 1,
        "language": "sv",
        "said_at": "2026-11-20T10:00:00Z",
        "receipt_hash": uuid4().hex * 2,
        "device": None,
        "invitation": None,
        "background": {"home_area": "A", "age_band": "30-49", "gender": "woman"},
        "answers": {},
        "marks": [
            {
                "id": str(uuid4()),
                "question": "go",
                "where": {"by": "list", "area": "B", "precision": "village"},
                "text": "Dit går vi.",
                "language": "sv",
            }
        ],
        "effort": {"seconds": 340, "taps": 44},
        **more,
    }


@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.PLANNER, Role.ADMINISTRATOR])
def test_whoever_interviews_plans_or_administers_gets_the_page_and_records(
    sign_in: Callable[[Role], FlaskClient], survey: Survey, committed: Session, role: Role
) -> None:
    client = sign_in(role)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert client.get(f"{PAGE}/form.json").get_json()["questionnaire"]["questions"][0]["key"] == "go"
    answer = client.post(f"{PAGE}/responses", json=told(survey), headers=OURS)
    assert answer.status_code == 201, answer.text
    stored = committed.scalars(select(Response)).one()
    account = committed.scalars(select(Account)).one()
    assert (stored.channel, stored.account_id) == ("interview", account.id)
    assert stored.effort == {"seconds": 340, "taps": 44}
    said = committed.scalars(select(Perception)).one()
    assert (said.quote, said.moderation_state, said.precision) == ("Dit går vi.", "published", "village")


def test_a_stranger_gets_neither_the_page_nor_its_data_and_records_nothing(
    as_anyone: FlaskClient, survey: Survey, committed: Session
) -> None:
    page = as_anyone.get(PAGE)
    assert (page.status_code, page.location) == (302, f"/sign-in?next={PAGE}")
    for name in ("form.json", "quota.json"):
        answer = as_anyone.get(f"{PAGE}/{name}")
        assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert as_anyone.post(f"{PAGE}/responses", json=told(survey), headers=OURS).status_code == 403
    assert committed.scalars(select(Response)).all() == []


@pytest.mark.parametrize("headers", [{}, {"X-Mentalmap": "1", "Sec-Fetch-Site": "cross-site"}], ids=str)
def test_a_page_of_another_site_records_nothing(
    sign_in: Callable[[Role], FlaskClient], survey: Survey, committed: Session, headers: dict[str, str]
) -> None:
    answer = sign_in(Role.INTERVIEWER).post(f"{PAGE}/responses", json=told(survey), headers=headers)
    assert answer.status_code == 403
    assert committed.scalars(select(Response)).all() == []


def test_a_conversation_that_is_sent_twice_is_stored_once(
    sign_in: Callable[[Role], FlaskClient], survey: Survey, committed: Session
) -> None:
    client, body = sign_in(Role.INTERVIEWER), told(survey)
    first, second = (client.post(f"{PAGE}/responses", json=body, headers=OURS) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json() == second.get_json()
    assert len(committed.scalars(select(Response)).all()) == 1


def test_what_cannot_be_taken_is_said_with_a_pointer_and_nothing_is_stored(
    sign_in: Callable[[Role], FlaskClient], survey: Survey, committed: Session
) -> None:
    answer = sign_in(Role.INTERVIEWER).post(
        f"{PAGE}/responses", json=told(survey, background={"home_area": "nowhere"}), headers=OURS
    )
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.get_json()["errors"][0]["pointer"] == "#/background/home_area"
    assert committed.scalars(select(Response)).all() == []


def test_the_quota_shares_the_people_wanted_like_the_inhabitants_and_counts_who_was_heard(
    sign_in: Callable[[Role], FlaskClient], survey: Survey, committed: Session
) -> None:
    client = sign_in(Role.INTERVIEWER)
    assert client.post(f"{PAGE}/responses", json=told(survey), headers=OURS).status_code == 201
    a_response(committed, survey, gender="man")
    committed.commit()
    quotas = client.get(f"{PAGE}/quota.json").get_json()
    assert (quotas["survey"], quotas["wanted"], quotas["heard"]) == (survey.slug, 10, 2)
    groups = {(one["area"], one["gender"]): (one["wanted"], one["heard"]) for one in quotas["groups"]}
    assert groups == {
        ("A", "woman"): (3, 1),
        ("A", "man"): (3, 0),
        ("B", "woman"): (2, 0),
        ("B", "man"): (2, 0),
    }
    margins = {
        (one["area"], one["age_band"], one["gender"]): (one["wanted"], one["heard"])
        for one in quotas["margins"]
    }
    assert margins[None, None, "man"] == (5, 1)
    assert margins[None, "30-49", None] == (10, 1)


def test_without_people_wanted_there_are_no_quotas(
    sign_in: Callable[[Role], FlaskClient], survey: Survey, committed: Session
) -> None:
    survey.wanted_people = None
    committed.commit()
    quotas = sign_in(Role.INTERVIEWER).get(f"{PAGE}/quota.json").get_json()
    assert (quotas["groups"], quotas["margins"]) == ([], [])


def test_without_an_open_round_there_is_nothing_to_ask(
    sign_in: Callable[[Role], FlaskClient], survey: Survey, committed: Session
) -> None:
    survey.is_open = False
    committed.commit()
    client = sign_in(Role.INTERVIEWER)
    assert client.get(PAGE).status_code == 200
    assert client.get(f"{PAGE}/form.json").get_json()["survey"] is None
    assert client.get(f"{PAGE}/quota.json").get_json() is None


def test_a_conversation_that_somebody_else_held_is_not_stored_under_this_account(
    survey: Survey, sign_in: Callable[[Role], FlaskClient]
) -> None:
    client, body = sign_in(Role.INTERVIEWER), told(survey)
    held = client.post(f"{PAGE}/responses", json=body, headers=OURS | {"X-Mentalmap-Interviewer": "%C3%A5sa"})
    assert held.status_code == 409
    assert held.get_json()["code"] == "other_account"
    mine = OURS | {"X-Mentalmap-Interviewer": Role.INTERVIEWER.value}
    assert client.post(f"{PAGE}/responses", json=body, headers=mine).status_code == 201
