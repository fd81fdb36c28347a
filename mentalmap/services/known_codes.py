"""What each project knows, kept in this process for a moment: an answer then needs one statement."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mentalmap.domain.bounds import Bounds
from mentalmap.domain.kept import Kept
from mentalmap.domain.known_codes import Known
from mentalmap.services.outlines import project_rectangle
from mentalmap.store.areas import area_ids, find_area_set
from mentalmap.store.codebooks import Group, Purpose, Theme, code_ids
from mentalmap.store.collecting import list_area_positions, list_surveys_by_slug
from mentalmap.store.places import place_ids
from mentalmap.store.projects import find_project

KEPT_S = 60.0
"""How long codes are kept; a code that is not among them is looked for at once."""

MARGIN_M = 10_000.0
"""How far outside the project's rectangle a mark may lie."""

_MOST_KEPT = 64
_kept: WeakKeyDictionary[Engine, Kept[ProjectCodes]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class ProjectCodes:
    """
    What a project knew a moment ago.

    Parameters
    ----------
    area_points
        A position surely inside each area, by code: WKB in hexadecimal digits.
    surveys
        Numbers of the rounds by slug.
    """

    project_id: int
    known: Known
    area_points: dict[str, str]
    surveys: dict[str, int]
    read_at_s: float


def codes_of(session: Session, project_slug: str, *, anew: bool = False) -> ProjectCodes:
    """
    Give what a project knows, from memory where that is young.

    Parameters
    ----------
    anew
        Read it from the database whatever is remembered.

    Raises
    ------
    ProjectNotFoundError
        If there is no such project.
    """
    kept = _kept.setdefault(session.get_bind().engine, Kept(_MOST_KEPT))
    found = None if anew else kept.get(project_slug)
    if found is None or monotonic() - found.read_at_s > KEPT_S:
        found = _read(session, project_slug)
        kept.put(project_slug, found)
    return found


def forget_codes() -> None:
    """Forget everything, for a database whose numbers begin anew."""
    _kept.clear()


def _read(session: Session, project_slug: str) -> ProjectCodes:
    read_at_s = monotonic()
    project = find_project(session, project_slug)
    area_set = find_area_set(session, project.id, None)
    known = Known(
        areas={} if area_set is None else area_ids(session, area_set.id),
        places=place_ids(session, project.id),
        purposes=code_ids(session, Purpose, project.id),
        themes=code_ids(session, Theme, project.id),
        groups=code_ids(session, Group, project.id),
        bounds=Bounds(*project_rectangle(session, project)).expanded_m(MARGIN_M),
    )
    return ProjectCodes(
        project_id=project.id,
        known=known,
        area_points={} if area_set is None else list_area_positions(session, area_set.id),
        surveys=list_surveys_by_slug(session, project.id),
        read_at_s=read_at_s,
    )
