"""Kept: results that may be asked for again, the most recently used ones up to a total weight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar, cast

V = TypeVar("V")
W = TypeVar("W")


class Kept(Generic[V]):
    """
    The most recently used results, safe for threads.

    Parameters
    ----------
    most
        What they may weigh together: bytes where they are weighed, else their number. One that weighs
        more than a quarter of it is not kept, since it would drive out all others.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._values: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()
        self._lock = Lock()

    @property
    def weight(self) -> int:
        """What is kept now weighs this much."""
        return self._weight

    def get(self, key: Hashable) -> V | None:
        """Get a result, None where it is not kept."""
        found = self._find(key)
        return found[0] if found else None

    def put(self, key: Hashable, value: V, weight: int = 1) -> None:
        """Keep a result that weighs this much."""
        if weight > max(1, self._most // 4):
            return
        with self._lock:
            _, before = self._values.pop(key, (None, 0))
            self._values[key] = value, weight
            self._weight += weight - before
            while self._weight > self._most:
                self._weight -= self._values.popitem(last=False)[1][1]

    def get_or_make(
        self: Kept[Any], key: Hashable, make: Callable[[], W], weigh: Callable[[W], int] = lambda _: 1
    ) -> W:
        """
        Get a result, or make and keep it.

        Two threads that miss the same result both make it: waiting for each other would let a slow
        one hold up quick ones.
        """
        found = self._find(key)
        if found:  # what was made may itself be nothing
            return cast(W, found[0])
        made = make()
        self.put(key, made, weigh(made))
        return made

    def _find(self, key: Hashable) -> tuple[V, int] | None:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)
