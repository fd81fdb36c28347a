"""The shelf of answers in one process: what was computed once is not computed again.

Keys hold the data version, so that a write makes old answers unreachable; they leave when the shelf
is full. It is bounded in bytes, since one layer may weigh as much as a thousand others.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import shapely

from mentalmap.domain.kept import Kept
from mentalmap.domain.layers.envelope import Layer

MOST_BYTES = 64 * 1024 * 1024
BYTES_OF_A_FEATURE = 3_000  # its name and some twenty values, as Python objects
BYTES_OF_A_VERTEX = 16


AnswerShelf: TypeAlias = Kept[object]
"""Answers weighed in bytes, up to `MOST_BYTES`."""


def weight_of_layer(layer: Layer) -> int:
    """Estimate what a layer weighs in memory, in bytes."""
    geometries = np.array([None, *(one.geometry for one in layer.features)], dtype=object)
    vertices = int(shapely.get_num_coordinates(geometries).sum())
    return BYTES_OF_A_FEATURE * (1 + len(layer.features)) + BYTES_OF_A_VERTEX * vertices


def weight_of_array(array: np.ndarray[Any, Any]) -> int:
    """Weigh an array, in bytes."""
    return 200 + int(array.nbytes)
