"""The ground of the page where residents answer: the outline, light enough for a phone with one bar."""

from __future__ import annotations

import gzip
import json
import math
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import shapely
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import ObjectArray
from mentalmap.domain.kept import Kept
from mentalmap.services.outlines import COLLECTIONS, outline_rows, project_rectangle
from mentalmap.store.areas import find_area_set
from mentalmap.store.outlines import OutlineRow, stamp_of_outline
from mentalmap.store.projects import Project

MOST_BYTES = 10 * 1024
"""Of the ground as it travels, compressed: at 400 kbit/s a fifth of a second."""

_STEPS_DEG = (0.0006, 0.001, 0.0016, 0.0025, 0.004, 0.006, 0.01)
_DECIMALS = 4  # of a degree: some ten metres, less than a pixel where a municipality fills a phone
_SAME = 0.02  # share of the rectangle that may be neither, and of the water that may be land as well
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
    rows, shapes = _without_sea(rows, _clipped(rows, shapes, bounds))
    body = b""
    for step in _STEPS_DEG:
        body = _written(rows, _simpler(rows, shapes, step), bounds)
        if len(gzip.compress(body, 6)) <= MOST_BYTES:
            break
    return body


def _clipped(
    rows: list[OutlineRow], shapes: ObjectArray, bounds: tuple[float, float, float, float]
) -> ObjectArray:
    """Cut the ground off where nobody looks; areas and names stay whole."""
    west, south, east, north = bounds
    # As far each way as the project is long, since phones stand upright where a municipality lies down.
    shrink = math.cos(math.radians(south / 2 + north / 2))
    height = max((east - west) * shrink, north - south)
    width = height / max(shrink, 0.1)
    grounds = [index for index, row in enumerate(rows) if row.role in ("land", "water", "river")]
    clipped = shapes.copy()
    clipped[grounds] = shapely.clip_by_rect(
        shapes[grounds], west - width, south - height, east + width, north + height
    )
    return clipped


def _without_sea(rows: list[OutlineRow], shapes: ObjectArray) -> tuple[list[OutlineRow], ObjectArray]:
    """
    Leave the water out where it is nothing but what the land leaves of a rectangle.

    The page draws sea around land that comes alone, so that each coast has to be sent once only.
    """
    is_water = np.array([row.role == "water" for row in rows], dtype=bool)
    is_land = np.array([row.role == "land" for row in rows], dtype=bool)
    if not is_water.any() or not is_land.any():
        return rows, shapes
    land, water = shapes[is_land], shapes[is_water]
    west, south, east, north = shapely.total_bounds(np.concatenate([land, water]))
    whole = (east - west) * (north - south)
    of_water = float(shapely.area(water).sum())
    covered = float(shapely.area(shapely.union_all(np.concatenate([land, water]))))
    twice = float(shapely.area(land).sum()) + of_water - covered
    if whole - covered > _SAME * whole or twice > _SAME * of_water:
        return rows, shapes
    kept = np.flatnonzero(~is_water)
    return [rows[index] for index in kept], shapes[kept]


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
