"""Grounds: the cells of the heat layer as they leave the house, joined where they look alike.

A cell tells exactly how many people are near it, and two neighbours subtracted from each other tell
about the few who are near one of them only. What may be seen on a map is class and opacity, so
that is all that is published: one feature for all cells of one class and one step of opacity.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from mentalmap.domain.layers.envelope import Feature, Layer, Status, Value
from mentalmap.domain.symbols import color_of_class
from mentalmap.domain.vocabulary import LayerName

ALPHA_STEP = 0.05  # of opacity; finer steps cannot be told apart
ALPHA_STEP_TOLD = "alpha_step"  # parameter: the layer holds grounds, no longer cells
LONGEST_EDGE_CELLS = 8  # a longer straight edge would bend in another projection


def join_alike(layer: Layer) -> Layer:
    """
    Join the cells of a heat layer that look alike; any other layer stays as it is.

    Values of a ground: `class`, `color`, `alpha` in steps of 0.05, `area_km2`. It tells no people,
    no marks and no estimate: those of one cell could be read off where a ground is one cell.

    Parameters
    ----------
    layer
        As `disclosure.disclose` released it, which judges every cell by itself.

    Returns
    -------
    layer
        Multipolygons without overlaps, the most opaque last; joining them again changes nothing.
    """
    if layer.name is not LayerName.HEAT or ALPHA_STEP_TOLD in layer.parameters:
        return layer
    alike: dict[tuple[float, int], list[Feature]] = {}
    for cell in layer.features:
        alpha, step = cell.values.get("alpha"), cell.values.get("class")
        if cell.status is Status.OK and isinstance(alpha, int | float) and isinstance(step, int):
            alike.setdefault((round(round(alpha / ALPHA_STEP) * ALPHA_STEP, 2), step), []).append(cell)
    cell_m = layer.parameters.get("cell_m")
    longest_m = LONGEST_EDGE_CELLS * float(cell_m) if isinstance(cell_m, int | float) else None
    return replace(
        layer,
        features=tuple(_ground(*look, cells, longest_m) for look, cells in sorted(alike.items())),
        parameters={**layer.parameters, ALPHA_STEP_TOLD: ALPHA_STEP},
    )


def _ground(alpha: float, step: int, cells: list[Feature], longest_m: float | None) -> Feature:
    joined = shapely.coverage_union_all([cell.geometry for cell in cells])
    joined = shapely.simplify(joined, 0.0)  # without the corners along straight edges
    if longest_m is not None:
        joined = shapely.segmentize(joined, longest_m)
    ground = shapely.MultiPolygon(shapely.get_parts(joined).tolist())
    values: dict[str, Value] = {
        "class": step,
        "color": color_of_class(step),
        "alpha": alpha,
        "area_km2": float(np.round(ground.area / 1e6, 3)),
    }
    return Feature(f"heat:{step}:{alpha:.2f}", "", ground, None, None, Status.OK, values)
