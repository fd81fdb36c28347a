"""The shapes of the built-in basemap of a project, as PostGIS writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from mentalmap.store.areas import AreaSet

# Coastlines come with far more vertices than a screen shows; 40 m is a pixel at zoom 11.
_SIMPLIFY_DEG = 0.0004


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One shape: its role, name, rank and geometry as WKB in EPSG:4326."""

    role: str
    name: str
    rank: int
    details: dict[str, Any]
    wkb: bytes


def list_outline(session: Session, project_id: int, area_set: AreaSet | None) -> list[OutlineRow]:
    """List land, water, rivers and labels, then the areas of the set, each in the order they were made."""
    rows = session.execute(
        text(
            """
            SELECT role, name, rank, details, ST_AsBinary(
                CASE WHEN role = 'label' THEN geom ELSE ST_SimplifyPreserveTopology(geom, :step) END
            ), 0 AS part, id
            FROM basemap_feature WHERE project_id = :project
            UNION ALL
            SELECT 'area', name, 1, '{}'::jsonb, ST_AsBinary(geom), 1, id
            FROM area WHERE area_set_id = :area_set
            ORDER BY part, id
            """
        ),
        {"project": project_id, "area_set": area_set.id if area_set else None, "step": _SIMPLIFY_DEG},
    )
    return [OutlineRow(role, name, rank, details, bytes(wkb)) for role, name, rank, details, wkb, *_ in rows]


def list_main_places(session: Session, project_id: int, most: int = 60) -> list[OutlineRow]:
    """List the largest places as labels, for a project that has no labels of its own."""
    rows = session.execute(
        text(
            """
            SELECT name, ST_AsBinary(ST_PointOnSurface(geom)),
                   row_number() OVER (ORDER BY population DESC NULLS LAST, id)
            FROM place WHERE project_id = :project ORDER BY population DESC NULLS LAST, id LIMIT :most
            """
        ),
        {"project": project_id, "most": most},
    )
    return [
        OutlineRow("label", name, min(4, 1 + int(position) // 8), {"role": "place"}, bytes(wkb))
        for name, wkb, position in rows
    ]


def find_extent(session: Session, project_id: int) -> tuple[float, float, float, float] | None:
    """
    Find the rectangle of the project's first area set, else of its places, in degrees; None without either.

    Not of what people marked: its edges would tell where the outermost marks lie.
    """
    row = session.execute(
        text(
            """
            SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box) FROM (
                SELECT coalesce(
                    (SELECT ST_Extent(geom) FROM area WHERE area_set_id =
                        (SELECT min(id) FROM area_set WHERE project_id = :project)),
                    (SELECT ST_Extent(geom) FROM place WHERE project_id = :project)
                ) AS box
            ) AS extent
            """
        ),
        {"project": project_id},
    ).one()
    return None if row[0] is None else (row[0], row[1], row[2], row[3])


def stamp_of_outline(session: Session, project_id: int, area_set_id: int | None) -> tuple[int, ...]:
    """Give numbers that differ once a shape of the outline was added or removed, or a label's place was."""
    row = session.execute(
        text(
            """
            SELECT (SELECT count(*) FROM basemap_feature WHERE project_id = :project),
                   (SELECT coalesce(max(id), 0) FROM basemap_feature WHERE project_id = :project),
                   (SELECT count(*) FROM area WHERE area_set_id = :area_set),
                   (SELECT coalesce(max(id), 0) FROM area WHERE area_set_id = :area_set),
                   (SELECT coalesce(max(id), 0) FROM place WHERE project_id = :project)
            """
        ),
        {"project": project_id, "area_set": area_set_id},
    ).one()
    return tuple(int(number) for number in row)
