"""The lists that a table's codes point into, with the numbers by which PostGIS knows their entries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from mentalmap.domain.areas import Places
from mentalmap.domain.arrays import IntArray
from mentalmap.domain.columns import MISSING
from mentalmap.store.codebooks import Group, Purpose, Theme, list_codes
from mentalmap.store.projects import Project
from mentalmap.store.surveys import Survey, list_surveys

Int32Array = np.ndarray[tuple[int], np.dtype[np.int32]]


@dataclass(frozen=True, eq=False)
class TableLists:
    """
    What codes mean: entry `i` of each list is code `i`.

    Parameters
    ----------
    surveys, themes, purposes, groups
        Rows of the lists, each by rising number.
    age_bands
        The age bands that occur.
    places, place_ids
        Places without areas, and their numbers, rising.
    """

    surveys: tuple[Survey, ...]
    themes: tuple[Theme, ...]
    purposes: tuple[Purpose, ...]
    groups: tuple[Group, ...]
    age_bands: tuple[str, ...]
    places: Places
    place_ids: IntArray


def load_lists(session: Session, project: Project) -> TableLists:
    """Load the lists of a project."""
    places, place_ids = _load_places(session, project)
    return TableLists(
        surveys=tuple(sorted(list_surveys(session, project.id), key=lambda survey: survey.id)),
        themes=tuple(list_codes(session, Theme, project.id)),
        purposes=tuple(list_codes(session, Purpose, project.id)),
        groups=tuple(list_codes(session, Group, project.id)),
        age_bands=tuple(
            session.scalars(
                text(
                    "SELECT DISTINCT age_band FROM asked_response"
                    " WHERE project_id = :project AND age_band IS NOT NULL ORDER BY age_band"
                ),
                {"project": project.id},
            )
        ),
        places=places,
        place_ids=place_ids,
    )


def position_in(ids: IntArray, wanted: IntArray) -> Int32Array:
    """Find each wanted number's position among rising numbers; MISSING where it is not there."""
    if len(ids) == 0:
        return np.full(len(wanted), MISSING, dtype=np.int32)
    found = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return np.where(ids[found] == wanted, found, MISSING).astype(np.int32)


def _load_places(session: Session, project: Project) -> tuple[Places, IntArray]:
    rows = session.execute(
        text(
            """
            SELECT id, code, name, ST_X(spot.at) AS x_m, ST_Y(spot.at) AS y_m
            FROM place CROSS JOIN LATERAL (SELECT ST_PointOnSurface(geom_m) AS at) AS spot
            WHERE project_id = :project ORDER BY id
            """
        ),
        {"project": project.id},
    ).all()
    places = Places(
        ids=tuple(row.code for row in rows),
        names=tuple(row.name for row in rows),
        x_m=np.array([row.x_m for row in rows], dtype=float),
        y_m=np.array([row.y_m for row in rows], dtype=float),
        area=np.full(len(rows), MISSING, dtype=np.int32),
    )
    return places, np.array([row.id for row in rows], dtype=np.int64)
