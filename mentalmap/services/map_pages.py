"""What the map page needs to know about a project before any layer is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from mentalmap.services.exports import label_of
from mentalmap.services.outlines import project_rectangle
from mentalmap.store.areas import list_area_sets
from mentalmap.store.codebooks import Purpose, Theme, list_codes
from mentalmap.store.projects import Project
from mentalmap.store.surveys import list_surveys


@dataclass(frozen=True, slots=True)
class MapPage:
    """The choices that a project's map offers."""

    surveys: tuple[dict[str, Any], ...]
    themes: tuple[dict[str, str], ...]
    purposes: tuple[dict[str, str], ...]
    area_sets: tuple[dict[str, str], ...]
    bounds: tuple[float, float, float, float]


def describe_map_page(session: Session, project: Project, locale: str) -> MapPage:
    """Gather the choices, labelled in this language."""
    counted = session.execute(
        sql(
            "SELECT survey_id, count(*) AS people FROM asked_response"
            " WHERE project_id = :project GROUP BY survey_id"
        ),
        {"project": project.id},
    )
    people = {row.survey_id: row.people for row in counted}
    return MapPage(
        surveys=tuple(
            {"slug": survey.slug, "name": survey.name, "people": people.get(survey.id, 0)}
            for survey in list_surveys(session, project.id)
        ),
        themes=tuple(
            {"code": one.code, "label": label_of(one.labels, one.code, locale)}
            for one in list_codes(session, Theme, project.id)
        ),
        purposes=tuple(
            {"code": one.code, "label": label_of(one.labels, one.code, locale)}
            for one in list_codes(session, Purpose, project.id)
        ),
        area_sets=tuple({"slug": one.slug, "label": one.name} for one in list_area_sets(session, project.id)),
        bounds=project_rectangle(session, project),
    )
