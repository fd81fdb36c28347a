"""Make, start and stop the PostgreSQL server of one data folder; who may do so is `cluster`'s business."""

from __future__ import annotations

import shlex
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mentalmap.errors import DatabaseSetupError, DatabaseUnavailableError
from mentalmap.messages import say
from mentalmap.store.cluster_account import (
    PORT,
    SOCKET_NAME,
    choose_account,
    make_socket_folder,
    remove_folder,
    socket_folder,
)
from mentalmap.store.cluster_binaries import Installation, choose_installation, find_installations
from mentalmap.store.cluster_pidfile import PidFile

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


@dataclass(frozen=True, slots=True)
class Server:
    """The server of one data folder: `home` holds data, socket and log."""

    home: Path
    settings: Mapping[str, str]

    @property
    def data_folder(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.home / "data"

    @property
    def pid_file(self) -> PidFile:
        """What the server says about itself while it runs."""
        return PidFile(self.data_folder / "postmaster.pid")

    def start(self) -> None:
        """
        Start the server and wait until it answers, making the data folder if there is none.

        Raises
        ------
        DatabaseSetupError
            If the programs are missing or of another version than the data, or if the server
            gives up; its own words are in the message.
        """
        account = choose_account(self.data_folder)
        installation = self._installation()
        account.own(self.home / "log")
        if not self.data_folder.exists():
            self._init_data(installation)
        self._clear_up()
        make_socket_folder(socket_folder(self.home), account)
        log = self.home / "log" / "server.log"
        if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
            log.replace(log.with_suffix(".log.1"))
        settings = {
            **SETTINGS,
            **self.settings,
            "port": str(PORT),
            "unix_socket_directories": str(socket_folder(self.home)),
        }
        command = [
            *(installation.program("pg_ctl"), "start", "--wait", f"--timeout={START_TIMEOUT_S}", "--silent"),
            *(f"--pgdata={self.data_folder}", f"--log={log}", "--options"),
            " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items()),
        ]
        for patience_s in (0.5, 1, 2, 4, 0):
            told_bytes = log.stat().st_size if log.exists() else 0
            answer = account.run(command, dict(installation.environment), START_TIMEOUT_S + 30)
            if answer.returncode == 0:
                return
            reason = _last_words(log, told_bytes, answer.stdout)
            if "shared memory block" not in reason:
                break
            time.sleep(patience_s)  # workers of a server that was killed notice it only after a moment
        raise DatabaseSetupError(
            say("The private database did not start: %(reason)s", reason=reason),
            say("The whole story stands in %(log)s; the data was not changed.", log=str(log)),
        )

    def stop(self) -> None:
        """
        Stop the server at once but cleanly: open transactions are rolled back.

        Raises
        ------
        DatabaseUnavailableError
            If it still runs after a minute.
        """
        installation = self._installation()
        answer = choose_account(self.data_folder).run(
            [
                *(installation.program("pg_ctl"), "stop", "--mode=fast", "--wait", "--silent"),
                *(f"--timeout={STOP_TIMEOUT_S}", f"--pgdata={self.data_folder}"),
            ],
            dict(installation.environment),
            STOP_TIMEOUT_S + 30,
        )
        if answer.returncode != 0 and self.pid_file.answers():
            raise DatabaseUnavailableError(
                say("The private database did not stop: %(reason)s", reason=_last_line(answer.stdout))
            )

    def _clear_up(self) -> None:
        """Remove what a killed server left behind, unless a living one is behind it after all."""
        if self.pid_file.is_stale():
            self.pid_file.mark_dead()
        if not self.pid_file.is_alive():
            for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
                (socket_folder(self.home) / name).unlink(missing_ok=True)

    def _installation(self) -> Installation:
        stated = self.data_folder / "PG_VERSION"
        data_version = int(stated.read_text("utf-8")) if stated.is_file() else None
        return choose_installation(find_installations(), data_version)

    def _init_data(self, installation: Installation) -> None:
        """Make the data under another name first, so that an interrupted start leaves no half cluster."""
        account = choose_account(self.data_folder)
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


def _locale_options(installation: Installation) -> list[str]:
    """Sort by code point, the same on every machine, and know the case of all of Unicode's letters."""
    if installation.version >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    try:
        listed = subprocess.run(
            ["locale", "-a"], capture_output=True, text=True, check=False, timeout=20
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        listed = ""
    known = {name.lower().replace("-", ""): name for name in listed.split()}
    chosen = next((known[name] for name in ("c.utf8", "en_us.utf8") if name in known), "C")
    return [f"--locale={chosen}"]


def _last_words(log: Path, told_bytes: int, otherwise: str) -> str:
    """Find why the server gave up: the last fatal line after what the log had already told."""
    text = log.read_bytes()[told_bytes:].decode("utf-8", "replace") if log.is_file() else ""
    fatal = [line for line in text.splitlines() if "FATAL" in line or "PANIC" in line]
    return fatal[-1].strip() if fatal else _last_line(otherwise)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason was given"
