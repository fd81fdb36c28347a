"""Under which account the private cluster runs, and in which folders.

PostgreSQL refuses to run as root. In a container or on a server everything often is root,
so the server's programs are then run as `postgres` or, where no such account exists, as
`nobody`; the cluster's folders belong to that account.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from mentalmap.errors import DatabaseSetupError
from mentalmap.messages import say

# A socket's path must fit into sockaddr_un: 108 bytes on Linux, 104 on macOS, with its final zero.
SOCKET_PATH_LIMIT_BYTES = 103
PORT = 5432
SOCKET_NAME = f".s.PGSQL.{PORT}"

# Root's cluster goes here when the server's account may not reach the instance folder.
REACHABLE_FOLDER = Path("/var/lib/mentalmap")

# Of our own environment the server is given only what it needs; above all no PG* and no secrets.
PASSED_ON = ("PATH", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PROJ_DATA", "PROJ_LIB")


@dataclass(frozen=True, slots=True)
class Account:
    """The account that the server's programs run as; `None` stands for our own."""

    uid: int | None = None
    gid: int | None = None

    def run(
        self, arguments: list[str], environment: dict[str, str] | None = None, timeout_s: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this account, with a small environment and both outputs caught."""
        inherited = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            # A file, not a pipe: the server that `pg_ctl start` leaves behind would keep a pipe open.
            answer = subprocess.run(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                text=True,
                timeout=timeout_s,
                cwd="/",
                env={**inherited, "LC_ALL": "C", **(environment or {})},
                user=self.uid,
                group=self.gid,
                extra_groups=None if self.uid is None else [],
            )
            output.seek(0)
            answer.stdout = output.read()
        return answer

    def may_enter(self, folder: Path) -> bool:
        """Answer whether this account can walk into a folder, asking the system rather than mode bits."""
        return self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]).returncode == 0

    def own(self, folder: Path) -> None:
        """Make a folder that only this account may enter."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def choose_account(data_folder: Path) -> Account:
    """
    Choose who runs the server: ourselves, or instead of root the owner of the data.

    Raises
    ------
    DatabaseSetupError
        If the data belongs to somebody else, or root finds nobody to step down to.
    """
    owner = data_folder.stat() if data_folder.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner.st_uid != os.geteuid():
            raise DatabaseSetupError(
                say("The database in %(folder)s belongs to another account.", folder=str(data_folder)),
                say(
                    "Start as the account that made it, or name another folder in MENTALMAP_INSTANCE_FOLDER; "
                    "nothing was changed."
                ),
            )
        return Account()
    if owner is not None and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise DatabaseSetupError(
        say("PostgreSQL does not run as root, and there is no account “postgres” or “nobody”."),
        say("Start as an ordinary account, or run: docker compose up"),
    )


def reachable_home(folder: Path) -> Path:
    """
    Give the folder in which the cluster really lives, which is `folder` wherever possible.

    A checkout below /root cannot be entered by the account that root steps down to. Then the
    cluster lives in /var/lib/mentalmap, and `folder/elsewhere` is a link that leads there.
    """
    link = folder / "elsewhere"
    if link.is_symlink() and link.is_dir():
        return link.resolve()
    if os.geteuid() != 0 or (folder / "data").exists() or choose_account(folder / "data").may_enter(folder):
        return folder
    home = REACHABLE_FOLDER / f"{folder.parent.parent.name[:24]}-{secrets.token_hex(4)}"
    home.mkdir(mode=0o711, parents=True)
    link.unlink(missing_ok=True)
    link.symlink_to(home)
    return home


def socket_folder(home: Path) -> Path:
    """Give a folder for the socket: in the cluster's home, or a temporary one where that path is too long."""
    inside = home / "socket"
    if len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT_BYTES:
        return inside
    digest = blake2b(os.fsencode(home), digest_size=6).hexdigest()
    return Path(tempfile.gettempdir()) / f"mentalmap-{os.geteuid()}-{digest}"


def make_socket_folder(folder: Path, account: Account) -> None:
    """
    Make the socket's folder, and refuse one that somebody else prepared.

    Raises
    ------
    DatabaseSetupError
        If the folder is a link or belongs to another account: what is in a shared temporary
        folder may have been put there to listen in.
    """
    if not folder.is_symlink() and not folder.exists():
        account.own(folder)
    found = folder.lstat()
    expected = os.geteuid() if account.uid is None else account.uid
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != expected or found.st_mode & 0o077:
        raise DatabaseSetupError(
            say("The folder %(folder)s is not private to the database.", folder=str(folder)),
            say("Remove it and start again."),
        )


def remove_folder(folder: Path) -> None:
    """Remove a folder of ours with all it holds, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)
