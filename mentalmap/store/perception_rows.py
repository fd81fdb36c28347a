"""The published perceptions of a project and who was asked, as columns, by rising number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

import numpy as np
import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from mentalmap.domain.area_columns import without_areas
from mentalmap.domain.areas import Areas, Places
from mentalmap.domain.arrays import FloatArray, IntArray, ObjectArray
from mentalmap.domain.columns import narrow
from mentalmap.domain.perceptions import MISSING, Allocation, PerceptionTable, Respondents
from mentalmap.domain.vocabulary import Channel, Gender, Kind
from mentalmap.store.column_reading import (
    BOOL,
    FLOAT4,
    FLOAT8,
    INT4,
    INT8,
    Column,
    read_columns,
    read_geometries,
)
from mentalmap.store.merged import as_people
from mentalmap.store.projects import Project
from mentalmap.store.table_lists import TableLists, position_in

CHUNK = 200_000  # respondents whose perceptions are asked for at once

SAID = """
SELECT id, response_id, kind, valence, theme_1, theme_2, purpose_1, purpose_2, many, place, said_on,
       emotional, CASE WHEN is_point THEN ST_X(geom_m) ELSE 'nan' END,
       CASE WHEN is_point THEN ST_Y(geom_m) ELSE 'nan' END
FROM (
    SELECT id, response_id,
           array_position(%s::text[], kind::text) - 1 AS kind,
           coalesce(valence, 'nan') AS valence,
           coalesce(theme_ids[1], 0) AS theme_1, coalesce(theme_ids[2], 0) AS theme_2,
           coalesce(purpose_ids[1], 0) AS purpose_1, coalesce(purpose_ids[2], 0) AS purpose_2,
           cardinality(theme_ids) > 2 OR cardinality(purpose_ids) > 2 AS many,
           coalesce(place_id, -1) AS place,
           coalesce(said_on - DATE '1970-01-01', -1) AS said_on,
           coalesce(nature = 'emotional', false) AS emotional,
           geom_m, coalesce(GeometryType(geom_m) = 'POINT', false) AS is_point
    FROM published_perception WHERE project_id = %s {part}
    OFFSET 0 -- positions cost a look at the precision: once a row, not once for each time they are named
) AS said
"""
SAID_COLUMNS = {
    "id": INT8,
    "response": INT8,
    "kind": INT4,
    "valence": FLOAT4,
    "theme_1": INT4,
    "theme_2": INT4,
    "purpose_1": INT4,
    "purpose_2": INT4,
    "many": BOOL,
    "place": INT4,
    "said_on": INT4,
    "emotional": BOOL,
    "x_m": FLOAT8,
    "y_m": FLOAT8,
}


def count_asked(session: Session, project: Project) -> int:
    """Count who was asked."""
    asked = text("SELECT count(*) FROM asked_response WHERE project_id = :project")
    return int(session.execute(asked, {"project": project.id}).scalar_one())


def load_people(
    session: Session, project: Project, lists: TableLists, added: Sequence[int] | None = None
) -> tuple[Respondents, IntArray]:
    """
    Load who was asked, all or only the new ones, without homes and answers; and their numbers, rising.

    An age band that the lists do not know gets the code after the last one.
    """
    asked = read_columns(
        session,
        f"""
        SELECT id, survey_id, coalesce(group_id, -1),
               CASE WHEN age_band IS NULL THEN -1
                    ELSE coalesce(array_position(%s::text[], age_band::text) - 1, {len(lists.age_bands)}) END,
               coalesce(array_position(%s::text[], gender::text), 0) - 1,
               array_position(%s::text[], channel::text) - 1, weight, respondent_known
        FROM asked_response WHERE project_id = %s {"" if added is None else "AND id = ANY (%s)"} ORDER BY id
        """,  # noqa: S608 - our own words
        (
            list(lists.age_bands),
            _values(Gender),
            _values(Channel),
            project.id,
            *(() if added is None else (list(added),)),
        ),
        {
            "id": INT8,
            "survey": INT4,
            "group": INT4,
            "age_band": INT4,
            "gender": INT4,
            "channel": INT4,
            "weight": FLOAT8,
            "known": BOOL,
        },
    )
    survey = position_in(np.array([one.id for one in lists.surveys]), asked["survey"])
    group = position_in(np.array([one.id for one in lists.groups]), asked["group"])
    return Respondents(
        survey=narrow(survey, len(lists.surveys)),
        group=narrow(group, len(lists.groups)),
        age_band=narrow(asked["age_band"], len(lists.age_bands)),
        gender=narrow(asked["gender"], len(Gender)),
        channel=narrow(asked["channel"], len(Channel)),
        home_area=np.broadcast_to(np.int8(MISSING), len(survey)),
        weight=asked["weight"],
        survey_slugs=tuple(one.slug for one in lists.surveys),
        group_codes=tuple(one.code for one in lists.groups),
        age_band_codes=lists.age_bands,
        known=asked["known"],
    ), asked["id"]


def load_said(
    session: Session,
    project: Project,
    lists: TableLists,
    people: Respondents,
    response_ids: IntArray,
    data_version: str,
    added: Sequence[int] | None = None,
) -> PerceptionTable:
    """
    Load what respondents said, by rising number, without areas.

    Parameters
    ----------
    people, response_ids
        The respondents, and their numbers, rising.
    added
        Only what these responses said; all if None.
    """
    said = _load_columns(session, project, response_ids, added)
    rows = said["id"]
    shape, shapes = _load_shapes(session, project, rows, added)
    place = position_in(lists.place_ids, said["place"])
    x_m, y_m = _representative_points(said["x_m"], said["y_m"], shape, shapes, place, lists.places)
    themes, purposes = _load_codes(session, project, said, lists, added)
    nowhere = np.broadcast_to(np.int8(MISSING), len(rows))
    nothing = np.empty(0, dtype=np.int64)
    table = PerceptionTable.from_columns(
        id=rows,
        kind=said["kind"],
        respondent=position_in(response_ids, as_people(session, project.id, said["response"])),
        valence=said["valence"],
        x_m=x_m,
        y_m=y_m,
        shape=shape,
        themes=themes,
        purposes=purposes,
        place=place,
        start_area=nowhere,
        end_area=nowhere,
        said_on=said["said_on"],
        emotional=said["emotional"],
        shapes=shapes,
        respondents=people,
        allocation=Allocation(nothing, nothing, np.empty(0)),
        areas=Areas.empty(),
        places=lists.places,
        theme_codes=tuple(one.code for one in lists.themes),
        purpose_codes=tuple(one.code for one in lists.purposes),
        crs_epsg=project.metric_srid,
        data_version=data_version,
        respondents_known=bool(people.known is None or people.known.all()),
    )
    return without_areas(table).over(table)


def _load_columns(
    session: Session, project: Project, response_ids: IntArray, added: Sequence[int] | None
) -> dict[str, Column]:
    kinds = _values(Kind)
    if added is not None:
        query = SAID.format(part="AND response_id = ANY (%s)")
        parts = [read_columns(session, query, (kinds, project.id, list(added)), SAID_COLUMNS)]
    elif len(response_ids) <= CHUNK:
        parts = [read_columns(session, SAID.format(part=""), (kinds, project.id), SAID_COLUMNS)]
    else:
        query = SAID.format(part="AND response_id >= %s AND response_id < %s")
        # Without an end: a response that counts with an earlier person may come after the last person's.
        bounds = np.append(response_ids[::CHUNK], np.iinfo(np.int64).max).tolist()
        parts = [
            read_columns(session, query, (kinds, project.id, first, last), SAID_COLUMNS)
            for first, last in pairwise(bounds)
        ]
    said = {name: np.concatenate([part.pop(name) for part in parts]) for name in SAID_COLUMNS}
    if (np.diff(said["id"]) < 0).any():
        order = np.argsort(said["id"])
        said = {name: column[order] for name, column in said.items()}
    return said


def _load_shapes(
    session: Session, project: Project, rows: IntArray, added: Sequence[int] | None
) -> tuple[IntArray, ObjectArray]:
    ids, shapes = read_geometries(
        session,
        f"""
        SELECT id, ST_AsBinary(geom_m) FROM (
            SELECT id, geom_m FROM published_perception WHERE project_id = %s {_only(added)} OFFSET 0
        ) AS said
        WHERE GeometryType(geom_m) <> 'POINT' ORDER BY id
        """,  # noqa: S608 - our own words
        (project.id, *_numbers(added)),
    )
    shape = np.full(len(rows), MISSING, dtype=np.int32)
    shape[np.searchsorted(rows, ids)] = np.arange(len(ids), dtype=np.int32)
    return shape, shapes


def _representative_points(
    x_m: FloatArray, y_m: FloatArray, shape: IntArray, shapes: ObjectArray, place: IntArray, places: Places
) -> tuple[FloatArray, FloatArray]:
    """Give lines and polygons a point on them, and place-only perceptions the place's own."""
    drawn = np.flatnonzero(shape >= 0)
    on_shape = shapely.point_on_surface(shapes[shape[drawn]])
    x_m[drawn], y_m[drawn] = shapely.get_x(on_shape), shapely.get_y(on_shape)
    placed = np.flatnonzero(np.isnan(x_m) & (place >= 0))
    x_m[placed], y_m[placed] = places.x_m[place[placed]], places.y_m[place[placed]]
    return x_m, y_m


def _load_codes(
    session: Session,
    project: Project,
    said: Mapping[str, Column],
    lists: TableLists,
    added: Sequence[int] | None,
) -> tuple[IntArray, IntArray]:
    """Give the themes and purposes of each perception as bits."""
    packed = []
    for name, codes in (("theme", lists.themes), ("purpose", lists.purposes)):
        ids = np.array([one.id for one in codes], dtype=np.int64)
        bits = _bits(ids, said[f"{name}_1"]) | _bits(ids, said[f"{name}_2"])
        if said["many"].any():
            more = read_columns(
                session,
                f"""
                SELECT id, unnest({name}_ids) FROM published_perception
                WHERE project_id = %s AND cardinality({name}_ids) > 2 {_only(added)}
                """,  # noqa: S608 - our own words
                (project.id, *_numbers(added)),
                {"id": INT8, "code": INT4},
            )
            np.bitwise_or.at(bits, np.searchsorted(said["id"], more["id"]), _bits(ids, more["code"]))
        packed.append(bits)
    return packed[0], packed[1]


def _bits(ids: IntArray, wanted: IntArray) -> IntArray:
    """Give 1 << position of each wanted number among rising numbers, 0 for the number 0, which is none."""
    position = position_in(ids, wanted)
    return np.where(position >= 0, np.int64(1) << np.maximum(position, 0).astype(np.int64), 0)


def _only(added: Sequence[int] | None) -> str:
    return "" if added is None else "AND response_id = ANY (%s)"


def _numbers(added: Sequence[int] | None) -> tuple[list[int], ...]:
    return () if added is None else (list(added),)


def _values(words: type[StrEnum]) -> list[str]:
    return [word.value for word in words]
