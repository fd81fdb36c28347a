"""The columns of one area set over perceptions that are loaded already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from sqlalchemy.orm import Session

from mentalmap.domain.area_columns import AreaColumns
from mentalmap.domain.areas import Areas
from mentalmap.domain.arrays import FloatArray, IntArray
from mentalmap.domain.columns import MISSING, narrow
from mentalmap.domain.perceptions import Allocation, Ends, PerceptionTable
from mentalmap.domain.sparse_columns import split_allocation
from mentalmap.store.areas import AreaSet
from mentalmap.store.column_reading import FLOAT4, INT4, INT8, Column, read_columns, read_geometries
from mentalmap.store.projects import Project
from mentalmap.store.table_lists import position_in

CHUNK = 2_000_000  # perceptions asked for at once, so that no answer takes more than some 100 MB
STARTS, ENDS = 1, 2


@dataclass(frozen=True, eq=False)
class ReadAreas:
    """What PostGIS says about one area set, by its own numbers, before it is laid over a table."""

    areas: Areas
    area_ids: IntArray
    lying: dict[str, Column]
    homes: dict[str, Column]
    place_areas: dict[str, Column]

    def place(self, base: PerceptionTable, response_ids: IntArray, place_ids: IntArray) -> AreaColumns:
        """
        Bring it into the order of a table.

        Parameters
        ----------
        base
            The perceptions, in any order.
        response_ids, place_ids
            Numbers of its respondents and of its places.
        """
        row = rows_of(base.id, self.lying["perception"])
        known = row >= 0
        row, flags = row[known], self.lying["flags"][known]
        area, share = position_in(self.area_ids, self.lying["area"][known]), self.lying["share"][known]
        if (np.diff(row) < 0).any():
            order = np.lexsort((area, row))
            row, area, flags, share = row[order], area[order], flags[order], share[order]
        shared = share > 0
        column, crossing = split_allocation(
            Allocation(row[shared], area[shared], share[shared].astype(float)), len(base), len(self.areas)
        )
        return AreaColumns(
            areas=self.areas,
            area=column,
            crossing=crossing,
            ends=_ends(row, area, flags),
            home_area=narrow(self._spread(response_ids, self.homes["response"], self.homes), len(self.areas)),
            place_area=self._spread(place_ids, self.place_areas["place"], self.place_areas),
        )

    def _spread(self, ids: IntArray, wanted: Column, found: dict[str, Column]) -> IntArray:
        column = np.full(len(ids), MISSING, dtype=np.int32)
        row = rows_of(ids, wanted)
        column[row[row >= 0]] = position_in(self.area_ids, found["area"])[row >= 0]
        return column


def read_areas(
    session: Session,
    project: Project,
    area_set: AreaSet,
    perception_ids: IntArray | None = None,
    *,
    added: Sequence[int] | None = None,
) -> ReadAreas:
    """
    Read where perceptions, respondents and places lie in an area set, from published views only.

    Parameters
    ----------
    perception_ids
        The perceptions; with `added` only these are asked for, and more than `CHUNK` of them bit by bit.
    added
        Numbers of the only responses that are wanted.
    """
    areas, area_ids = load_areas(session, area_set)
    return ReadAreas(
        areas=areas,
        area_ids=area_ids,
        lying=_read_lying(session, area_set, perception_ids, added),
        homes=_read_homes(session, project, area_set, added),
        place_areas=_read_place_areas(session, project, area_set),
    )


def load_areas(session: Session, area_set: AreaSet) -> tuple[Areas, IntArray]:
    """Load the areas of a set, and their numbers, rising."""
    ids, geometries = read_geometries(
        session, "SELECT id, ST_AsBinary(geom_m) FROM area WHERE area_set_id = %s ORDER BY id", (area_set.id,)
    )
    connection = session.connection()
    named = connection.exec_driver_sql(
        "SELECT code, name, population FROM area WHERE area_set_id = %s ORDER BY id", (area_set.id,)
    ).all()
    return Areas(
        ids=tuple(row.code for row in named),
        names=tuple(row.name for row in named),
        geometries=geometries,
        populations=np.array(
            [np.nan if row.population is None else row.population for row in named], dtype=float
        ),
        label=area_set.name,
        population_by=_read_population(session, area_set, ids),
    ), ids


def rows_of(ids: IntArray, wanted: IntArray) -> IntArray:
    """Find the row of each wanted number among distinct numbers in any order; MISSING where it is none."""
    if len(ids) < 2 or (ids[1:] > ids[:-1]).all():
        return position_in(ids, wanted)
    order = np.argsort(ids)
    found = position_in(ids[order], wanted)
    return np.where(found == MISSING, MISSING, order[found])


def _read_lying(
    session: Session, area_set: AreaSet, ids: IntArray | None, added: Sequence[int] | None
) -> dict[str, Column]:
    query = """
        SELECT perception_id, area_id, share, starts_here::integer + 2 * ends_here::integer
        FROM published_perception_area WHERE area_set_id = %s
    """
    columns = {"perception": INT8, "area": INT4, "share": FLOAT4, "flags": INT4}
    if ids is not None and added is not None:
        query += " AND perception_id = ANY (%s)"
        return read_columns(session, query, (area_set.id, ids.tolist()), columns)
    if ids is None or len(ids) <= CHUNK:
        return read_columns(session, query, (area_set.id,), columns)
    bounds = np.append(np.sort(ids)[::CHUNK], ids.max() + 1).tolist()
    query += " AND perception_id >= %s AND perception_id < %s"
    parts = [
        read_columns(session, query, (area_set.id, first, last), columns) for first, last in pairwise(bounds)
    ]
    return {name: np.concatenate([part[name] for part in parts]) for name in columns}


def _read_homes(
    session: Session, project: Project, area_set: AreaSet, added: Sequence[int] | None
) -> dict[str, Column]:
    query = """
        SELECT asked_response.id, here.id
        FROM asked_response
        -- A home was asked in one version of the areas; in a later one it is the area of the same code.
        JOIN area AS lived ON lived.id = home_area_id
        JOIN area_set AS lived_in ON lived_in.id = lived.area_set_id AND lived_in.slug = %s
        JOIN area AS here ON here.area_set_id = %s AND here.code = lived.code
        WHERE asked_response.project_id = %s
    """
    parameters: list[object] = [area_set.slug, area_set.id, project.id]
    if added is not None:
        query += " AND asked_response.id = ANY (%s)"
        parameters.append(list(added))
    return read_columns(session, query, parameters, {"response": INT8, "area": INT4})


def _read_place_areas(session: Session, project: Project, area_set: AreaSet) -> dict[str, Column]:
    return read_columns(
        session,
        """
        SELECT DISTINCT ON (place.id) place.id, area.id
        FROM place JOIN area ON area.area_set_id = %s
             AND ST_Intersects(area.geom_m, ST_PointOnSurface(place.geom_m))
        WHERE place.project_id = %s ORDER BY place.id, area.id
        """,
        (area_set.id, project.id),
        {"place": INT4, "area": INT4},
    )


def _ends(row: IntArray, area: IntArray, flags: IntArray) -> Ends:
    starts, ends = (flags & STARTS) > 0, (flags & ENDS) > 0
    ended = np.unique(row[starts | ends])
    start_area = np.full(len(ended), MISSING, dtype=np.int32)
    end_area = np.full(len(ended), MISSING, dtype=np.int32)
    start_area[np.searchsorted(ended, row[starts])] = area[starts]
    end_area[np.searchsorted(ended, row[ends])] = area[ends]
    return Ends(ended, start_area, end_area)


def _read_population(
    session: Session, area_set: AreaSet, area_ids: IntArray
) -> dict[tuple[str, str], FloatArray]:
    """Inhabitants of each area by age band and gender, nan where a file does not tell."""
    rows = session.connection().exec_driver_sql(
        """
        SELECT area_id, age_band, gender, people FROM area_population
        JOIN area ON area.id = area_id WHERE area_set_id = %s ORDER BY age_band, gender, area_id
        """,
        (area_set.id,),
    )
    counted: dict[tuple[str, str], FloatArray] = {}
    for row in rows:
        column = counted.setdefault((row.age_band, row.gender), np.full(len(area_ids), np.nan))
        column[np.searchsorted(area_ids, row.area_id)] = row.people
    return counted
