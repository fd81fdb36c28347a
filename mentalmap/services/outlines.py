"""The built-in basemap of a project, and the rectangle its map opens with."""

from __future__ import annotations

import json
from typing import Any

import shapely
from sqlalchemy.orm import Session

from mentalmap.exchange.bundle import Outline, OutlineShape
from mentalmap.store.areas import AreaSet
from mentalmap.store.outlines import OutlineRow, find_extent, list_main_places, list_outline
from mentalmap.store.projects import Project

_FILE_STEP_DEG = 0.0004  # a file is read at a glance and should travel by mail
_SWEDEN = (10.5, 55.2, 24.2, 69.1)
COLLECTIONS = {"land": "land", "water": "water", "river": "rivers", "area": "areas", "label": "labels"}


def project_rectangle(session: Session, project: Project) -> tuple[float, float, float, float]:
    """Give west, south, east, north in degrees: the project's bounds, else of what was said."""
    if (
        project.west is not None
        and project.south is not None
        and project.east is not None
        and project.north is not None
    ):
        return (project.west, project.south, project.east, project.north)
    return find_extent(session, project.id) or _SWEDEN


def outline_rows(session: Session, project: Project, area_set: AreaSet | None) -> list[OutlineRow]:
    """List the shapes of the outline; the largest places where the project has no labels."""
    rows = list_outline(session, project.id, area_set)
    if not any(row.role == "label" for row in rows):
        rows += list_main_places(session, project.id)
    return rows


def outline_payload(session: Session, project: Project, area_set: AreaSet | None) -> dict[str, Any]:
    """Give the outline as the browser draws it: one FeatureCollection per role, EPSG:4326."""
    payload: dict[str, Any] = {
        name: {"type": "FeatureCollection", "features": []} for name in COLLECTIONS.values()
    }
    rows = outline_rows(session, project, area_set)
    shapes = shapely.set_precision(shapely.from_wkb([row.wkb for row in rows]), 1e-5, mode="pointwise")
    for row, shape in zip(rows, shapely.to_geojson(shapes), strict=True):
        payload[COLLECTIONS[row.role]]["features"].append(
            {
                "type": "Feature",
                "geometry": json.loads(shape),
                "properties": {"name": row.name, "rank": row.rank, **row.details},
            }
        )
    return {"bounds": list(project_rectangle(session, project)), **payload}


def outline_shapes(session: Session, project: Project, area_set: AreaSet | None) -> Outline:
    """Give the outline as shapely geometries, for files that draw it."""
    found: dict[str, list[OutlineShape]] = {role: [] for role in COLLECTIONS}
    for row in outline_rows(session, project, area_set):
        shape = shapely.from_wkb(row.wkb)
        if row.role in ("land", "water", "river"):
            shape = shapely.simplify(shape, _FILE_STEP_DEG)
        is_water = row.details.get("role") == "water"
        found[row.role].append(OutlineShape(row.name, shape, row.rank, is_water))
    return Outline(
        areas=tuple(found["area"]),
        land=tuple(found["land"]),
        water=tuple(found["water"]),
        rivers=tuple(found["river"]),
        labels=tuple(found["label"]),
    )
