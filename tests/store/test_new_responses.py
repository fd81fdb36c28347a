"""New responses are told of by number, so that workers read them alone; very many are told of at once."""

from __future__ import annotations

from uuid import uuid4

import numpy as np
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from mentalmap.exchange.coding.columns import CodedPerceptions, CodedResponses, Words, uuid_bytes
from mentalmap.services import responses
from mentalmap.store.outbox import OutboxEvent
from mentalmap.store.perceptions import Perception
from mentalmap.store.responses import Response
from tests.store.making import a_project, a_survey


def some_rows(n: int) -> tuple[CodedResponses, CodedPerceptions]:
    """So many people with one point each."""
    zeros = np.zeros(n, dtype=np.int32)
    people = CodedResponses(client_id=uuid_bytes([uuid4() for _ in range(n)]), channel=Words(zeros, ("web",)))
    told = CodedPerceptions(
        response=np.arange(n),
        client_id=uuid_bytes([uuid4() for _ in range(n)]),
        kind=Words(zeros, ("pride",)),
        lon=np.full(n, 17.77),
        lat=np.full(n, 62.93),
    )
    return people, told


@pytest.mark.parametrize(("most", "noun"), [(3, "response"), (2, "responses")])
def test_new_responses_are_told_of_by_number_unless_there_are_very_many(
    session: Session, monkeypatch: pytest.MonkeyPatch, most: int, noun: str
) -> None:
    project = a_project(session)
    survey = a_survey(session, project)
    monkeypatch.setattr(responses, "MOST_ADDED", most)
    counts = responses.add_new_responses(session, project, survey, *some_rows(3))
    assert (counts.responses, counts.perceptions) == (3, 3)
    of_survey = select(Response.id).where(Response.survey_id == survey.id).order_by(Response.id)
    ids = list(session.scalars(of_survey))
    latest = session.scalars(select(OutboxEvent).order_by(OutboxEvent.id.desc()).limit(1)).one()
    expected = {"response_ids": ids} if noun == "response" else {"responses": 3}
    assert (latest.noun, latest.details) == (noun, expected)
    stored = select(func.count()).select_from(Perception).where(Perception.survey_id == survey.id)
    assert session.scalar(stored) == 3


def test_no_new_responses_are_no_event(session: Session) -> None:
    project = a_project(session)
    survey = a_survey(session, project)
    before = session.scalar(select(func.count()).select_from(OutboxEvent))
    responses.add_new_responses(session, project, survey, *some_rows(0))
    assert session.scalar(select(func.count()).select_from(OutboxEvent)) == before


def test_a_mark_finds_its_response_at_once_while_nothing_is_known_about_a_new_table(session: Session) -> None:
    project = a_project(session)
    survey = a_survey(session, project)
    rows_read = text(
        "SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'response'"
    )
    before = session.scalar(rows_read)
    responses.add_new_responses(session, project, survey, *some_rows(400))
    assert session.scalar(rows_read) - before < 10 * 400
