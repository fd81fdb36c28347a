"""The instance a command works on: its settings, its database, opened and migrated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import Engine

from mentalmap.config import Settings
from mentalmap.store.cluster import ensure_database
from mentalmap.store.database import make_engine
from mentalmap.store.migrating import migrate


@contextmanager
def opened_instance() -> Iterator[tuple[Settings, Engine]]:
    """
    Open the instance's database, at the newest schema; a server that this starts is stopped at the end.

    Raises
    ------
    DatabaseSetupError
        If there is no PostgreSQL with PostGIS to be had; the remedy is one sentence for this system.
    """
    settings = Settings.read()
    url, cluster = ensure_database(settings)
    try:
        migrate(url)
        engine = make_engine(url)
        try:
            yield replace(settings, database_url=url), engine
        finally:
            engine.dispose()
    finally:
        if cluster is not None:
            cluster.stop()
