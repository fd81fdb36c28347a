"""Rounds with what there is of them, for the list of rounds."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentalmap.store.questionnaires import Questionnaire
from mentalmap.store.responses import Response
from mentalmap.store.surveys import Survey, list_surveys


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round, the number of its latest published version, whether it has a draft, and who answered."""

    survey: Survey
    published_version: int | None
    has_draft: bool
    people: int


def list_rounds(session: Session, project_id: int) -> list[RoundRow]:
    """List a project's rounds, the latest first."""
    versions = session.execute(
        select(
            Questionnaire.survey_id,
            func.max(Questionnaire.version).filter(Questionnaire.published_at.is_not(None)),
            func.bool_or(Questionnaire.published_at.is_(None)),
        )
        .join(Survey, Survey.id == Questionnaire.survey_id)
        .where(Survey.project_id == project_id)
        .group_by(Questionnaire.survey_id)
    )
    found = {survey_id: (published, has_draft) for survey_id, published, has_draft in versions}
    people = dict(
        session.execute(
            select(Response.survey_id, func.count())
            .where(Response.project_id == project_id, Response.same_person_as.is_(None))
            .group_by(Response.survey_id)
        ).all()
    )
    return [
        RoundRow(survey, *found.get(survey.id, (None, False)), people.get(survey.id, 0))
        for survey in list_surveys(session, project_id)
    ]
