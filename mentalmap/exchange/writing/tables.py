"""Layers as plain tables: the columns of a layer's frame, the geometry told as one position."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely

from mentalmap.domain.layers.envelope import Layer, Status
from mentalmap.domain.vocabulary import LayerName
from mentalmap.exchange.payload import DECIMALS, geographic
from mentalmap.exchange.writing.wording import UNNAMED

Cell: TypeAlias = float | int | str | bool | None
ALWAYS_TEXT = frozenset({"id", "name", "status"})


@dataclass(frozen=True, slots=True)
class LayerTable:
    """
    One layer as rows.

    Parameters
    ----------
    columns
        Column codes, `lon` and `lat` last where the layer's features lie somewhere.
    rows
        One row per feature in the layer's order; None where a feature has no such value.
    statuses
        Status of each row: rows that are not OK hold text and position only.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    statuses: tuple[Status, ...]


def layer_table(layer: Layer) -> LayerTable:
    """
    Lay a layer out as a table; `lon` and `lat` are a point on each feature, EPSG:4326.

    The point lies on the feature (inside a polygon), and is empty where there is no geometry.
    """
    from mentalmap.exchange.frames import layer_to_frame

    frame = layer_to_frame(layer)
    values = frame.drop(columns=frame.geometry.name)
    points = shapely.point_on_surface(geographic(layer))
    points[shapely.is_empty(points)] = None  # a flow that stays within its area has nowhere to be drawn
    degrees = np.round(np.column_stack([shapely.get_x(points), shapely.get_y(points)]), DECIMALS)
    values["name"] = values["name"].replace("", UNNAMED)
    columns = [[_cell(value) for value in values[name].tolist()] for name in values.columns]
    lies_somewhere = layer.name is not LayerName.ORGANISATION
    if lies_somewhere:
        columns += [[_cell(value) for value in degrees[:, axis].tolist()] for axis in (0, 1)]
    return LayerTable(
        columns=(*map(str, values.columns), *(("lon", "lat") if lies_somewhere else ())),
        rows=tuple(zip(*columns, strict=True)),
        statuses=tuple(feature.status for feature in layer.features),
    )


def _cell(value: object) -> Cell:
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or type(value).__name__ == "NAType":
        return None
    return str(value)
