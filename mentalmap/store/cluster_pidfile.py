"""What `postmaster.pid` tells about a server, and when it no longer tells the truth."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping


@dataclass(frozen=True, slots=True)
class PidFile:
    """The lock file that a PostgreSQL server keeps in its data folder."""

    path: Path

    def lines(self) -> list[str]:
        """Read process number, data folder, start, port and socket folder; empty without such a file."""
        try:
            lines = [line.strip() for line in self.path.read_text("utf-8").splitlines()]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return lines if lines and lines[0].isdigit() else []

    def process_number(self) -> int | None:
        """Give the number of the server's process, alive or not."""
        lines = self.lines()
        return int(lines[0]) if lines else None

    def socket_folder(self) -> Path | None:
        """Give the folder of the server's socket, once it has got so far as to write it down."""
        lines = self.lines()
        return Path(lines[4]) if len(lines) > 4 and lines[4] else None

    def is_alive(self) -> bool:
        """Answer whether a process of the server's number exists, whatever it may be."""
        number = self.process_number()
        return number is not None and _is_alive(number)

    def answers(self) -> bool:
        """Answer whether the server takes connections, or says that it soon will."""
        socket = self.socket_folder()
        if socket is None or not self.is_alive():
            return False
        port = self.lines()[3]
        target = make_conninfo(host=str(socket), port=port, dbname="postgres", connect_timeout=5)
        return Ping(PGconn.ping(target.encode())) in (Ping.OK, Ping.REJECT)

    def is_stale(self) -> bool:
        """Answer whether the number now belongs to another program, or to a dead one not yet buried."""
        number = self.process_number()
        if number is None or not _is_alive(number):
            return False  # PostgreSQL sees by itself that nobody is there
        command = _command_of(number)
        return command is not None and ("postgres" not in command or "<defunct>" in command)

    def mark_dead(self) -> None:
        """
        Put the number of a process that has ended in place of a stale one.

        In a container the same small numbers are dealt out after every restart, and PostgreSQL
        would believe that our shell is a server. Removing the file would remove its second guard
        as well, the shared memory key that stands in it; that one must survive.
        """
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()
        lines = self.path.read_text("utf-8").splitlines(keepends=True)
        self.path.write_text("".join([f"{ended.pid}\n", *lines[1:]]), "utf-8")


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _command_of(number: int) -> str | None:
    """Give a process's program and first words; None when this system cannot tell."""
    try:
        # Linux without `ps`, as in small container images.
        words = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
        state = Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0]
        return "<defunct>" if state == "Z" else os.path.basename(words[0]).decode("utf-8", "replace")
    except (OSError, IndexError):
        pass
    try:
        shown = subprocess.run(
            ["ps", "-o", "comm=", "-p", str(number)], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return shown.stdout.strip() or None
