"""Counted attempts: how often each client did something in a stretch of time, in the memory of this process.

In place of the memory that the library of limits brings: that starts a thread with nearly every request and
looks through every client of the day in it, so that each answer cost more the more people had answered.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from limits.storage import Storage

SCHEME = "counted"
_SCHEMES = [SCHEME]
SWEEP_S = 60.0
"""How often those are forgotten whose time is over."""


class CountedAttempts(Storage):
    """Attempts by key, each until its time is over; safe for threads, for windows that do not move."""

    STORAGE_SCHEME = _SCHEMES

    def __init__(
        self,
        uri: str | None = None,
        wrap_exceptions: bool = False,
        clock: Callable[[], float] = time.time,
        **options: float | str | bool,
    ) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._clock = clock
        self._counts: dict[str, tuple[int, float]] = {}  # how many, and until when they count
        self._lock = Lock()
        self._next_sweep = clock() + SWEEP_S

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """Name what counting can fail with: nothing, since it is a dictionary."""
        return ()

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count an attempt that is forgotten `expiry` seconds after the first one; how many there are now."""
        now = self._clock()
        with self._lock:
            if now >= self._next_sweep:
                self._sweep(now)
            count, until = self._counts.get(key, (0, 0.0))
            if until <= now:
                count, until = 0, now + expiry
            self._counts[key] = count + amount, until
            return count + amount

    def get(self, key: str) -> int:
        """Give how many attempts count now."""
        count, until = self._counts.get(key, (0, 0.0))
        return count if until > self._clock() else 0

    def get_expiry(self, key: str) -> float:
        """Give when the attempts are forgotten, in seconds since 1970; now if there are none."""
        return self._counts.get(key, (0, self._clock()))[1]

    def check(self) -> bool:
        """Say that counting works."""
        return True

    def reset(self) -> int:
        """Forget all; how many keys there were."""
        with self._lock:
            number = len(self._counts)
            self._counts.clear()
            return number

    def clear(self, key: str) -> None:
        """Forget the attempts of one key."""
        with self._lock:
            self._counts.pop(key, None)

    def _sweep(self, now: float) -> None:
        self._counts = {key: one for key, one in self._counts.items() if one[1] > now}
        self._next_sweep = now + SWEEP_S
