"""What the parent asks about a file before a child may parse it; no byte is interpreted here."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from mentalmap.errors import UnreadableFileError
from mentalmap.exchange.reading.opened import unreadable
from mentalmap.messages import Message, say

SIDECARS = (".dbf", ".shx", ".prj", ".cpg")
CHUNK = 1 << 20


def check_file(path: Path) -> Path:
    """
    Give the absolute path of an ordinary, readable file that is not empty.

    Raises
    ------
    UnreadableFileError
        Saying which of these it is not.
    """
    try:
        path = path.resolve()
        status = path.stat()
    except FileNotFoundError as error:
        raise UnreadableFileError(
            say("There is no file “%(path)s”.", path=path), say("Check the name and the folder.")
        ) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise UnreadableFileError(say("“%(path)s” cannot be opened.", path=repr(str(path))[1:-1])) from error
    if stat.S_ISDIR(status.st_mode):
        raise unreadable(path, say("it is a folder."), say("Give one file; pack a shapefile's parts as zip."))
    if not stat.S_ISREG(status.st_mode):
        raise unreadable(path, say("it is not an ordinary file."))
    if status.st_size == 0:
        raise unreadable(path, say("it is empty."), say("Save or download it anew."))
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise unreadable(path, say("you may not read it."), say("Change its permissions.")) from error
    return path


def stamp_file(path: Path) -> tuple[int, int, int]:
    """Tell by inode, size and time of change whether a file is still the same."""
    try:
        status = path.stat()
    except OSError as error:
        raise unreadable(path, _GONE) from error
    return status.st_ino, status.st_size, status.st_mtime_ns


def digest_file(path: Path) -> tuple[str, int]:
    """Give the SHA-256 of a file in hexadecimal and its size in bytes; a shapefile counts with its parts."""
    digest, size = hashlib.sha256(), 0
    parts = [path]
    if path.suffix.lower() == ".shp":
        parts += [part for suffix in SIDECARS if (part := path.with_suffix(suffix)).is_file()]
    try:
        for part in parts:
            with part.open("rb") as stream:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
    except OSError as error:
        raise unreadable(path, _GONE) from error
    return digest.hexdigest(), size


_GONE: Message = say("it disappeared while it was being read.")
