"""What a form needs besides its questions: areas with their neighbours, places, age bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

MOST_NEAREST = 24
"""Neighbours listed of each area; in a grid of hundreds nobody steps further."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area: code, name, a position surely inside (degrees), codes of the nearest others."""

    code: str
    name: str
    lon: float
    lat: float
    nearest: tuple[str, ...]


def list_form_areas(session: Session, area_set_id: int) -> list[AreaRow]:
    """List the areas of a set, each with the others by distance between outlines, then between centres."""
    rows = session.execute(
        text(
            # The centres choose the candidates, so that a grid of hundreds is not measured outline by
            # outline; twice as many as are wanted, since a large area may be near although its centre is far.
            """
            WITH one AS (
                SELECT id, code, name, geom_m, ST_Centroid(geom_m) AS centre,
                       ST_PointOnSurface(geom) AS inside
                FROM area WHERE area_set_id = :area_set
            )
            SELECT one.code, one.name, ST_X(one.inside) AS lon, ST_Y(one.inside) AS lat, others.nearest
            FROM one LEFT JOIN LATERAL (
                SELECT array_agg(code ORDER BY rank) AS nearest FROM (
                    SELECT near.code,
                           row_number() OVER (
                               ORDER BY round(ST_Distance(one.geom_m, near.geom_m)), near.apart, near.id
                           ) AS rank
                    FROM (
                        SELECT id, code, geom_m, ST_Distance(one.centre, other.centre) AS apart
                        FROM one AS other WHERE other.id <> one.id
                        ORDER BY ST_Distance(one.centre, other.centre), id LIMIT 2 * :most
                    ) AS near
                ) AS ranked WHERE rank <= :most
            ) AS others ON true
            ORDER BY one.id
            """
        ),
        {"area_set": area_set_id, "most": MOST_NEAREST},
    )
    return [AreaRow(row.code, row.name, row.lon, row.lat, tuple(row.nearest or ())) for row in rows]


def list_age_bands(session: Session, area_set_id: int) -> list[str]:
    """List the age bands that inhabitants of a set are counted by."""
    return list(
        session.scalars(
            text(
                """
                SELECT DISTINCT age_band FROM area_population
                JOIN area ON area.id = area_population.area_id
                WHERE area.area_set_id = :area_set AND age_band <> 'all' ORDER BY age_band
                """
            ),
            {"area_set": area_set_id},
        )
    )


def stamp_of_places(session: Session, project_id: int) -> tuple[int, ...]:
    """Give numbers that differ once places were added, removed, moved or named otherwise."""
    row: Row[Any] = session.execute(
        text(
            """
            SELECT count(*), coalesce(max(id), 0),
                   coalesce(sum(hashtext(concat_ws('/', code, name, type, ST_AsEWKB(geom)))), 0),
                   (SELECT count(*) FROM place_alias JOIN place AS named ON named.id = place_alias.place_id
                    WHERE named.project_id = :project),
                   (SELECT coalesce(sum(hashtext(place_alias.place_id || '/' || place_alias.name)), 0)
                    FROM place_alias JOIN place AS named ON named.id = place_alias.place_id
                    WHERE named.project_id = :project)
            FROM place WHERE project_id = :project
            """
        ),
        {"project": project_id},
    ).one()
    return tuple(int(number) for number in row)


def list_labels(session: Session, project_id: int) -> Sequence[Row[Any]]:
    """List the project's purposes, themes and groups: `noun`, `code`, `labels`, in their order."""
    return session.execute(
        text(
            """
            SELECT 'purposes' AS noun, id, code, labels FROM purpose WHERE project_id = :project
            UNION ALL SELECT 'themes', id, code, labels FROM theme WHERE project_id = :project
            UNION ALL SELECT 'groups', id, code, labels FROM respondent_group WHERE project_id = :project
            ORDER BY noun, id
            """
        ),
        {"project": project_id},
    ).all()
