"""A private PostgreSQL cluster with PostGIS, so that nobody has to administer a database.

It lives in a folder of the instance, listens on no port but on a unix socket in a folder
that only its own account may enter, and runs as long as somebody uses it: whoever starts it
or finds it running holds a shared lock, and the last one to let go stops it. A crash lets
go of locks by itself, so the next start simply finds the cluster running and uses it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import psycopg
from psycopg import sql
from sqlalchemy import URL

from mentalmap.errors import DatabaseSetupError, DatabaseUnavailableError
from mentalmap.messages import say
from mentalmap.store.cluster_account import PORT, choose_account, reachable_home, socket_folder
from mentalmap.store.cluster_server import OWNER, Server

DATABASE = "mentalmap"


class DatabaseSettings(Protocol):
    """What `ensure_database` needs to know of the settings, which live in a higher room."""

    @property
    def database_url(self) -> str | None:
        """Address of a server that somebody else runs."""

    @property
    def instance_folder(self) -> Path:
        """Where this installation keeps its own data."""


class PrivateCluster:
    """
    One PostgreSQL cluster in a folder of its own.

    Parameters
    ----------
    folder
        Where data, socket and log live; made when it is missing.
    extra_settings
        Server settings beside the usual ones; tests trade safety for speed with them.
    """

    def __init__(self, folder: Path, extra_settings: Mapping[str, str] | None = None) -> None:
        self.folder = Path(os.path.abspath(folder))
        self.extra_settings = dict(extra_settings or {})
        self._use: int | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def server(self) -> Server:
        """The server behind this cluster; see `reachable_home` for why it may live elsewhere."""
        link = self.folder / "elsewhere"
        home = link.resolve() if link.is_symlink() else self.folder
        return Server(home, self.extra_settings)

    def start(self) -> None:
        """
        Make the cluster if it is new, start it unless it runs, and count ourselves among its users.

        Raises
        ------
        DatabaseSetupError
            If PostgreSQL or PostGIS is missing, the data is of another major version or of
            another account, or the server does not start.
        """
        if self._use is not None:
            return
        with self.exclusively("start-stop"):
            reachable_home(self.folder)
            choose_account(self.server.data_folder)  # refuses data that belongs to somebody else
            use = os.open(self.folder / "in-use", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                fcntl.flock(use, fcntl.LOCK_SH)
                if not self.is_running():
                    self.server.start()
                    number = self.server.pid_file.process_number()
                    (self.folder / "started").write_text(str(number), "utf-8")
            except BaseException:
                os.close(use)
                raise
            self._use = use

    def stop(self) -> None:
        """Let go of the cluster; the last user stops the server, provided that one of us started it."""
        if self._use is None:
            return
        with self.exclusively("start-stop"):
            use, self._use = self._use, None
            try:
                fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # somebody else still uses it
            else:
                if self.is_running() and self._started_by_us():
                    self.server.stop()
            finally:
                os.close(use)

    def is_running(self) -> bool:
        """Answer whether a server for this data folder takes connections, or is about to."""
        return self.server.pid_file.answers()

    def url(self, database: str = DATABASE) -> str:
        """Give the SQLAlchemy address of a database of this cluster."""
        socket = self.server.pid_file.socket_folder() or socket_folder(self.server.home)
        address = URL.create(
            "postgresql+psycopg",
            username=OWNER,
            database=database,
            query={"host": str(socket), "port": str(PORT)},
        )
        scheme, separator, rest = address.render_as_string(hide_password=False).partition("://")
        # SQLAlchemy writes a blank as "+", which libpq and with it `psql` do not read back.
        return scheme + separator + rest.replace("+", "%20")

    def has_database(self, name: str) -> bool:
        """Answer whether a database of this name exists."""
        with self._maintenance() as connection:
            row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        return row is not None

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database, empty or as a copy of another that nobody is connected to."""
        command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            command += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        with self._maintenance() as connection:
            connection.execute(command)

    def drop_database(self, name: str) -> None:
        """Remove a database, if it exists, whoever is connected."""
        command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        with self._maintenance() as connection:
            connection.execute(command)

    def rename_database(self, old: str, new: str) -> None:
        """Rename a database that nobody is connected to."""
        command = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with self._maintenance() as connection:
            connection.execute(command.format(sql.Identifier(old), sql.Identifier(new)))

    @contextmanager
    def exclusively(self, purpose: str) -> Iterator[None]:
        """
        Hold a lock that no other process on this cluster holds for the same purpose.

        Raises
        ------
        DatabaseSetupError
            If the folder cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = (self.folder / f"{purpose}.lock").open("a")
        except OSError as error:
            raise DatabaseSetupError(
                say(
                    "The folder %(folder)s cannot be written: %(reason)s.",
                    folder=str(self.folder),
                    reason=error.strerror,
                ),
                say("Name another folder in MENTALMAP_INSTANCE_FOLDER."),
            ) from error
        with handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _maintenance(self) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        socket = self.server.pid_file.socket_folder()
        if socket is None:
            raise DatabaseUnavailableError(say("The private database is not running."))
        with psycopg.connect(
            host=str(socket), port=PORT, user=OWNER, dbname="postgres", autocommit=True
        ) as connection:
            yield connection

    def _started_by_us(self) -> bool:
        """Answer whether the running server is one that some process of ours started."""
        started = self.folder / "started"
        number = self.server.pid_file.process_number()
        return started.is_file() and started.read_text("utf-8") == str(number)


def ensure_database(settings: DatabaseSettings) -> tuple[str, PrivateCluster | None]:
    """
    Give the address of a database, and the private cluster if there is one to stop afterwards.

    A server named by `DATABASE_URL` comes first; else the instance's private cluster is started.

    Raises
    ------
    DatabaseSetupError
        If there is neither; the remedy says what to install on exactly this system.
    """
    if settings.database_url:
        return settings.database_url, None
    cluster = PrivateCluster(settings.instance_folder / "postgresql")
    cluster.start()
    try:
        with cluster.exclusively("create-database"):
            if not cluster.has_database(DATABASE):
                cluster.create_database(DATABASE)
    except BaseException:
        cluster.stop()
        raise
    return cluster.url(DATABASE), cluster
