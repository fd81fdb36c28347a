"""The shelf of answers in one process: what was computed once is not computed again.

Keys hold the data version, so that a write makes old answers unreachable; they leave when the shelf
is full. It is bounded in bytes, since one layer may weigh as much as a thousand others.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

import numpy as np
import shapely

from mentalmap.domain.layers.envelope import Layer

V = TypeVar("V")

MOST_BYTES = 64 * 1024 * 1024
BYTES_OF_A_FEATURE = 3_000  # its name and some twenty values, as Python objects
BYTES_OF_A_VERTEX = 16


class AnswerShelf:
    """The most recently used answers up to a total weight; safe for threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._weight = 0
        self._answers: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._lock = Lock()

    @property
    def weight(self) -> int:
        """What is on the shelf now, in bytes."""
        return self._weight

    def get_or_make(self, key: Hashable, make: Callable[[], V], weigh: Callable[[V], int]) -> V:
        """
        Get an answer, or make and keep it.

        Two threads that miss the same answer both make it: waiting for each other would let a slow
        layer hold up quick ones. What weighs more than a quarter of the shelf is not kept.
        """
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
                return cast(V, found[0])
        made = make()
        weight = weigh(made)
        if weight <= self._most // 4:
            with self._lock:
                self._weight += weight - self._answers.get(key, (None, 0))[1]
                self._answers[key] = (made, weight)
                self._answers.move_to_end(key)
                while self._weight > self._most:
                    _, (_, left) = self._answers.popitem(last=False)
                    self._weight -= left
        return made


def weight_of_layer(layer: Layer) -> int:
    """Estimate what a layer weighs in memory, in bytes."""
    geometries = np.array([None, *(one.geometry for one in layer.features)], dtype=object)
    vertices = int(shapely.get_num_coordinates(geometries).sum())
    return BYTES_OF_A_FEATURE * (1 + len(layer.features)) + BYTES_OF_A_VERTEX * vertices


def weight_of_array(array: np.ndarray[Any, Any]) -> int:
    """Weigh an array, in bytes."""
    return 200 + int(array.nbytes)
