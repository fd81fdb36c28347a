"""Bring a database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, text

from mentalmap.store.database import as_psycopg

LOCK = 7_367_301  # one advisory lock, so that two workers that start together migrate once


def migrate(url: str, scripts: Path | None = None) -> None:
    """
    Upgrade the database at `url` to the newest migration, in one transaction.

    Parameters
    ----------
    url
        Address of a database in which the role may create the postgis extension, or has it.
    scripts
        Folder of the migrations; found beside the package when left out.
    """
    engine = create_engine(as_psycopg(url), poolclass=NullPool)
    with engine.begin() as connection:
        if is_current(connection, scripts):
            return
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
        config = _config(scripts)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(connection: Connection, scripts: Path | None = None) -> bool:
    """Whether the database stands at the newest migration."""
    newest = ScriptDirectory.from_config(_config(scripts)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest


def _config(scripts: Path | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts or _migrations_folder()).replace("%", "%%"))
    return config


def _migrations_folder() -> Path:
    package = Path(__file__).resolve().parent.parent
    in_wheel = package / "_assets" / "migrations"
    return in_wheel if in_wheel.is_dir() else package.parent / "migrations"
