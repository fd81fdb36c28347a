"""Review: what residents wrote reaches nobody before a person has read it."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from mentalmap.domain.permissions import Role
from mentalmap.domain.vocabulary import ModerationState
from mentalmap.services.accounts import make_account
from mentalmap.store.perceptions import Perception
from mentalmap.store.photos import Photo
from tests.store.making import a_perception, a_project, a_response, a_survey
from tests.web.answering import a_body, an_asking_project, post
from tests.web.conftest import PASSWORD

PAGE = "/p/kramfors/moderation"


@pytest.fixture
def as_administrator(app: Flask, committed: Session) -> Iterator[FlaskClient]:
    """Dana, who reviews, signed in."""
    make_account(committed, "dana", PASSWORD, Role.ADMINISTRATOR)
    committed.commit()
    client = app.test_client()
    assert client.post("/sign-in", data={"account": "dana", "password": PASSWORD}).status_code == 302
    yield client


@pytest.fixture
def waiting(committed: Session) -> Perception:
    """One text that waits."""
    project = a_project(committed, slug="kramfors", name="Kramfors")
    response = a_response(committed, a_survey(committed, project))
    found = a_perception(
        committed,
        response,
        valence=-2,
        state=ModerationState.PENDING,
        quote="Ring Kalle på 070-123 45 67 <script>alert(1)</script>",
        language="sv",
    )
    committed.commit()
    return found


def shown(client: FlaskClient, state: str = "pending", project: str = "kramfors") -> list[str]:
    """What the page names of each perception that it shows."""
    page = client.get(f"/p/{project}/moderation?state={state}").text
    return re.findall(r'name="perception" value="([^"]+)"', page)


def state_of(session: Session, perception: Perception) -> str:
    session.expire_all()
    return session.get_one(Perception, perception.id).moderation_state


def test_a_text_waits_with_a_hint_about_what_it_may_tell(
    as_administrator: FlaskClient, waiting: Perception
) -> None:
    page = as_administrator.get(f"{PAGE}?lang=en").text
    assert "Ring Kalle" in page
    assert "may hold a phone number" in page
    assert "<script>alert" not in page


def test_what_is_let_out_reaches_the_public_view_and_what_is_hidden_does_not(
    as_administrator: FlaskClient, waiting: Perception, committed: Session
) -> None:
    from sqlalchemy import text

    def is_public() -> bool:
        committed.expire_all()
        found = committed.execute(
            text("SELECT 1 FROM published_perception WHERE id = :id"), {"id": waiting.id}
        )
        return found.first() is not None

    assert not is_public()
    data = {"perception": shown(as_administrator), "state": "pending"}
    as_administrator.post(PAGE, data={**data, "decision": f"published:{waiting.id}"})
    assert is_public()
    as_administrator.post(PAGE, data={**data, "decision": f"hidden:{waiting.id}"})
    committed.rollback()
    assert not is_public()


def test_all_that_is_shown_can_be_let_out_at_once(
    as_administrator: FlaskClient, waiting: Perception, committed: Session
) -> None:
    seen = [*shown(as_administrator), "0", "x"]
    answer = as_administrator.post(
        PAGE, data={"decision": "published", "state": "pending", "perception": seen}
    )
    assert answer.status_code == 302
    assert state_of(committed, waiting) == "published"


def test_a_text_that_was_changed_while_it_was_read_stays_where_it_is(
    as_administrator: FlaskClient, waiting: Perception, committed: Session
) -> None:
    seen = shown(as_administrator)
    waiting.quote = "Något helt annat"
    committed.commit()
    answer = as_administrator.post(
        PAGE, data={"decision": f"published:{waiting.id}", "perception": seen}, follow_redirects=True
    )
    assert 'role="alert"' in answer.text
    assert "Något helt annat" in answer.text
    assert state_of(committed, waiting) == "pending"
    as_administrator.post(
        PAGE, data={"decision": f"published:{waiting.id}", "perception": shown(as_administrator)}
    )
    assert state_of(committed, waiting) == "published"


def test_another_projects_texts_cannot_be_moved(
    as_administrator: FlaskClient, waiting: Perception, committed: Session
) -> None:
    a_project(committed, slug="hagfors", name="Hagfors")
    committed.commit()
    data = {"decision": f"published:{waiting.id}", "perception": shown(as_administrator)}
    as_administrator.post("/p/hagfors/moderation", data=data)
    assert state_of(committed, waiting) == "pending"


@pytest.mark.parametrize("decision", ["", "deleted:1", "published:1:2", "published:999999999999999999999"])
def test_a_decision_that_is_none_changes_nothing(
    as_administrator: FlaskClient, waiting: Perception, committed: Session, decision: str
) -> None:
    data = {"decision": decision, "perception": ["0:x", "x", f"{waiting.id}"]}
    assert as_administrator.post(PAGE, data=data).status_code in (302, 400)
    assert state_of(committed, waiting) == "pending"


def test_the_photo_is_shown_to_reviewers_only(
    as_administrator: FlaskClient, as_anyone: FlaskClient, waiting: Perception, committed: Session
) -> None:
    from PIL import Image

    content = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(content, "JPEG")
    committed.add(
        Photo(perception_id=waiting.id, content=content.getvalue(), sent_sha256=bytes(32), width=8, height=8)
    )
    committed.commit()
    address = f"{PAGE}/photos/{waiting.id}.jpg"
    assert as_administrator.get(address).data == content.getvalue()
    assert as_anyone.get(address).status_code == 302
    assert address in as_administrator.get(PAGE).text


def test_review_is_for_administrators(as_planner: FlaskClient, waiting: Perception) -> None:
    assert as_planner.get(PAGE).status_code == 403


def test_what_was_written_beside_the_map_is_read_by_reviewers(
    as_administrator: FlaskClient, as_anyone: FlaskClient, committed: Session
) -> None:
    an_asking_project(committed)
    committed.commit()
    answers = {"listens": "1", "why": "<b>För att de svarar</b>"}
    assert post(as_anyone, a_body(answers=answers)).status_code == 201
    page = as_administrator.get(f"{PAGE}/answers").text
    assert "&lt;b&gt;För att de svarar" in page
    assert as_anyone.get(f"{PAGE}/answers").status_code == 302


def test_review_of_free_answers_is_empty_where_nobody_wrote(
    as_administrator: FlaskClient, waiting: Perception
) -> None:
    assert "Nobody has written anything yet" in as_administrator.get(f"{PAGE}/answers?lang=en").text
