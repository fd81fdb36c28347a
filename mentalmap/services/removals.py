"""Taking back: what one import brought, a survey, a project, an area set, a place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from geoalchemy2.shape import to_shape
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentalmap.errors import InvalidInputError, NotFoundError
from mentalmap.messages import Message, say, say_n
from mentalmap.store import removals
from mentalmap.store.areas import Area, AreaSet, find_area_set
from mentalmap.store.copying import lock_imports
from mentalmap.store.import_runs import ImportRun
from mentalmap.store.outbox import record_event
from mentalmap.store.places import Place
from mentalmap.store.projects import Project, find_project
from mentalmap.store.surveys import find_survey, list_surveys

SHOWN = 5  # places that are in the way, by name


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken out: its heading, and how many rows of each sort."""

    heading: Message
    surveys: int = 0
    responses: int = 0
    marks: int = 0
    areas: int = 0
    places: int = 0
    names: int = 0

    def lines(self) -> list[Message]:
        """Say how many there are of each sort; nothing of what there is none of."""
        said = (
            (self.surveys, say_n("%(n)s survey", "%(n)s surveys", self.surveys)),
            (self.responses, say_n("%(n)s response", "%(n)s responses", self.responses)),
            (self.marks, say_n("%(n)s mark", "%(n)s marks", self.marks)),
            (self.areas, say_n("%(n)s area", "%(n)s areas", self.areas)),
            (self.places, say_n("%(n)s place", "%(n)s places", self.places)),
            (
                self.names,
                say_n("%(n)s other name of a place", "%(n)s other names of places", self.names),
            ),
        )
        return [line for count, line in said if count]


def undo_run(session: Session, run_id: int) -> Removed:
    """
    Take out what one import run brought, and nothing that was there before it.

    The run itself is forgotten, so that its file can be imported again. Words that it added to the
    project's lists of themes, purposes and groups stay.

    Raises
    ------
    NotFoundError
        If there is no such run.
    InvalidInputError
        If something else stands on what it brought; nothing is removed then.
    """
    run = session.get(ImportRun, run_id)
    if run is None:
        raise NotFoundError(
            say("There is no import with the number %(run)s.", run=run_id),
            say("See the imports of a project: mentalmap import list --project PROJECT"),
        )
    project = session.get_one(Project, run.project_id)
    lock_imports(session, project.slug)
    heading = say("Import %(run)s, “%(file)s”:", run=run.id, file=run.file_name)
    match run.noun:
        case "areas":
            removed = Removed(heading, areas=_undo_areas(session, project, run))
        case "places":
            places = list(session.scalars(select(Place).where(Place.import_run_id == run.id)))
            names = removals.remove_names_of_run(session, run.id)
            removed = Removed(heading, places=_remove_places(session, places), names=names)
        case _:
            responses, marks = _undo_responses(session, run)
            removed = Removed(heading, responses=responses, marks=marks)
    session.flush()
    removals.forget_run(session, run_id)
    record_event(session, project.id, run.noun, undone=run_id, file=run.file_name)
    session.expunge(run)
    return removed


def remove_survey(session: Session, project_slug: str, slug: str) -> Removed:
    """
    Take out one round of asking with all its responses.

    Raises
    ------
    ProjectNotFoundError, SurveyNotFoundError
        If there is none of this name.
    """
    lock_imports(session, project_slug)
    project = find_project(session, project_slug)
    survey = find_survey(session, project.id, slug)
    session.expunge(survey)
    responses, marks = removals.remove_survey(session, survey.id)
    record_event(session, project.id, "survey", removed=slug)
    return Removed(
        say("Survey “%(survey)s” of “%(project)s”:", survey=slug, project=project_slug),
        surveys=1,
        responses=responses,
        marks=marks,
    )


def remove_project(session: Session, slug: str) -> Removed:
    """
    Take out a project with everything that belongs to it.

    Raises
    ------
    ProjectNotFoundError
        If there is none of this name.
    """
    lock_imports(session, slug)
    project = find_project(session, slug)
    # Its events go with it, yet whoever listens hears of this one.
    record_event(session, project.id, "project", removed=slug)
    counts = np.array([removals.remove_survey(session, one.id) for one in list_surveys(session, project.id)])
    responses, marks = counts.sum(axis=0).tolist() if len(counts) else (0, 0)
    areas, places = removals.remove_project(session, project.id)
    session.expunge_all()
    return Removed(
        say("Project “%(project)s”:", project=slug),
        surveys=len(counts),
        responses=responses,
        marks=marks,
        areas=areas,
        places=places,
    )


def remove_area_set(session: Session, project_slug: str, slug: str) -> Removed:
    """
    Take out an area set in all its versions.

    Raises
    ------
    ProjectNotFoundError, AreaSetNotFoundError
        If there is none of this name.
    InvalidInputError
        If it is stored of people that they live in its areas.
    """
    lock_imports(session, project_slug)
    project = find_project(session, project_slug)
    find_area_set(session, project.id, slug)  # says which sets there are
    versions = list(
        session.scalars(select(AreaSet).where(AreaSet.project_id == project.id, AreaSet.slug == slug))
    )
    areas = _remove_area_sets(session, versions)
    record_event(session, project.id, "areas", removed=slug)
    return Removed(say("Area set “%(slug)s” of “%(project)s”:", slug=slug, project=project_slug), areas=areas)


def remove_place(session: Session, project_slug: str, name: str) -> Removed:
    """
    Take out one place with its other names.

    Parameters
    ----------
    name
        The code of the place, or its name in any case.

    Raises
    ------
    ProjectNotFoundError, NotFoundError
        If there is none of this name.
    InvalidInputError
        If several have the name, or marks stand on the place.
    """
    lock_imports(session, project_slug)
    project = find_project(session, project_slug)
    place = _find_place(session, project, name)
    heading = say("Place “%(name)s” (%(code)s):", name=place.name, code=place.code)
    removed = Removed(heading, places=_remove_places(session, [place]))
    record_event(session, project.id, "places", removed=place.code)
    return removed


def _undo_responses(session: Session, run: ImportRun) -> tuple[int, int]:
    later = removals.list_later_runs(session, run.id)
    if later:
        raise InvalidInputError(
            say(
                "Later imports added marks to people whom import %(run)s brought: %(later)s.",
                run=run.id,
                later=", ".join(map(str, later)),
            ),
            say("Undo the later ones first: mentalmap import undo %(last)s", last=later[-1]),
        )
    return removals.remove_responses_of_run(session, run.id, run.survey_id)


def _undo_areas(session: Session, project: Project, run: ImportRun) -> int:
    """Remove the version of the set; bounds that the project took from it go as well."""
    versions = list(session.scalars(select(AreaSet).where(AreaSet.import_run_id == run.id)))
    ids = [one.id for one in versions]
    shapes = [to_shape(one) for one in session.scalars(select(Area.geom).where(Area.area_set_id.in_(ids)))]
    bounds = (project.west, project.south, project.east, project.north)
    areas = _remove_area_sets(session, versions)
    if shapes and bounds == tuple(map(float, shapely.total_bounds(shapes))):
        project.west = project.south = project.east = project.north = None
    return areas


def _remove_area_sets(session: Session, versions: list[AreaSet]) -> int:
    ids = [one.id for one in versions]
    homes = removals.count_homes(session, ids)
    if homes:
        raise InvalidInputError(
            say_n(
                "%(n)s response says that somebody lives in one of these areas.",
                "%(n)s responses say that somebody lives in one of these areas.",
                homes,
            ),
            say(
                "Undo the imports of those responses first; a changed division needs no removal:"
                " import it as a new version of the set."
            ),
        )
    for one in versions:
        session.expunge(one)
    return removals.remove_area_sets(session, ids)


def _remove_places(session: Session, places: list[Place]) -> int:
    ids = [one.id for one in places]
    marked = removals.list_marked_places(session, ids)
    if marked:
        named = ", ".join(f"{row.name} ({row.marks})" for row in marked[:SHOWN])
        raise InvalidInputError(
            say(
                "Marks stand on what would be removed (marks in brackets): %(named)s",
                named=named + (", …" if len(marked) > SHOWN else ""),
            ),
            say("Undo the imports of those marks first."),
        )
    for one in places:
        session.expunge(one)
    return removals.remove_places(session, ids)


def _find_place(session: Session, project: Project, name: str) -> Place:
    ours = select(Place).where(Place.project_id == project.id)
    place = session.scalar(ours.where(Place.code == name))
    if place is not None:
        return place
    wanted = name.strip().casefold()
    called = [one for one in session.scalars(ours) if one.name.casefold() == wanted]
    if not called:
        raise NotFoundError(
            say("The project has no place called “%(name)s”.", name=name),
            say("See its places: mentalmap place list --project %(project)s", project=project.slug),
        )
    if len(called) > 1:
        raise InvalidInputError(
            say("%(n)s places are called “%(name)s”.", n=len(called), name=name),
            say("Say which one by its code: %(codes)s", codes=", ".join(one.code for one in called)),
        )
    return called[0]
