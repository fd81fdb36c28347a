"""Making projects and surveys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentalmap.domain.crs import METRIC_SWEDEN, check_metric_crs, metric_crs_for
from mentalmap.domain.vocabulary import BasemapKind
from mentalmap.errors import AlreadyExistsError, InvalidInputError
from mentalmap.messages import say
from mentalmap.store.outbox import record_event
from mentalmap.store.projects import Project, find_project
from mentalmap.store.surveys import Survey

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class ProjectBounds:
    """Outer limits of a project in degrees, EPSG:4326."""

    west: float
    south: float
    east: float
    north: float


def check_slug(slug: str) -> str:
    """
    Check a name that is to stand in addresses.

    Raises
    ------
    InvalidInputError
        If it has other signs than a–z, 0–9 and hyphens inside, or is longer than 64.
    """
    if not _SLUG.fullmatch(slug):
        raise InvalidInputError(
            say("“%(slug)s” cannot stand in an address.", slug=slug),
            say("Use the letters a–z, digits and hyphens, at most 64 signs: kramfors, kramfors-2016."),
        )
    return slug


def make_project(
    session: Session,
    slug: str,
    *,
    name: str,
    locale: str = "sv",
    bounds: ProjectBounds | None = None,
    metric_crs: int | None = None,
    threshold: int = 5,
    is_synthetic: bool = False,
) -> Project:
    """
    Make a project.

    Parameters
    ----------
    bounds
        Where marks may lie; when left out they are taken from the first areas or answers.
    metric_crs
        EPSG number of the projected CRS that is measured in; chosen from the bounds, or
        SWEREF 99 TM (3006), when left out.

    Raises
    ------
    AlreadyExistsError
        If a project has this slug.
    InvalidInputError
        If the slug, bounds, CRS or threshold cannot be used.
    """
    check_slug(slug)
    if session.scalar(select(Project.id).where(Project.slug == slug)) is not None:
        raise AlreadyExistsError(
            say("There is a project called “%(slug)s” already.", slug=slug), say("Choose another name.")
        )
    if not 3 <= threshold <= 20:
        raise InvalidInputError(
            say("The threshold %(threshold)s is not between 3 and 20 people.", threshold=threshold),
            say("5 is the default; 6 is common practice in Sweden."),
        )
    if bounds is not None and not (
        -180 <= bounds.west < bounds.east <= 180 and -90 <= bounds.south < bounds.north <= 90
    ):
        raise InvalidInputError(
            say("The bounds are not west, south, east, north in degrees."),
            say("Write them like this: --bounds 17.2 62.6 18.6 63.2"),
        )
    if metric_crs is not None:
        check_metric_crs(metric_crs)
    elif bounds is not None:
        metric_crs = metric_crs_for((bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2)
    project = Project(
        slug=slug,
        name=name,
        locale=locale,
        metric_srid=metric_crs or METRIC_SWEDEN,
        threshold=threshold,
        is_synthetic=is_synthetic,
    )
    if bounds is not None:
        project.west, project.south, project.east, project.north = (
            bounds.west,
            bounds.south,
            bounds.east,
            bounds.north,
        )
    session.add(project)
    session.flush()
    record_event(session, project.id, "project")
    return project


def make_survey(
    session: Session,
    project: Project,
    slug: str,
    *,
    name: str | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Survey:
    """
    Add a round of asking to a project.

    Raises
    ------
    AlreadyExistsError
        If the project has a survey of this name.
    """
    check_slug(slug)
    taken = select(Survey.id).where(Survey.project_id == project.id, Survey.slug == slug)
    if session.scalar(taken) is not None:
        raise AlreadyExistsError(
            say("There is a survey called “%(slug)s” already.", slug=slug), say("Choose another name.")
        )
    survey = Survey(
        project_id=project.id,
        metric_srid=project.metric_srid,
        slug=slug,
        name=name or slug,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    session.add(survey)
    session.flush()
    record_event(session, project.id, "survey")
    return survey


def set_basemap(session: Session, slug: str, kind: BasemapKind, settings: dict[str, str]) -> None:
    """
    Choose what lies under a project's layers.

    Parameters
    ----------
    settings
        `url` (https) for XYZ and WMS, `layers` for WMS, `file` for PMTiles, `attribution`.

    Raises
    ------
    InvalidInputError
        If the kind needs a setting that is missing or not safe.
    """
    project = find_project(session, slug)
    if kind in (BasemapKind.XYZ, BasemapKind.WMS) and not settings.get("url", "").startswith("https://"):
        raise InvalidInputError(
            say("Map pictures need an address that begins with https://."),
            say("Give it with --url, and say who made the map with --attribution."),
        )
    if kind is BasemapKind.PMTILES and not re.fullmatch(r"[\w.-]+\.pmtiles", settings.get("file", "")):
        raise InvalidInputError(
            say("Own map tiles need the name of a .pmtiles file."),
            say("Put the file into the basemaps folder of the instance and give its name with --file."),
        )
    project.basemap_kind = kind.value
    project.basemap_settings = dict(settings)
    session.flush()
    record_event(session, project.id, "project")
