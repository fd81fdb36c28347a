"""Closed answers become columns over respondents; what was written freely never does."""

from __future__ import annotations

from typing import Any

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from mentalmap.domain.vocabulary import QuestionForm
from mentalmap.store.answers import add_answers, load_answers
from mentalmap.store.invitations import Invitation
from mentalmap.store.questionnaires import (
    Question,
    draft_questionnaire,
    publish_questionnaire,
)
from mentalmap.store.surveys import Survey
from tests.store.making import a_project, a_response, a_survey


def a_question(
    session: Session, survey: Survey, key: str, form: QuestionForm, *, publish: bool = True, **settings: Any
) -> int:
    questionnaire = draft_questionnaire(session, survey.id)
    question = Question(
        key=key,
        position=len(questionnaire.questions) + 1,
        form=form.value,
        wording={"en": key},
        settings=settings,
    )
    questionnaire.questions.append(question)
    session.flush()
    if publish:
        publish_questionnaire(session, questionnaire)
    return question.id


def test_answers_stand_at_their_respondents_in_the_order_of_the_questionnaire(session: Session) -> None:
    project = a_project(session)
    survey = a_survey(session, project)
    choices = [{"value": value, "label": {"sv": value.upper()}} for value in ("yes", "no", "maybe")]
    question = a_question(session, survey, "like", QuestionForm.CHOICE, choices=choices, about="organisation")
    people = [a_response(session, survey).id for _ in range(4)]
    add_answers(
        session,
        [(people[0], question, "no"), (people[1], question, ["yes", "no"]), (people[3], question, "yes")],
    )
    column = load_answers(session, project.id, np.array(people))["like"]
    assert column.values == ("yes", "no")
    assert column.given.tolist() == [0b10, 0b11, 0, 0b01]
    assert (column.about, column.is_scale, column.labels["yes"]) == ("organisation", False, {"sv": "YES"})


def test_a_scale_is_ordered_by_its_numbers(session: Session) -> None:
    project = a_project(session)
    survey = a_survey(session, project)
    question = a_question(session, survey, "score", QuestionForm.SCALE)
    people = [a_response(session, survey).id for _ in range(3)]
    add_answers(session, [(people[0], question, 10), (people[1], question, 2), (people[2], question, -1)])
    column = load_answers(session, project.id, np.array(people))["score"]
    assert column.values == ("-1", "2", "10")
    assert column.is_scale


def test_what_was_written_freely_or_asked_in_a_draft_is_no_column(session: Session) -> None:
    project = a_project(session)
    survey = a_survey(session, project)
    free = a_question(session, survey, "why", QuestionForm.TEXT)
    draft = a_question(session, survey, "secret", QuestionForm.CHOICE, publish=False)
    person = a_response(session, survey).id
    add_answers(session, [(person, free, "because"), (person, draft, "yes")])
    assert load_answers(session, project.id, np.array([person])) == {}
    session.execute(text("SET LOCAL ROLE mentalmap_public"))
    assert session.scalar(text("SELECT count(*) FROM closed_answer")) == 0


def test_a_question_keeps_its_key_from_round_to_round(session: Session) -> None:
    project = a_project(session)
    first, second = a_survey(session, project, "2016"), a_survey(session, project, "2020")
    people = []
    for survey, value in ((first, "1"), (second, "3")):
        question = a_question(session, survey, "score", QuestionForm.SCALE)
        people.append(a_response(session, survey).id)
        add_answers(session, [(people[-1], question, value)])
    assert load_answers(session, project.id, np.array(people))["score"].given.tolist() == [0b01, 0b10]


def test_a_question_with_more_answers_than_a_set_can_hold_is_left_out(session: Session) -> None:
    project = a_project(session)
    survey = a_survey(session, project)
    question = a_question(session, survey, "many", QuestionForm.CHOICE)
    people = [a_response(session, survey).id for _ in range(64)]
    add_answers(session, [(person, question, f"answer {number}") for number, person in enumerate(people)])
    assert load_answers(session, project.id, np.array(people)) == {}


def test_who_reached_a_respondent_can_be_filtered_by_like_any_answer(session: Session) -> None:
    project = a_project(session)
    survey = a_survey(session, project)
    invitation = Invitation(
        project_id=project.id,
        survey_id=survey.id,
        metric_srid=project.metric_srid,
        code="ab3k9d",
        via="ambassador",
        sender="Anna",
    )
    session.add(invitation)
    session.flush()
    reached = a_response(session, survey, invitation_id=invitation.id)
    came_alone = a_response(session, survey)
    ids = np.array(sorted([reached.id, came_alone.id]), dtype=np.int64)
    columns = load_answers(session, project.id, ids)
    assert columns["reached_by"].values == ("Anna",)
    assert columns["reached_through"].labels["ambassador"]["sv"] == "Ambassadör"
    assert columns["reached_by"].given.tolist() == [1, 0]
