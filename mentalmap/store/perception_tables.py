"""Fill a PerceptionTable from the published views: what PostGIS knows, as columns."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import shapely
from sqlalchemy.orm import Session

from mentalmap.domain.areas import Areas, Places
from mentalmap.domain.arrays import FloatArray, IntArray, ObjectArray
from mentalmap.domain.perceptions import MISSING, Allocation, PerceptionTable, Respondents
from mentalmap.domain.vocabulary import Channel, Gender, Kind
from mentalmap.store.answers import load_answers
from mentalmap.store.areas import AreaSet
from mentalmap.store.codebooks import Group, Purpose, Theme, list_codes
from mentalmap.store.column_reading import BOOL, FLOAT8, INT4, INT8, read_columns, read_geometries
from mentalmap.store.outbox import data_version
from mentalmap.store.projects import Project
from mentalmap.store.surveys import list_surveys


def load_table(session: Session, project: Project, area_set: AreaSet | None) -> PerceptionTable:
    """
    Load everything published in a project, with its respondents, as one table.

    Every query reads a published view, so the table can be loaded by the public role. All of it
    must come from one snapshot: the caller's transaction is REPEATABLE READ.

    Parameters
    ----------
    area_set
        Whose areas the perceptions are allocated to; `None` gives a table without areas.
    """
    version = data_version(session, project.id)
    areas, area_ids = _load_areas(session, area_set)
    places, place_ids = _load_places(session, project, area_ids, area_set)
    themes = list_codes(session, Theme, project.id)
    purposes = list_codes(session, Purpose, project.id)
    people, people_ids = _load_respondents(session, project, area_set, area_ids)

    said = read_columns(
        session,
        """
        SELECT id, response_id,
               array_position(%s::text[], kind::text) - 1,
               coalesce(valence, 'nan')::float8,
               CASE WHEN ST_GeometryType(geom_m) = 'ST_Point' THEN ST_X(geom_m) ELSE 'nan' END,
               CASE WHEN ST_GeometryType(geom_m) = 'ST_Point' THEN ST_Y(geom_m) ELSE 'nan' END,
               CASE WHEN theme_ids = '{}' THEN 0 ELSE (
                   SELECT bit_or(1::bigint << (array_position(%s::integer[], code) - 1))
                   FROM unnest(theme_ids) AS code
               ) END,
               CASE WHEN purpose_ids = '{}' THEN 0 ELSE (
                   SELECT bit_or(1::bigint << (array_position(%s::integer[], code) - 1))
                   FROM unnest(purpose_ids) AS code
               ) END,
               coalesce(place_id, -1),
               coalesce(said_on - DATE '1970-01-01', -1),
               coalesce(nature = 'emotional', false)
        FROM published_perception WHERE project_id = %s ORDER BY id
        """,
        (_values(Kind), [one.id for one in themes], [one.id for one in purposes], project.id),
        {
            "id": INT8,
            "response": INT8,
            "kind": INT4,
            "valence": FLOAT8,
            "x_m": FLOAT8,
            "y_m": FLOAT8,
            "themes": INT8,
            "purposes": INT8,
            "place": INT4,
            "said_on": INT4,
            "emotional": BOOL,
        },
    )
    rows = said["id"]
    place = _position(place_ids, said["place"])
    shape, shapes = _load_shapes(session, project, rows)
    x_m, y_m = _representative_points(said["x_m"], said["y_m"], shape, shapes, place, places)
    allocation, start_area, end_area = _load_allocation(session, area_set, rows, area_ids)
    return PerceptionTable.from_columns(
        id=rows,
        kind=said["kind"].astype(np.int8),
        respondent=np.searchsorted(people_ids, said["response"]).astype(np.int32),
        valence=said["valence"].astype(np.float32),
        x_m=x_m,
        y_m=y_m,
        shape=shape,
        themes=said["themes"],
        purposes=said["purposes"],
        place=place,
        start_area=start_area,
        end_area=end_area,
        said_on=said["said_on"],
        emotional=said["emotional"],
        shapes=shapes,
        respondents=people,
        allocation=allocation,
        areas=areas,
        places=places,
        theme_codes=tuple(one.code for one in themes),
        purpose_codes=tuple(one.code for one in purposes),
        crs_epsg=project.metric_srid,
        data_version=version,
        respondents_known=bool(people.known is None or people.known.all()),
    )


def _load_areas(session: Session, area_set: AreaSet | None) -> tuple[Areas, IntArray]:
    if area_set is None:
        return Areas.empty(), np.empty(0, dtype=np.int64)
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
        population_by=_load_population(session, area_set, ids),
    ), ids


def _load_population(
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


def _load_places(
    session: Session, project: Project, area_ids: IntArray, area_set: AreaSet | None
) -> tuple[Places, IntArray]:
    rows = (
        session.connection()
        .exec_driver_sql(
            """
            SELECT DISTINCT ON (place.id) place.id, place.code, place.name,
                   ST_X(spot.at) AS x_m, ST_Y(spot.at) AS y_m, coalesce(area.id, -1) AS area_id
            FROM place
            CROSS JOIN LATERAL (SELECT ST_PointOnSurface(place.geom_m) AS at) AS spot
            LEFT JOIN area ON area.area_set_id = %s AND ST_Intersects(area.geom_m, spot.at)
            WHERE place.project_id = %s ORDER BY place.id, area.id
            """,
            (area_set.id if area_set else None, project.id),
        )
        .all()
    )
    places = Places(
        ids=tuple(row.code for row in rows),
        names=tuple(row.name for row in rows),
        x_m=np.array([row.x_m for row in rows], dtype=float),
        y_m=np.array([row.y_m for row in rows], dtype=float),
        area=_position(area_ids, np.array([row.area_id for row in rows], dtype=np.int64)),
    )
    return places, np.array([row.id for row in rows], dtype=np.int64)


def _load_respondents(
    session: Session, project: Project, area_set: AreaSet | None, area_ids: IntArray
) -> tuple[Respondents, IntArray]:
    surveys = sorted(list_surveys(session, project.id), key=lambda survey: survey.id)
    groups = list_codes(session, Group, project.id)
    age_bands = list(
        session.connection()
        .exec_driver_sql(
            "SELECT DISTINCT age_band FROM asked_response WHERE project_id = %s AND age_band IS NOT NULL"
            " ORDER BY age_band",
            (project.id,),
        )
        .scalars()
    )
    asked = read_columns(
        session,
        """
        SELECT asked_response.id, survey_id, coalesce(group_id, -1),
               coalesce(array_position(%s::text[], age_band::text), 0) - 1,
               coalesce(array_position(%s::text[], gender::text), 0) - 1,
               array_position(%s::text[], channel::text) - 1,
               coalesce(here.id, -1), weight, respondent_known
        FROM asked_response
        -- A home was asked in one version of the areas; in a later one it is the area of the same code.
        LEFT JOIN area AS lived ON lived.id = home_area_id
        LEFT JOIN area_set AS lived_in ON lived_in.id = lived.area_set_id AND lived_in.slug = %s
        LEFT JOIN area AS here ON here.area_set_id = %s AND here.code = lived.code AND lived_in.id IS NOT NULL
        WHERE asked_response.project_id = %s ORDER BY asked_response.id
        """,
        (
            age_bands,
            _values(Gender),
            _values(Channel),
            area_set.slug if area_set else None,
            area_set.id if area_set else None,
            project.id,
        ),
        {
            "id": INT8,
            "survey": INT4,
            "group": INT4,
            "age_band": INT4,
            "gender": INT4,
            "channel": INT4,
            "home_area": INT4,
            "weight": FLOAT8,
            "known": BOOL,
        },
    )
    return Respondents(
        survey=_position(np.array([one.id for one in surveys]), asked["survey"]),
        group=_position(np.array([one.id for one in groups]), asked["group"]),
        age_band=asked["age_band"],
        gender=asked["gender"],
        channel=asked["channel"],
        home_area=_position(area_ids, asked["home_area"]),
        weight=asked["weight"],
        survey_slugs=tuple(one.slug for one in surveys),
        group_codes=tuple(one.code for one in groups),
        age_band_codes=tuple(age_bands),
        known=asked["known"],
        answers=load_answers(session, project.id, asked["id"]),
    ), asked["id"]


def _load_shapes(session: Session, project: Project, rows: IntArray) -> tuple[IntArray, ObjectArray]:
    ids, shapes = read_geometries(
        session,
        """
        SELECT id, ST_AsBinary(geom_m) FROM published_perception
        WHERE project_id = %s AND ST_GeometryType(geom_m) <> 'ST_Point' ORDER BY id
        """,
        (project.id,),
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


def _load_allocation(
    session: Session, area_set: AreaSet | None, rows: IntArray, area_ids: IntArray
) -> tuple[Allocation, IntArray, IntArray]:
    start_area = np.full(len(rows), MISSING, dtype=np.int32)
    end_area = np.full(len(rows), MISSING, dtype=np.int32)
    if area_set is None:
        nothing = np.empty(0, dtype=np.int64)
        return Allocation(nothing, nothing, np.empty(0)), start_area, end_area
    lies = read_columns(
        session,
        """
        SELECT perception_id, area_id, share::float8, starts_here, ends_here
        FROM published_perception_area WHERE area_set_id = %s ORDER BY perception_id, area_id
        """,
        (area_set.id,),
        {"perception": INT8, "area": INT4, "share": FLOAT8, "starts": BOOL, "ends": BOOL},
    )
    row = np.searchsorted(rows, lies["perception"]).astype(np.int32)
    area = _position(area_ids, lies["area"])
    start_area[row[lies["starts"]]] = area[lies["starts"]]
    end_area[row[lies["ends"]]] = area[lies["ends"]]
    shared = lies["share"] > 0
    return Allocation(row[shared], area[shared], lies["share"][shared]), start_area, end_area


def _position(ids: IntArray, wanted: IntArray) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """Find each wanted id's position among ascending ids; MISSING where it is not there."""
    if len(ids) == 0:
        return np.full(len(wanted), MISSING, dtype=np.int32)
    found = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return np.where(ids[found] == wanted, found, MISSING).astype(np.int32)


def _values(words: type[StrEnum]) -> list[str]:
    return [word.value for word in words]
