"""Find a PostgreSQL on this machine that can carry PostGIS.

No Python package ships PostGIS, so the private cluster runs the programs that the system's
own packages brought. Several versions may stand side by side; only those whose share folder
holds `postgis.control` count, and the newest of them is taken.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mentalmap.assets import asset_root
from mentalmap.errors import DatabaseSetupError
from mentalmap.messages import Message, say

POSTGRESQL_FLOOR = 14
POSTGIS_FLOOR = (3, 1)

# Where packages put their programs; `*` stands for a version.
USUAL_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(frozen=True, slots=True)
class Installation:
    """One PostgreSQL with PostGIS: its programs and what it needs to find its own files."""

    bin_folder: Path
    version: int
    postgis: tuple[int, ...]
    environment: tuple[tuple[str, str], ...] = ()

    def program(self, name: str) -> str:
        """Give the absolute path of one of its programs, such as `initdb`."""
        return str(self.bin_folder / name)


def unpacked_programs() -> Path:
    """Where `make demo` unpacks Debian's packages for somebody who may not install any."""
    return asset_root() / ".postgresql"


def find_installations() -> list[Installation]:
    """List every usable PostgreSQL with PostGIS, newest first; unpacked ones after installed ones."""
    found: dict[Path, Installation] = {}
    for bin_folder in _bin_folders():
        found.setdefault(bin_folder, _inspect(bin_folder, root=None))
    root = unpacked_programs()
    for bin_folder in sorted(root.glob("usr/lib/postgresql/*/bin")):
        found.setdefault(bin_folder, _inspect(bin_folder, root=root))
    usable = [
        one for one in found.values() if one.version >= POSTGRESQL_FLOOR and one.postgis >= POSTGIS_FLOOR
    ]
    return sorted(usable, key=lambda one: one.version, reverse=True)


def choose_installation(installations: list[Installation], data_version: int | None) -> Installation:
    """
    Choose the newest installation, or the one that wrote the data that is already there.

    Raises
    ------
    DatabaseSetupError
        If nothing usable is installed, or only another major version than the data's.
    """
    if data_version is not None:
        for installation in installations:
            if installation.version == data_version:
                return installation
        if installations:
            raise DatabaseSetupError(
                say(
                    "The data was written by PostgreSQL %(data)s, but this machine has %(installed)s.",
                    data=data_version,
                    installed=", ".join(str(one.version) for one in installations),
                ),
                say(
                    "Install PostgreSQL %(data)s with PostGIS beside it; nothing was changed. To move to the "
                    "newer one, back up with the old one and restore into an empty instance folder.",
                    data=data_version,
                ),
            )
    if not installations:
        raise DatabaseSetupError(
            say(
                "No PostgreSQL %(floor)s or newer with PostGIS was found on this machine.",
                floor=POSTGRESQL_FLOOR,
            ),
            advise_installation(),
        )
    return installations[0]


def advise_installation() -> Message:
    """Say in one sentence how to get PostGIS on exactly this system."""
    command = install_command(platform.system(), _linux_families())
    if command is None:
        return say("Run it in containers instead: docker compose up")
    return say("Install it with: %(command)s (or run: docker compose up)", command=command)


def install_command(system: str, families: tuple[str, ...]) -> str | None:
    """
    Name the command that installs PostgreSQL with PostGIS.

    Parameters
    ----------
    system
        As `platform.system()` says it: Linux, Darwin, …
    families
        A Linux distribution's own name and those it descends from, nearest first.
    """
    if system == "Darwin":
        return "brew install postgresql@17 postgis"
    if system != "Linux":
        return None
    commands = {
        "debian": "sudo apt-get install postgresql-postgis",
        "ubuntu": "sudo apt-get install postgresql-postgis",
        "fedora": "sudo dnf install postgresql-server postgis",
        "rhel": "sudo dnf install postgresql-server postgis",
        "arch": "sudo pacman -S postgresql postgis",
        "alpine": "sudo apk add postgresql postgis",
        "suse": "sudo zypper install postgresql-server postgis",
    }
    return next((commands[family] for family in families if family in commands), None)


def _linux_families() -> tuple[str, ...]:
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ()
    return (release.get("ID", ""), *release.get("ID_LIKE", "").split())


def _bin_folders() -> Iterator[Path]:
    """Give each folder that holds the server's programs once, links resolved."""
    seen: set[Path] = set()
    for folder in _candidate_folders():
        initdb = folder / "initdb"
        if initdb.is_file() and os.access(initdb, os.X_OK):
            # A link on PATH leads to the real folder, beside which the share folder lies.
            real = initdb.resolve().parent
            if real not in seen and (real / "pg_ctl").is_file() and (real / "postgres").is_file():
                seen.add(real)
                yield real


def _candidate_folders() -> Iterator[Path]:
    for pattern in USUAL_FOLDERS:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).parent
    config = shutil.which("pg_config")
    if config:
        answer = _ask(config, "--bindir")
        if answer:
            yield Path(answer)


def _inspect(bin_folder: Path, root: Path | None) -> Installation:
    """Read the versions of one installation; version 0 and postgis () where they cannot be told."""
    environment = tuple(unpacked_environment(root).items()) if root else ()
    shown = _ask(str(bin_folder / "postgres"), "--version", dict(environment))
    number = re.search(r"\(PostgreSQL\) (\d+)", shown)
    version = int(number[1]) if number else 0
    control = next((path for path in _control_files(bin_folder, version, root) if path.is_file()), None)
    return Installation(bin_folder, version, _postgis_version(control), environment)


def _control_files(bin_folder: Path, version: int, root: Path | None) -> Iterator[Path]:
    """Give the places where `postgis.control` may lie for these programs."""
    share_folders: list[Path] = []
    if root is None:
        # An unpacked pg_config would name the folder that it was compiled for.
        shown = _ask(str(bin_folder / "pg_config"), "--sharedir")
        if shown:
            share_folders.append(Path(shown))
    above = bin_folder.parent
    share_folders += [
        above / "share" / "postgresql",
        above / "share" / f"postgresql@{version}",
        above / "share",
        above.parents[2] / "share" / "postgresql" / str(version) if len(above.parents) > 2 else above,
    ]
    for folder in share_folders:
        yield folder / "extension" / "postgis.control"


def _postgis_version(control: Path | None) -> tuple[int, ...]:
    if control is None:
        return ()
    stated = re.search(
        r"^default_version\s*=\s*'(\d+(?:\.\d+)*)", control.read_text("utf-8", "replace"), re.MULTILINE
    )
    return tuple(int(part) for part in stated[1].split(".")) if stated else ()


def unpacked_environment(root: Path) -> dict[str, str]:
    """Name what programs need that were unpacked below `root` instead of installed."""
    libraries = [
        str(folder)
        for pattern in ("usr/lib/*-linux-gnu*", "usr/lib/*-linux-gnu*/*", "lib/*-linux-gnu*")
        for folder in sorted(root.glob(pattern))
        if folder.is_dir() and any(folder.glob("*.so*"))
    ]
    return {"LD_LIBRARY_PATH": os.pathsep.join(libraries), "PROJ_DATA": str(root / "usr/share/proj")}


def _ask(program: str, option: str, environment: dict[str, str] | None = None) -> str:
    """Run a program for one line of its own description; empty when it cannot say."""
    try:
        answer = subprocess.run(
            [program, option],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
            env={**os.environ, "LC_ALL": "C", **(environment or {})},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""
