"""A small project for tests of the planner's page: two areas, a codebook, and people who speak."""

from __future__ import annotations

from sqlalchemy.orm import Session

from mentalmap.store.codebooks import Group, Purpose, Theme, add_codes, code_ids
from mentalmap.store.projects import Project
from mentalmap.store.surveys import Survey
from tests.store.making import a_perception, a_project, a_response, a_survey, some_areas

PLAN = "/p/kramfors/plan"
IN_A, IN_B = "POINT(17.765 62.93)", "POINT(17.785 62.93)"


def a_planned_project(session: Session, slug: str = "kramfors", **details: object) -> tuple[Project, Survey]:
    """A project with the areas A and B, two themes, two groups and a purpose; nobody has answered."""
    project = a_project(session, slug=slug, **details)
    some_areas(session, project)
    add_codes(session, Theme, project.id, [("safety", {"en": "Safety", "sv": "Trygghet"}), ("service", {})])
    add_codes(session, Purpose, project.id, [("trade", {"en": "Trade"})])
    add_codes(session, Group, project.id, [("youth", {"en": "Youth"}), ("business", {"en": "Business"})])
    return project, a_survey(session, project)


def somebody(
    session: Session,
    survey: Survey,
    *,
    valence: float | None = None,
    wkt: str = IN_A,
    theme: str | None = None,
    group: str | None = None,
    quote: str | None = None,
    **details: object,
) -> None:
    """One respondent with one mark."""
    groups = code_ids(session, Group, survey.project_id)
    themes = code_ids(session, Theme, survey.project_id)
    background = {key: details.pop(key) for key in ("age_band", "gender") if key in details}
    response = a_response(session, survey, group_id=groups[group] if group else None, **background)
    words = {"theme_ids": [themes[theme]] if theme else [], "quote": quote, **details}
    a_perception(session, response, valence=valence, wkt=wkt, **words)
