"""A round that asks, and what a page sends to it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mentalmap.domain.proofs import find_proof
from mentalmap.store.codebooks import Group, Purpose, Theme, add_codes
from mentalmap.store.projects import Project
from mentalmap.store.questionnaires import Question, Questionnaire, publish_questionnaire
from mentalmap.store.surveys import Survey
from tests.store.making import a_place, a_project, a_survey, some_areas

SVARA = "/p/kramfors/svara"
RESPONSES = f"{SVARA}/responses"
OURS = {"X-Mentalmap": "1"}
KRAMFORS = {"type": "Point", "coordinates": [17.77, 62.93]}


def a_label(word: str) -> dict[str, str]:
    """A text in two languages."""
    return {"sv": word, "en": word}


def questions() -> list[Question]:
    """One question of every kind, a branch, and one that must be answered."""
    choices = [{"value": value, "label": a_label(value)} for value in ("1", "2", "3")]
    asks = ["purposes", "valence", "themes", "text", "photo"]
    made = [
        Question(key="pride", form="perception", kind="pride", settings={"asks": asks}),
        Question(key="way", form="perception", kind="route", settings={"shapes": ["ends", "line"]}),
        Question(
            key="wall",
            form="perception",
            kind="barrier",
            settings={"shapes": ["line", "area", "point"], "asks": ["nature", "text"]},
        ),
        Question(key="start_and_end", form="perception", kind="route", settings={"shapes": ["ends"]}),
        Question(key="listens", form="scale", settings={"choices": choices, "about": "organisation"}),
        Question(key="why", form="text", settings={"shown_if": {"question": "listens", "any_of": ["1"]}}),
        Question(key="uses", form="choice", settings={"choices": choices, "several": True}),
        Question(key="talk", form="text", settings={"only_in": "interview", "longest": 100}),
    ]
    for position, question in enumerate(made):
        question.position = position
        question.wording = a_label(question.key)
    return made


def an_asking_project(
    session: Session, slug: str = "kramfors", survey: str = "2026"
) -> tuple[Project, Survey]:
    """A project with areas, places and codes, and an open round with published questions."""
    project = a_project(session, slug=slug)
    some_areas(session, project)
    a_place(session, project, "Nyland", 17.77, 62.93)
    add_codes(session, Purpose, project.id, [("trade", a_label("trade")), ("school", a_label("school"))])
    add_codes(session, Theme, project.id, [("nature", a_label("nature"))])
    add_codes(session, Group, project.id, [("youth", a_label("youth"))])
    made = a_survey(session, project, survey)
    made.is_open = True
    publish_questions(session, made)
    return project, made


def publish_questions(session: Session, survey: Survey, version: int = 1) -> Questionnaire:
    """Publish a version of the questions."""
    questionnaire = Questionnaire(
        survey_id=survey.id,
        version=version,
        title=a_label("Title"),
        information=a_label("Information"),
        settings={"locales": ["sv", "en"], "background": ["home_area", "age_band", "gender", "group"]},
        questions=questions(),
    )
    session.add(questionnaire)
    session.flush()
    publish_questionnaire(session, questionnaire)
    return questionnaire


def a_mark(**details: Any) -> dict[str, Any]:
    """One place that somebody is proud of."""
    return {
        "id": str(uuid4()),
        "question": "pride",
        "where": {"by": "map", "geometry": KRAMFORS, "zoom": 13.5, "precision": "exact"},
        **details,
    }


def a_body(secret: bytes | None = None, **details: Any) -> dict[str, Any]:
    """A whole response as the page sends it, but for its proof."""
    return {
        "id": str(uuid4()),
        "survey": "2026",
        "version": 1,
        "language": "sv",
        "said_at": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        "receipt_hash": hashlib.sha256(secret or secrets.token_bytes(16)).hexdigest(),
        "device": None,
        "invitation": None,
        "background": {},
        "answers": {},
        "marks": [a_mark()],
        "effort": {"seconds": 61.5, "taps": 14},
        **details,
    }


def proven(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body with its proof of work, where it has what that is made of."""
    try:
        return {**body, "proof": find_proof(str(body["survey"]), UUID(str(body["id"])))}
    except (KeyError, ValueError):
        return dict(body)


def post(client: FlaskClient, body: Mapping[str, Any], address: str = RESPONSES, **more: Any) -> TestResponse:
    """Send a response as the page does."""
    return client.post(
        address, data=json.dumps(proven(body)), content_type="application/json", headers=OURS, **more
    )


def faults(answer: TestResponse) -> dict[str, str]:
    """The word for each fault of a problem, by pointer."""
    assert answer.mimetype == "application/problem+json", answer.text
    assert answer.json is not None
    return {one["pointer"]: one["code"] for one in answer.json["errors"]}
