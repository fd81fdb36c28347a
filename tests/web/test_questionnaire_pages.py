"""The pages of rounds and questions: who gets in, and what happens to a round there."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from mentalmap.domain.permissions import Role
from mentalmap.services.accounts import make_account
from mentalmap.services.projects import make_survey
from mentalmap.services.questionnaires import load_state, publish, start_from_template
from mentalmap.store.projects import Project, find_project
from mentalmap.store.surveys import Survey, find_survey
from mentalmap.web.questionnaires import free_slug
from tests.web.conftest import PASSWORD
from tests.web.planning import a_planned_project

PAGES = "/p/kramfors/questionnaires"
WITH_PAGES = ("", "/2030", "/2030/settings", "/2030/opening", "/2030/closing")
WRITING = ("/rounds", "/2030/settings", "/2030/opening", "/2030/closing")


@pytest.fixture
def survey(committed: Session) -> Survey:
    """A round without questions."""
    project, _ = a_planned_project(committed)
    made = make_survey(committed, project, "2030", name="Hösten 2030")
    committed.commit()
    return made


def signed_in(app: Flask, committed: Session, role: Role) -> FlaskClient:
    """Somebody of this role."""
    make_account(committed, role.value, PASSWORD, role)
    committed.commit()
    client = app.test_client()
    client.post("/sign-in", data={"account": role.value, "password": PASSWORD})
    client.get("/?lang=en")
    return client


@pytest.fixture
def as_administrator(app: Flask, committed: Session) -> FlaskClient:
    """Adam, who answers for the project."""
    return signed_in(app, committed, Role.ADMINISTRATOR)


def publish_template(committed: Session, survey: Survey) -> None:
    """Let the round ask a template."""
    project = a_project(committed)
    state = load_state(committed, project, survey)
    state = start_from_template(committed, project, survey, "pride_and_problems", state.fingerprint)
    publish(committed, project, survey, state.fingerprint)
    committed.commit()


def a_project(session: Session) -> Project:
    """Give the project that the tests made."""

    return find_project(session, "kramfors")


@pytest.mark.parametrize("page", WITH_PAGES)
def test_only_administrators_see_the_pages(
    app: Flask, committed: Session, survey: Survey, as_anyone: FlaskClient, page: str
) -> None:
    assert as_anyone.get(PAGES + page).status_code == 302
    for role in (Role.INTERVIEWER, Role.PLANNER):
        assert signed_in(app, committed, role).get(PAGES + page).status_code == 403
    assert signed_in(app, committed, Role.ADMINISTRATOR).get(PAGES + page).status_code == 200


@pytest.mark.parametrize("page", WRITING)
def test_only_administrators_change_rounds(
    app: Flask, committed: Session, survey: Survey, as_anyone: FlaskClient, page: str
) -> None:
    assert as_anyone.post(PAGES + page, data={"name": "X"}).status_code == 403
    assert signed_in(app, committed, Role.PLANNER).post(PAGES + page, data={"name": "X"}).status_code == 403


@pytest.mark.parametrize("page", WRITING)
def test_a_form_of_another_site_changes_nothing(
    app: Flask, committed: Session, survey: Survey, as_administrator: FlaskClient, page: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert as_administrator.post(PAGES + page, data={"name": "X"}).status_code == 400


def test_only_the_page_with_the_preview_may_show_a_frame(
    survey: Survey, as_administrator: FlaskClient
) -> None:
    policy = as_administrator.get(f"{PAGES}/2030").headers["Content-Security-Policy"]
    assert policy.endswith("; frame-src 'self'")
    assert "frame-src" not in as_administrator.get(PAGES).headers["Content-Security-Policy"]


def test_a_round_is_made_with_an_address_from_its_name(
    committed: Session, survey: Survey, as_administrator: FlaskClient
) -> None:
    answers = [as_administrator.post(f"{PAGES}/rounds", data={"name": "Hösten 2031"}) for _ in range(2)]
    assert [one.location for one in answers] == [f"{PAGES}/hosten-2031", f"{PAGES}/hosten-2031-2"]
    page = as_administrator.get(PAGES).text
    assert page.count("Hösten 2031</bdi>") == 2


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\u202eb", "a\x07b"])
def test_a_round_without_a_proper_name_is_refused_and_the_page_says_so(
    committed: Session, survey: Survey, as_administrator: FlaskClient, name: str
) -> None:
    answer = as_administrator.post(f"{PAGES}/rounds", data={"name": name})
    assert answer.status_code == 422
    assert 'id="failure"' in answer.text


def test_a_name_is_shown_as_text(survey: Survey, as_administrator: FlaskClient) -> None:
    as_administrator.post(f"{PAGES}/rounds", data={"name": "<b>Fet</b>"})
    page = as_administrator.get(PAGES).text
    assert "&lt;b&gt;Fet&lt;/b&gt;" in page
    assert "<b>Fet" not in page


def test_a_round_without_published_questions_is_not_opened_and_says_why(
    committed: Session, survey: Survey, as_administrator: FlaskClient
) -> None:
    assert "cannot be opened yet" in as_administrator.get(f"{PAGES}/2030/opening").text
    assert as_administrator.post(f"{PAGES}/2030/opening").status_code == 422
    committed.expire_all()
    assert not find_survey(committed, survey.project_id, "2030").is_open


def test_a_round_is_opened_and_closed_after_being_asked(
    committed: Session, survey: Survey, as_administrator: FlaskClient
) -> None:
    publish_template(committed, survey)
    asked = as_administrator.get(f"{PAGES}/2030/opening").text
    assert "They are asked version 1." in asked
    opened = as_administrator.post(f"{PAGES}/2030/opening", follow_redirects=True).text
    assert "Hösten 2030 is open. People can answer now." in opened
    assert "Open: people can answer now" in opened
    closed = as_administrator.post(f"{PAGES}/2030/closing", follow_redirects=True).text
    assert "Hösten 2030 is closed. All answers are kept." in closed
    committed.expire_all()
    assert not find_survey(committed, survey.project_id, "2030").is_open


def test_asking_for_the_question_changes_nothing(
    committed: Session, survey: Survey, as_administrator: FlaskClient
) -> None:
    publish_template(committed, survey)
    as_administrator.get(f"{PAGES}/2030/opening")
    committed.expire_all()
    assert not find_survey(committed, survey.project_id, "2030").is_open


def test_settings_are_changed_together(
    committed: Session, survey: Survey, as_administrator: FlaskClient
) -> None:
    answer = as_administrator.post(
        f"{PAGES}/2030/settings", data={"name": "Våren", "shows_others": "1", "wanted_people": " 200 "}
    )
    assert answer.status_code == 302
    committed.expire_all()
    changed = find_survey(committed, survey.project_id, "2030")
    assert (changed.name, changed.shows_others, changed.reviews_texts, changed.wanted_people) == (
        "Våren",
        True,
        False,
        200,
    )


@pytest.mark.parametrize("people", ["0", "-1", "1e3", "many", "٣", "1000001", "9" * 40])
def test_a_number_of_people_that_is_none_changes_nothing_and_stays_in_the_field(
    committed: Session, survey: Survey, as_administrator: FlaskClient, people: str
) -> None:
    answer = as_administrator.post(
        f"{PAGES}/2030/settings", data={"name": "Våren", "shows_others": "1", "wanted_people": people}
    )
    assert answer.status_code == 422
    assert f'value="{people}"' in answer.text
    committed.expire_all()
    kept = find_survey(committed, survey.project_id, "2030")
    assert (kept.name, kept.shows_others, kept.wanted_people) == ("Hösten 2030", False, None)


@pytest.mark.parametrize("page", ["/nowhere", "/nowhere/settings", "/nowhere/opening", "/nowhere/closing"])
def test_a_round_that_is_none_is_not_found(survey: Survey, as_administrator: FlaskClient, page: str) -> None:
    assert as_administrator.get(PAGES + page).status_code == 404


def test_the_start_page_leads_everybody_to_what_they_may_do(
    app: Flask, committed: Session, survey: Survey
) -> None:
    def led_to(role: Role) -> list[str]:
        page = signed_in(app, committed, role).get("/staff").text
        return [
            one for one in ("intervju", "plan", "questionnaires", "moderation") if f"/kramfors/{one}" in page
        ]

    assert led_to(Role.INTERVIEWER) == ["intervju"]
    assert led_to(Role.PLANNER) == ["intervju", "plan"]
    assert led_to(Role.ADMINISTRATOR) == ["intervju", "plan", "questionnaires", "moderation"]


def test_an_address_is_free_and_can_stand_in_a_link() -> None:
    assert free_slug("Hösten 2026", []) == "hosten-2026"
    assert free_slug("Hösten 2026", ["hosten-2026", "hosten-2026-2"]) == "hosten-2026-3"
    assert free_slug("مرحبا", []) == "round"
    assert free_slug("x" * 300, ["x" * 56]) == "x" * 56 + "-2"
