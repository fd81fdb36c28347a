"""Samples: points that stand for lines and polygons where a layer works on a grid."""

from __future__ import annotations

import math

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mentalmap.domain.arrays import FloatArray, IntArray, ObjectArray

MOST_PER_SHAPE = 2000  # a shape as large as the project is sampled more coarsely, not for longer


def sample_shapes(shapes: ObjectArray, step_m: float) -> tuple[IntArray, FloatArray, FloatArray]:
    """
    Put points along lines and within polygons, at most `step_m` apart where the bound allows.

    Parameters
    ----------
    shapes
        Lines, polygons or points in metres, shape (n,).

    Returns
    -------
    owner, x_m, y_m
        Index of the shape and position of each point; every shape that is not empty has one.
    """
    owners: list[IntArray] = [np.empty(0, dtype=np.int64)]
    places: list[FloatArray] = [np.empty((0, 2))]
    for index, shape in enumerate(shapes):
        if shape is None or shape.is_empty:
            continue
        at = _within(shape, step_m) if shapely.get_dimensions(shape) == 2 else _along(shape, step_m)
        if not len(at):
            at = shapely.get_coordinates(shape.representative_point())
        owners.append(np.full(len(at), index, dtype=np.int64))
        places.append(at)
    at = np.concatenate(places)
    return np.concatenate(owners), at[:, 0], at[:, 1]


def _along(shape: BaseGeometry, step_m: float) -> FloatArray:
    if shape.length == 0:
        return np.asarray(shapely.get_coordinates(shape))
    parts = shapely.get_parts(shape)
    step_m = max(step_m, shape.length / MOST_PER_SHAPE)
    points = []
    for part in parts:
        pieces = max(1, math.ceil(part.length / step_m))
        points.append(part.interpolate((np.arange(pieces) + 0.5) / pieces, normalized=True))
    return np.asarray(shapely.get_coordinates(np.concatenate(points)))


def _within(shape: BaseGeometry, step_m: float) -> FloatArray:
    west, south, east, north = shape.bounds
    step_m = max(step_m, math.sqrt((east - west) * (north - south) / MOST_PER_SHAPE))
    x, y = np.meshgrid(
        np.arange(west + step_m / 2, east, step_m), np.arange(south + step_m / 2, north, step_m)
    )
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, x.ravel(), y.ravel())
    return np.column_stack([x.ravel()[inside], y.ravel()[inside]])
