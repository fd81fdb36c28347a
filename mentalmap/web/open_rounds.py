"""Which projects take answers just now, so that public pages can offer it and yet need no database."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from threading import Lock

from flask import current_app, url_for
from sqlalchemy.exc import OperationalError

from mentalmap.errors import DatabaseUnavailableError
from mentalmap.store.surveys import open_projects
from mentalmap.web.database import public_transaction

OPEN_ROUNDS = "mentalmap.open_rounds"
FRESH_S = 15.0


class OpenRounds:
    """
    The names of all projects with an open round, looked up now and then; safe for threads.

    While the database does not answer, what was known last stays.
    """

    def __init__(
        self, look_up: Callable[[], frozenset[str]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._look_up = look_up
        self._clock = clock
        self._known: frozenset[str] = frozenset()
        self._known_at = float("-inf")
        self._lock = Lock()

    def has(self, project_slug: str) -> bool:
        """Tell whether a project takes answers, as far as is known."""
        with self._lock:
            is_due = self._clock() - self._known_at > FRESH_S
            if is_due:
                self._known_at = self._clock()  # whoever asks meanwhile is not kept waiting
        if is_due:
            with suppress(DatabaseUnavailableError, OperationalError):  # the page is whole without the link
                self._known = self._look_up()
        return project_slug in self._known


def look_up_open_rounds() -> frozenset[str]:
    """Name the projects that have an open round."""
    with public_transaction() as session:
        return open_projects(session)


def answer_url(project_slug: str) -> str | None:
    """Give the address where one can answer; None while no round is open."""
    rounds: OpenRounds = current_app.extensions[OPEN_ROUNDS]
    return url_for("answering.answer_page", project_slug=project_slug) if rounds.has(project_slug) else None
