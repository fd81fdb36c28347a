"""A private PostgreSQL cluster with PostGIS, so that nobody has to administer a database.

It lives in a folder of the instance, listens on no port but on a unix socket in a folder
that only its own account may enter, and runs as long as somebody uses it: whoever starts it
or finds it running holds a shared lock, and the last one to let go stops it. A crash lets
go of locks by itself, so the next start simply finds the cluster running and uses it.
"""

from __future__ import annotations

import fcntl
import os
import shlex
import subprocess
import time
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
from mentalmap.store.cluster_account import (
    PORT,
    Account,
    choose_account,
    make_socket_folder,
    reachable_home,
    remove_folder,
    socket_folder,
)
from mentalmap.store.cluster_binaries import Installation, choose_installation, find_installations
from mentalmap.store.cluster_pidfile import PidFile

DATABASE = "mentalmap"
OWNER = "mentalmap"
START_TIMEOUT_S = 300  # recovery after a power cut may take minutes
STOP_TIMEOUT_S = 60
LOG_LIMIT_BYTES = 5_000_000

# A small machine is the usual one. Errors are logged tersely: their details would quote people's answers.
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "64MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


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
        Server settings beside `SETTINGS`; tests trade safety for speed with them.
    """

    def __init__(self, folder: Path, extra_settings: Mapping[str, str] | None = None) -> None:
        self.folder = Path(os.path.abspath(folder))
        self.settings = {**SETTINGS, **(extra_settings or {})}
        self._use: int | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def home(self) -> Path:
        """The folder that holds data, socket and log; see `reachable_home`."""
        link = self.folder / "elsewhere"
        return link.resolve() if link.is_symlink() else self.folder

    @property
    def data_folder(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.home / "data"

    @property
    def _pid_file(self) -> PidFile:
        return PidFile(self.data_folder / "postmaster.pid")

    def start(self) -> None:
        """
        Make the cluster if it is new, start it unless it runs, and count ourselves among its users.

        Raises
        ------
        DatabaseSetupError
            If PostgreSQL or PostGIS is missing, the data is of another major version or of
            another account, or the server does not start; its own words are in the message.
        """
        if self._use is not None:
            return
        with self._exclusively():
            reachable_home(self.folder)
            choose_account(self.data_folder)  # refuses data that belongs to somebody else
            use = os.open(self.folder / "in-use", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            fcntl.flock(use, fcntl.LOCK_SH)
            try:
                if not self.is_running():
                    self._start_server()
            except BaseException:
                os.close(use)
                raise
            self._use = use

    def stop(self) -> None:
        """Let go of the cluster; the last user stops the server, provided that one of us started it."""
        if self._use is None:
            return
        with self._exclusively():
            use, self._use = self._use, None
            try:
                fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # somebody else still uses it
            else:
                if self.is_running() and self._started_by_us():
                    self._stop_server()
            finally:
                os.close(use)

    def is_running(self) -> bool:
        """Answer whether a server for this data folder takes connections, or is about to."""
        return self._pid_file.answers()

    def url(self, database: str = DATABASE) -> str:
        """Give the SQLAlchemy address of a database of this running cluster."""
        socket = self._pid_file.socket_folder() or socket_folder(self.home)
        address = URL.create(
            "postgresql+psycopg",
            username=OWNER,
            database=database,
            query={"host": str(socket), "port": str(PORT)},
        )
        return address.render_as_string(hide_password=False)

    def has_database(self, name: str) -> bool:
        """Answer whether a database of this name exists."""
        with self._maintenance() as connection:
            row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        return row is not None

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database, empty or as a copy of another that nobody is connected to."""
        with self._maintenance() as connection:
            command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
            if template is not None:
                command += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
            connection.execute(command)

    def drop_database(self, name: str) -> None:
        """Remove a database, if it exists, whoever is connected."""
        with self._maintenance() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def rename_database(self, old: str, new: str) -> None:
        """Rename a database that nobody is connected to."""
        with self._maintenance() as connection:
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
            )

    @contextmanager
    def exclusively(self, purpose: str) -> Iterator[None]:
        """Hold a lock that no other process on this cluster can hold at the same time, such as for making a template."""
        with self._locked(f"{purpose}.lock"):
            yield

    @contextmanager
    def _exclusively(self) -> Iterator[None]:
        with self._locked("start-stop.lock"):
            yield

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = (self.folder / name).open("a")
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
        socket = self._pid_file.socket_folder()
        if socket is None:
            raise DatabaseUnavailableError(say("The private database is not running."))
        with psycopg.connect(
            host=str(socket), port=PORT, user=OWNER, dbname="postgres", autocommit=True
        ) as connection:
            yield connection

    def _start_server(self) -> None:
        account = choose_account(self.data_folder)
        installation = choose_installation(
            find_installations(unpacked=[self.folder.parent / "postgresql-programs"]), self._data_version()
        )
        account.own(self.home / "log")
        if not self.data_folder.exists():
            self._init_data(installation, account)
        if self._pid_file.is_stale():
            self._pid_file.mark_dead()
        socket = socket_folder(self.home)
        make_socket_folder(socket, account)
        log = self.home / "log" / "server.log"
        if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
            log.replace(log.with_suffix(".log.1"))
        settings = {**self.settings, "port": str(PORT), "unix_socket_directories": str(socket)}
        command = [
            *(installation.program("pg_ctl"), "start", "--wait", f"--timeout={START_TIMEOUT_S}", "--silent"),
            *(f"--pgdata={self.data_folder}", f"--log={log}"),
            *("--options", " ".join(_option(name, value) for name, value in settings.items())),
        ]
        for patience_s in (0.5, 1, 2, 4, 0):
            told = log.stat().st_size if log.exists() else 0
            answer = account.run(command, dict(installation.environment), START_TIMEOUT_S + 30)
            reason = _last_words(log, told, answer.stdout)
            if answer.returncode == 0 or "shared memory block" not in reason:
                break
            time.sleep(patience_s)  # workers of a server that was killed notice it only after a moment
        if answer.returncode != 0:
            raise DatabaseSetupError(
                say("The private database did not start: %(reason)s", reason=reason),
                say("The whole story stands in %(log)s; the data was not changed.", log=str(log)),
            )
        (self.folder / "started").write_text(str(self._pid_file.process_number()), "utf-8")

    def _init_data(self, installation: Installation, account: Account) -> None:
        """Make the data folder under another name first, so that an interrupted start leaves no half cluster."""
        new = self.home / "data.new"
        remove_folder(new)
        account.own(new)
        answer = account.run(
            [
                *(installation.program("initdb"), f"--pgdata={new}", f"--username={OWNER}"),
                *("--data-checksums", "--encoding=UTF8", "--auth=trust", "--no-instructions"),
                *_locale_options(installation),
            ],
            dict(installation.environment),
        )
        if answer.returncode != 0:
            remove_folder(new)
            raise DatabaseSetupError(
                say("The private database could not be made: %(reason)s", reason=_last_line(answer.stdout))
            )
        new.rename(self.data_folder)

    def _stop_server(self) -> None:
        account = choose_account(self.data_folder)
        installation = choose_installation(
            find_installations(unpacked=[self.folder.parent / "postgresql-programs"]), self._data_version()
        )
        answer = account.run(
            [
                *(
                    installation.program("pg_ctl"),
                    "stop",
                    "--mode=fast",
                    "--wait",
                    f"--timeout={STOP_TIMEOUT_S}",
                ),
                *("--silent", f"--pgdata={self.data_folder}"),
            ],
            dict(installation.environment),
            timeout_s=STOP_TIMEOUT_S + 30,
        )
        if answer.returncode != 0 and self.is_running():
            raise DatabaseUnavailableError(
                say("The private database did not stop: %(reason)s", reason=_last_line(answer.stdout))
            )
        (self.folder / "started").unlink(missing_ok=True)

    def _started_by_us(self) -> bool:
        """Answer whether the running server is one that some process of ours started."""
        started = self.folder / "started"
        return started.is_file() and started.read_text("utf-8") == str(self._pid_file.process_number())

    def _data_version(self) -> int | None:
        stated = self.data_folder / "PG_VERSION"
        return int(stated.read_text("utf-8")) if stated.is_file() else None


def ensure_database(settings: DatabaseSettings) -> tuple[str, PrivateCluster | None]:
    """
    Give the address of a database that answers, and the private cluster if it is ours to stop.

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


def _option(name: str, value: str) -> str:
    """Write one setting for pg_ctl, whose `--options` pass through a shell."""
    return "-c " + shlex.quote(f"{name}={value}")


def _locale_options(installation: Installation) -> list[str]:
    """Sort and fold letters the same way on every machine: by code point, with all of Unicode's letters known."""
    if installation.version >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    try:
        listed = subprocess.run(
            ["locale", "-a"], capture_output=True, text=True, check=False, timeout=20
        ).stdout
    except OSError:
        listed = ""
    known = {name.lower().replace("-", ""): name for name in listed.split()}
    return [f"--locale={next((known[name] for name in ('c.utf8', 'en_us.utf8') if name in known), 'C')}"]


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason was given"


def _last_words(log: Path, told: int, otherwise: str) -> str:
    """Find why the server gave up: the last FATAL line after the first `told` bytes of its log."""
    text = log.read_bytes()[told:].decode("utf-8", "replace") if log.is_file() else ""
    fatal = [line for line in text.splitlines() if "FATAL" in line or "PANIC" in line]
    return fatal[-1].strip() if fatal else _last_line(otherwise)
