"""The demo's questionnaires: closed questions and what was answered to them, and a round that asks now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mentalmap.demo.questions import QUESTIONS
from mentalmap.domain.vocabulary import QuestionForm
from mentalmap.services.projects import make_survey
from mentalmap.services.questionnaires import fingerprint_of, publish, start_from_template
from mentalmap.store.answers import add_answers
from mentalmap.store.projects import Project
from mentalmap.store.questionnaires import (
    Question,
    draft_questionnaire,
    publish_questionnaire,
)
from mentalmap.store.responses import Response
from mentalmap.store.surveys import Survey

OPEN_ROUND = "2026"
WANTED_PEOPLE = 200


def add_open_round(session: Session, project: Project) -> Survey:
    """Add a round that takes answers, with the published method; without dates, since it never ends."""
    survey = make_survey(session, project, OPEN_ROUND, name=OPEN_ROUND)
    draft = start_from_template(session, project, survey, "mental_map", fingerprint_of(None))
    publish(session, project, survey, draft.fingerprint)
    survey.is_open, survey.shows_others, survey.reviews_texts = True, True, True
    survey.wanted_people = WANTED_PEOPLE
    session.flush()
    return survey


def add_questionnaire(
    session: Session, survey: Survey, answers: Sequence[tuple[UUID, Mapping[str, str]]]
) -> None:
    """
    Publish the questionnaire of a round and store its answers.

    Parameters
    ----------
    answers
        Key of each response, and what it answered by key of the question.
    """
    questionnaire = draft_questionnaire(session, survey.id)
    questionnaire.title = {"sv": "Du och kommunen", "en": "You and the municipality"}
    for position, one in enumerate(QUESTIONS, start=1):
        questionnaire.questions.append(
            Question(
                key=one.key,
                position=position,
                form=(QuestionForm.SCALE if one.is_scale else QuestionForm.CHOICE).value,
                wording={"sv": one.swedish, "en": one.english},
                settings={
                    "about": one.about,
                    "choices": [
                        {"value": choice.code, "label": {"sv": choice.swedish, "en": choice.english}}
                        for choice in one.choices
                    ],
                },
            )
        )
    session.flush()
    publish_questionnaire(session, questionnaire)
    rows = session.execute(select(Response.client_id, Response.id).where(Response.survey_id == survey.id))
    number_of = {row.client_id: row.id for row in rows}
    question_of = {question.key: question.id for question in questionnaire.questions}
    add_answers(
        session,
        (
            (number_of[client_id], question_of[key], value)
            for client_id, given in answers
            for key, value in given.items()
        ),
    )
    session.execute(
        update(Response).where(Response.id.in_(number_of.values())).values(questionnaire_id=questionnaire.id)
    )
