"""The ground of the page where residents answer: the outline, light enough for a phone with one bar."""

from __future__ import annotations

import gzip
import json
from typing import Any
from weakref import WeakKeyDictionary

import shapely
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import ObjectArray
from mentalmap.domain.kept import Kept
from mentalmap.services.outlines import COLLECTIONS, outline_rows, project_rectangle
from mentalmap.store.areas import find_area_set
from mentalmap.store.outlines import OutlineRow, stamp_of_outline
from mentalmap.store.projects import Project

MOST_BYTES = 20 * 1024
"""Of the ground as it travels, compressed: at 400 kbit/s less than half a second."""

_STEPS_DEG = (0.0006, 0.001, 0.0016, 0.0025, 0.004, 0.006, 0.01)
_DECIMALS = 4  # of a degree: some ten metres, less than a pixel where a municipality fills a phone
_MOST_KEPT = 16
_kept: WeakKeyDictionary[Engine, Kept[bytes]] = WeakKeyDictionary()


def phone_ground(session: Session, project: Project) -> bytes:
    """
    Give the outline of a project as JSON, the `OutlinePayload` of static/js/core/payload.ts.

    The shapes are drawn as finely as `MOST_BYTES` allow; remembered until one of them changes.
    """
    area_set = find_area_set(session, project.id, None)
    bounds = project_rectangle(session, project)
    number = None if area_set is None else area_set.id
    stamp = (project.id, number, *stamp_of_outline(session, project.id, number), *bounds)
    kept = _kept.setdefault(session.get_bind().engine, Kept(_MOST_KEPT))
    return kept.get_or_make(stamp, lambda: _draw(outline_rows(session, project, area_set), bounds))


def _draw(rows: list[OutlineRow], bounds: tuple[float, float, float, float]) -> bytes:
    shapes = shapely.from_wkb([row.wkb for row in rows])
    body = b""
    for step in _STEPS_DEG:
        body = _written(rows, _simpler(rows, shapes, step), bounds)
        if len(gzip.compress(body, 6)) <= MOST_BYTES:
            break
    return body


def _simpler(rows: list[OutlineRow], shapes: ObjectArray, step_deg: float) -> ObjectArray:
    """Simplify lines and areas; neighbours among the areas keep one common border."""
    simpler = shapely.simplify(shapes, step_deg)
    areas = [index for index, row in enumerate(rows) if row.role == "area"]
    if areas:
        simpler[areas] = shapely.coverage_simplify(shapes[areas], step_deg)
    return shapely.set_precision(simpler, 10.0**-_DECIMALS, mode="pointwise")


def _written(rows: list[OutlineRow], shapes: ObjectArray, bounds: tuple[float, float, float, float]) -> bytes:
    payload: dict[str, Any] = {
        name: {"type": "FeatureCollection", "features": []} for name in COLLECTIONS.values()
    }
    for row, shape in zip(rows, shapes, strict=True):
        if shape.is_empty:
            continue
        payload[COLLECTIONS[row.role]]["features"].append(
            {
                "type": "Feature",
                "geometry": json.loads(shapely.to_geojson(shape)),
                "properties": {"name": row.name, "rank": row.rank, **row.details},
            }
        )
    told = {"bounds": [round(edge, 5) for edge in bounds], **payload}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
