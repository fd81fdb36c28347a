"""What an import stands on: its project, its survey, and where positions may lie."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from mentalmap.domain.bounds import Bounds
from mentalmap.domain.crs import crs_label, metric_crs_for
from mentalmap.errors import InvalidInputError, ProjectNotFoundError, SurveyNotFoundError
from mentalmap.messages import Message, say
from mentalmap.services.import_reports import ImportReport
from mentalmap.services.projects import ProjectBounds, make_project, make_survey
from mentalmap.store.projects import Project, find_project
from mentalmap.store.surveys import Survey, find_survey

MARGIN_M = 10_000.0  # people speak of what lies just outside, and outlines of municipalities are coarse


def find_grounds(
    session: Session, project_slug: str, survey_slug: str, *, create: bool
) -> tuple[Project | None, Survey | None]:
    """Find the project and the survey; what is missing may be made only when that was asked for."""
    try:
        project = find_project(session, project_slug)
    except ProjectNotFoundError as error:
        if create:
            return None, None
        error.remedy = _how_to_add(error.remedy, f"mentalmap project add {project_slug} --name NAME")
        raise
    try:
        return project, find_survey(session, project.id, survey_slug)
    except SurveyNotFoundError as error:
        if create:
            return project, None
        error.remedy = _how_to_add(error.remedy, f"mentalmap survey add {project_slug} {survey_slug}")
        raise


def make_ground(
    session: Session, slug: str, bounds: Bounds | None, locale: str, report: ImportReport
) -> Project:
    """Make the project from what the file shows, and say so."""
    if bounds is None:
        raise InvalidInputError(
            say(
                "The file gives no positions, so the project “%(slug)s” cannot be made from it.",
                slug=slug,
            ),
            say("Make it with: mentalmap project add %(slug)s --name NAME", slug=slug),
        )
    metric = metric_crs_for(*bounds.middle)
    stated = without_margin(bounds)
    made = make_project(
        session,
        slug,
        name=slug.replace("-", " ").capitalize(),
        locale=locale,
        bounds=ProjectBounds(stated.west, stated.south, stated.east, stated.north),
        metric_crs=metric,
    )
    report.made.append(
        say(
            "The project “%(slug)s” was made; it measures in %(crs)s and reaches over %(bounds)s.",
            slug=slug,
            crs=crs_label(metric),
            bounds=written(bounds),
        )
    )
    return made


def make_round(session: Session, project: Project, slug: str, report: ImportReport) -> Survey:
    """Make the survey, and say so."""
    made = make_survey(session, project, slug)
    report.made.append(say("The survey “%(slug)s” was made.", slug=slug))
    return made


def _how_to_add(remedy: Message | None, command: str) -> Message:
    add = say("Make it with: %(command)s – or let the import make it: --create", command=command)
    if remedy is None or "%(known)s" not in remedy.text:
        return add
    return say("%(known)s %(add)s", known=remedy, add=add)


def year_of(slug: str, survey: Survey | None) -> int | None:
    """Tell in which year people were asked: as stated, or as the survey is called."""
    if survey is not None and survey.starts_on is not None:
        return survey.starts_on.year
    named = re.search(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", slug)
    return int(named[0]) if named else None


def bounds_of(project: Project | None) -> Bounds | None:
    """Give where positions of a project may lie, margin included; `None` where it does not say."""
    if project is None:
        return None
    west, south, east, north = project.west, project.south, project.east, project.north
    if west is None or south is None or east is None or north is None:
        return None
    return Bounds(west, south, east, north).expanded_m(MARGIN_M)


def without_margin(bounds: Bounds) -> Bounds:
    """Take the margin off again; six decimals are a hand's breadth."""
    inner = bounds.expanded_m(-MARGIN_M)
    return Bounds(*(round(side, 6) for side in (inner.west, inner.south, inner.east, inner.north)))


def written(bounds: Bounds) -> str:
    """Write west, south, east and north for people."""
    return f"{bounds.west:.3f}, {bounds.south:.3f}, {bounds.east:.3f}, {bounds.north:.3f}"
