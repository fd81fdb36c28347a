"""One project as a worker holds it: loaded once, then brought up to date by what is heard.

New responses are read alone and added to the table that is there. Anything else is read anew in a
thread of its own, while the old snapshot is served.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event, RLock, Thread
from time import monotonic

import numpy as np
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mentalmap.domain.growing import GrowingTable
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.errors import ProjectNotFoundError
from mentalmap.services.loading import Loaded, Snapshot, load_addition, load_area_set, load_project
from mentalmap.services.memory import give_back_memory
from mentalmap.store.database import Audience, transaction
from mentalmap.store.listening import LOST, SeenEvents, added_responses, seen_events

LEAST_TAIL = 50_000  # rows out of order that are put up with …
TAIL_SHARE = 0.05  # … or this share of those in order, if that is more
LONGEST_REST_S = 30.0
LARGE = 100_000  # perceptions whose loading leaves room behind that is worth giving back

_log = logging.getLogger(__name__)


class FollowedProject:
    """
    The snapshot of one project that is served now.

    Attributes
    ----------
    snapshot
        What is served; None until it is loaded, and once the project is gone.
    behind_since
        Since when the snapshot has missed what could not be loaded; None while it is current or the
        newer one is on its way.
    """

    def __init__(self, engine: Engine, slug: str, stopping: Event) -> None:
        self.slug = slug
        self.snapshot: Snapshot | None = None
        self.behind_since: datetime | None = None
        self._held: Snapshot | None = None  # what is added to; served unless an older one was just loaded
        self._engine = engine
        self._stopping = stopping
        self._growing: GrowingTable | None = None
        self._wanted: set[str] = set()
        self._lock = RLock()
        self._heard = False
        self._rebuild: Thread | None = None
        self._waits = False  # for a rebuild: a change that cannot be added is not in the snapshot
        self._rested_at = 0.0

    def load(self) -> Snapshot:
        """
        Load the project unless it is loaded; whoever asks meanwhile waits for the same load.

        Raises
        ------
        ProjectNotFoundError
            If there is no such project.
        """
        with self._alone():
            return self.snapshot or self._load_now()

    def with_area_set(self, snapshot: Snapshot, slug: str) -> Snapshot:
        """Load an area set that nobody asked for here before; in a newer snapshot if data changed since."""
        with self._alone():
            if slug in snapshot.tables:
                return snapshot
            self._wanted.add(slug)
            columns = load_area_set(self._engine, snapshot, slug)
            if columns is None:
                return self._load_now()
            snapshot.tables[slug] = columns.over(snapshot.index.table)
            if snapshot is self._held and self._growing is not None:
                self._growing.add_areas(slug, columns)
            return snapshot

    def catch_up(self, lost_at: datetime | None = None) -> None:
        """
        Bring the snapshot up to date with what has been committed.

        Parameters
        ----------
        lost_at
            Since when nothing could be heard: until a change from then is loaded, the snapshot is behind.
        """
        self._heard = True
        # Whoever holds the lock looks at `_heard` after letting go of it: nothing heard is forgotten.
        while self._heard and self._lock.acquire(blocking=False):
            try:
                self._heard = False
                self._advance(lost_at)
            finally:
                self._lock.release()

    def join(self) -> None:
        """Wait for a rebuild that is under way."""
        rebuild = self._rebuild
        if rebuild is not None:
            rebuild.join()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock:
            yield
        if self._heard:
            with suppress(*LOST):  # the listener meets the same loss, and comes back to it
                self.catch_up()

    def _load_now(self) -> Snapshot:
        held = self._hold(load_project(self._engine, self.slug, self._wanted))
        self.snapshot = held
        return held

    def _hold(self, loaded: Loaded) -> Snapshot:
        """Take over a fresh snapshot, its columns in buffers with room for what will come."""
        index = loaded.snapshot.index
        spare = round(max(LEAST_TAIL, TAIL_SHARE * len(index.table)))
        self._growing = GrowingTable(index.table, loaded.columns, spare)
        index.table = self._growing.base  # else the columns would be here twice
        self._held = replace(loaded.snapshot, tables=self._tables(self._growing))
        self._waits, self.behind_since = False, None
        if len(index.table) > LARGE:
            give_back_memory()
        return self._held

    def _advance(self, lost_at: datetime | None) -> None:
        """Add what was added; read everything anew if something else happened."""
        held = self._held
        if held is None or (self._waits and self._rebuild is not None):
            return
        with transaction(self._engine, Audience.PUBLIC) as session:
            seen = seen_events(session, held.project.id)
            if seen == held.events or self._add(session, held, seen):
                self.snapshot, self.behind_since = self._held, None
                return
        self._waits = True
        self.behind_since = self.behind_since or lost_at
        self._start_rebuild()

    def _add(self, session: Session, held: Snapshot, seen: SeenEvents) -> bool:
        """Add new responses, if that is all that happened and they fit."""
        new, growing = held.events.missing_from(seen), self._growing
        if not new or growing is None:
            return False
        with transaction(self._engine, Audience.STAFF) as details:
            added = added_responses(details, new)
        if added is None:
            return False
        loaded = load_addition(session, held, growing.names(), added)
        if loaded is None or not growing.append(loaded[0], seen.version):
            return False
        index = held.index.extended(growing.base)
        numbers = np.concatenate([held.response_ids, loaded[1]])
        self._held = replace(
            held, events=seen, response_ids=numbers, index=index, tables=self._tables(growing)
        )
        if len(index.table) - index.indexed > max(LEAST_TAIL, TAIL_SHARE * index.indexed):
            self._start_rebuild()
        return True

    def _start_rebuild(self) -> None:
        if self._rebuild is None:
            self._rebuild = Thread(target=self._run_rebuild, name=f"mentalmap {self.slug}", daemon=True)
            self._rebuild.start()

    def _run_rebuild(self) -> None:
        """Read everything anew, put it in place, and see what was heard meanwhile."""
        # Half of one processor at most, however often a moderator clicks.
        self._stopping.wait(max(0.0, self._rested_at - monotonic()))
        started = monotonic()
        try:
            loaded = None if self._stopping.is_set() else load_project(self._engine, self.slug, self._wanted)
        except Exception as error:
            if not isinstance(error, (ProjectNotFoundError, *LOST)):
                _log.exception("Loading %s anew failed.", self.slug)
            with self._lock:
                self._rebuild, self._waits = None, False
                if isinstance(error, ProjectNotFoundError):
                    self.snapshot = self._held = self._growing = None
                else:  # the old one is marked as old, until somebody hears or checks again
                    self.behind_since = self.behind_since or datetime.now(UTC)
            return
        self._rested_at = monotonic() + min(monotonic() - started, LONGEST_REST_S)
        with self._lock:
            self._rebuild = None
            if loaded is not None:
                self._put_in_place(loaded)

    def _put_in_place(self, loaded: Loaded) -> None:
        """Serve a fresh snapshot, with what was added while it was read; never one older than before."""
        before = self.snapshot
        held = self._hold(loaded)
        self._heard = False
        with suppress(*LOST):
            self._advance(None)
        if before is None or held.events.latest >= before.events.latest:
            self.snapshot = self._held

    @staticmethod
    def _tables(growing: GrowingTable) -> dict[str, PerceptionTable]:
        return {slug: growing.table(slug) for slug in growing.names()}
