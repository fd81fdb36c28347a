"""Invitations: who reached whom, and posters that can be read from the wall."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentalmap.domain.permissions import Role
from mentalmap.services.accounts import make_account
from mentalmap.services.invitations import end_invitation, kiosk_invitation
from mentalmap.store.invitations import Invitation
from mentalmap.store.surveys import Survey
from tests.store.making import a_project, a_response, a_survey
from tests.web.conftest import PASSWORD

PAGE = "/p/kramfors/invitations"


@pytest.fixture
def survey(committed: Session) -> Survey:
    """An open round."""
    project = a_project(committed, slug="kramfors", name="Kramfors")
    made = a_survey(committed, project, "2026")
    made.is_open = True
    committed.commit()
    return made


@pytest.fixture
def as_administrator(app: Flask, committed: Session) -> Iterator[FlaskClient]:
    """Dana, who sets up the project, signed in."""
    make_account(committed, "dana", PASSWORD, Role.ADMINISTRATOR)
    committed.commit()
    client = app.test_client()
    assert client.post("/sign-in", data={"account": "dana", "password": PASSWORD}).status_code == 302
    yield client


def made(session: Session) -> list[Invitation]:
    session.expire_all()
    return list(session.scalars(select(Invitation).order_by(Invitation.id)))


def test_each_place_gets_a_link_of_its_own(
    as_administrator: FlaskClient, survey: Survey, committed: Session
) -> None:
    answer = as_administrator.post(
        PAGE,
        data={"survey": "2026", "via": "poster", "sender": "Bibblan", "places": "Ullånger\n\n Docksta \n"},
    )
    assert answer.status_code == 302
    first, second = made(committed)
    assert (first.place_name, second.place_name, first.sender) == ("Ullånger", "Docksta", "Bibblan")
    assert first.code != second.code
    page = as_administrator.get(PAGE).text
    assert "Bibblan" in page
    assert f"/s/{first.code}" in page


def test_a_short_address_leads_to_the_questions_in_any_case_of_letters(
    as_administrator: FlaskClient, as_anyone: FlaskClient, survey: Survey, committed: Session
) -> None:
    as_administrator.post(PAGE, data={"survey": "2026", "via": "ambassador", "sender": "Anna"})
    (invitation,) = made(committed)
    answer = as_anyone.get(f"/s/{invitation.code.upper()}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/p/kramfors/svara?k={invitation.code}"
    assert as_anyone.get("/s/nothing").status_code == 404


def test_the_list_counts_the_people_whom_each_link_reached(
    as_administrator: FlaskClient, survey: Survey, committed: Session
) -> None:
    as_administrator.post(PAGE, data={"survey": "2026", "via": "ambassador", "sender": "Anna"})
    (invitation,) = made(committed)
    for _ in range(4):
        a_response(committed, survey, invitation_id=invitation.id)
    a_response(committed, survey)
    committed.commit()
    assert "Fewer than 5 people have answered" in as_administrator.get(f"{PAGE}?lang=en").text
    a_response(committed, survey, invitation_id=invitation.id)
    committed.commit()
    assert re.search(r"<strong>5</strong>", as_administrator.get(PAGE).text)


@pytest.mark.parametrize(
    "written",
    [
        {"sender": ""},
        {"sender": "x" * 121},
        {"sender": "Anna\u202e"},
        {"via": "pigeon"},
        {"places": "\n".join(f"Plats {n}" for n in range(201))},
    ],
    ids=["no sender", "long sender", "turned sender", "unknown way", "too many places"],
)
def test_what_cannot_be_an_invitation_is_refused_and_what_was_written_is_kept(
    as_administrator: FlaskClient, survey: Survey, committed: Session, written: dict[str, str]
) -> None:
    data = {"survey": "2026", "via": "poster", "sender": "Bibblan", "places": "Sandöbron", **written}
    answer = as_administrator.post(PAGE, data=data)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    if "places" not in written:
        assert "Sandöbron" in answer.text
    assert made(committed) == []


def test_a_poster_is_a_pdf_in_the_language_that_was_asked_for(
    as_administrator: FlaskClient, survey: Survey, committed: Session
) -> None:
    as_administrator.post(
        PAGE, data={"survey": "2026", "via": "poster", "sender": "Bibblan", "places": "Ullånger\nDocksta"}
    )
    code = made(committed)[0].code
    swedish = as_administrator.get(f"{PAGE}/{code}/poster.pdf")
    arabic = as_administrator.get(f"{PAGE}/{code}/poster.pdf?lang=ar")
    every = as_administrator.get(f"{PAGE}/posters.pdf?survey=2026")
    for answer, pages in ((swedish, 1), (arabic, 1), (every, 2)):
        assert answer.mimetype == "application/pdf"
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", answer.data)) == pages
    assert swedish.data != arabic.data


def test_an_ended_invitation_still_opens_the_questions(
    as_administrator: FlaskClient, as_anyone: FlaskClient, survey: Survey, committed: Session
) -> None:
    as_administrator.post(PAGE, data={"survey": "2026", "via": "event", "sender": "Marknaden"})
    (invitation,) = made(committed)
    assert invitation.channel == "workshop"
    as_administrator.post(f"{PAGE}/{invitation.code}/end")
    (ended,) = made(committed)
    assert ended.ended_at is not None
    assert as_anyone.get(f"/s/{invitation.code}").status_code == 302


def test_tablets_that_are_lent_out_share_one_invitation(committed: Session, survey: Survey) -> None:
    first = kiosk_invitation(committed, survey, "Surfplatta")
    assert kiosk_invitation(committed, survey, "Surfplatta").id == first.id
    assert (first.via, first.channel) == ("kiosk", "workshop")
    end_invitation(first, datetime.now(UTC))
    assert kiosk_invitation(committed, survey, "Surfplatta").id != first.id


def test_invitations_are_for_administrators(
    as_planner: FlaskClient, as_anyone: FlaskClient, survey: Survey
) -> None:
    assert as_planner.get(PAGE).status_code == 403
    assert as_anyone.get(PAGE).status_code == 302
    assert as_planner.post(PAGE, data={}).status_code == 403
