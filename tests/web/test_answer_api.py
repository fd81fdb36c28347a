"""Sending answers: stored whole, once, and only what may be stored."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.orm import Session

from mentalmap.store.deliveries import Delivery
from mentalmap.store.invitations import Invitation
from mentalmap.store.perceptions import Perception
from mentalmap.store.questionnaires import Answer
from mentalmap.store.responses import Response
from mentalmap.web.site import limiter
from tests.browser.serving import served
from tests.web.answering import OURS, RESPONSES, a_body, a_mark, an_asking_project, post, proven


def count(session: Session, noun: type) -> int:
    """How many rows a table has."""
    return session.scalar(select(func.count()).select_from(noun)) or 0


def test_a_whole_response_is_stored_and_acknowledged(as_anyone: FlaskClient, committed: Session) -> None:
    an_asking_project(committed)
    committed.commit()
    line = {"type": "LineString", "coordinates": [[17.765, 62.93], [17.785, 62.93]]}
    body = a_body(
        background={"home_area": "A", "age_band": "30-49", "gender": "woman", "group": "youth"},
        answers={"listens": "1", "why": "För att de svarar.", "uses": ["1", "3"]},
        marks=[
            a_mark(valence=2, purposes=["trade"], themes=["nature"], text="Älven", language="sv"),
            a_mark(where={"by": "search", "place": "nyland", "precision": "exact"}),
            a_mark(where={"by": "list", "area": "B", "precision": "exact"}),
            a_mark(question="way", where={"by": "map", "geometry": line, "precision": "street"}),
            a_mark(question="wall", nature="emotional",
                   where={"by": "words", "area": "A", "words": "Vid bron", "precision": "exact"}),
        ],
    )  # fmt: skip
    answer = post(as_anyone, body)
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    assert {key: answer.json[key] for key in ("id", "survey", "marks", "remarks")} == {
        "id": body["id"],
        "survey": "2026",
        "marks": 5,
        "remarks": [],
    }
    [response] = committed.scalars(select(Response))
    assert (response.channel, response.consent_version, response.age_band) == ("web", "1.sv", "30-49")
    assert (response.gender, response.effort) == ("woman", {"seconds": 61.5, "taps": 14})
    rows = list(committed.scalars(select(Perception).order_by(Perception.id)))
    assert [row.kind for row in rows] == ["pride", "pride", "pride", "route", "barrier"]
    assert [row.precision for row in rows] == ["exact", "exact", "village", "street", "village"]
    assert [row.moderation_state for row in rows] == [
        "pending",
        "published",
        "published",
        "published",
        "pending",
    ]
    assert [row.placed_by for row in rows] == ["map", "search", "list", "map", "words"]
    assert (rows[0].valence, rows[0].valence_source, rows[0].quote, rows[0].zoom) == (
        2,
        "respondent",
        "Älven",
        13.5,
    )
    assert rows[4].described == "Vid bron"
    areas = committed.execute(
        text(
            "SELECT perception_id, string_agg(code, '' ORDER BY code) FROM perception_area"
            " JOIN area ON area.id = area_id GROUP BY 1 ORDER BY 1"
        )
    ).all()
    assert [row[1] for row in areas] == ["A", "A", "B", "AB", "A"]
    assert count(committed, Answer) == 3
    told = committed.execute(text("SELECT noun, details FROM outbox_event ORDER BY id DESC LIMIT 1")).one()
    assert told == ("response", {"response_ids": [response.id]})


def test_the_same_body_again_gets_the_same_answer_and_is_stored_once(
    as_anyone: FlaskClient, committed: Session
) -> None:
    an_asking_project(committed)
    committed.commit()
    body = a_body()
    first, again = post(as_anyone, body), post(as_anyone, body)
    assert (first.status_code, again.status_code, again.json) == (201, 201, first.json)
    assert (count(committed, Response), count(committed, Perception), count(committed, Delivery)) == (1, 1, 1)


def test_the_same_post_at_the_same_time_is_stored_once(
    app: Flask, committed: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_asking_project(committed)
    committed.commit()
    monkeypatch.setattr(limiter, "enabled", False)
    bodies = [json.dumps(proven(a_body(marks=[a_mark() for _ in range(3)]))) for _ in range(10)]
    with served(app) as address, ThreadPoolExecutor(10) as pool:

        def send(body: str) -> tuple[int, str]:
            request = Request(
                f"{address}{RESPONSES}", body.encode(), {**OURS, "Content-Type": "application/json"}
            )
            with urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()

        answers = list(pool.map(send, [body for body in bodies for _ in range(5)]))
    assert {status for status, _ in answers} == {201}
    assert all(len(set(answers[start : start + 5])) == 1 for start in range(0, 50, 5))
    assert (count(committed, Response), count(committed, Perception)) == (10, 30)
    events = committed.scalar(text("SELECT count(*) FROM outbox_event WHERE noun = 'response'"))
    assert events == 10


def test_a_response_costs_one_statement(as_anyone: FlaskClient, committed: Session, engine: Engine) -> None:
    an_asking_project(committed)
    committed.commit()
    post(as_anyone, a_body())  # codes and questions are remembered from now on
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = post(as_anyone, a_body(marks=[a_mark(text="Ån") for _ in range(20)]))
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code == 201
    assert len(statements) == 1, statements


def test_an_eager_device_is_accepted_marked_and_one_person(
    as_anyone: FlaskClient, committed: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_asking_project(committed)
    committed.commit()
    monkeypatch.setattr(limiter, "enabled", False)
    device = str(uuid4())
    answers = [post(as_anyone, a_body(device=device)) for _ in range(7)]
    assert [answer.json and answer.json["remarks"] for answer in answers] == [[]] * 5 + [["one_device"]] * 2
    assert (count(committed, Response), count(committed, Perception)) == (7, 7)
    people = committed.scalars(select(Response).order_by(Response.id)).all()
    assert [one.same_person_as for one in people] == [None] * 5 + [people[4].id] * 2
    latest = committed.scalars(select(Response).order_by(Response.id.desc())).first()
    assert latest is not None
    assert (latest.remarks, len(latest.device_hash or b"")) == (["one_device"], 32)
    nouns = committed.scalars(text("SELECT noun FROM outbox_event ORDER BY id DESC LIMIT 2")).all()
    assert nouns == ["responses", "responses"]
    eager = post(as_anyone, a_body(device=str(uuid4()), marks=[a_mark() for _ in range(2000)]))
    assert (eager.status_code, eager.json and eager.json["remarks"]) == (201, ["many_marks"])
    assert count(committed, Response) == 8


def test_an_invitation_gives_its_channel_and_a_broken_one_costs_nothing(
    as_anyone: FlaskClient, committed: Session
) -> None:
    project, survey = an_asking_project(committed)
    invitation = Invitation(
        project_id=project.id, survey_id=survey.id, metric_srid=project.metric_srid,
        code="abcd", via="event", channel="workshop", sender="Eva",
    )  # fmt: skip
    ended = Invitation(
        project_id=project.id, survey_id=survey.id, metric_srid=project.metric_srid,
        code="gone", via="poster", sender="Bibblan", ended_at=datetime.now(UTC),
    )  # fmt: skip
    committed.add_all([invitation, ended])
    committed.commit()
    for code in ("abcd", "gone", "zzzz", "a\u0000b", "å" * 40, None):
        assert post(as_anyone, a_body(invitation=code)).status_code == 201, code
    found = [
        (one.channel, one.invitation_id) for one in committed.scalars(select(Response).order_by(Response.id))
    ]
    assert found == [("workshop", invitation.id), *[("web", None)] * 5]


def test_what_nobody_reviews_is_published_at_once(as_anyone: FlaskClient, committed: Session) -> None:
    _, survey = an_asking_project(committed)
    survey.reviews_texts = False
    committed.commit()
    assert post(as_anyone, a_body(marks=[a_mark(text="Ån")])).status_code == 201
    assert committed.scalar(select(Perception.moderation_state)) == "published"
