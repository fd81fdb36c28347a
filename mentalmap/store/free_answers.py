"""Free answers: what was written to questions that are not about a place; read by those who review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session


def list_free_answers(session: Session, project_id: int, *, limit: int, before: int) -> Sequence[Row[Any]]:
    """
    List what was written, the latest first.

    Parameters
    ----------
    before
        Only of responses with a lower number than this.
    """
    return session.execute(
        text(
            """
            SELECT response.id, answer.value #>> '{}' AS written, question.wording,
                   survey.name AS survey_name, response.language, response.received_at
            FROM answer
            JOIN question ON question.id = answer.question_id AND question.form = 'text'
            JOIN response ON response.id = answer.response_id
            JOIN survey ON survey.id = response.survey_id
            WHERE response.project_id = :project AND response.id < :before
              AND response.id IN (
                  SELECT told.response_id FROM answer AS told
                  JOIN question AS asked ON asked.id = told.question_id AND asked.form = 'text'
                  JOIN response AS teller ON teller.id = told.response_id
                  WHERE teller.project_id = :project AND told.response_id < :before
                  ORDER BY told.response_id DESC LIMIT :most
              )
            ORDER BY response.id DESC, question.position
            """
        ),
        {"project": project_id, "before": before, "most": limit},
    ).all()
