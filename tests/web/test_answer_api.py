"""Sending answers: stored whole, once, and only what may be stored."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from mentalmap.store.deliveries import Delivery
from mentalmap.store.perceptions import Perception, PerceptionArea
from mentalmap.store.questionnaires import Answer
from mentalmap.store.responses import Response
from tests.web.answering import KRAMFORS, RESPONSES, a_body, a_mark, an_asking_project, faults, post


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
            a_mark(question="wall", nature="emotional", where={"by": "words", "area": "A", "words": "Vid bron", "precision": "exact"}),
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
    event = committed.execute(text("SELECT noun, details FROM outbox_event ORDER BY id DESC LIMIT 1")).one()
    assert event == ("response", {"response_ids": [response.id]})
