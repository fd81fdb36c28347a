"""One project as a worker holds it: loaded once, brought up to date by what is heard."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock

from sqlalchemy import Engine

from mentalmap.domain.perception_index import PerceptionIndex
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.errors import AreaSetNotFoundError, ProjectNotFoundError
from mentalmap.messages import say
from mentalmap.store.areas import AreaSet, list_area_sets
from mentalmap.store.codebooks import Group, Purpose, Theme, list_codes
from mentalmap.store.database import Audience, transaction
from mentalmap.store.listening import SeenEvents, seen_events
from mentalmap.store.perception_tables import load_table
from mentalmap.store.projects import Project, find_project
from mentalmap.store.surveys import Survey, list_surveys


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Everything of one project that one database snapshot showed; nothing in it ever changes."""

    project: Project
    surveys: tuple[Survey, ...]
    area_sets: tuple[AreaSet, ...]
    themes: tuple[Theme, ...]
    purposes: tuple[Purpose, ...]
    groups: tuple[Group, ...]
    events: SeenEvents
    index: PerceptionIndex
    tables: dict[str | None, PerceptionTable] = field(default_factory=dict)


class FollowedProject:
    """The snapshot of one project that is served now."""

    def __init__(self, engine: Engine, slug: str) -> None:
        self.slug = slug
        self.snapshot: Snapshot | None = None
        self._engine = engine
        self._lock = RLock()

    def load(self) -> Snapshot:
        """Load the project unless it is loaded; whoever asks meanwhile waits for the same load."""
        with self._lock:
            if self.snapshot is None:
                self.snapshot = self._read()
            return self.snapshot

    def catch_up(self) -> bool:
        """Bring it up to date; False if the project is gone."""
        with self._lock:
            held = self.snapshot
            if held is None:
                return True
            with transaction(self._engine, Audience.PUBLIC) as session:
                seen = seen_events(session, held.project.id)
            if seen == held.events:
                return True
            try:
                self.snapshot = self._read()
            except ProjectNotFoundError:
                self.snapshot = None
            return self.snapshot is not None

    def _read(self) -> Snapshot:
        with transaction(self._engine, Audience.PUBLIC) as session:
            project = find_project(session, self.slug)
            area_sets = list_area_sets(session, project.id)
            tables = {one.slug: load_table(session, project, one) for one in area_sets}
            base = tables[area_sets[0].slug] if area_sets else load_table(session, project, None)
            snapshot = Snapshot(
                project,
                tuple(list_surveys(session, project.id)),
                tuple(area_sets),
                tuple(list_codes(session, Theme, project.id)),
                tuple(list_codes(session, Purpose, project.id)),
                tuple(list_codes(session, Group, project.id)),
                seen_events(session, project.id),
                PerceptionIndex.of(base),
            )
            for slug, table in tables.items():
                snapshot.tables[slug] = PerceptionIndex.of(table).table
            snapshot.tables[None] = snapshot.index.table
            session.expunge_all()
        return snapshot


class Current:
    """
    A project at one data version, for as long as one request needs it.

    Attributes
    ----------
    stale_since
        When the connection to the database was lost, None while it holds.
    """

    def __init__(self, followed: FollowedProject, snapshot: Snapshot, stale_since: datetime | None) -> None:
        self._followed = followed
        self._snapshot = snapshot
        self.stale_since = stale_since

    @property
    def project(self) -> Project:
        """The project's row."""
        return self._snapshot.project

    @property
    def surveys(self) -> tuple[Survey, ...]:
        """Its surveys, the latest first."""
        return self._snapshot.surveys

    @property
    def area_sets(self) -> tuple[AreaSet, ...]:
        """The newest version of each area set; the first is the default."""
        return self._snapshot.area_sets

    @property
    def themes(self) -> tuple[Theme, ...]:
        """Its themes, in the order of `PerceptionTable.theme_codes`."""
        return self._snapshot.themes

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """Its purposes, in the order of `PerceptionTable.purpose_codes`."""
        return self._snapshot.purposes

    @property
    def groups(self) -> tuple[Group, ...]:
        """Its groups of respondents."""
        return self._snapshot.groups

    @property
    def data_version(self) -> str:
        """Name of the state of the data; equal names mean equal data."""
        return self._snapshot.events.version

    def table(self, area_set: str | None = None) -> PerceptionTable:
        """
        Give the perceptions over an area set, the default one if None; rows as in `index()`.

        Raises
        ------
        AreaSetNotFoundError
            If the project has no such set.
        DatabaseUnavailableError
            If the set was never asked for here and the database is out of reach.
        """
        known = [one.slug for one in self.area_sets]
        if area_set is not None and area_set not in known:
            raise AreaSetNotFoundError(
                say("There is no area set called “%(slug)s” in this project.", slug=area_set),
                say("Known area sets: %(known)s.", known=", ".join(known) or "–"),
            )
        return self._snapshot.tables[area_set]

    def index(self) -> PerceptionIndex:
        """Give the index over the perceptions, for filters and tiles."""
        return self._snapshot.index
