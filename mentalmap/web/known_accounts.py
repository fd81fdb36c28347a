"""The accounts that asked lately, so that a request of somebody signed in asks no database who that is.

An account that was ended keeps its access for at most `FRESH_S`. While the database does not answer,
whoever was known stays known as long as the data is served that is held here.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from sqlalchemy.exc import OperationalError

from mentalmap.errors import DatabaseUnavailableError
from mentalmap.store.accounts import Account

FRESH_S = 5.0
MOST_KNOWN = 1_000


class KnownAccounts:
    """
    Accounts by number, each with the moment it was looked up; safe for threads.

    Parameters
    ----------
    stale_s
        How long an account that cannot be looked up again stays known.
    """

    def __init__(self, stale_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._stale_s = stale_s
        self._clock = clock
        self._known: OrderedDict[int, tuple[Account | None, float]] = OrderedDict()
        self._lock = Lock()

    def get(self, number: int, look_up: Callable[[int], Account | None]) -> Account | None:
        """
        Give an account; None if there is none, or it was ended.

        Raises
        ------
        DatabaseUnavailableError, OperationalError
            If it cannot be looked up and was not known lately.
        """
        with self._lock:
            account, known_at = self._known.get(number, (None, float("-inf")))
        age_s = self._clock() - known_at
        if age_s <= FRESH_S:
            return account
        try:
            account = look_up(number)
        except (DatabaseUnavailableError, OperationalError):
            if account is None or age_s > self._stale_s:
                raise
            return account
        with self._lock:
            self._known[number] = (account, self._clock())
            self._known.move_to_end(number)
            while len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
        return account

    def forget(self, number: int) -> None:
        """Look an account up anew at its next question."""
        with self._lock:
            self._known.pop(number, None)
