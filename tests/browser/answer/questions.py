"""A short questionnaire with a question of every form, for the pages where people answer."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mentalmap.services.projects import make_survey
from mentalmap.store.projects import Project
from mentalmap.store.questionnaires import Question, Questionnaire, publish_questionnaire
from mentalmap.store.surveys import Survey

SURVEY = "trial"
ASKED = json.loads(Path(__file__).with_name("trial_questionnaire.json").read_text(encoding="utf-8"))


def open_trial_round(session: Session, project_slug: str) -> None:
    """Open a round that asks these questions, and close every other."""
    project = session.scalars(select(Project).where(Project.slug == project_slug)).one()
    session.execute(update(Survey).where(Survey.project_id == project.id).values(is_open=False))
    survey = make_survey(session, project, SURVEY, name="Provrunda")
    survey.is_open = True
    survey.shows_others = True
    session.flush()
    questions = [Question(position=number, **one) for number, one in enumerate(ASKED["questions"])]
    asked = Questionnaire(survey_id=survey.id, version=1, **{**ASKED, "questions": questions})
    session.add(asked)
    session.flush()
    publish_questionnaire(session, asked)
