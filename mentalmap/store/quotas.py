"""What quotas are made from: inhabitants of areas by age and gender, and who has answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session


def list_inhabitants(session: Session, area_set_id: int) -> Sequence[Row[Any]]:
    """List `code` and `population` of each area with `age_band`, `gender`, `people`; null if not counted."""
    return session.execute(
        text(
            """
            SELECT area.code, area.population, counted.age_band, counted.gender, counted.people
            FROM area LEFT JOIN area_population AS counted ON counted.area_id = area.id
            WHERE area.area_set_id = :area_set
            ORDER BY area.id, counted.age_band, counted.gender
            """
        ),
        {"area_set": area_set_id},
    ).all()


def count_heard(session: Session, survey_id: int, area_set_id: int) -> Sequence[Row[Any]]:
    """Count `people` of a round by home `code`, `age_band` and `gender`, each null where not stated."""
    return session.execute(
        text(
            """
            SELECT area.code, response.age_band, response.gender, count(*) AS people
            FROM response
            LEFT JOIN area ON area.id = response.home_area_id AND area.area_set_id = :area_set
            WHERE response.survey_id = :survey AND response.respondent_known
              AND response.same_person_as IS NULL
            GROUP BY area.code, response.age_band, response.gender
            """
        ),
        {"survey": survey_id, "area_set": area_set_id},
    ).all()
