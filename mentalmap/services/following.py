"""Following the database: each worker holds the current tables and hears when they change.

A request asks `Follower.current` and no database. One thread per worker listens; what was only
added is added here too, anything else is loaded anew beside the table that is still served.
"""

from __future__ import annotations

import logging
import os
import random
from datetime import UTC, datetime, timedelta
from threading import Event, RLock, Thread

from sqlalchemy import Engine

from mentalmap.errors import DatabaseUnavailableError
from mentalmap.messages import say
from mentalmap.services.current import Current
from mentalmap.services.followed_project import FollowedProject
from mentalmap.services.loading import Snapshot
from mentalmap.store.listening import LOST, Listener

__all__ = ["Current", "Follower"]

GATHER_S = 0.05  # notifications this close together are answered at once
LISTEN_S = 0.5  # how long one look at the socket lasts; stopping takes no longer
CHECK_S = 30.0  # how often versions are compared although nothing was heard
FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 5.0
STALE_S = 120.0

_log = logging.getLogger(__name__)


class Follower:
    """
    The projects of one worker, each at its current data version.

    Nothing happens before the first question: a process that forks afterwards, and commands, which
    never ask, have no thread.

    Parameters
    ----------
    engine
        Where to read, and where to listen with one further connection.
    stale_s
        For how many seconds after the connection was lost the last version is still served.
    """

    def __init__(self, engine: Engine, stale_s: float = STALE_S) -> None:
        self._engine = engine
        self._stale = timedelta(seconds=stale_s)
        self._projects: dict[str, FollowedProject] = {}
        self._lock = RLock()
        self._stopping = Event()
        self._thread: Thread | None = None
        self._process = 0
        self._lost_at: datetime | None = None

    def current(self, slug: str) -> Current:
        """
        Give a project at its current data version; no database is asked once it is loaded.

        Raises
        ------
        ProjectNotFoundError
            If there is no such project.
        DatabaseUnavailableError
            If the database is out of reach and nothing young enough is held here.
        """
        self._listen()
        project = self._projects.get(slug)
        if project is None:
            with self._lock:
                project = self._projects.setdefault(slug, FollowedProject(self._engine, slug, self._stopping))
        snapshot = project.snapshot
        if snapshot is None:
            snapshot = self._loaded(project)
        stale_since = self._lost_at or project.behind_since
        if stale_since is not None and datetime.now(UTC) - stale_since > self._stale:
            raise _unavailable()
        return Current(project, snapshot, stale_since)

    def stop(self) -> None:
        """Stop listening and forget everything; the next question starts anew."""
        with self._lock:
            thread, self._thread = self._thread, None
            self._stopping.set()
        if thread is not None:
            thread.join()
        for project in self._projects.values():
            project.join()
        self._projects = {}

    def _loaded(self, project: FollowedProject) -> Snapshot:
        try:
            return project.load()
        except LOST as error:
            raise _unavailable() from error
        finally:
            if project.snapshot is None:  # names that nobody has must not pile up
                self._projects.pop(project.slug, None)

    def _listen(self) -> None:
        if self._thread is not None and self._process == os.getpid():
            return
        if self._process and self._process != os.getpid():  # a copy made by a fork: its thread is not here
            self._lock, self._thread, self._projects = RLock(), None, {}
            self._engine.dispose(close=False)
        with self._lock:
            if self._thread is None:
                self._process = os.getpid()
                self._stopping = Event()
                self._lost_at = None
                self._thread = Thread(
                    target=self._follow, args=(self._stopping,), name="mentalmap follower", daemon=True
                )
                self._thread.start()

    def _follow(self, stopping: Event) -> None:
        """Listen until stopped, coming back after each loss."""
        pause_s = FIRST_PAUSE_S
        while not stopping.is_set():
            try:
                with Listener(self._engine) as listener:
                    self._catch_up(None)  # nobody told what happened while nobody listened
                    if self._lost_at is not None:
                        _log.warning("The database answers again.")
                    self._lost_at, pause_s = None, FIRST_PAUSE_S
                    self._hear(listener, stopping)
            except LOST as error:
                if self._lost_at is None:
                    self._lost_at = datetime.now(UTC)
                    _log.warning("The database does not answer (%s); trying again.", type(error).__name__)
            except Exception:
                # A fault of ours must not leave a worker that serves the past and says nothing.
                _log.exception("Following the database failed; trying again.")
                self._lost_at = self._lost_at or datetime.now(UTC)
            # Workers that lost the same server must not all come back at the same instant.
            stopping.wait(pause_s * random.uniform(0.5, 1.5))  # noqa: S311 - spreads load, guards nothing
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    def _hear(self, listener: Listener, stopping: Event) -> None:
        checked = datetime.now(UTC)
        while not stopping.is_set():
            changed = listener.heard(LISTEN_S, GATHER_S)
            if changed:
                self._catch_up(changed)
            if datetime.now(UTC) - checked > timedelta(seconds=CHECK_S):
                listener.is_alive()
                self._catch_up(None)
                checked = datetime.now(UTC)

    def _catch_up(self, changed: set[int] | None) -> None:
        """Bring the projects of these numbers up to date, all if None."""
        for project in list(self._projects.values()):
            snapshot = project.snapshot
            # One that is just being loaded hears everything: it may have looked too early.
            if changed is None or snapshot is None or snapshot.project.id in changed:
                project.catch_up(self._lost_at)


def _unavailable() -> DatabaseUnavailableError:
    return DatabaseUnavailableError(
        say("The database does not answer."), say("Nothing was lost. Try again in a minute.")
    )
