"""The shelf of tables in one process: loaded once per data version, and layers computed once per filter."""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock

from sqlalchemy.orm import Session

from mentalmap.domain.kept import Kept
from mentalmap.domain.layers.envelope import Layer
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.store.areas import AreaSet
from mentalmap.store.outbox import data_version
from mentalmap.store.perception_tables import load_table
from mentalmap.store.projects import Project

MOST_TABLES = 6
MOST_LAYERS = 512


class TableShelf:
    """
    Keeps the current table of each project and area set, and the layers computed from it.

    Keys hold the data version, so a write makes the old entries unreachable at the next question.
    """

    def __init__(self) -> None:
        self._tables: Kept[PerceptionTable] = Kept(MOST_TABLES)
        self._layers: Kept[Layer] = Kept(MOST_LAYERS)
        self._loading = Lock()

    def table(self, session: Session, project: Project, area_set: AreaSet | None) -> PerceptionTable:
        """Get the table of the project's current data version, loading it if another version stands here."""
        key = (project.id, area_set.id if area_set else None)
        version = data_version(session, project.id)
        table = self._tables.get(key)
        if table is not None and table.data_version == version:
            return table
        with self._loading:  # many requests after a write load it once
            table = self._tables.get(key)
            if table is None or table.data_version != version:
                table = load_table(session, project, area_set)
                self._tables.put(key, table)
        return table

    def layer(self, key: Hashable) -> Layer | None:
        """Get a layer computed before."""
        return self._layers.get(key)

    def keep(self, key: Hashable, layer: Layer) -> None:
        """Keep a layer under a key that holds the data version."""
        self._layers.put(key, layer)
