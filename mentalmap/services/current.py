"""What a request sees of a project: one data version, and all of it from the same instant."""

from __future__ import annotations

from datetime import datetime

from mentalmap.domain.perception_index import PerceptionIndex
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.errors import AreaSetNotFoundError, DatabaseUnavailableError
from mentalmap.messages import say
from mentalmap.services.followed_project import FollowedProject
from mentalmap.services.loading import Snapshot
from mentalmap.store.areas import AreaSet
from mentalmap.store.codebooks import Group, Purpose, Theme
from mentalmap.store.listening import LOST
from mentalmap.store.projects import Project
from mentalmap.store.surveys import Survey


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
        return self._snapshot.lists.themes

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """Its purposes, in the order of `PerceptionTable.purpose_codes`."""
        return self._snapshot.lists.purposes

    @property
    def groups(self) -> tuple[Group, ...]:
        """Its groups of respondents."""
        return self._snapshot.lists.groups

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
        slug = area_set if area_set is not None or not known else known[0]
        if slug is None:
            return self._snapshot.index.table
        if slug in known and slug not in self._snapshot.tables:
            try:
                # Data may have changed since: then all of this goes on in the snapshot that was loaded.
                self._snapshot = self._followed.with_area_set(self._snapshot, slug)
            except LOST as error:
                raise DatabaseUnavailableError(
                    say("The database does not answer."), say("Nothing was lost. Try again in a minute.")
                ) from error
        if slug not in self._snapshot.tables:
            raise AreaSetNotFoundError(
                say("There is no area set called “%(slug)s” in this project.", slug=slug),
                say("Known area sets: %(known)s.", known=", ".join(known) or "–"),
            )
        return self._snapshot.tables[slug]

    def index(self) -> PerceptionIndex:
        """Give the index over the perceptions, for filters and tiles."""
        return self._snapshot.index
